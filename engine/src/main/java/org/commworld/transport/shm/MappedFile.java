package org.commworld.transport.shm;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
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
  private static final int ZEROS_BYTES = 64 << 10;

  private MappedFile() {}

  /**
   * Makes a file of zeros, which only this user can open. All its pages are written before it is
   * mapped: on a full file system a write fails with an error, but a page that is first touched
   * through a mapping kills the process.
   */
  static MappedByteBuffer create(Path file, int fileBytes) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(CREATE_NEW, READ, WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      ByteBuffer zeros = ByteBuffer.allocateDirect(ZEROS_BYTES);
      for (long at = 0; at < fileBytes; ) {
        zeros.clear().limit((int) Math.min(ZEROS_BYTES, fileBytes - at));
        at += channel.write(zeros, at);
      }
      return map(channel, fileBytes);
    }
  }

  /**
   * Maps a file that a peer has made.
   *
   * @throws ProtocolException if it has another length
   */
  static MappedByteBuffer open(Path file, int fileBytes) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, Set.of(READ, WRITE, LinkOption.NOFOLLOW_LINKS))) {
      if (channel.size() != fileBytes) {
        throw new ProtocolException(
            "shared file has another size: expected=%d, fileBytes=%d"
                .formatted(fileBytes, channel.size()));
      }
      return map(channel, fileBytes);
    }
  }

  private static MappedByteBuffer map(FileChannel channel, int fileBytes) throws IOException {
    MappedByteBuffer memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, fileBytes);
    memory.order(ByteOrder.LITTLE_ENDIAN);
    return memory;
  }
}
