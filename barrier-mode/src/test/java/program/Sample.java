package program;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntConsumer;
import org.commworld.mpi.Comm;

/** Does what its first argument says, in the ways that byte code has for it. */
public final class Sample {
  private static int starts;

  private Sample() {}

  /** A rank's program. */
  public static void main(String[] arguments) throws Exception {
    starts++;
    switch (arguments[0]) {
      case "print" -> {
        System.out.print("starts=" + starts + " rank=" + Comm.world().rank());
        System.err.println("err");
      }
      case "reference" -> List.of("by reference").forEach(System.out::println);
      case "trace" -> new IllegalStateException("traced").printStackTrace();
      case "exit" -> exit(Integer.parseInt(arguments[1]));
      case "exitReference" -> accept(System::exit, Integer.parseInt(arguments[1]));
      case "halt" -> Runtime.getRuntime().halt(Integer.parseInt(arguments[1]));
      case "haltReference" -> accept(Runtime.getRuntime()::halt, Integer.parseInt(arguments[1]));
      case "exitInThread" -> {
        new Thread(() -> System.exit(Integer.parseInt(arguments[1]))).start();
        new CountDownLatch(1).await();
      }
      case "wait" -> {
        System.out.println("waiting");
        new CountDownLatch(1).await();
      }
      case "read" -> System.out.println(System.in.read());
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private static void exit(int status) {
    try {
      System.exit(status);
    } catch (RuntimeException e) {
      System.out.println("caught");
    }
    System.out.println("still there");
  }

  private static void accept(IntConsumer consumer, int value) {
    consumer.accept(value);
  }
}
