package org.commworld.mapreduce.mrjob.protocol;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Lines of bytes that nobody decodes. */
final class ByteLines implements Protocol {
  private final boolean keyed;

  ByteLines(boolean keyed) {
    this.keyed = keyed;
  }

  @Override
  public KeyValue read(byte[] line) {
    if (!keyed) {
      return new KeyValue(null, line);
    }
    int keyLength = Tabs.keyLength(line);
    return new KeyValue(Arrays.copyOf(line, keyLength), Tabs.rest(line, keyLength));
  }

  @Override
  public byte[] write(@Nullable Object key, @Nullable Object value) {
    return Tabs.join(keyed ? bytes(key) : null, bytes(value));
  }

  private static byte @Nullable [] bytes(@Nullable Object object) {
    if (object == null || object instanceof byte[]) {
      return (byte[]) object;
    }
    throw new IllegalArgumentException(
        "not bytes: expected=byte[], actual=" + object.getClass().getName());
  }
}
