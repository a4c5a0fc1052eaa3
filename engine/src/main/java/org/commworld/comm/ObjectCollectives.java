package org.commworld.comm;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import org.commworld.collective.Collectives.Layout;
import org.commworld.mpi.Data;
import org.commworld.mpi.ErrorClass;
import org.commworld.mpi.MpiException;
import org.commworld.stats.CallKind;
import org.commworld.stats.CallMeter;
import org.commworld.wire.CollectiveKind;
import org.jspecify.annotations.Nullable;

/**
 * The collectives of one communicator on objects: each is one on lengths, then one on serialized
 * bytes. Reductions gather the operands and combine them in the order of ranks.
 */
final class ObjectCollectives {
  private final CommCore core;
  private final Objects objects;

  ObjectCollectives(CommCore core) {
    this.core = core;
    this.objects = core.objects();
  }

  @Nullable Object bcast(@Nullable Object x, int root) {
    return counted(CallKind.BCAST, root, () -> bcast(CollectiveKind.BCAST_OBJECT, x, root));
  }

  /** Counts as one call, serialization and all, what is made of several. */
  private <T extends @Nullable Object> T counted(CallKind kind, int root, Supplier<T> call) {
    CallMeter calls = core.calls();
    boolean counts = calls.begin(kind, Long.MAX_VALUE);
    try {
      if (root >= 0 && root < core.size()) {
        calls.about(core.name(), core.worldRanks()[root], -1);
      } else {
        calls.about(core.name(), -1, -1);
      }
      return call.get();
    } finally {
      calls.end(counts);
    }
  }

  private @Nullable Object bcast(CollectiveKind kind, @Nullable Object x, int root) {
    boolean isRoot = isRoot(root);
    byte[] bytes = isRoot ? objects.serialize(x) : new byte[0];
    int[] length = {bytes.length};
    core.collectives().bcast(core.call(kind, root), Data.of(length), root);
    byte[] all = isRoot ? bytes : new byte[length[0]];
    core.collectives().bcast(core.call(kind, root), Data.of(all), root);
    return isRoot ? x : objects.deserialize(all);
  }

  @Nullable Object scatter(@Nullable List<?> values, int root) {
    return counted(CallKind.SCATTER, root, () -> scatterParts(values, root));
  }

  private @Nullable Object scatterParts(@Nullable List<?> values, int root) {
    Packed packed = isRoot(root) ? pack(values) : Packed.NONE;
    int[] length = new int[1];
    boolean sends = core.rank() == root;
    core.collectives()
        .scatter(
            core.call(CollectiveKind.SCATTER_OBJECT, root),
            sends ? Data.of(packed.lengths) : null,
            sends ? Layout.even(core.size(), 1) : null,
            Data.of(length),
            root);
    byte[] own = new byte[length[0]];
    core.collectives()
        .scatter(
            core.call(CollectiveKind.SCATTER_OBJECT, root),
            sends ? Data.of(packed.bytes) : null,
            sends ? Layout.dense(packed.lengths) : null,
            Data.of(own),
            root);
    return objects.deserialize(own);
  }

  List<@Nullable Object> gather(@Nullable Object value, int root) {
    return counted(CallKind.GATHER, root, () -> gather(CollectiveKind.GATHER_OBJECT, value, root));
  }

  private List<@Nullable Object> gather(CollectiveKind kind, @Nullable Object value, int root) {
    boolean receives = isRoot(root);
    byte[] own = objects.serialize(value);
    int[] lengths = new int[receives ? core.size() : 0];
    core.collectives()
        .gather(
            core.call(kind, root),
            Data.of(new int[] {own.length}),
            receives ? Data.of(lengths) : null,
            receives ? Layout.even(core.size(), 1) : null,
            root);
    byte[] all = new byte[total(lengths)];
    core.collectives()
        .gather(
            core.call(kind, root),
            Data.of(own),
            receives ? Data.of(all) : null,
            receives ? Layout.dense(lengths) : null,
            root);
    return unpack(all, lengths);
  }

  List<@Nullable Object> allGather(@Nullable Object value) {
    return counted(
        CallKind.ALL_GATHER, -1, () -> allGather(CollectiveKind.ALL_GATHER_OBJECT, value));
  }

  private List<@Nullable Object> allGather(CollectiveKind kind, @Nullable Object value) {
    byte[] own = objects.serialize(value);
    int[] lengths = new int[core.size()];
    core.collectives()
        .allGather(
            core.call(kind),
            Data.of(new int[] {own.length}),
            Data.of(lengths),
            Layout.even(core.size(), 1));
    byte[] all = new byte[total(lengths)];
    core.collectives()
        .allGather(core.call(kind), Data.of(own), Data.of(all), Layout.dense(lengths));
    return unpack(all, lengths);
  }

