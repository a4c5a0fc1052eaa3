package org.commworld.spark.stats;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.commworld.stats.CallKind;
import org.commworld.stats.RankStatistics;
import org.commworld.stats.Span;
import org.jspecify.annotations.Nullable;

/**
 * Reports of ranks as bytes, between JVMs of one build. Grows with the kinds of calls and with the
 * peers that a rank has had to do with: 41 bytes a kind, 44 a peer.
 */
@SuppressWarnings("EnumOrdinal") // Codes between JVMs that run one build.
public final class StatisticsCodec {
  private static final CallKind[] KINDS = CallKind.values();

  private StatisticsCodec() {}

  /**
   * Spans of one rank.
   *
   * @param host where it runs
   * @param dropped how many found no room so far
   */
  public record Spans(String host, List<Span> spans, long dropped) {}

  private interface Writer {
    void write(DataOutputStream out) throws IOException;
  }

  private static byte[] bytes(Writer writer) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      writer.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** {@code statistics} as bytes. */
  public static byte[] encode(RankStatistics statistics) {
    return bytes(
        out -> {
          out.writeInt(statistics.rank());
          out.writeLong(statistics.lifeNanos());
          out.writeInt(statistics.calls().size());
          for (RankStatistics.Calls calls : statistics.calls()) {
            out.writeByte(calls.kind().ordinal());
            out.writeLong(calls.count());
            out.writeLong(calls.bytes());
            out.writeLong(calls.nanos());
            out.writeLong(calls.maxNanos());
          }
          out.writeInt(statistics.peers().size());
          for (RankStatistics.Peer peer : statistics.peers()) {
            out.writeInt(peer.rank());
            out.writeLong(peer.sentMessages());
            out.writeLong(peer.sentBytes());
            out.writeLong(peer.receivedMessages());
            out.writeLong(peer.receivedBytes());
            out.writeLong(peer.waitedNanos());
          }
          RankStatistics.Inside inside = statistics.inside();
          out.writeBoolean(inside != null);
          if (inside != null) {
            out.writeByte(inside.kind().ordinal());
            out.writeInt(inside.peer());
            out.writeLong(inside.waitedNanos());
          }
        });
  }

  /** What {@link #encode} has made {@code bytes} of. */
  public static RankStatistics decode(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    int rank = in.readInt();
    long life = in.readLong();
    List<RankStatistics.Calls> calls = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      calls.add(
          new RankStatistics.Calls(
              kind(in), in.readLong(), in.readLong(), in.readLong(), in.readLong()));
    }
    List<RankStatistics.Peer> peers = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      peers.add(
          new RankStatistics.Peer(
              in.readInt(),
              in.readLong(),
              in.readLong(),
              in.readLong(),
              in.readLong(),
              in.readLong()));
    }
    RankStatistics.Inside inside =
        in.readBoolean() ? new RankStatistics.Inside(kind(in), in.readInt(), in.readLong()) : null;
    return new RankStatistics(rank, life, calls, peers, inside);
  }

  private static CallKind kind(DataInputStream in) throws IOException {
    int code = in.readUnsignedByte();
    if (code >= KINDS.length) {
      throw new IOException("unknown kind of call: code=" + code);
    }
    return KINDS[code];
  }

  /**
   * {@code spans} as bytes, their times by the driver's clock.
   *
   * @param offsetNanos what to add to this JVM's clock for the driver's
   */
  public static byte[] encode(List<Span> spans, long dropped, long offsetNanos, String host) {
    return bytes(
        out -> {
          out.writeUTF(host);
          out.writeLong(dropped);
          out.writeInt(spans.size());
          for (Span span : spans) {
            out.writeByte(span.kind().ordinal());
            out.writeInt(span.lane());
            out.writeLong(span.startNanos() + offsetNanos);
            out.writeLong(span.endNanos() + offsetNanos);
            out.writeLong(span.bytes());
            out.writeUTF(span.comm().length() > 200 ? span.comm().substring(0, 200) : span.comm());
            out.writeInt(span.peer());
            out.writeInt(span.tag());
            write(out, span.sent());
            write(out, span.received());
          }
        });
  }

  private static void write(DataOutputStream out, Span.@Nullable MessageId message)
      throws IOException {
    out.writeInt(message == null ? -1 : message.context());
    if (message != null) {
      out.writeInt(message.peer());
      out.writeLong(message.number());
    }
  }

  /** What {@link #encode(List, long, long, String)} has made {@code bytes} of. */
  public static Spans decodeSpans(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    String host = in.readUTF();
    long dropped = in.readLong();
    List<Span> spans = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      spans.add(
          new Span(
              kind(in),
              in.readInt(),
              in.readLong(),
              in.readLong(),
              in.readLong(),
              in.readUTF(),
              in.readInt(),
              in.readInt(),
              message(in),
              message(in)));
    }
    return new Spans(host, spans, dropped);
  }

  private static Span.@Nullable MessageId message(DataInputStream in) throws IOException {
    int context = in.readInt();
    return context < 0 ? null : new Span.MessageId(context, in.readInt(), in.readLong());
  }
}
