package org.commworld.mapreduce.mrjob;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** A part of an input file: the lines that begin in it. */
record InlineSplit(Path path, long start, long length) {
  private static final long LEAST_BYTES = 1 << 20;

  /** The splits of files and directories, in their order, at most {@code parts} of a file. */
  static List<InlineSplit> of(List<String> inputs, int parts) throws IOException {
    List<InlineSplit> splits = new ArrayList<>();
    for (String input : inputs) {
      for (Path file : files(Path.of(input))) {
        addSplits(file, parts, splits);
      }
    }
    return splits;
  }

  private static void addSplits(Path file, int parts, List<InlineSplit> splits) throws IOException {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".bz2") || name.endsWith(".xz") || name.endsWith(".zst")) {
      throw new MRJobException("runner inline reads plain and gzip files only: path=" + file);
    }
    long size = Files.size(file);
    if (isGzip(file)) {
      splits.add(new InlineSplit(file, 0, Long.MAX_VALUE));
      return;
    }
    long length = Math.max(LEAST_BYTES, (size + parts - 1) / parts);
    for (long start = 0; start == 0 || start < size; start += length) {
      splits.add(new InlineSplit(file, start, Math.min(length, size - start)));
    }
  }

  private static boolean isGzip(Path file) {
    return file.toString().endsWith(".gz");
  }

  /** A file itself, or a directory's files, without hidden ones, as Hadoop takes them. */
  static List<Path> files(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> entries = Files.list(path)) {
      return entries
          .filter(entry -> !entry.getFileName().toString().matches("[._].*"))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    }
  }

  /** The lines, to be closed. */
  LineReader open() throws IOException {
    if (isGzip(path)) {
      return new LineReader(new GZIPInputStream(Files.newInputStream(path), 1 << 16));
    }
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    InputStream in = Channels.newInputStream(channel);
    if (start == 0) {
      return new LineReader(in, length);
    }
    // The line that goes over the border is the one's before. Where a line begins just here, the
    // byte before is its predecessor's newline.
    channel.position(start - 1);
    long skipped = -1;
    int next;
    InputStream buffered = new BufferedInputStream(in, 1 << 16);
    do {
      next = buffered.read();
      skipped++;
    } while (next >= 0 && next != '\n');
    return new LineReader(buffered, length - skipped);
  }
}
