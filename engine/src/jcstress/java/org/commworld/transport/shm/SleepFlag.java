package org.commworld.transport.shm;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.lang.invoke.VarHandle;
import org.commworld.wire.ProtocolException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** The reader is about to sleep while the writer commits: first whether it sleeps, then the bell. */
@JCStressTest
@Outcome(id = "false, false", expect = ACCEPTABLE, desc = "The sleeper saw the record.")
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "The writer saw the flag and rings.")
@Outcome(id = "false, true", expect = ACCEPTABLE, desc = "Both saw each other: a needless ring.")
@Outcome(id = "true, false", expect = FORBIDDEN, desc = "Sleeps, and nobody rings.")
@State
public class SleepFlag {
  private final Rings rings = Rings.onHeap(256);
  private final RingWriter writer = rings.writer();
  private final RingReader reader = rings.reader();

  /** As ShmPipe.commit. */
  @Actor
  public void writer(ZZ_Result result) {
    try {
      writer.reserve(8, 8).putLong(1);
    } catch (ProtocolException e) {
      throw new IllegalStateException(e);
    }
    writer.commit();
    VarHandle.fullFence();
    result.r2 = (long) ShmLayout.LONGS.getOpaque(rings.control(), ShmLayout.sleepsAt(0)) != 0;
  }

  /** As ShmPipe.arm. */
  @Actor
  public void sleeper(ZZ_Result result) {
    ShmLayout.LONGS.setOpaque(rings.control(), ShmLayout.sleepsAt(0), 1L);
    VarHandle.fullFence();
    result.r1 = !reader.isReady();
  }
}
