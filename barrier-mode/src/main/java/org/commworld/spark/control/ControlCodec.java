package org.commworld.spark.control;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.commworld.spark.control.ControlMessage.Calls;
import org.commworld.spark.control.ControlMessage.ClockAnswer;
import org.commworld.spark.control.ControlMessage.ClockQuestion;
import org.commworld.spark.control.ControlMessage.Done;
import org.commworld.spark.control.ControlMessage.Failed;
import org.commworld.spark.control.ControlMessage.Heartbeat;
import org.commworld.spark.control.ControlMessage.Hello;
import org.commworld.spark.control.ControlMessage.Input;
import org.commworld.spark.control.ControlMessage.InputRequest;
import org.commworld.spark.control.ControlMessage.Output;
import org.commworld.spark.control.ControlMessage.Processed;
import org.commworld.spark.control.ControlMessage.RankThrew;
import org.commworld.spark.control.ControlMessage.Statistics;
import org.commworld.spi.Failure;

/**
 * The bytes of a {@link ControlMessage}. Big-endian; str and bytes are an int length and that many
 * bytes, text in UTF-8.
 *
 * <pre>
 *   frame        int length of what follows | byte type | body
 *   1 Hello      str processKey | int n | n × int rank
 *   2 Output     int rank | byte err | bytes
 *   3 RankThrew  int rank | bytes throwable | str text
 *   4 Failed     byte kind | int rank | int code | str host | str message | str detail
 *   5 Processed  int credit
 *   6 InputRequest int maxBytes
 *   7 Input      bytes
 *   8 Heartbeat
 *   9 Done
 *  10 Statistics bytes
 *  11 Calls      int rank | bytes
 *  12 ClockQuestion long askedNanos
 *  13 ClockAnswer long askedNanos | long driverNanos
 * </pre>
 *
 * Nothing is allocated by a length before it is checked against the bytes that are there.
 */
final class ControlCodec {
  /** No frame after the handshake is longer. */
  static final int MAX_FRAME_BYTES = 1 << 20;

  private ControlCodec() {}

  static void encode(ControlMessage message, ByteBuf out) {
    if (message instanceof Hello hello) {
      out.writeByte(1);
      writeString(out, hello.processKey());
      out.writeInt(hello.ranks().size());
      hello.ranks().forEach(out::writeInt);
    } else if (message instanceof Output output) {
      out.writeByte(2).writeInt(output.rank()).writeBoolean(output.err());
      writeBytes(out, output.bytes());
    } else if (message instanceof RankThrew threw) {
      out.writeByte(3).writeInt(threw.rank());
      writeBytes(out, threw.throwable());
      writeString(out, threw.text());
    } else if (message instanceof Failed failed) {
      encodeFailure(failed.failure(), out.writeByte(4));
    } else if (message instanceof Processed processed) {
      out.writeByte(5).writeInt(processed.credit());
    } else if (message instanceof InputRequest request) {
      out.writeByte(6).writeInt(request.maxBytes());
    } else if (message instanceof Input input) {
      writeBytes(out.writeByte(7), input.bytes());
    } else if (message instanceof Statistics statistics) {
      writeBytes(out.writeByte(10), statistics.bytes());
    } else if (message instanceof Calls calls) {
      writeBytes(out.writeByte(11).writeInt(calls.rank()), calls.bytes());
    } else if (message instanceof ClockQuestion question) {
      out.writeByte(12).writeLong(question.askedNanos());
    } else if (message instanceof ClockAnswer answer) {
      out.writeByte(13).writeLong(answer.askedNanos()).writeLong(answer.driverNanos());
    } else {
      out.writeByte(message instanceof Heartbeat ? 8 : 9);
    }
  }

  /**
   * The message whose frame {@code in} holds.
   *
   * @throws ProtocolException if it holds anything else, or more
   */
  static ControlMessage decode(ByteBuf in) {
    ControlMessage message;
    try {
      message = decodeBody(in.readByte(), in);
    } catch (IndexOutOfBoundsException e) {
      throw new ProtocolException("message ends early");
    }
    if (in.isReadable()) {
      throw new ProtocolException("bytes after the message: count=" + in.readableBytes());
    }
    return message;
  }

  private static ControlMessage decodeBody(byte type, ByteBuf in) {
    return switch (type) {
      case 1 -> new Hello(readString(in), readRanks(in));
      case 2 -> new Output(in.readInt(), in.readBoolean(), readBytes(in));
      case 3 -> new RankThrew(in.readInt(), readBytes(in), readString(in));
      case 4 -> new Failed(decodeFailure(in));
      case 5 -> new Processed(nonNegative(in.readInt(), "credit"));
      case 6 -> new InputRequest(nonNegative(in.readInt(), "maxBytes"));
      case 7 -> new Input(readBytes(in));
      case 8 -> new Heartbeat();
      case 9 -> new Done();
      case 10 -> new Statistics(readBytes(in));
      case 11 -> new Calls(in.readInt(), readBytes(in));
      case 12 -> new ClockQuestion(in.readLong());
      case 13 -> new ClockAnswer(in.readLong(), in.readLong());
      default -> throw new ProtocolException("unknown type: type=" + type);
    };
  }

  private static void encodeFailure(Failure failure, ByteBuf out) {
    out.writeByte(code(failure.kind())).writeInt(failure.rank()).writeInt(failure.code());
    writeString(out, failure.host());
    writeString(out, failure.message());
    writeString(out, failure.detail());
  }

  private static Failure decodeFailure(ByteBuf in) {
    Failure.Kind kind = kind(in.readByte());
    int rank = in.readInt();
    int code = in.readInt();
    return new Failure(kind, rank, readString(in), code, readString(in), readString(in));
  }

  private static int code(Failure.Kind kind) {
    return switch (kind) {
      case RANK_THREW -> 1;
      case ABORTED -> 2;
      case RANK_LOST -> 3;
      case MISMATCH -> 4;
      case JOIN_TIMEOUT -> 5;
      case STALE_EPOCH -> 6;
      case COORDINATION_LOST -> 7;
      case KILLED -> 8;
    };
  }

  private static Failure.Kind kind(int code) {
    for (Failure.Kind kind : Failure.Kind.values()) {
      if (code(kind) == code) {
        return kind;
      }
    }
    throw new ProtocolException("unknown kind of failure: code=" + code);
  }

  private static List<Integer> readRanks(ByteBuf in) {
    int count = nonNegative(in.readInt(), "ranks");
    if (count > in.readableBytes() / Integer.BYTES) {
      throw new ProtocolException("more ranks than bytes: ranks=" + count);
    }
    List<Integer> ranks = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      ranks.add(in.readInt());
    }
    return List.copyOf(ranks);
  }

  private static int nonNegative(int value, String name) {
    if (value < 0) {
      throw new ProtocolException("negative value: " + name + "=" + value);
    }
    return value;
  }

  private static void writeString(ByteBuf out, String text) {
    writeBytes(out, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void writeBytes(ByteBuf out, byte[] bytes) {
    out.writeInt(bytes.length).writeBytes(bytes);
  }

  private static String readString(ByteBuf in) {
    return new String(readBytes(in), StandardCharsets.UTF_8);
  }

  private static byte[] readBytes(ByteBuf in) {
    int length = in.readInt();
    if (length < 0 || length > in.readableBytes()) {
      throw new ProtocolException(
          "length beyond the frame: length=%d, left=%d".formatted(length, in.readableBytes()));
    }
    byte[] bytes = ByteBufUtil.getBytes(in, in.readerIndex(), length, true);
    in.skipBytes(length);
    return bytes;
  }
}
