package org.commworld.transport.shm;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.commworld.wire.ProtocolException;

/**
 * Files as memory. A mapping needs no closing: its memory is returned once the file has no name and
 * neither side's buffers are reachable any more. Unmapping it earlier would let a late access crash
 * the JVM.
 */
final class MappedFile {
  /** One taker's part of the memory that is free. */
  static final int USABLE_SHARE = 4;

  private static final int ZEROS_BYTES = 64 << 10;

  private MappedFile() {}

  /** The most that one taker may have of the memory in {@code directory}. */
  static long affordableBytes(Path directory) throws IOException {
    return Files.getFileStore(directory).getUsableSpace() / USABLE_SHARE;
  }

  /** Makes a file that only this user can open. */
  static FileChannel create(Path file) throws IOException {
    return FileChannel.open(
        file,
        Set.of(CREATE_NEW, READ, WRITE),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  /** Opens a file that a peer has made. */
  static FileChannel open(Path file) throws IOException {
    return FileChannel.open(file, Set.of(READ, WRITE, LinkOption.NOFOLLOW_LINKS));
  }

  /**
   * Writes zeros. Whatever is used of a mapping must have been written so: on a full file system a
   * write fails with an error, but a page that is first touched through a mapping kills the
   * process.
   */
  static void fill(FileChannel file, int at, int bytes) throws IOException {
    ByteBuffer zeros = ByteBuffer.allocateDirect(Math.min(ZEROS_BYTES, bytes));
    int end = at + bytes;
    for (int next = at; next < end; ) {
      zeros.clear().limit(Math.min(zeros.capacity(), end - next));
      next += file.write(zeros, next);
    }
  }

  /** Maps a new file of {@code fileBytes}; little-endian. */
  static MappedByteBuffer map(FileChannel file, int fileBytes) throws IOException {
    MappedByteBuffer memory = file.map(FileChannel.MapMode.READ_WRITE, 0, fileBytes);
    memory.order(ByteOrder.LITTLE_ENDIAN);
    return memory;
  }

  /**
   * Maps a peer's file; little-endian.
   *
   * @throws ProtocolException if it has another length
   */
  static MappedByteBuffer mapPeers(FileChannel file, int fileBytes) throws IOException {
    if (file.size() != fileBytes) {
      throw new ProtocolException(
          "shared file has another size: expected=%d, fileBytes=%d"
              .formatted(fileBytes, file.size()));
    }
    return map(file, fileBytes);
  }
}
