package org.commworld.examples;

import org.commworld.mpi.Comm;

/** Every rank says who it is. */
public final class Hello {
  private Hello() {}

  /** A rank's program; takes no arguments. */
  public static void main(String[] arguments) {
    Comm world = Comm.world();
    System.out.printf(
        "Hello, World! I am process %d of %d on %s.%n",
        world.rank(), world.size(), world.processorName());
  }
}
