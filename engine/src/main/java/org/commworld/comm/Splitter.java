package org.commworld.comm;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;
import org.commworld.collective.Collectives.Layout;
import org.commworld.mpi.Comm;
import org.commworld.mpi.Data;
import org.commworld.mpi.ErrorClass;
import org.commworld.mpi.Group;
import org.commworld.mpi.MpiException;
import org.commworld.mpi.SplitType;
import org.commworld.pt2pt.LocalRanks;
import org.commworld.wire.CollectiveKind;

/**
 * Makes communicators out of one: every rank tells color, key and next context id to all (MPI 4.1
 * §7.4.2).
 */
final class Splitter {
  private static final int FIELDS = 3;
  private static final int COLOR = 0;
  private static final int KEY = 1;
  private static final int CONTEXT = 2;

  private final CommCore core;
  private final Communicators factory;

  Splitter(CommCore core, Communicators factory) {
    this.core = core;
    this.factory = factory;
  }

  Comm dup() {
    return split(CollectiveKind.DUP, 0, core.rank(), "dup(" + core.name() + ")").orElseThrow();
  }

  Optional<Comm> split(int color, int key) {
    if (color < 0 && color != Comm.UNDEFINED) {
      throw new MpiException(ErrorClass.ARG, "invalid color: color=" + color);
    }
    return split(
        CollectiveKind.SPLIT, color, key, "split(%s, color=%d)".formatted(core.name(), color));
  }

  Comm splitType(SplitType type, int key) {
    int self = core.worldRanks()[core.rank()];
    int color =
        IntStream.range(0, core.size())
            .filter(r -> isTogether(type, core.worldRanks()[r], self))
            .findFirst()
            .orElseThrow();
    return split(
            CollectiveKind.SPLIT_TYPE, color, key, "splitType(%s, %s)".formatted(core.name(), type))
        .orElseThrow();
  }

  private boolean isTogether(SplitType type, int a, int b) {
    LocalRanks world = core.endpoint().world();
    return switch (type) {
      case SHARED -> world.host(a).equals(world.host(b));
      case JVM -> world.process(a) == world.process(b);
    };
  }

  Optional<Comm> create(Group group) {
    int[] members = group.worldRanks();
    for (int member : members) {
      if (IntStream.of(core.worldRanks()).noneMatch(r -> r == member)) {
        throw new MpiException(
            ErrorClass.GROUP, "rank of the group is not in " + core.name() + ": " + group);
      }
    }
    int self = core.worldRanks()[core.rank()];
    boolean in = IntStream.of(members).anyMatch(r -> r == self);
    int contextId = agree(exchange(CollectiveKind.CREATE, 0, 0));
    return in
        ? Optional.of(factory.make(core.endpoint(), contextId, members, "create(" + group + ")"))
        : Optional.empty();
  }

  private Optional<Comm> split(CollectiveKind kind, int color, int key, String name) {
    int[] all = exchange(kind, color, key);
    int contextId = agree(all);
    if (color == Comm.UNDEFINED) {
      return Optional.empty();
    }
    int[] members =
        IntStream.range(0, core.size())
            .filter(r -> all[r * FIELDS + COLOR] == color)
            .boxed()
            .sorted(Comparator.comparingInt(r -> all[r * FIELDS + KEY]))
            .mapToInt(r -> core.worldRanks()[r])
            .toArray();
    return Optional.of(factory.make(core.endpoint(), contextId, members, name));
  }

  private int[] exchange(CollectiveKind kind, int color, int key) {
    int[] own = {color, key, factory.unused(core.endpoint())};
    int[] all = new int[FIELDS * core.size()];
    core.collectives()
        .allGather(core.call(kind), Data.of(own), Data.of(all), Layout.even(core.size(), FIELDS));
    return all;
  }

  private int agree(int[] all) {
    int contextId =
        IntStream.range(0, core.size()).map(r -> all[r * FIELDS + CONTEXT]).max().orElseThrow();
    factory.use(core.endpoint(), contextId);
    return contextId;
  }
}
