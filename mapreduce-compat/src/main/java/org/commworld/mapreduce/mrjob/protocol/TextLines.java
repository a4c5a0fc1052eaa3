package org.commworld.mapreduce.mrjob.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Lines of strings. */
final class TextLines implements Protocol {
  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
  private final boolean keyed;

  TextLines(boolean keyed) {
    this.keyed = keyed;
  }

  @Override
  public KeyValue read(byte[] line) {
    String text = decode(line);
    int tab = keyed ? text.indexOf('\t') : -1;
    if (tab >= 0) {
      return new KeyValue(text.substring(0, tab), text.substring(tab + 1));
    }
    return keyed ? new KeyValue(text, null) : new KeyValue(null, text);
  }

  @Override
  public byte[] write(@Nullable Object key, @Nullable Object value) {
    return Tabs.join(keyed ? bytes(key) : null, bytes(value));
  }

  private String decode(byte[] line) {
    try {
      return decoder.decode(ByteBuffer.wrap(line)).toString();
    } catch (CharacterCodingException e) {
      return new String(line, StandardCharsets.ISO_8859_1);
    }
  }

  private static byte @Nullable [] bytes(@Nullable Object object) {
    if (object == null) {
      return null;
    }
    if (object instanceof CharSequence text) {
      return text.toString().getBytes(StandardCharsets.UTF_8);
    }
    throw new IllegalArgumentException(
        "not text: expected=String, actual=" + object.getClass().getName());
  }
}
