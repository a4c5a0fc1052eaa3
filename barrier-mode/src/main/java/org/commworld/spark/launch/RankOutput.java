package org.commworld.spark.launch;

import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.commworld.spark.RankIo;
import org.jspecify.annotations.Nullable;

/**
 * The ranks' standard streams at the launcher: writes each rank's output by whole lines, so that
 * lines of different ranks never mix, and gives rank 0 the launcher's input. Any thread may call.
 */
final class RankOutput implements RankIo {
  /** A longer line is written in pieces, between which other ranks' lines may come. */
  private static final int MAX_LINE_BYTES = 1 << 20;

  private final Destination out;
  private final Destination err;
  private final boolean label;
  private final ConcurrentHashMap<Integer, LineBuffer> outLines = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Integer, LineBuffer> errLines = new ConcurrentHashMap<>();

  /**
   * @param label whether each line begins with its rank
   * @param progress what is on the terminal at times, null if there is no such thing
   * @param onClosed called when nobody reads the output any more
   */
  RankOutput(
      OutputStream out,
      OutputStream err,
      boolean label,
      @Nullable ProgressLine progress,
      Runnable onClosed) {
    this.out = new Destination(out, progress, onClosed);
    this.err = new Destination(err, progress, onClosed);
    this.label = label;
  }

  @Override
  public void output(int rank, boolean isErr, byte[] bytes) {
    (isErr ? errLines : outLines)
        .computeIfAbsent(rank, r -> linesOf(r, isErr ? err : out))
        .write(bytes, 0, bytes.length);
  }

  private LineBuffer linesOf(int rank, Destination destination) {
    LineBuffer.Sink sink = label ? new Labels("[" + rank + "] ", destination) : destination::write;
    return new LineBuffer(sink, MAX_LINE_BYTES);
  }

  @Override
  public InputStream input() {
    return new FileInputStream(FileDescriptor.in);
  }

  /** Completes lines whose rank ended before it could. */
  void finish() {
    outLines.values().forEach(LineBuffer::finish);
    errLines.values().forEach(LineBuffer::finish);
  }

  /** Puts the label before each line; one per rank and stream. */
  private static final class Labels implements LineBuffer.Sink {
    private final byte[] label;
    private final Destination destination;
    private boolean isInLine;

    Labels(String label, Destination destination) {
      this.label = label.getBytes(StandardCharsets.UTF_8);
      this.destination = destination;
    }

    @Override
    public void accept(byte[] bytes, int offset, int length) {
      ByteArrayOutputStream labelled = new ByteArrayOutputStream(length + 16 * label.length);
      for (int i = offset; i < offset + length; i++) {
        if (!isInLine) {
          labelled.writeBytes(label);
        }
        labelled.write(bytes[i]);
        isInLine = bytes[i] != '\n';
      }
      destination.write(labelled.toByteArray(), 0, labelled.size());
    }
  }

  private static final class Destination {
    private final ReentrantLock lock = new ReentrantLock();
    private final OutputStream stream;
    private final @Nullable ProgressLine progress;
    private final Runnable onClosed;
    private boolean isClosed;

    Destination(OutputStream stream, @Nullable ProgressLine progress, Runnable onClosed) {
      this.stream = stream;
      this.progress = progress;
      this.onClosed = onClosed;
    }

    void write(byte[] bytes, int offset, int length) {
      lock.lock();
      try {
        ProgressLine line = progress;
        if (!isClosed && line == null) {
          write(bytes, offset, length, stream);
        } else if (!isClosed && line != null && length > 0) {
          synchronized (line) {
            line.yieldTo(bytes[offset + length - 1]);
            write(bytes, offset, length, stream);
          }
        }
      } catch (IOException e) {
        isClosed = true;
        onClosed.run();
      } finally {
        lock.unlock();
      }
    }

    private static void write(byte[] bytes, int offset, int length, OutputStream to)
        throws IOException {
      to.write(bytes, offset, length);
      to.flush();
    }
  }
}
