package org.commworld.transport.shm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.commworld.spi.HostMemory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file as memory, with pages for what is used from the beginning; more of it gets them when a lap
 * becomes longer. One thread at a time extends it.
 */
final class SharedFile implements HostMemory.Shared {
  private static final Logger LOG = LoggerFactory.getLogger(SharedFile.class);

  private final FileChannel file;
  private final ByteBuffer memory;
  private final LapMemory laps;
  private final Runnable closed;
  private long extendedBytes;

  /**
   * Of an open file, which is closed with this.
   *
   * @param memory the file mapped
   * @param laps what it may be extended by
   * @param closed is told once that the file is closed
   */
  SharedFile(FileChannel file, ByteBuffer memory, LapMemory laps, Runnable closed) {
    this.file = file;
    this.memory = memory;
    this.laps = laps;
    this.closed = closed;
  }

  @Override
  public ByteBuffer memory() {
    return memory;
  }

  @Override
  public boolean extend(int at, int bytes) {
    try {
      if (!file.isOpen() || !laps.take(bytes)) {
        return false;
      }
      extendedBytes += bytes;
      MappedFile.fill(file, at, bytes);
      return true;
    } catch (IOException e) {
      LOG.debug("a lap stays short", e);
      return false;
    }
  }

  @Override
  public void close() {
    if (!file.isOpen()) {
      return;
    }
    laps.giveBack(extendedBytes);
    closed.run();
    try {
      file.close();
    } catch (IOException e) {
      LOG.debug("cannot close a shared file", e);
    }
  }
}
