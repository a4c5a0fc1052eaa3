package org.commworld.pt2pt;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.commworld.mpi.Data;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Sender and receiver copy a message of two parts; whoever ends it sees the other's part. */
@JCStressTest
@Outcome(id = "1, 3", expect = ACCEPTABLE, desc = "Ended once, when both parts were there.")
@Outcome(expect = FORBIDDEN, desc = "Not ended, ended twice, or before all was copied.")
@State
public class JointCopyParts {
  private static final byte[] FROM = new byte[32 << 10];

  static {
    FROM[0] = 1;
    FROM[FROM.length - 1] = 2;
  }

  private final byte[] to = new byte[FROM.length];
  private int ends;
  private int seenAtTheEnd;
  private final JointCopy copy =
      new JointCopy(
          Data.of(FROM), Data.of(to), new JointCopies(), new JointCopies(), this::end);

  private void end() {
    ends++;
    seenAtTheEnd = to[0] + to[to.length - 1];
  }

  /** From the front. */
  @Actor
  @SuppressWarnings("StatementWithEmptyBody") // The condition is the work.
  public void receiver() {
    while (copy.copyFirst()) {}
  }

  /** From the back. */
  @Actor
  @SuppressWarnings("StatementWithEmptyBody") // As above.
  public void sender() {
    while (copy.copyLast()) {}
  }

  /** What the one that ended it saw. */
  @Arbiter
  public void ended(II_Result result) {
    result.r1 = ends;
    result.r2 = seenAtTheEnd;
  }
}
