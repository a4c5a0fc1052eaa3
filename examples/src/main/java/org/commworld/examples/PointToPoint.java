package org.commworld.examples;

import java.util.ArrayList;
import java.util.List;
import org.commworld.mpi.Comm;

/** Rank 0 sends one list to rank 1 and another to rank 2, as objects. Needs three ranks. */
public final class PointToPoint {
  private static final int TAG_TO_1 = 1337;
  private static final int TAG_TO_2 = 1456;

  private PointToPoint() {}

  /** A rank's program; takes no arguments. */
  public static void main(String[] arguments) {
    Comm world = Comm.world();
    switch (world.rank()) {
      case 0 -> {
        send(world, multiplesOf(1), 1, TAG_TO_1);
        send(world, multiplesOf(2), 2, TAG_TO_2);
      }
      case 1 -> receive(world, TAG_TO_1);
      case 2 -> receive(world, TAG_TO_2);
      default -> {}
    }
  }

  private static void send(Comm world, List<Integer> data, int dest, int tag) {
    world.send(data, dest, tag);
    System.out.println("rank 0 sends data: " + data);
  }

  private static void receive(Comm world, int tag) {
    List<Integer> data = world.recv(0, tag);
    System.out.printf("rank %d got data: %s%n", world.rank(), data);
  }

  private static List<Integer> multiplesOf(int factor) {
    List<Integer> multiples = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      multiples.add(factor * i);
    }
    return multiples;
  }
}
