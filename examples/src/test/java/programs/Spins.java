package programs;

import org.commworld.mpi.Comm;
import org.commworld.mpi.Op;

/** Says which process each rank is in, then reduces for ever. */
public final class Spins {
  private Spins() {}

  /** A rank's program. */
  public static void main(String[] arguments) {
    Comm world = Comm.world();
    int turns = 0;
    double[] x = new double[1000];
    while (true) {
      world.allReduce(x, Op.SUM);
      if (turns++ == 10) {
        System.out.println(world.rank() + " " + ProcessHandle.current().pid());
      }
    }
  }
}
