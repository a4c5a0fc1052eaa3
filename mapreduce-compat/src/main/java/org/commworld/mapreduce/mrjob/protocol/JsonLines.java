package org.commworld.mapreduce.mrjob.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Lines of JSON. Sorted lines have runs of the same key, so the last one is kept decoded. */
final class JsonLines implements Protocol {
  private final boolean keyed;
  private byte @Nullable [] lastKey;
  private @Nullable Object lastDecoded;

  JsonLines(boolean keyed) {
    this.keyed = keyed;
  }

  @Override
  public KeyValue read(byte[] line) {
    if (!keyed) {
      return new KeyValue(null, JsonReader.read(line, 0, line.length));
    }
    int keyLength = Tabs.keyLength(line);
    if (keyLength == line.length) {
      throw new IllegalArgumentException(
          "no tab between JSON key and value: line=" + JsonReader.excerpt(line, 0, line.length));
    }
    Object value = JsonReader.read(line, keyLength + 1, line.length - keyLength - 1);
    return new KeyValue(key(line, keyLength), value);
  }

  private @Nullable Object key(byte[] line, int keyLength) {
    byte[] last = lastKey;
    if (last != null && Arrays.equals(last, 0, last.length, line, 0, keyLength)) {
      return lastDecoded;
    }
    Object key = JsonReader.read(line, 0, keyLength);
    // A list or map is the user's to change; only what cannot change may be handed out twice.
    boolean keep = key instanceof String || key instanceof Long;
    lastKey = keep ? Arrays.copyOf(line, keyLength) : null;
    lastDecoded = keep ? key : null;
    return key;
  }

  @Override
  public byte[] write(@Nullable Object key, @Nullable Object value) {
    StringBuilder line = new StringBuilder();
    if (keyed) {
      PythonJson.write(key, line);
      line.append('\t');
    }
    PythonJson.write(value, line);
    return line.toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
