package org.commworld.transport.shm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import org.commworld.spi.HostMemory;

/** Memory of a host as files in a directory that is in memory, {@code /dev/shm} on Linux. */
public final class HostFiles implements HostMemory {
  /**
   * So many files are kept open to be extended: laps have memory for fewer, and a program may have
   * many communicators.
   */
  private static final int MOST_OPEN = 32;

  private final Path directory;
  private final LapMemory laps;
  private final AtomicInteger opened = new AtomicInteger();
  private final SecureRandom random = new SecureRandom();

  /** Memory in {@code directory}. */
  public HostFiles(Path directory) {
    this.directory = directory;
    this.laps = new LapMemory(directory);
  }

  @Override
  public Grant create(int bytes, int usableBytes) throws IOException {
    byte[] ticket = new byte[TICKET_BYTES];
    random.nextBytes(ticket);
    Meeting meeting = Meeting.open(directory, name(ticket));
    try {
      FileChannel file = MappedFile.create(meeting.memory());
      try {
        MappedFile.fill(file, 0, usableBytes);
        return new FileGrant(ticket, meeting, shared(file, MappedFile.map(file, bytes)));
      } catch (IOException e) {
        file.close();
        throw e;
      }
    } catch (IOException e) {
      meeting.close();
      throw e;
    }
  }

  @Override
  public Shared open(byte[] ticket, int bytes) throws IOException {
    FileChannel file = MappedFile.open(Meeting.at(directory, name(ticket)).memory());
    try {
      return shared(file, MappedFile.mapPeers(file, bytes));
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  private Shared shared(FileChannel file, ByteBuffer memory) {
    SharedFile shared = new SharedFile(file, memory, laps, opened::decrementAndGet);
    if (opened.incrementAndGet() > MOST_OPEN) {
      shared.close();
    }
    return shared;
  }

  @Override
  public long affordableBytes() {
    try {
      return Files.isWritable(directory) ? MappedFile.affordableBytes(directory) : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  /** As hard to guess as the ticket. */
  private static String name(byte[] ticket) {
    return HexFormat.of().formatHex(ticket);
  }

  private record FileGrant(byte[] ticket, Meeting meeting, Shared shared) implements Grant {
    @Override
    public void close() {
      meeting.close();
    }
  }
}
