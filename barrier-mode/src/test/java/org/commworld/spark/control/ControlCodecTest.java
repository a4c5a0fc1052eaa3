package org.commworld.spark.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.commworld.spi.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ControlCodecTest {
  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static Stream<Arguments> golden() {
    Failure failure = new Failure(Failure.Kind.ABORTED, 2, "h", 7, "m", "d");
    return Stream.of(
        Arguments.of(
            new ControlMessage.Hello("0-a", List.of(1, 3)),
            "01" + "00000003302d61" + "00000002" + "00000001" + "00000003"),
        Arguments.of(
            new ControlMessage.Output(5, true, utf8("hi")),
            "02" + "00000005" + "01" + "000000026869"),
        Arguments.of(
            new ControlMessage.RankThrew(4, new byte[] {9}, "t"),
            "03" + "00000004" + "0000000109" + "0000000174"),
        Arguments.of(
            new ControlMessage.Failed(failure),
            "04" + "02" + "00000002" + "00000007" + "0000000168" + "000000016d" + "0000000164"),
        Arguments.of(new ControlMessage.Processed(300), "050000012c"),
        Arguments.of(new ControlMessage.InputRequest(16), "0600000010"),
        Arguments.of(new ControlMessage.Input(utf8("x")), "070000000178"),
        Arguments.of(new ControlMessage.Heartbeat(), "08"),
        Arguments.of(new ControlMessage.Done(), "09"),
        Arguments.of(new ControlMessage.Statistics(utf8("s")), "0a0000000173"),
        Arguments.of(new ControlMessage.Calls(2, utf8("c")), "0b00000002" + "0000000163"),
        Arguments.of(new ControlMessage.ClockQuestion(7), "0c0000000000000007"),
        Arguments.of(
            new ControlMessage.ClockAnswer(7, 9), "0d0000000000000007" + "0000000000000009"));
  }

  @ParameterizedTest
  @MethodSource("golden")
  void bytesAreThoseOfTheLayout(ControlMessage message, String hex) {
    ByteBuf out = Unpooled.buffer();

    ControlCodec.encode(message, out);

    assertThat(ByteBufUtil.hexDump(out)).isEqualTo(hex);
  }

  @ParameterizedTest
  @MethodSource("golden")
  void decodingGivesTheMessageBack(ControlMessage message, String hex) {
    ControlMessage decoded =
        ControlCodec.decode(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex)));

    assertThat(decoded).usingRecursiveComparison().isEqualTo(message);
  }

  @ParameterizedTest
  @MethodSource("golden")
  void everyTruncationIsRefused(ControlMessage message, String hex) {
    byte[] bytes = ByteBufUtil.decodeHexDump(hex);
    for (int length = 0; length < bytes.length; length++) {
      ByteBuf cut = Unpooled.wrappedBuffer(bytes, 0, length);

      assertThatThrownBy(() -> ControlCodec.decode(cut)).isInstanceOf(ProtocolException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00", // no type
        "0a", // no type
        "0800", // a byte too many
        "077fffffff", // length beyond the frame
        "07ffffffff", // negative length
        "01000000007fffffff", // more ranks than bytes
        "05ffffffff", // negative credit
        "04000000000000000000000000000000000000000000" // no kind of failure
      })
  void hostileBytesAreRefused(String hex) {
    ByteBuf bytes = Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex));

    assertThatThrownBy(() -> ControlCodec.decode(bytes)).isInstanceOf(ProtocolException.class);
  }

  @Test
  void garbageRaisesNothingButProtocolErrors() {
    long seed = 20261122;
    Random random = new Random(seed);
    for (int i = 0; i < 100_000; i++) {
      byte[] garbage = new byte[1 + random.nextInt(64)];
      random.nextBytes(garbage);
      garbage[0] = (byte) random.nextInt(11);
      try {
        assertThat(ControlCodec.decode(Unpooled.wrappedBuffer(garbage))).isNotNull();
      } catch (ProtocolException e) {
        assertThat(e).as("seed=%d, round=%d", seed, i).hasMessageMatching("(?s).+");
      }
    }
  }
}
