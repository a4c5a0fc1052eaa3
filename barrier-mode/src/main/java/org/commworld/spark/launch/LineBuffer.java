package org.commworld.spark.launch;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Passes bytes on by whole lines, as soon as a line is complete. A line longer than the limit goes
 * in pieces. Any thread may write; the lock is held while the sink runs, so that lines keep their
 * order.
 */
final class LineBuffer extends OutputStream {
  /** Takes whole lines, or a piece of one that is too long. */
  @FunctionalInterface
  interface Sink {
    void accept(byte[] bytes, int offset, int length);
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
  private final Sink sink;
  private final int maxPendingBytes;
  private boolean lineIsOpen;
  private boolean finished;

  LineBuffer(Sink sink, int maxPendingBytes) {
    this.sink = sink;
    this.maxPendingBytes = maxPendingBytes;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    lock.lock();
    try {
      if (finished || length == 0) {
        return;
      }
      int complete = afterLastNewline(bytes, offset, length) - offset;
      if (complete > 0) {
        passOn(bytes, offset, complete);
      }
      if (complete < length) {
        hold(bytes, offset + complete, length - complete);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Completes a last line that has no newline, and drops whatever is written later. */
  void finish() {
    lock.lock();
    try {
      if (lineIsOpen && !finished) {
        passOn(new byte[] {'\n'}, 0, 1);
      }
      finished = true;
    } finally {
      lock.unlock();
    }
  }

  private void passOn(byte[] bytes, int offset, int length) {
    lineIsOpen = false;
    if (pending.size() == 0) {
      sink.accept(bytes, offset, length);
      return;
    }
    pending.write(bytes, offset, length);
    passOnPending();
  }

  private void hold(byte[] bytes, int offset, int length) {
    lineIsOpen = true;
    pending.write(bytes, offset, length);
    if (pending.size() >= maxPendingBytes) {
      passOnPending();
    }
  }

  private void passOnPending() {
    byte[] all = pending.toByteArray();
    pending.reset();
    sink.accept(all, 0, all.length);
  }

  private static int afterLastNewline(byte[] bytes, int offset, int length) {
    int end = offset + length;
    while (end > offset && bytes[end - 1] != '\n') {
      end--;
    }
    return end;
  }
}
