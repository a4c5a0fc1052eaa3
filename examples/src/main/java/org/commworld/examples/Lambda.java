package org.commworld.examples;

import java.io.Serializable;
import java.util.function.IntUnaryOperator;
import org.commworld.mpi.Comm;

/**
 * Rank 0 sends a function to rank 1, which applies it. With the argument {@code unserializable} the
 * function captures something that cannot travel, and the send fails and says what.
 */
public final class Lambda {
  private static final int TAG = 0;

  private Lambda() {}

  /** A function that can travel. */
  interface SerializableFunction extends IntUnaryOperator, Serializable {}

  /** Something that cannot. */
  private static final class Step {
    private final int width = 1;
  }

  /** A rank's program. */
  public static void main(String[] arguments) {
    boolean captures = arguments.length > 0 && arguments[0].equals("unserializable");
    Step step = new Step();
    SerializableFunction increment = x -> x + 1;
    SerializableFunction incrementByStep = x -> x + step.width;
    Comm world = Comm.world();
    if (world.rank() == 0) {
      world.send(captures ? incrementByStep : increment, 1, TAG);
    } else if (world.rank() == 1) {
      SerializableFunction function = world.recv(0, TAG);
      System.out.println(function.applyAsInt(4));
    }
  }
}
