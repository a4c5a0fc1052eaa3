package programs;

import java.util.concurrent.CountDownLatch;
import org.commworld.mpi.AbortException;
import org.commworld.mpi.Comm;

/**
 * Arguments: who ends how, as {@code RANK main|thread|halt STATUS}; the other ranks wait for ever.
 */
public final class Exits {
  private Exits() {}

  /** A rank's program. */
  public static void main(String[] arguments) throws Exception {
    int status = Integer.parseInt(arguments[2]);
    if (Comm.world().rank() == Integer.parseInt(arguments[0])) {
      System.out.print("exits");
      try {
        end(arguments[1], status);
      } catch (AbortException e) {
        // Swallowed: the world ends all the same.
      } catch (Exception e) {
        System.out.println("must not be caught: " + e);
      }
    } else if (status == 0) {
      return;
    }
    new CountDownLatch(1).await();
  }

  private static void end(String how, int status) {
    switch (how) {
      case "main" -> System.exit(status);
      case "halt" -> Runtime.getRuntime().halt(status);
      case "abort" -> Comm.world().abort(status);
      case "throw" -> throw new AssertionError("thrown by rank " + Comm.world().rank());
      default -> new Thread(() -> System.exit(status)).start();
    }
  }
}