  List<@Nullable Object> allToAll(List<?> values) {
    return counted(CallKind.ALL_TO_ALL, -1, () -> exchange(values));
  }

  private List<@Nullable Object> exchange(List<?> values) {
    Packed packed = pack(values);
    int[] lengths = new int[core.size()];
    Layout one = Layout.even(core.size(), 1);
    core.collectives()
        .allToAll(
            core.call(CollectiveKind.ALL_TO_ALL_OBJECT),
            Data.of(packed.lengths),
            one,
            Data.of(lengths),
            one);
    byte[] all = new byte[total(lengths)];
    core.collectives()
        .allToAll(
            core.call(CollectiveKind.ALL_TO_ALL_OBJECT),
            Data.of(packed.bytes),
            Layout.dense(packed.lengths),
            Data.of(all),
            Layout.dense(lengths));
    return unpack(all, lengths);
  }

  @Nullable Object reduce(
      @Nullable Object value, BinaryOperator<@Nullable Object> operator, int root) {
    return counted(
        CallKind.REDUCE,
        root,
        () -> {
          List<@Nullable Object> all = gather(CollectiveKind.REDUCE_OBJECT, value, root);
          return core.rank() == root ? fold(all, operator) : null;
        });
  }

  @Nullable Object allReduce(@Nullable Object value, BinaryOperator<@Nullable Object> operator) {
    return counted(
        CallKind.ALL_REDUCE,
        -1,
        () -> {
          List<@Nullable Object> all = gather(CollectiveKind.ALL_REDUCE_OBJECT, value, 0);
          Object result = core.rank() == 0 ? fold(all, operator) : null;
          return bcast(CollectiveKind.ALL_REDUCE_OBJECT, result, 0);
        });
  }

  @Nullable Object scan(@Nullable Object value, BinaryOperator<@Nullable Object> operator) {
    return counted(
        CallKind.SCAN,
        -1,
        () -> {
          List<@Nullable Object> all = allGather(CollectiveKind.SCAN_OBJECT, value);
          return fold(all.subList(0, core.rank() + 1), operator);
        });
  }

  @Nullable Object exScan(@Nullable Object value, BinaryOperator<@Nullable Object> operator) {
    return counted(
        CallKind.EX_SCAN,
        -1,
        () -> {
          List<@Nullable Object> all = allGather(CollectiveKind.EX_SCAN_OBJECT, value);
          return core.rank() == 0 ? null : fold(all.subList(0, core.rank()), operator);
        });
  }

  private static @Nullable Object fold(
      List<@Nullable Object> operands, BinaryOperator<@Nullable Object> operator) {
    Object result = operands.get(0);
    for (Object operand : operands.subList(1, operands.size())) {
      result = operator.apply(result, operand);
    }
    return result;
  }

  private boolean isRoot(int root) {
    core.checkUsable();
    Checks.root(root, core.size());
    return core.rank() == root;
  }

  /** Objects' bytes, one after the other. */
  private record Packed(byte[] bytes, int[] lengths) {
    static final Packed NONE = new Packed(new byte[0], new int[0]);
  }

  private Packed pack(@Nullable List<?> values) {
    if (values == null || values.size() != core.size()) {
      throw new MpiException(
          ErrorClass.COUNT,
          "not one object for each rank: objects=%s, size=%d"
              .formatted(values == null ? null : values.size(), core.size()));
    }
    byte[][] parts = values.stream().map(objects::serialize).toArray(byte[][]::new);
    int[] lengths = java.util.Arrays.stream(parts).mapToInt(part -> part.length).toArray();
    byte[] bytes = new byte[total(lengths)];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, bytes, at, part.length);
      at += part.length;
    }
    return new Packed(bytes, lengths);
  }

  private List<@Nullable Object> unpack(byte[] bytes, int[] lengths) {
    List<@Nullable Object> values = new ArrayList<>(lengths.length);
    int at = 0;
    for (int length : lengths) {
      values.add(objects.deserialize(java.util.Arrays.copyOfRange(bytes, at, at + length)));
      at += length;
    }
    return values;
  }

  private static int total(int[] lengths) {
    long total = java.util.Arrays.stream(lengths).asLongStream().sum();
    if (total > Integer.MAX_VALUE - 8) {
      throw new MpiException(
          ErrorClass.COUNT, "objects of one call are too long in all: bytes=" + total);
    }
    return (int) total;
  }
}
