package org.commworld.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.commworld.data.Elements;
import org.commworld.mpi.Comm;
import org.commworld.mpi.Data;
import org.commworld.mpi.Datatype;
import org.commworld.mpi.Request;
import org.commworld.mpi.Status;
import org.commworld.testkit.Worlds;
import org.commworld.testkit.Worlds.Kind;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Long messages from and to arrays and direct memory, which a socket may take and give as it is.
 */
@Timeout(120)
public class DirectMemoryIT {
  /** Short, longer than what goes eagerly, and longer than a frame; none of a round number. */
  private static final List<Integer> COUNTS = List.of(0, 5, 70_001, 1_000_003);

  /** Longer than a frame of direct memory. */
  private static final int LONGEST = 9_000_001;

  private static final int TAG = 1;

  /** What a rank passes. */
  private enum Memory {
    ARRAY,
    DIRECT,
    BIG_ENDIAN,
    TYPED_VIEW;

    Data of(int count) {
      ByteBuffer bytes = ByteBuffer.allocateDirect((count + 1) * Short.BYTES);
      return switch (this) {
        case ARRAY -> Data.of(new short[count]);
        case DIRECT ->
            Data.of(bytes.order(ByteOrder.LITTLE_ENDIAN), Datatype.SHORT, count + 1)
                .slice(1, count);
        case BIG_ENDIAN -> Data.of(bytes, Datatype.SHORT, count);
        case TYPED_VIEW ->
            Data.of(bytes.order(ByteOrder.nativeOrder()).asShortBuffer()).slice(1, count);
      };
    }
  }

  private static short[] values(int seed, int count) {
    short[] values = new short[count];
    for (int i = 0; i < count; i++) {
      values[i] = (short) (31 * seed + i * 7 + (i >> 13));
    }
    return values;
  }

  private static Data filled(Memory memory, int seed, int count) {
    Data data = memory.of(count);
    Elements.copy(Data.of(values(seed, count)), data);
    return data;
  }

  private static void check(Data actual, int seed, int count) {
    short[] values = new short[count];
    Elements.copy(actual.slice(0, count), Data.of(values));
    assertThat(values).isEqualTo(values(seed, count));
  }

  @ParameterizedTest
  @EnumSource
  void everyKindOfMemoryGoesToEveryOther(Kind kind) {
    Worlds.run(
        kind,
        Math.max(2, kind.engines(5)),
        world -> {
          for (Memory from : Memory.values()) {
            for (Memory to : Memory.values()) {
              for (int count : COUNTS) {
                exchange(world, filled(from, world.rank(), count), to.of(count), count);
              }
            }
            exchange(world, filled(from, world.rank(), LONGEST), from.of(LONGEST), LONGEST);
          }
          return null;
        });
  }

  private static void exchange(Comm world, Data out, Data in, int count) {
    int right = (world.rank() + 1) % world.size();
    int left = (world.rank() + world.size() - 1) % world.size();

    Status status = world.sendRecv(out, right, TAG, in, left, TAG);

    assertThat(status.count()).isEqualTo(count);
    check(in, left, count);
    check(out, world.rank(), count);
  }

  @ParameterizedTest
  @EnumSource
  void shortMessagesPassBetweenLongOnesBothWays(Kind kind) {
    Worlds.run(
        kind,
        2,
        world -> {
          int peer = 1 - world.rank();
          int count = 20_000_003;
          Data in = Memory.DIRECT.of(count);
          Data second = Memory.DIRECT.of(count);
          Data third = Memory.ARRAY.of(count);
          Request[] requests = {
            world.iRecv(in, peer, TAG),
            world.iRecv(second, peer, TAG + 1),
            world.iRecv(third, peer, TAG + 2),
            world.iSend(filled(Memory.DIRECT, world.rank(), count), peer, TAG),
            world.iSend(filled(Memory.DIRECT, world.rank() + 9, count), peer, TAG + 1),
            world.iSend(filled(Memory.ARRAY, world.rank() + 5, count), peer, TAG + 2),
          };
          for (int i = 0; i < 1000; i++) {
            int[] token = {i};
            world.sendRecv(new int[] {i * 3}, peer, 7, token, peer, 7);
            assertThat(token[0]).isEqualTo(i * 3);
          }
          Request.waitAll(requests);
          check(in, peer, count);
          check(second, peer + 9, count);
          check(third, peer + 5, count);
          return null;
        });
  }

  @ParameterizedTest
  @EnumSource
  void aMessageMayBeShorterThanItsReceiversMemory(Kind kind) {
    Worlds.run(
        kind,
        2,
        world -> {
          int count = 300_001;
          if (world.rank() == 0) {
            world.send(filled(Memory.DIRECT, 4, count), 1, TAG);
          } else {
            Data room = filled(Memory.DIRECT, 5, count + 100);
            Status status = world.recv(room, 0, TAG);
            assertThat(status.count()).isEqualTo(count);
            check(room, 4, count);
            short[] rest = new short[100];
            Elements.copy(room.slice(count, 100), Data.of(rest));
            assertThat(rest)
                .isEqualTo(
                    java.util.Arrays.copyOfRange(values(5, count + 100), count, count + 100));
          }
          return null;
        });
  }
}
