package org.commworld.wire;

import java.nio.ByteBuffer;
import org.commworld.mpi.Data;
import org.commworld.mpi.Datatype;
import org.commworld.mpi.Op;
import org.jspecify.annotations.Nullable;

/**
 * The header of every frame, {@value #BYTES} bytes, little-endian:
 *
 * <pre>
 *   0        1        2        3        4                        8
 *  +--------+--------+--------+--------+------------------------+
 *  | type   | datatyp| kind   | op     | context                |
 *  +--------+--------+--------+--------+------------------------+
 *  | source (rank in communicator)     | tag or sequence        | 16
 *  +-----------------------------------+------------------------+
 *  | root                              | count                  | 24
 *  +-----------------------------------+------------------------+
 *  | length of the message or of what follows, in bytes         | 32
 *  +-----------------------------------+------------------------+
 *  | send id                           | receive id, or credit  | 40
 *  +-----------------------------------+------------------------+
 * </pre>
 *
 * The lower half of datatyp is the type of the elements. Its upper half, xor the lower one, is the
 * type in the {@link Fingerprint} of a collective's message; kind, op, root and count are the rest
 * of that. kind is {@link #NONE} on all other frames. One instance is read into again and again by
 * the connection that owns it.
 */
@SuppressWarnings(
    "EnumOrdinal") // The order of these enums is the wire's; a golden-bytes test holds it.
public final class FrameHeader {
  /** Length of a header. */
  public static final int BYTES = 40;

  private static final int NONE = 0xff;

  /**
   * A count c of no type is written as UNTYPED − c, which is below −1, the least count of a type.
   */
  private static final int UNTYPED = -3;

  private static final Datatype[] TYPES = Datatype.values();
  private static final Op.Kind[] OPS = Op.Kind.values();

  private FrameType type = FrameType.BYE;
  private Datatype datatype = Datatype.BYTE;
  private int context;
  private int source;
  private int tag;
  private @Nullable Fingerprint fingerprint;
  private long lengthBytes;
  private int sendId;
  private int receiveId;

  /** Writes the header of a frame that carries, or announces, the elements of a message. */
  public static void putMessage(ByteBuffer out, FrameType type, Envelope envelope, int sendId) {
    int start = out.position();
    putMatched(out, envelope.context(), envelope.source(), envelope.tag());
    putElements(out, type, envelope.type(), envelope.lengthBytes(), envelope.fingerprint());
    out.putInt(start + 32, sendId);
    out.position(start + BYTES);
  }

  /**
   * Writes the header of a frame that carries the elements of {@code data}, without an envelope.
   */
  public static void putEager(
      ByteBuffer out, int context, int source, int tag, Data data, @Nullable Fingerprint print) {
    int start = out.position();
    putMatched(out, context, source, tag);
    putElements(out, FrameType.EAGER, data.type(), data.lengthBytes(), print);
    out.position(start + BYTES);
  }

  private static void putMatched(ByteBuffer out, int context, int source, int tag) {
    int start = out.position();
    out.putInt(start + 4, context);
    out.putInt(start + 8, source);
    out.putInt(start + 12, tag);
  }

  private static void putElements(
      ByteBuffer out, FrameType type, Datatype of, long lengthBytes, @Nullable Fingerprint print) {
    int start = out.position();
    out.put(start, (byte) type.ordinal());
    out.put(start + 1, (byte) typeCodes(of, print));
    putFingerprint(out, start, print);
    out.putLong(start + 24, lengthBytes);
    out.putLong(start + 32, 0);
  }

  private static int typeCodes(Datatype type, @Nullable Fingerprint print) {
    Datatype ofCall = print == null ? null : print.type();
    int difference = ofCall == null ? 0 : ofCall.ordinal() ^ type.ordinal();
    return difference << 4 | type.ordinal();
  }

  /** Writes the header of a frame that is about a message or a connection. */
  public static void putControl(
      ByteBuffer out, FrameType type, long lengthBytes, int sendId, int receiveId) {
    int start = out.position();
    out.putLong(start, type.ordinal() | NONE << 8 | NONE << 16 | (long) NONE << 24);
    out.putLong(start + 8, 0).putLong(start + 16, 0);
    out.putLong(start + 24, lengthBytes);
    out.putInt(start + 32, sendId);
    out.putInt(start + 36, receiveId);
    out.position(start + BYTES);
  }

