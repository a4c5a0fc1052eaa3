package org.commworld.pt2pt;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Two threads count up under the lock, one of which takes it twice. */
@JCStressTest
@Outcome(id = {"1, 2", "2, 1"}, expect = ACCEPTABLE, desc = "One after the other.")
@Outcome(expect = FORBIDDEN, desc = "Both at once, or one did not see what the other wrote.")
@State
public class BriefLockExclusion {
  private final BriefLock lock = new BriefLock();
  private int count;

  /** Takes it once. */
  @Actor
  public void once(II_Result result) {
    lock.lock();
    result.r1 = ++count;
    lock.unlock();
  }

  /** Takes it twice. */
  @Actor
  public void twice(II_Result result) {
    lock.lock();
    lock.lock();
    int seen = ++count;
    lock.unlock();
    result.r2 = seen;
    lock.unlock();
  }
}
