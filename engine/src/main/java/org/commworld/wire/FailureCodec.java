package org.commworld.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.commworld.spi.Failure;

/**
 * A {@link Failure} as bytes: kind, rank, code, then host, message and detail, each with its length
 * before it.
 */
@SuppressWarnings("EnumOrdinal") // The order of the kinds is the wire's.
public final class FailureCodec {
  /** No failure takes more. */
  public static final int MAX_BYTES = 32 << 10;

  private static final Failure.Kind[] KINDS = Failure.Kind.values();

  private FailureCodec() {}

  /** The bytes of {@code failure}. */
  public static byte[] encode(Failure failure) {
    byte[] host = failure.host().getBytes(StandardCharsets.UTF_8);
    byte[] message = failure.message().getBytes(StandardCharsets.UTF_8);
    byte[] detail = failure.detail().getBytes(StandardCharsets.UTF_8);
    ByteBuffer out = ByteBuffer.allocate(24 + host.length + message.length + detail.length);
    out.putInt(failure.kind().ordinal()).putInt(failure.rank()).putInt(failure.code());
    out.putInt(host.length).put(host);
    out.putInt(message.length).put(message);
    out.putInt(detail.length).put(detail);
    return out.array();
  }

  /**
   * The failure of {@code bytes}.
   *
   * @throws ProtocolException if they are none
   */
  public static Failure decode(byte[] bytes) throws ProtocolException {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (bytes.length < 24 || bytes.length > MAX_BYTES) {
      throw new ProtocolException("not a failure: bytes=" + bytes.length);
    }
    int kind = in.getInt();
    if (kind < 0 || kind >= KINDS.length) {
      throw new ProtocolException("not a failure: kind=" + kind);
    }
    int rank = in.getInt();
    int code = in.getInt();
    return new Failure(KINDS[kind], rank, text(in), code, text(in), text(in));
  }

  private static String text(ByteBuffer in) throws ProtocolException {
    int length = in.remaining() < 4 ? -1 : in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new ProtocolException("not a failure: text length=" + length);
    }
    byte[] text = new byte[length];
    in.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }
}
