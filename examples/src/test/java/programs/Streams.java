package programs;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.commworld.mpi.Comm;

/** Prints in every way there is, and counts in static state, which must be the rank's own. */
public final class Streams {
  private static int starts;

  private Streams() {}

  /** A rank's program. */
  public static void main(String[] arguments) throws InterruptedException {
    int rank = Comm.world().rank();
    starts++;
    System.out.print("rank " + rank);
    System.out.println(" starts=" + starts);
    Thread thread = new Thread(() -> System.out.println("rank " + rank + " in a thread"));
    thread.start();
    thread.join();
    System.err.println("rank " + rank + " to err");
    new IllegalStateException("trace of rank " + rank).printStackTrace();
    Thread failing =
        new Thread(
            () -> {
              throw new IllegalStateException("uncaught of rank " + rank);
            });
    failing.start();
    failing.join();
    PrintStream before = System.out;
    ByteArrayOutputStream captured = new ByteArrayOutputStream();
    System.setOut(new PrintStream(captured, true, StandardCharsets.UTF_8));
    System.out.print("captured");
    System.setOut(before);
    System.out.print("rank " + rank + " " + captured.toString(StandardCharsets.UTF_8) + " é");
  }
}
