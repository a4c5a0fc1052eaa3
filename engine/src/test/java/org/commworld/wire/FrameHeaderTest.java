package org.commworld.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.commworld.mpi.Datatype;
import org.commworld.mpi.Op;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class FrameHeaderTest {
  private final ByteBuffer wire =
      ByteBuffer.allocate(FrameHeader.BYTES).order(ByteOrder.LITTLE_ENDIAN);

  @Test
  void messageHeaderHasTheseBytes() {
    FrameHeader.putMessage(
        wire, FrameType.EAGER, new Envelope(4, 1, 1337, Datatype.DOUBLE, 80, null), 9);

    assertThat(HexFormat.of().formatHex(wire.array()))
        .isEqualTo(
            "0007ffff04000000"
                + "0100000039050000"
                + "0000000000000000"
                + "5000000000000000"
                + "0900000000000000");
  }

  @Test
  void controlHeaderHasTheseBytes() {
    FrameHeader.putControl(wire, FrameType.CLEAR, 0, 5, -1);

    assertThat(HexFormat.of().formatHex(wire.array()))
        .isEqualTo(
            "02ffffff00000000"
                + "0000000000000000"
                + "0000000000000000"
                + "0000000000000000"
                + "05000000ffffffff");
  }

  @Test
  void collectiveHeaderComesBackAsItWas() throws ProtocolException {
    Fingerprint typed = new Fingerprint(7, CollectiveKind.REDUCE, 2, Op.Kind.MAX, Datatype.INT, 10);
    Envelope envelope = new Envelope(3, 5, 7, Datatype.INT, 40, typed);

    assertThat(roundTrip(envelope)).isEqualTo(envelope);
  }

  @Test
  void collectiveHeaderWithoutTypeComesBackAsItWas() throws ProtocolException {
    for (int count : new int[] {-1, 0, 1, Integer.MAX_VALUE - 4}) {
      Fingerprint untyped = new Fingerprint(0, CollectiveKind.BCAST_OBJECT, 0, null, null, count);
      Envelope envelope = new Envelope(3, 5, 0, Datatype.BYTE, 3, untyped);

      assertThat(roundTrip(envelope)).isEqualTo(envelope);
    }
  }

  private Envelope roundTrip(Envelope envelope) throws ProtocolException {
    wire.clear();
    FrameHeader.putMessage(wire, FrameType.REQUEST, envelope, 1);
    wire.flip();
    FrameHeader header = new FrameHeader();
    header.read(wire);
    return header.envelope();
  }

  @Test
  void unknownFrameTypeIsRefused() {
    wire.put(0, (byte) 99);

    assertThatThrownBy(() -> new FrameHeader().read(wire))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("type=99");
  }

  @Test
  void unknownCollectiveIsRefused() {
    FrameHeader.putMessage(wire, FrameType.EAGER, new Envelope(1, 0, 0, Datatype.BYTE, 0, null), 0);
    wire.put(2, (byte) 200).flip();

    assertThatThrownBy(() -> new FrameHeader().read(wire))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("kind=200");
  }

  @Test
  void negativeOddOrHugeLengthIsRefused() {
    for (long length : new long[] {-1, 7, 1L << 40}) {
      wire.clear();
      FrameHeader.putMessage(
          wire, FrameType.EAGER, new Envelope(1, 0, 0, Datatype.DOUBLE, 8, null), 0);
      wire.putLong(24, length).flip();

      assertThatThrownBy(() -> new FrameHeader().read(wire))
          .isInstanceOf(ProtocolException.class)
          .hasMessageContaining("bytes=" + length);
    }
  }
}
