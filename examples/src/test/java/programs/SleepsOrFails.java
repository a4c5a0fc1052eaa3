package programs;

import org.commworld.mpi.Comm;

/** Rank 1 throws when all are there; the others are asleep by then. */
public final class SleepsOrFails {
  private SleepsOrFails() {}

  /** A rank's program. */
  public static void main(String[] arguments) throws InterruptedException {
    Comm world = Comm.world();
    world.barrier();
    if (world.rank() == 1) {
      throw new IllegalStateException("rank 1 gives up");
    }
    Thread.sleep(600_000); // What is tested is that this ends when another rank fails.
  }
}