  private static void putFingerprint(ByteBuffer out, int start, @Nullable Fingerprint print) {
    if (print == null) {
      out.put(start + 2, (byte) NONE).put(start + 3, (byte) NONE);
      out.putLong(start + 16, 0);
      return;
    }
    Op.Kind op = print.op();
    out.put(start + 2, (byte) print.kind().ordinal());
    out.put(start + 3, (byte) (op == null ? NONE : op.ordinal()));
    out.putInt(start + 16, print.root());
    out.putInt(start + 20, print.type() == null ? UNTYPED - print.count() : print.count());
  }

  /**
   * Reads the header at {@code in}'s position, which does not move.
   *
   * @throws ProtocolException if it is none
   */
  public void read(ByteBuffer in) throws ProtocolException {
    int start = in.position();
    FrameType readType = FrameType.of(in.get(start) & 0xff);
    int typeCodes = in.get(start + 1) & 0xff;
    int datatypeCode = typeCodes == NONE ? 0 : typeCodes & 0xf;
    int callTypeCode = typeCodes == NONE ? 0 : datatypeCode ^ typeCodes >> 4;
    if (readType == null || datatypeCode >= TYPES.length || callTypeCode >= TYPES.length) {
      throw new ProtocolException(
          "not a frame: type=%d, datatype=%d".formatted(in.get(start) & 0xff, typeCodes));
    }
    type = readType;
    datatype = typeCodes == NONE ? Datatype.BYTE : TYPES[datatypeCode];
    context = in.getInt(start + 4);
    source = in.getInt(start + 8);
    tag = in.getInt(start + 12);
    fingerprint = readFingerprint(in, start, TYPES[callTypeCode]);
    lengthBytes = in.getLong(start + 24);
    sendId = in.getInt(start + 32);
    receiveId = in.getInt(start + 36);
    if (lengthBytes < 0 || lengthBytes % datatype.sizeBytes() != 0 || countOverflows()) {
      throw new ProtocolException(
          "invalid length: type=%s, datatype=%s, bytes=%d".formatted(type, datatype, lengthBytes));
    }
  }

  private boolean countOverflows() {
    return lengthBytes / datatype.sizeBytes() > Integer.MAX_VALUE;
  }

  private static @Nullable Fingerprint readFingerprint(ByteBuffer in, int start, Datatype callType)
      throws ProtocolException {
    int kind = in.get(start + 2) & 0xff;
    int op = in.get(start + 3) & 0xff;
    if (kind == NONE) {
      return null;
    }
    if (!CollectiveKind.isCode(kind) || (op != NONE && op >= OPS.length)) {
      throw new ProtocolException("not a collective: kind=%d, op=%d".formatted(kind, op));
    }
    int root = in.getInt(start + 16);
    int count = in.getInt(start + 20);
    boolean typed = count >= -1;
    return new Fingerprint(
        in.getInt(start + 12),
        CollectiveKind.of(kind),
        root,
        op == NONE ? null : OPS[op],
        typed ? callType : null,
        typed ? count : UNTYPED - count);
  }

  /** What the frame is. */
  public FrameType type() {
    return type;
  }

  /** The context of the message. */
  public int context() {
    return context;
  }

  /** The sender's rank in the communicator. */
  public int source() {
    return source;
  }

  /** The message's tag, or the sequence number of its call. */
  public int tag() {
    return tag;
  }

  /** The type of the message's elements. */
  public Datatype datatype() {
    return datatype;
  }

  /** The number of the message's elements. */
  public int count() {
    return (int) (lengthBytes / datatype.sizeBytes());
  }

  /** Of a collective's message, the call that it belongs to. */
  public @Nullable Fingerprint fingerprint() {
    return fingerprint;
  }

  /** The envelope of a frame that carries or announces a message, or asks about one. */
  public Envelope envelope() {
    return new Envelope(context, source, tag, datatype, lengthBytes, fingerprint);
  }

  /** Bytes of the message, or of what follows. */
  public long lengthBytes() {
    return lengthBytes;
  }

  /** The sender's id of its send. */
  public int sendId() {
    return sendId;
  }

  /** The receiver's id of its receive; in a CREDIT frame, the credit. */
  public int receiveId() {
    return receiveId;
  }
}
