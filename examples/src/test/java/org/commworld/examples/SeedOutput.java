package org.commworld.examples;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.IntStream;

/** What each program of the tutorial prints, with its usual number of ranks, wherever it runs. */
final class SeedOutput {
  private SeedOutput() {}

  static List<String> of(String program, int ranks) throws IOException {
    return switch (program) {
      case "Hello" -> hello(ranks);
      case "PointToPoint" ->
          List.of(
              "rank 0 sends data: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]",
              "rank 0 sends data: [0, 2, 4, 6, 8, 10, 12, 14, 16, 18]",
              "rank 1 got data: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]",
              "rank 2 got data: [0, 2, 4, 6, 8, 10, 12, 14, 16, 18]");
      case "Nonblocking" ->
          List.of(
              "rank 0 sends data: [0. 0. 0. 0. 0.]",
              "rank 1 sends data: [1. 1. 1. 1. 1.]",
              "rank 0 got data: [1. 1. 1. 1. 1.]",
              "rank 1 got data: [0. 0. 0. 0. 0.]");
      case "Scatter" ->
          List.of(
              "rank 0 has data [0 1 2 3 4 5 6 7 8 9]",
              "rank 0 got data [0 1 2 3]",
              "rank 1 got data [4 5 6]",
              "rank 2 got data [7 8 9]");
      case "Broadcast" ->
          List.of(
              "rank 0 has data [0. 1. 2. 3. 4. 5. 6. 7. 8. 9.]",
              "rank 1 has data [0. 0. 0. 0. 0. 0. 0. 0. 0. 0.]",
              "rank 2 has data [0. 0. 0. 0. 0. 0. 0. 0. 0. 0.]",
              "rank 0 got data [0. 1. 2. 3. 4. 5. 6. 7. 8. 9.]",
              "rank 1 got data [0. 1. 2. 3. 4. 5. 6. 7. 8. 9.]",
              "rank 2 got data [0. 1. 2. 3. 4. 5. 6. 7. 8. 9.]");
      case "Lambda" -> List.of("5");
      default -> throw new IllegalArgumentException("no such program: " + program);
    };
  }

  private static List<String> hello(int ranks) throws IOException {
    String host = InetAddress.getLocalHost().getHostName();
    return IntStream.range(0, ranks)
        .mapToObj(r -> "Hello, World! I am process %d of %d on %s.".formatted(r, ranks, host))
        .toList();
  }
}
