package programs;

import java.util.List;

/** Prints its arguments; not public, as main classes need not be. */
final class Arguments {
  private Arguments() {}

  /** A rank's program. */
  public static void main(String[] arguments) {
    System.out.println(List.of(arguments));
  }
}
