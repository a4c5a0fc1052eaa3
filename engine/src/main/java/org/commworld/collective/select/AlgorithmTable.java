package org.commworld.collective.select;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which algorithm each collective between JVMs uses. Immutable. All ranks of a world must have the
 * same one.
 *
 * <p>In text, a rule a line, and what follows a # is a comment:
 *
 * <pre>
 * allreduce  ranks 2..8  bytes ..32K   spread
 * allreduce  ranks 2..8  bytes 32769.. two_shot segment 64K
 * </pre>
 *
 * Rules may come in any order and must not overlap. Where none holds, that of {@link #defaults}
 * does.
 */
public final class AlgorithmTable {
  private static final AlgorithmTable DEFAULTS = TableText.parse(DefaultRules.TEXT, "defaults");
  private static final AlgorithmTable ONE_HOST =
      TableText.parse(DefaultRules.ONE_HOST_TEXT, "defaults for one host");

  private final List<Rule> rules;

  /** Where to look for what has no rule here; null for the defaults. */
  private final @Nullable AlgorithmTable next;

  private final Map<Collective, List<Rule>> byCollective = new EnumMap<>(Collective.class);

  AlgorithmTable(List<Rule> rules) {
    this(rules, null);
  }

  private AlgorithmTable(List<Rule> rules, @Nullable AlgorithmTable next) {
    this.rules = List.copyOf(rules);
    this.next = next;
    for (Collective collective : Collective.values()) {
      byCollective.put(
          collective, rules.stream().filter(rule -> rule.collective() == collective).toList());
    }
  }

  /**
   * What holds where nothing else is said: sound for Ethernet of 1 to 10 Gbit/s; it has a rule for
   * everything.
   */
  public static AlgorithmTable defaults() {
    return DEFAULTS;
  }

  /**
   * The table that {@code text} has.
   *
   * @param origin where the text is from, for errors
   * @throws IllegalArgumentException naming origin and line, if a line is no rule or overlaps
   *     another
   */
  public static AlgorithmTable parse(String text, String origin) {
    return TableText.parse(text, origin);
  }

  /**
   * The table in {@code file}.
   *
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException as {@link #parse}
   */
  public static AlgorithmTable read(Path file) throws IOException {
    return parse(Files.readString(file), file.toString());
  }

  /**
   * The same for ranks that share a host and send messages there: where this has no rule of its
   * own, those for one host come before {@link #defaults}.
   */
  public AlgorithmTable onOneHost() {
    return new AlgorithmTable(equals(DEFAULTS) ? List.of() : rules, ONE_HOST);
  }

  /** How {@code collective} goes among {@code ranks} with {@code bytes}. */
  public Choice choose(Collective collective, int ranks, long bytes) {
    Choice choice = null;
    for (AlgorithmTable table = this; choice == null && table != null; table = table.next) {
      choice = table.find(collective, ranks, bytes);
    }
    if (choice == null) {
      choice = DEFAULTS.find(collective, ranks, bytes);
    }
    if (choice == null) {
      throw new IllegalStateException(
          "no rule for %s: ranks=%d, bytes=%d".formatted(collective.text(), ranks, bytes));
    }
    return choice;
  }

  private @Nullable Choice find(Collective collective, int ranks, long bytes) {
    for (Rule rule : byCollective.getOrDefault(collective, List.of())) {
      if (rule.ranks().contains(ranks) && rule.bytes().contains(bytes)) {
        return rule.choice();
      }
    }
    return null;
  }

  /** Its rules as text; {@link #parse} makes the same table of it. */
  public String text() {
    return rules.stream().map(rule -> rule + "\n").collect(Collectors.joining());
  }

  /** 16 hexadecimal digits that differ if the rules, or their order, do. */
  public String hash() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AlgorithmTable table
        && rules.equals(table.rules)
        && Objects.equals(next, table.next);
  }

  @Override
  public int hashCode() {
    return rules.hashCode();
  }

  @Override
  public String toString() {
    return text();
  }
}
