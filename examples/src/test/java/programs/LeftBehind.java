package programs;

import java.util.concurrent.CountDownLatch;

/** Returns from main while a thread, not a daemon, still runs. */
public final class LeftBehind {
  private LeftBehind() {}

  /** A rank's program. */
  public static void main(String[] arguments) {
    CountDownLatch never = new CountDownLatch(1);
    new Thread(
            () -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            })
        .start();
    System.out.println("main returns");
  }
}
