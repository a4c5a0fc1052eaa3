package org.commworld.transport.shm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.commworld.data.LapLength;
import org.commworld.wire.ProtocolException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RingTest {
  private static final int RING_BYTES = 4096;
  private static final int LONGEST = RING_BYTES / 4;

  private final Rings rings = Rings.of(RING_BYTES);
  private final RingWriter writer = rings.writer();
  private final RingReader reader = rings.reader();

  @Test
  void recordIsReadAsItWasWritten() throws Exception {
    Rings.write(writer, 56, 7);

    assertThat(reader.fetch()).isEqualTo(56);
    assertThat(reader.readable().remaining()).isEqualTo(56);
    assertThat(reader.readable().get()).isEqualTo((byte) 7);
  }

  @Test
  void nothingIsThereBeforeACommit() throws Exception {
    writer.reserve(8, 8).putLong(1);

    assertThat(reader.fetch()).isZero();
    assertThat(reader.isReady()).isFalse();
  }

  @Test
  void wordBehindARecordIsNothingWhateverLayThere() throws Exception {
    Random random = new Random(1);
    for (int step = 0; step < 2_000; step++) {
      ByteBuffer room = writer.reserve(LONGEST, LONGEST);
      int bytes = 1 + random.nextInt(step % 3 == 0 ? 100 : LONGEST);
      for (int i = 0; i < bytes; i++) {
        room.put((byte) -1);
      }
      writer.commit();
      assertThat(reader.fetch() + reader.fetch()).as("step=%d", step).isEqualTo(bytes);
      reader.readable().position(reader.readable().limit());
      reader.consume();

      assertThat(reader.isReady()).as("step=%d, bytes=%d", step, bytes).isFalse();
    }
  }

  @Test
  void unreadRecordStaysUntilAllOfItIsRead() throws Exception {
    Rings.write(writer, 8, 1);
    reader.fetch();
    reader.readable().getInt();

    reader.consume();

    assertThat(reader.fetch()).isZero();
    assertThat(reader.readable().getInt()).isEqualTo(0x01010101);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void recordsOfAnyLengthsComeInOrderWhereverTheRingEnds(long seed) throws Exception {
    Random random = new Random(seed);
    ArrayDeque<int[]> under = new ArrayDeque<>();
    int written = 0;
    for (int step = 0; step < 20_000; step++) {
      int length = random.nextInt(8) == 0 ? LONGEST : 1 + random.nextInt(200);
      if (random.nextBoolean() && Rings.write(writer, length, written)) {
        under.add(new int[] {length, written++});
      } else if (reader.fetch() > 0) {
        check(reader, under.remove(), seed, step);
      }
    }
    assertThat(written).isGreaterThan(1000);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void recordsComeInOrderInShortLapsAndInLongOnes(long seed) throws Exception {
    int shortLap = 32 << 10;
    Rings wide = Rings.of(4 * shortLap);
    boolean[] isLengthened = {false};
    LapLength lap = new LapLength(shortLap, 4 * shortLap, () -> isLengthened[0] = true);
    RingWriter out = wide.writer(lap);
    RingReader in = wide.reader(shortLap);
    Random random = new Random(seed);
    ArrayDeque<int[]> under = new ArrayDeque<>();
    Set<Integer> laps = new HashSet<>();
    int written = 0;
    for (int step = 0; step < 6_000; step++) {
      int length = random.nextInt(3) == 0 ? 1 + random.nextInt(200) : shortLap / 4;
      if (random.nextInt(5) < 3 && Rings.write(out, length, written)) {
        under.add(new int[] {length, written++});
        laps.add(lap.bytes());
      } else if (in.fetch() > 0) {
        check(in, under.remove(), seed, step);
      }
      if (!isLengthened[0]) {
        assertThat(wide.memory().getLong(shortLap)).as("beyond the short lap").isZero();
      }
    }
    assertThat(laps).containsExactlyInAnyOrder(shortLap, 4 * shortLap);
  }

  @Test
  void emptyRingHasRoomForTheLongestRecordWhereverAShortLapEnds() throws Exception {
    int shortLap = 4096;
    Rings wide = Rings.of(4 * shortLap);
    RingWriter out = wide.writer(new LapLength(shortLap, 4 * shortLap, () -> true));
    RingReader in = wide.reader(shortLap);
    for (int start = 0; start < shortLap; start += ShmLayout.RECORD_ALIGNMENT) {
      assertThat(Rings.write(out, shortLap / 4, 1)).as("before offset %d", start).isTrue();
      drain(in);
      assertThat(Rings.write(out, 1, 1)).isTrue();
      drain(in);
    }
    for (int at = shortLap; at < 4 * shortLap; at++) {
      assertThat(wide.memory().get(at)).as("at %d", at).isZero();
    }
  }

  @Test
  void emptyRingHasRoomForTheLongestRecordWhereverItsEndIs() throws Exception {
    for (int start = 0; start < RING_BYTES; start += ShmLayout.RECORD_ALIGNMENT) {
      assertThat(Rings.write(writer, LONGEST, 1)).as("before offset %d", start).isTrue();
      drain();
      assertThat(Rings.write(writer, 1, 1)).isTrue();
      drain();
    }
  }

  /** Reads the record that was fetched, which is so long and of such bytes. */
  private static void check(RingReader in, int[] expected, long seed, int step) {
    ByteBuffer readable = in.readable();
    assertThat(readable.remaining()).as("seed=%d, step=%d", seed, step).isEqualTo(expected[0]);
    while (readable.hasRemaining()) {
      assertThat(readable.get()).as("seed=%d", seed).isEqualTo((byte) expected[1]);
    }
    in.consume();
  }

  private void drain() throws Exception {
    drain(reader);
  }

  private static void drain(RingReader in) throws Exception {
    while (in.fetch() > 0 || in.isReady()) {
      in.readable().position(in.readable().limit());
      in.consume();
    }
  }

  @Test
  void fullRingTakesNothingUntilItIsRead() throws Exception {
    int records = 0;
    while (Rings.write(writer, 56, records)) {
      records++;
    }

    assertThat(records).isEqualTo(RING_BYTES / 64 - 1);
    drain();
    assertThat(Rings.write(writer, 56, 1)).isTrue();
    assertThat(writer.isDrained()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {-2, Long.MIN_VALUE, RING_BYTES - 7, Integer.MAX_VALUE, Long.MAX_VALUE})
  void impossibleLengthIsAProtocolError(long length) {
    rings.memory().putLong(0, length);

    assertThatThrownBy(reader::fetch)
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("length=" + length);
  }

  @Test
  void ringThatOnlyWrapsIsAProtocolError() {
    rings.memory().putLong(0, ShmLayout.WRAP);

    assertThatThrownBy(reader::fetch).isInstanceOf(ProtocolException.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {-64, 64, 1, Long.MAX_VALUE, Long.MIN_VALUE})
  void impossibleHeadIsAProtocolError(long head) {
    rings.control().order(java.nio.ByteOrder.LITTLE_ENDIAN).putLong(ShmLayout.headAt(0), head);

    assertThatThrownBy(() -> writer.reserve(RING_BYTES, RING_BYTES))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("head=" + head);
  }

  @Test
  void randomMemoryIsNeverMoreThanAProtocolError() {
    for (long seed = 0; seed < 300; seed++) {
      Rings hostile = Rings.of(RING_BYTES);
      Random random = new Random(seed);
      for (int at = 0; at < RING_BYTES; at += 64) {
        hostile.memory().putLong(at, random.nextInt(4) == 0 ? -1 : random.nextInt(RING_BYTES));
      }
      readUntilNothingOrError(hostile.reader(), seed);
    }
  }

  private static void readUntilNothingOrError(RingReader reader, long seed) {
    // A hostile writer may go round for ever, as an honest one may; what counts is each step.
    for (int step = 0; step < 1000; step++) {
      try {
        if (reader.fetch() == 0 && !reader.isReady()) {
          return;
        }
        ByteBuffer readable = reader.readable();
        assertThat(readable.limit()).as("seed=%d", seed).isLessThanOrEqualTo(RING_BYTES);
        readable.position(readable.limit());
        reader.consume();
      } catch (ProtocolException e) {
        return;
      }
    }
  }
}
