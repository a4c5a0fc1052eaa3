package programs;

import java.util.concurrent.CountDownLatch;
import org.commworld.mpi.Comm;

/** Says that it is there and waits for ever: on a message, on odd ranks on a latch. */
public final class Waits {
  private Waits() {}

  /** A rank's program. */
  public static void main(String[] arguments) throws InterruptedException {
    Comm world = Comm.world();
    System.out.println("rank " + world.rank() + " waits");
    if (world.rank() % 2 == 0) {
      world.recv(world.rank(), 1);
    } else {
      new CountDownLatch(1).await();
    }
  }
}
