package org.commworld.transport.shm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.commworld.spi.HostMemory;

/** Memory of a host as files in a directory that is in memory, {@code /dev/shm} on Linux. */
public final class HostFiles implements HostMemory {
  private final Path directory;
  private final SecureRandom random = new SecureRandom();

  /** Memory in {@code directory}. */
  public HostFiles(Path directory) {
    this.directory = directory;
  }

  @Override
  public Grant create(int bytes) throws IOException {
    byte[] ticket = new byte[TICKET_BYTES];
    random.nextBytes(ticket);
    Meeting meeting = Meeting.open(directory, name(ticket));
    try (FileChannel file = MappedFile.create(meeting.memory())) {
      MappedFile.fill(file, 0, bytes);
      return new FileGrant(ticket, meeting, MappedFile.map(file, bytes));
    } catch (IOException e) {
      meeting.close();
      throw e;
    }
  }

  @Override
  public ByteBuffer open(byte[] ticket, int bytes) throws IOException {
    try (FileChannel file = MappedFile.open(Meeting.at(directory, name(ticket)).memory())) {
      return MappedFile.mapPeers(file, bytes);
    }
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
    return java.util.HexFormat.of().formatHex(ticket);
  }

  private record FileGrant(byte[] ticket, Meeting meeting, ByteBuffer memory) implements Grant {
    @Override
    public void close() {
      meeting.close();
    }
  }
}
