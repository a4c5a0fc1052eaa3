package programs;

import org.commworld.mpi.Comm;
import org.commworld.mpi.Op;
import org.commworld.mpi.SplitType;

/** Ranks of several JVMs meet; rank 0 says how many JVMs there were and what the sum was. */
public final class Traffic {
  private Traffic() {}

  /** A rank's program. */
  public static void main(String[] arguments) {
    Comm world = Comm.world();
    Comm jvm = world.splitType(SplitType.JVM, 0);
    double[] x = new double[100_000];
    java.util.Arrays.fill(x, world.rank() + 1);
    world.allReduce(x, Op.SUM);
    int jvms = world.allReduce(jvm.rank() == 0 ? 1 : 0, Op.SUM);
    int next = (world.rank() + 1) % world.size();
    int previous = (world.rank() + world.size() - 1) % world.size();
    int[] from = new int[1];
    world.sendRecv(new int[] {world.rank()}, next, 7, from, previous, 7);
    if (from[0] != previous) {
      throw new IllegalStateException("expected " + previous + ", got " + from[0]);
    }
    if (world.rank() == 0) {
      System.out.println(jvms + " JVMs, sum " + (int) x[99_999]);
    }
  }
}
