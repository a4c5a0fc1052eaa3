package org.commworld.comm;

import java.util.Locale;
import org.commworld.collective.Collectives;
import org.commworld.data.Reducer;
import org.commworld.mpi.Data;
import org.commworld.pt2pt.Endpoint;
import org.commworld.stats.CallKind;
import org.commworld.stats.CallMeter;
import org.commworld.wire.CollectiveKind;
import org.commworld.wire.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * Collectives that are counted and timed as calls of the rank, unless they are parts of one: those
 * on objects are. Allocates nothing.
 */
final class CountedCollectives implements Collectives {
  private static final CallKind[] BLOCKING = kinds("");
  private static final CallKind[] NONBLOCKING = kinds("I_");

  /** The calls of the program that the kinds of collectives belong to, by their position. */
  private static CallKind[] kinds(String prefix) {
    CollectiveKind[] all = CollectiveKind.values();
    CallKind[] kinds = new CallKind[all.length];
    for (int i = 0; i < all.length; i++) {
      kinds[i] = kind(prefix, all[i]);
    }
    return kinds;
  }

  private static CallKind kind(String prefix, CollectiveKind collective) {
    String name = collective.name().toUpperCase(Locale.ROOT).replace("_OBJECT", "");
    for (CallKind kind : CallKind.values()) {
      if (kind.name().equals(prefix + name)) {
        return kind;
      }
    }
    return CallKind.valueOf(name); // Has no nonblocking form.
  }

  private final Collectives counted;
  private final Endpoint endpoint;
  private final int[] worldRanks;
  private final String comm;
  private final CallKind[] kinds;

  private CountedCollectives(
      Collectives counted, Endpoint endpoint, int[] worldRanks, String comm, CallKind[] kinds) {
    this.counted = counted;
    this.endpoint = endpoint;
    this.worldRanks = worldRanks;
    this.comm = comm;
    this.kinds = kinds;
  }

  static Collectives blocking(
      Collectives counted, Endpoint endpoint, int[] worldRanks, String comm) {
    return new CountedCollectives(counted, endpoint, worldRanks, comm, BLOCKING);
  }

  /** What is counted is that they are started. */
  static Collectives nonblocking(
      Collectives counted, Endpoint endpoint, int[] worldRanks, String comm) {
    return new CountedCollectives(counted, endpoint, worldRanks, comm, NONBLOCKING);
  }

  /** The collectives that are counted. */
  Collectives counted() {
    return counted;
  }

  @SuppressWarnings("EnumOrdinal") // As above.
  private boolean begin(CallMeter calls, Fingerprint call, long bytes) {
    boolean counts = calls.begin(kinds[call.kind().ordinal()], bytes);
    if (calls.isTraced()) {
      calls.about(comm, call.root() < 0 ? -1 : worldRanks[call.root()], -1);
    }
    calls.moved(bytes);
    return counts;
  }

  @Override
  public boolean areNumbered() {
    return counted.areNumbered();
  }

  @Override
  public void barrier(Fingerprint call) {
    CallMeter calls = endpoint.meter().calls();
    boolean counts = begin(calls, call, 0);
    try {
      counted.barrier(call);
    } finally {
      calls.end(counts);
    }
  }

  @Override
  public void bcast(Fingerprint call, Data data, int root) {
    CallMeter calls = endpoint.meter().calls();
    boolean counts = begin(calls, call, data.lengthBytes());
    try {
      counted.bcast(call, data, root);
    } finally {
      calls.end(counts);
    }
  }

  @Override
  public void scatter(
      Fingerprint call, @Nullable Data send, @Nullable Layout layout, Data recv, int root) {
    CallMeter calls = endpoint.meter().calls();
    boolean counts = begin(calls, call, (send == null ? recv : send).lengthBytes());
    try {
      counted.scatter(call, send, layout, recv, root);
    } finally {
      calls.end(counts);
    }
  }

  @Override
  public void gather(
      Fingerprint call, Data send, @Nullable Data recv, @Nullable Layout layout, int root) {
    CallMeter calls = endpoint.meter().calls();
    boolean counts = begin(calls, call, send.lengthBytes());
    try {
      counted.gather(call, send, recv, layout, root);
    } finally {
      calls.end(counts);
    }
  }

  @Override
  public void allGather(Fingerprint call, Data send, Data recv, Layout layout) {
    CallMeter calls = endpoint.meter().calls();
    boolean counts = begin(calls, call, send.lengthBytes());
    try {
      counted.allGather(call, send, recv, layout);
    } finally {
      calls.end(counts);
    }
  }

  @Override
  public void allToAll(
      Fingerprint call, Data send, Layout sendLayout, Data recv, Layout recvLayout) {
    CallMeter calls = endpoint.meter().calls();
    boolean counts = begin(calls, call, send.lengthBytes());
    try {
      counted.allToAll(call, send, sendLayout, recv, recvLayout);
    } finally {
      calls.end(counts);
    }
  }

  @Override
  public void reduce(
      Fingerprint call,
      Data send,
      @Nullable Data recv,
      Reducer reducer,
      boolean commutative,
      int root) {
    CallMeter calls = endpoint.meter().calls();
    boolean counts = begin(calls, call, send.lengthBytes());
    try {
      counted.reduce(call, send, recv, reducer, commutative, root);
    } finally {
      calls.end(counts);
    }
  }

  @Override
  public void allReduce(
      Fingerprint call, Data send, Data recv, Reducer reducer, boolean commutative) {
    CallMeter calls = endpoint.meter().calls();
    boolean counts = begin(calls, call, send.lengthBytes());
    try {
      counted.allReduce(call, send, recv, reducer, commutative);
    } finally {
      calls.end(counts);
    }
  }

  @Override
  public void reduceScatter(
      Fingerprint call, Data send, Data recv, Layout layout, Reducer reducer, boolean commutative) {
    CallMeter calls = endpoint.meter().calls();
    boolean counts = begin(calls, call, send.lengthBytes());
    try {
      counted.reduceScatter(call, send, recv, layout, reducer, commutative);
    } finally {
      calls.end(counts);
    }
  }

  @Override
  public void scan(Fingerprint call, Data send, Data recv, Reducer reducer, boolean exclusive) {
    CallMeter calls = endpoint.meter().calls();
    boolean counts = begin(calls, call, send.lengthBytes());
    try {
      counted.scan(call, send, recv, reducer, exclusive);
    } finally {
      calls.end(counts);
    }
  }

  @Override
  public void close() {
    counted.close();
  }
}
