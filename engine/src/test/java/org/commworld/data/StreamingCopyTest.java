package org.commworld.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.commworld.mpi.Data;
import org.commworld.mpi.Datatype;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Of the JVMs that have it; a test of the newer Java sees to it that one of them runs this. */
@Timeout(60)
class StreamingCopyTest {
  private static final int COUNT = StreamingCopy.LEAST_BYTES;
  private static final ByteOrder NATIVE = ByteOrder.nativeOrder();
  private static final ByteOrder SWAPPED =
      NATIVE == ByteOrder.BIG_ENDIAN ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;

  @BeforeEach
  void find() {
    assumeTrue(StreamingCopy.into(direct(1)) != null, "no critical calls in this JVM");
  }

  private static Data filled(Datatype type, int count) {
    Data data = Elements.allocate(type, count);
    Elements.read(ByteBuffer.wrap(bytes(count * type.sizeBytes())), data, 0, count);
    return data;
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * 7 + (i >> 8));
    }
    return bytes;
  }

  private static ByteBuffer direct(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(NATIVE);
  }

  private static byte[] taken(ByteBuffer memory, int at, int bytes) {
    byte[] taken = new byte[bytes];
    memory.get(at, taken);
    return taken;
  }

  /** Wherever the buffer's position is: only the index counts. */
  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"BOOLEAN", "SHORT_INT", "INT_INT", "LONG_INT", "FLOAT_INT", "DOUBLE_INT"})
  void copiesTheMiddleOfAnArrayAndNothingBesideIt(Datatype type) {
    int size = type.sizeBytes();
    Data data = filled(type, COUNT + 5);
    ByteBuffer to = direct((COUNT + 9) * size).position(size);
    assertThat(StreamingCopy.into(to).copy(data.slice(1, COUNT + 4), 1, COUNT, 3 * size)).isTrue();
    byte[] all = bytes((COUNT + 5) * size);
    assertThat(taken(to, 3 * size, COUNT * size))
        .isEqualTo(Arrays.copyOfRange(all, 2 * size, (COUNT + 2) * size));
    assertThat(taken(to, 0, 3 * size)).containsOnly(0);
    assertThat(taken(to, (COUNT + 3) * size, 6 * size)).containsOnly(0);
    assertThat(to.position()).isEqualTo(size);
  }

  /** More than one call may copy. */
  @Test
  void copiesMuch() {
    int[] from = new int[CriticalCalls.MOST_BYTES / 2 + 3];
    Arrays.setAll(from, i -> i * 31);
    ByteBuffer to = direct(from.length * Integer.BYTES);
    assertThat(StreamingCopy.into(to).copy(Data.of(from), 0, from.length, 0)).isTrue();
    int[] got = new int[from.length];
    to.asIntBuffer().get(got);
    assertThat(Arrays.equals(got, from)).isTrue();
  }

  @Test
  void copiesDirectMemoryAndViewsOfIt() {
    ByteBuffer from = direct((COUNT + 4) * Double.BYTES);
    from.put(bytes(from.capacity())).position(8);
    DoubleBuffer view = from.asDoubleBuffer().position(1);
    Data ofView = Data.of(view);
    view.position(COUNT); // What a buffer's position is later does not matter.
    ByteBuffer to = direct(COUNT * Double.BYTES);
    byte[] expected = taken(from, 24, COUNT * Double.BYTES);

    assertThat(StreamingCopy.into(to).copy(Data.of(from), 16, to.capacity(), 0)).isTrue();
    assertThat(taken(to, 0, to.capacity())).isEqualTo(expected);

    to = direct(COUNT * Double.BYTES);
    assertThat(StreamingCopy.into(to).copy(ofView, 1, COUNT, 0)).isTrue();
    assertThat(taken(to, 0, to.capacity())).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(names = {"BYTE", "DOUBLE", "SHORT_INT", "INT_INT", "LONG_INT", "DOUBLE_INT"})
  void copiesTheMiddleOfDirectMemoryOfEachKind(Datatype type) {
    int size = type.sizeBytes();
    ByteBuffer from = direct((COUNT + 7) * size);
    from.put(bytes(from.capacity())).position(2 * size);
    Data data = Data.of(from, type, COUNT + 5).slice(1, COUNT + 1);
    ByteBuffer to = direct((COUNT + 2) * size);
    assertThat(StreamingCopy.into(to).copy(data, 1, COUNT, size)).isTrue();
    assertThat(taken(to, size, COUNT * size)).isEqualTo(taken(from, 4 * size, COUNT * size));
    assertThat(taken(to, 0, size)).containsOnly(0);
    assertThat(taken(to, (COUNT + 1) * size, size)).containsOnly(0);
  }

  @Test
  void leavesToOthersWhatDoesNotLieAlikeOrIsShort(@TempDir Path directory) throws IOException {
    assertThat(StreamingCopy.into(ByteBuffer.allocate(1))).as("into the heap").isNull();
    assertThat(StreamingCopy.into(direct(1).order(SWAPPED))).as("into another order").isNull();

    ByteBuffer to = direct(COUNT * Double.BYTES);
    StreamingCopy copy = StreamingCopy.into(to);
    assertThat(copy.copy(Data.of(new byte[COUNT]), 0, COUNT - 1, 0)).as("short").isFalse();
    assertThat(copy.copy(Data.of(new boolean[COUNT]), 0, COUNT, 0)).as("booleans").isFalse();
    Data swapped = Data.of(direct(4 * COUNT).order(SWAPPED).asIntBuffer());
    assertThat(copy.copy(swapped, 0, COUNT, 0)).as("from another order").isFalse();
    Data readOnly = Data.of(ByteBuffer.allocate(COUNT).asReadOnlyBuffer());
    assertThat(copy.copy(readOnly, 0, COUNT, 0)).as("from a buffer of the heap").isFalse();
    Path file = Files.write(directory.resolve("file"), new byte[COUNT]);
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, COUNT).order(NATIVE);
      assertThat(copy.copy(Data.of(mapped), 0, COUNT, 0)).as("from a file").isFalse();
    }
    assertThat(taken(to, 0, to.capacity())).containsOnly(0);
  }

  @Test
  void refusesWhatIsNotInside() {
    ByteBuffer to = direct(COUNT);
    StreamingCopy copy = StreamingCopy.into(to);
    Data from = Data.of(new byte[COUNT]);
    assertThatThrownBy(() -> copy.copy(from, 1, COUNT, 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> copy.copy(from, 0, COUNT, 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(taken(to, 0, COUNT)).containsOnly(0);
  }
}
