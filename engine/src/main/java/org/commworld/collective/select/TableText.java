package org.commworld.collective.select;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Reads tables. */
final class TableText {
  private TableText() {}

  static AlgorithmTable parse(String text, String origin) {
    List<Rule> rules = new ArrayList<>();
    List<Integer> lines = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      int comment = line.indexOf('#');
      String content = (comment < 0 ? line : line.substring(0, comment)).trim();
      if (content.isEmpty()) {
        continue;
      }
      try {
        Rule rule = rule(content.split("\\s+"));
        for (int i = 0; i < rules.size(); i++) {
          if (rules.get(i).overlaps(rule)) {
            throw new IllegalArgumentException("overlaps line " + lines.get(i));
          }
        }
        rules.add(rule);
        lines.add(number);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "no rule for a collective: %s (file=%s, line=%d: %s)"
                .formatted(e.getMessage(), origin, number, content),
            e);
      }
    }
    return new AlgorithmTable(rules);
  }

  private static Rule rule(String[] words) {
    boolean hasSegment = words.length == 8 && words[6].equals("segment");
    boolean isRule =
        (words.length == 6 || hasSegment) && words[1].equals("ranks") && words[3].equals("bytes");
    if (!isRule) {
      throw new IllegalArgumentException(
          "expected COLLECTIVE ranks RANGE bytes RANGE ALGORITHM [segment BYTES]");
    }
    Collective collective =
        find(words[0], Arrays.asList(Collective.values()), Collective::text, "collective");
    Algorithm algorithm =
        find(words[5], collective.algorithms(), Algorithm::text, "algorithm of " + words[0]);
    long segment = hasSegment ? Range.number(words[7]) : 0;
    if (segment > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("segment too long: " + words[7]);
    }
    return new Rule(
        collective,
        Range.of(words[2], 1),
        Range.of(words[4], 0),
        new Choice(algorithm, (int) segment));
  }

  private static <T> T find(
      String word, List<T> all, java.util.function.Function<T, String> text, String what) {
    for (T one : all) {
      if (text.apply(one).equals(word.toLowerCase(Locale.ROOT))) {
        return one;
      }
    }
    throw new IllegalArgumentException(
        "no %s: %s; there are %s".formatted(what, word, all.stream().map(text).toList()));
  }
}
