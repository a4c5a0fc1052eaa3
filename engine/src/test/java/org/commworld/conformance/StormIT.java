package org.commworld.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.commworld.mpi.Comm;
import org.commworld.mpi.Request;
import org.commworld.mpi.Status;
import org.commworld.testkit.Ranks;
import org.commworld.testkit.Worlds;
import org.commworld.testkit.Worlds.Kind;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Many threads send messages of random length in random modes to random ranks, while others receive
 * them with and without wildcards. What is sent follows from the seed alone, so every rank knows
 * what it is to get. {@code -Dcommworld.storm.seed=N} runs seed N beside the fixed ones.
 */
@Timeout(120)
class StormIT {
  private static final int RANKS = 4;
  private static final int SENDERS = 2;
  private static final int MESSAGES_PER_SENDER = 150;
  private static final int MAX_COUNT = 20_000;

  /** One message: a sender thread has tags of its own, so its messages of a tag are in order. */
  private record Planned(int source, int dest, int tag, int sequence, int count, int mode) {
    long[] content() {
      long[] x = new long[count];
      for (int i = 0; i < count; i++) {
        x[i] = ((long) source << 48) + ((long) tag << 32) + sequence * 31L + i;
      }
      return x;
    }
  }

  static Stream<Arguments> cases() {
    LongStream seeds =
        LongStream.concat(
            LongStream.of(1, 2, 3),
            Stream.ofNullable(Long.getLong("commworld.storm.seed")).mapToLong(Long::longValue));
    List<Long> all = seeds.boxed().toList();
    return Stream.of(Kind.values())
        .flatMap(kind -> all.stream().map(seed -> Arguments.of(kind, seed)));
  }

  private static List<Planned> plan(long seed, int source, int sender) {
    Random random = new Random(seed * 1_000_003 + source * 101L + sender);
    int[][] sequences = new int[RANKS][3];
    List<Planned> plan = new ArrayList<>();
    for (int i = 0; i < MESSAGES_PER_SENDER; i++) {
      int dest = random.nextInt(RANKS);
      int kindOfTag = random.nextInt(3);
      int sequence = sequences[dest][kindOfTag]++;
      int length = random.nextInt(20);
      int count = length == 0 ? MAX_COUNT : length < 4 ? 2000 : random.nextInt(20);
      int tag = sender * 3 + kindOfTag;
      plan.add(new Planned(source, dest, tag, sequence, count, random.nextInt(4)));
    }
    return plan;
  }

  /** What {@code dest} is to get, by source and tag, in order. */
  private static Map<List<Integer>, List<Planned>> expected(long seed, int dest) {
    Map<List<Integer>, List<Planned>> expected = new HashMap<>();
    for (int source = 0; source < RANKS; source++) {
      for (int sender = 0; sender < SENDERS; sender++) {
        for (Planned message : plan(seed, source, sender)) {
          if (message.dest() == dest) {
            expected
                .computeIfAbsent(List.of(source, message.tag()), key -> new ArrayList<>())
                .add(message);
          }
        }
      }
    }
    return expected;
  }

  private static void send(Comm world, List<Planned> plan) {
    List<Request> requests = new ArrayList<>();
    for (Planned message : plan) {
      long[] x = message.content();
      switch (message.mode()) {
        case 0 -> world.send(x, message.dest(), message.tag());
        case 1 -> world.sSend(x, message.dest(), message.tag());
        case 2 -> requests.add(world.iSend(x, message.dest(), message.tag()));
        default -> requests.add(world.isSend(x, message.dest(), message.tag()));
      }
    }
    Request.waitAll(requests.toArray(Request[]::new));
  }

  @ParameterizedTest(name = "{0}, seed {1}")
  @MethodSource("cases")
  void oneReceiverGetsTheMessagesOfASourceAndTagInOrder(Kind kind, long seed) {
    Worlds.run(
        kind,
        RANKS,
        world -> {
          // Threads 0 and 1 send, thread 2 receives.
          Ranks.run(
              SENDERS + 1,
              thread -> {
                if (thread < SENDERS) {
                  send(world, plan(seed, world.rank(), thread));
                } else {
                  receiveInOrder(world, seed);
                }
                return null;
              });
          return null;
        });
  }

