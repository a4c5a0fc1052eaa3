package programs;

import java.util.Scanner;
import org.commworld.mpi.Comm;

/** Prints the lines of its standard input. */
public final class Echo {
  private Echo() {}

  /** A rank's program. */
  public static void main(String[] arguments) {
    int rank = Comm.world().rank();
    try (Scanner in = new Scanner(System.in, "UTF-8")) {
      while (in.hasNextLine()) {
        System.out.println("rank " + rank + " read " + in.nextLine());
      }
    }
    System.out.println("rank " + rank + " at the end");
  }
}
