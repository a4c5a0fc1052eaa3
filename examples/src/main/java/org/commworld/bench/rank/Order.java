package org.commworld.bench.rank;

import java.util.Optional;

/**
 * What the ranks are told to measure: one block.
 *
 * @param operation which operation
 * @param bytes of what size; 0 for one that has none
 * @param seconds about how long
 */
public record Order(Operation operation, int bytes, double seconds) {
  /** The line that {@link #parse} reads, for ranks in Java and in C. */
  public String line() {
    return "run %s %d %s".formatted(operation.label(), bytes, seconds);
  }

  /** The order of a line; empty if it is none. */
  static Optional<Order> parse(String line) {
    String[] words = line.split(" ");
    if (words.length != 4 || !words[0].equals("run")) {
      return Optional.empty();
    }
    return Operation.find(words[1])
        .map(op -> new Order(op, Integer.parseInt(words[2]), Double.parseDouble(words[3])));
  }

  /** Whether {@code other} is of the same operation and size. */
  boolean isLike(Order other) {
    return operation == other.operation && bytes == other.bytes;
  }
}
