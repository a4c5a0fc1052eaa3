package org.commworld.mapreduce.mrjob.protocol;

import java.lang.reflect.Array;
import java.math.BigInteger;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON byte for byte as Python's {@code json.dumps} does with its defaults: {@code ", "} and
 * {@code ": "} as separators, everything beyond printable ASCII escaped in lower-case hexadecimal,
 * floats as {@code repr} writes them. Jobs sort by these bytes, so they must not depend on who has
 * written them.
 */
final class PythonJson {
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private PythonJson() {}

  static void write(@Nullable Object value, StringBuilder out) {
    if (value == null || value instanceof Boolean || isInteger(value)) {
      out.append(value);
    } else if (value instanceof CharSequence text) {
      string(text, out);
    } else if (value instanceof Character one) {
      string(one.toString(), out);
    } else if (value instanceof Double || value instanceof Float) {
      PythonFloat.write(((Number) value).doubleValue(), out);
    } else if (value instanceof Map<?, ?> map) {
      map(map, out);
    } else if (value instanceof Iterable<?> items) {
      list(items, out);
    } else if (value.getClass().isArray() && !(value instanceof byte[])) {
      array(value, out);
    } else {
      throw new IllegalArgumentException("no JSON form: type=" + value.getClass().getName());
    }
  }

  private static boolean isInteger(Object value) {
    return value instanceof Long
        || value instanceof Integer
        || value instanceof Short
        || value instanceof Byte
        || value instanceof BigInteger;
  }

  private static void map(Map<?, ?> map, StringBuilder out) {
    out.append('{');
    String separator = "";
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      out.append(separator);
      string(name(entry.getKey()), out);
      out.append(": ");
      write(entry.getValue(), out);
      separator = ", ";
    }
    out.append('}');
  }

  /** Names are strings in JSON; Python writes numbers, booleans and None as such. */
  private static CharSequence name(@Nullable Object key) {
    if (key instanceof CharSequence text) {
      return text;
    }
    if (key == null
        || key instanceof Boolean
        || key instanceof Number
        || key instanceof Character) {
      StringBuilder name = new StringBuilder();
      if (key instanceof Character) {
        return name.append(key);
      }
      write(key, name);
      return name;
    }
    throw new IllegalArgumentException("no JSON name: type=" + key.getClass().getName());
  }

  private static void list(Iterable<?> items, StringBuilder out) {
    out.append('[');
    String separator = "";
    for (Object item : items) {
      out.append(separator);
      write(item, out);
      separator = ", ";
    }
    out.append(']');
  }

  private static void array(Object array, StringBuilder out) {
    out.append('[');
    int length = Array.getLength(array);
    for (int i = 0; i < length; i++) {
      out.append(i == 0 ? "" : ", ");
      write(Array.get(array, i), out);
    }
    out.append(']');
  }

  private static void string(CharSequence text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        default -> character(c, out);
      }
    }
    out.append('"');
  }

  private static void character(char c, StringBuilder out) {
    if (c >= ' ' && c <= '~') {
      out.append(c);
      return;
    }
    out.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      out.append(HEX[(c >> shift) & 0xf]);
    }
  }
}
