package org.commworld.bench;

import java.util.List;
import org.commworld.bench.rank.Buffers;
import org.commworld.bench.rank.Operation;
import org.commworld.bench.rank.Transport;

/**
 * What is to be measured.
 *
 * @param ranks how many
 * @param transport what carries their messages
 * @param operations which operations, in this order
 * @param sizes bytes, in this order
 * @param seconds about how long a block takes
 * @param warmUpSeconds about how long an operation of a size runs before it is measured
 * @param runs how many blocks, or pairs of blocks, count
 * @param jvmArguments options of the ranks' JVMs
 * @param hugePages whether the ranks' buffers are on huge pages
 * @param buffers what ranks pass; direct memory is for ours only
 * @param bindsRanks whether each rank has a processor of its own, if there are as many
 */
record Settings(
    int ranks,
    Transport transport,
    List<Operation> operations,
    List<Integer> sizes,
    double seconds,
    double warmUpSeconds,
    int runs,
    List<String> jvmArguments,
    boolean hugePages,
    Buffers buffers,
    boolean bindsRanks) {
  private static final int MAX_BYTES = 1 << 30;
  private static final int MAX_RANKS = 1024;

  /** Checks the values; messages are for the user. */
  Settings {
    operations = List.copyOf(operations);
    sizes = List.copyOf(sizes);
    jvmArguments = List.copyOf(jvmArguments);
    check(ranks >= 2 && ranks <= MAX_RANKS, "2 to " + MAX_RANKS + " ranks: ranks=" + ranks);
    check(runs >= 1, "at least one run: runs=" + runs);
    check(seconds > 0 && seconds <= 600, "a time in (0, 600] seconds: time=" + seconds);
    check(warmUpSeconds >= 0 && warmUpSeconds <= 600, "0 to 600 seconds: warm-up=" + warmUpSeconds);
    for (int bytes : sizes) {
      check(
          bytes >= Double.BYTES && bytes % Double.BYTES == 0 && bytes <= MAX_BYTES,
          "a multiple of 8 up to 1G: size=" + bytes);
    }
  }

  private static void check(boolean holds, String expected) {
    if (!holds) {
      throw new IllegalArgumentException("expected " + expected);
    }
  }
}
