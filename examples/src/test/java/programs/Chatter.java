package programs;

/** Prints for as long as anybody reads. */
public final class Chatter {
  private Chatter() {}

  /** A rank's program. */
  public static void main(String[] arguments) {
    while (!Thread.currentThread().isInterrupted()) {
      System.out.println("again");
    }
  }
}