  private static void receiveInOrder(Comm world, long seed) {
    Map<List<Integer>, List<Planned>> left = expected(seed, world.rank());
    Random random = new Random(seed + world.rank());
    while (!left.isEmpty()) {
      long[] buffer = new long[MAX_COUNT];
      Status status =
          random.nextInt(4) == 0
              ? world.iRecv(buffer, Comm.ANY_SOURCE, Comm.ANY_TAG).waitFor()
              : receiveWhatIsThere(world, buffer, random);
      check(left, status, buffer, seed);
    }
  }

  /**
   * Only what is there already is asked for by source and tag: its sender might be blocked by a
   * message before it, in a circle of ranks that all insist on another.
   */
  private static Status receiveWhatIsThere(Comm world, long[] buffer, Random random) {
    Status seen = world.probe(Comm.ANY_SOURCE, Comm.ANY_TAG);
    int source = random.nextBoolean() ? seen.source() : Comm.ANY_SOURCE;
    int tag = random.nextBoolean() ? seen.tag() : Comm.ANY_TAG;
    return switch (random.nextInt(3)) {
      case 0 -> world.recv(buffer, source, tag);
      case 1 -> world.iRecv(buffer, source, tag).waitFor();
      default -> world.mProbe(source, tag).recv(buffer);
    };
  }

  private static void check(
      Map<List<Integer>, List<Planned>> left, Status status, long[] buffer, long seed) {
    List<Integer> key = List.of(status.source(), status.tag());
    List<Planned> queue = left.get(key);
    assertThat(queue).as("seed=%d, unexpected %s", seed, status).isNotNull();
    Planned next = queue.remove(0);
    if (queue.isEmpty()) {
      left.remove(key);
    }
    assertThat(status.count())
        .as("seed=%d, %s, expected %s", seed, status, next)
        .isEqualTo(next.count());
    Typed.check(Typed.slice(buffer, 0, status.count()), next.content(), "seed=%d, %s", seed, next);
  }

  @ParameterizedTest(name = "{0}, seed {1}")
  @MethodSource("cases")
  void manyReceiversGetEveryMessageOnce(Kind kind, long seed) {
    Worlds.run(
        kind,
        RANKS,
        world -> {
          Map<List<Integer>, List<Planned>> expected = expected(seed, world.rank());
          int total = expected.values().stream().mapToInt(List::size).sum();
          AtomicInteger left = new AtomicInteger(total);
          ConcurrentLinkedQueue<long[]> received = new ConcurrentLinkedQueue<>();
          Ranks.run(
              SENDERS + 3,
              thread -> {
                if (thread < SENDERS) {
                  send(world, plan(seed, world.rank(), thread));
                } else {
                  long[] buffer = new long[MAX_COUNT];
                  while (left.getAndDecrement() > 0) {
                    Status status = world.recv(buffer, Comm.ANY_SOURCE, Comm.ANY_TAG);
                    received.add((long[]) Typed.slice(buffer, 0, status.count()));
                  }
                }
                return null;
              });
          assertThat(keys(received.stream()))
              .as("seed=%d", seed)
              .isEqualTo(
                  keys(expected.values().stream().flatMap(List::stream).map(Planned::content)));
          assertThat(world.iProbe(Comm.ANY_SOURCE, Comm.ANY_TAG)).isEmpty();
          return null;
        });
  }

  /** How often each content is there; long ones by first element, length and sum. */
  private static Map<List<Long>, Integer> keys(Stream<long[]> contents) {
    Map<List<Long>, Integer> keys = new HashMap<>();
    contents.forEach(
        x -> {
          long first = x.length == 0 ? -1 : x[0];
          keys.merge(List.of(first, (long) x.length, LongStream.of(x).sum()), 1, Integer::sum);
        });
    return keys;
  }
}
