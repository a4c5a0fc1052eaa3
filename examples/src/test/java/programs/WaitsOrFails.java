package programs;

import java.util.concurrent.CountDownLatch;
import org.commworld.mpi.Comm;

/** Rank 1 throws when all are there; the others wait then for what never comes. */
public final class WaitsOrFails {
  private WaitsOrFails() {}

  /** A rank's program. */
  public static void main(String[] arguments) throws InterruptedException {
    Comm world = Comm.world();
    world.barrier();
    if (world.rank() == 1) {
      throw new IllegalStateException("rank 1 gives up");
    }
    new CountDownLatch(1).await();
  }
}
