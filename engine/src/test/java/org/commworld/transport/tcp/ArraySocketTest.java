package org.commworld.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.List;
import org.commworld.data.Elements;
import org.commworld.mpi.Data;
import org.commworld.mpi.Datatype;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Of the JVMs that have it; a test of the newer Java sees to it that one of them runs this. */
@Timeout(60)
class ArraySocketTest {
  private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);

  private SocketChannel one;
  private SocketChannel other;
  private ArraySocket sender;
  private ArraySocket receiver;

  @BeforeEach
  void connect() throws IOException {
    try (ServerSocketChannel listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      one = SocketChannel.open(listener.getLocalAddress());
      other = listener.accept();
    }
    one.configureBlocking(false);
    other.configureBlocking(false);
    sender = ArraySocket.of(one);
    receiver = ArraySocket.of(other);
    assumeTrue(sender != null && receiver != null, "no critical calls in this JVM");
  }

  @AfterEach
  void disconnect() throws IOException {
    one.close();
    other.close();
  }

  private static Data filled(Datatype type, int count) {
    byte[] bytes = new byte[count * type.sizeBytes()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 7 + (i >> 8));
    }
    Data data = Elements.allocate(type, count);
    Elements.read(ByteBuffer.wrap(bytes), data, 0, count);
    return data;
  }

  private static byte[] bytes(Data data) {
    ByteBuffer bytes = ByteBuffer.allocate((int) data.lengthBytes());
    Elements.write(data, 0, data.count(), bytes);
    return bytes.array();
  }

  /** Moves all bytes of {@code from} into {@code to}, in parts of an odd number of bytes. */
  private void move(Data from, Data to) throws IOException {
    int length = (int) from.lengthBytes();
    int sent = 0;
    int received = 0;
    while (received < length) {
      sent += sent < length ? sender.send(NOTHING, from, sent, Math.min(12_345, length - sent)) : 0;
      received += receiver.receive(to, received, Math.min(7_777, length - received));
    }
    assertThat(sent).isEqualTo(length);
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"BOOLEAN", "SHORT_INT", "INT_INT", "LONG_INT", "FLOAT_INT", "DOUBLE_INT"})
  void movesTheMiddleOfAnArrayAndNothingBesideIt(Datatype type) throws IOException {
    int count = 100_003;
    Data from = filled(type, count + 3).slice(2, count);
    Data whole = Elements.allocate(type, count + 3);
    Data to = whole.slice(1, count);
    assertThat(ArraySocket.reaches(from)).isTrue();
    move(from, to);
    assertThat(bytes(to)).isEqualTo(bytes(from));
    int size = type.sizeBytes();
    byte[] around = bytes(whole);
    assertThat(Arrays.copyOf(around, size)).containsOnly(0);
    assertThat(Arrays.copyOfRange(around, size * (count + 1), size * (count + 3))).containsOnly(0);
  }

  @Test
  void reachesNoElementsThatAreOtherwiseOnTheWire() {
    List<Data> others =
        List.of(
            Data.of(new boolean[4]),
            Data.of(ByteBuffer.allocateDirect(8)),
            Data.of(ByteBuffer.allocate(8).order(ByteOrder.BIG_ENDIAN), Datatype.INT, 2),
            Elements.allocate(Datatype.DOUBLE_INT, 3));
    assertThat(others).noneMatch(ArraySocket::reaches);
  }

  @Test
  void sendsWhatIsBeforeTheElementsFirst() throws IOException {
    ByteBuffer before = ByteBuffer.allocateDirect(16).order(ByteOrder.LITTLE_ENDIAN);
    before.putLong(-5).putInt(7).flip();
    assertThat(sender.send(before, Data.of(new int[] {11, 12, 13}), 4, 8)).isEqualTo(8);
    assertThat(before.hasRemaining()).isFalse();
    int[] got = new int[5];
    for (int received = 0; received < 20; ) {
      received += receiver.receive(Data.of(got), received, 20 - received);
    }
    assertThat(got).containsExactly(-5, -1, 7, 12, 13);
  }

  @Test
  void aFullSocketTakesNothingAndAnEmptyOneGivesNothing() throws IOException {
    assertThat(receiver.receive(Data.of(new byte[1]), 0, 1)).isZero();
    one.setOption(StandardSocketOptions.SO_SNDBUF, 64 << 10);
    Data megabyte = Data.of(new byte[1 << 20]);
    long sent = 0;
    for (int more = 1; more > 0; ) {
      more = sender.send(NOTHING, megabyte, 0, 1 << 20);
      sent += more;
      assertThat(sent).isLessThan(1L << 30);
    }
    ByteBuffer before = ByteBuffer.allocateDirect(4);
    assertThat(sender.send(before, megabyte, 0, 1 << 20)).isZero();
    assertThat(before.remaining()).isEqualTo(4);
    for (long received = 0; received < sent; ) {
      received += receiver.receive(megabyte, 0, 1 << 20);
    }
    assertThat(receiver.receive(megabyte, 0, 1 << 20)).isZero();
  }

  @Test
  void aPeerThatHasClosedIsTheEnd() throws IOException {
    one.close();
    int received;
    do {
      received = receiver.receive(Data.of(new byte[1]), 0, 1);
    } while (received == 0);
    assertThat(received).isEqualTo(-1);
  }

  @Test
  void aPeerThatHasResetIsNamed() throws IOException {
    one.setOption(StandardSocketOptions.SO_LINGER, 0);
    one.close();
    Data data = Data.of(new byte[1]);
    assertThatThrownBy(
            () -> {
              while (receiver.receive(data, 0, 1) == 0) {
                // The reset is on its way.
              }
            })
        .isInstanceOf(IOException.class)
        .hasMessage("Connection reset by peer");
    assertThatThrownBy(() -> receiver.send(NOTHING, data, 0, 1))
        .isInstanceOf(IOException.class)
        .hasMessage("Broken pipe");
  }

  @Test
  void aClosedChannelIsNotTouched() throws IOException {
    other.close();
    Data data = Data.of(new byte[1]);
    assertThatThrownBy(() -> receiver.receive(data, 0, 1))
        .isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> receiver.send(NOTHING, data, 0, 1))
        .isInstanceOf(ClosedChannelException.class);
  }
}
