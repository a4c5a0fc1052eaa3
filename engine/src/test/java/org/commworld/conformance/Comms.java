package org.commworld.conformance;

import java.util.List;
import org.commworld.mpi.Comm;

/** The same test on the world and on communicators made from it. */
final class Comms {
  /** What to do on one communicator. */
  @FunctionalInterface
  interface Body {
    void run(Comm comm) throws Exception;
  }

  private Comms() {}

  /** On the world, a duplicate, and the halves of even and odd ranks in reverse order. */
  static void forEach(Comm world, Body body) throws Exception {
    body.run(world);
    Comm duplicate = world.dup();
    Comm half = world.split(world.rank() % 2, -world.rank()).orElseThrow();
    for (Comm comm : List.of(duplicate, half)) {
      body.run(comm);
      comm.free();
    }
  }
}
