package org.commworld.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.commworld.bench.rank.Operation;
import org.commworld.collective.select.Algorithm;
import org.commworld.collective.select.AlgorithmTable;
import org.commworld.collective.select.Choice;
import org.commworld.collective.select.Collective;

/** What one world measures: at most one choice for each collective. */
final class Candidates {
  private static final int[] SEGMENTS = {16 << 10, 64 << 10};

  private final Map<Collective, Choice> choices = new EnumMap<>(Collective.class);

  private Candidates() {}

  /** The operations that have a choice. */
  static List<Operation> operations() {
    List<Operation> operations = new ArrayList<>();
    for (Operation operation : Operation.values()) {
      if (find(operation).isPresent()) {
        operations.add(operation);
      }
    }
    return operations;
  }

  private static Optional<Collective> find(Operation operation) {
    for (Collective collective : Collective.values()) {
      if (collective.text().equals(operation.label())) {
        return Optional.of(collective);
      }
    }
    return Optional.empty();
  }

  /** The collective that {@code operation} calls. */
  static Collective collective(Operation operation) {
    return find(operation).orElseThrow();
  }

  /** All choices of {@code collectives}, in as few worlds as can be. */
  static List<Candidates> rounds(List<Collective> collectives) {
    List<Candidates> rounds = new ArrayList<>();
    for (Collective collective : collectives) {
      List<Choice> all = choices(collective);
      while (rounds.size() < all.size()) {
        rounds.add(new Candidates());
      }
      for (int i = 0; i < all.size(); i++) {
        rounds.get(i).choices.put(collective, all.get(i));
      }
    }
    return rounds;
  }

  private static List<Choice> choices(Collective collective) {
    List<Choice> choices = new ArrayList<>();
    for (Algorithm algorithm : collective.algorithms()) {
      if (collective.cuts(algorithm)) {
        for (int segment : SEGMENTS) {
          choices.add(new Choice(algorithm, segment));
        }
      } else {
        choices.add(new Choice(algorithm, 0));
      }
    }
    return choices;
  }

  /** What it measures of {@code collective}. */
  Optional<Choice> of(Collective collective) {
    return Optional.ofNullable(choices.get(collective));
  }

  /** A table with nothing else. */
  AlgorithmTable table() {
    StringBuilder text = new StringBuilder();
    choices.forEach(
        (collective, choice) ->
            text.append(
                String.format(
                    Locale.ROOT,
                    "%s ranks 1.. bytes 0.. %s segment %d%n",
                    collective.text(),
                    choice.algorithm().text(),
                    choice.segmentBytes())));
    return AlgorithmTable.parse(text.toString(), "candidates");
  }

  /** A choice for people. */
  static String name(Choice choice) {
    String algorithm = choice.algorithm().text();
    return choice.segmentBytes() == 0
        ? algorithm
        : algorithm + "/" + (choice.segmentBytes() >> 10) + "K";
  }
}
