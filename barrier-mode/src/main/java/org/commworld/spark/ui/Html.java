package org.commworld.spark.ui;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** HTML as it grows. What is formatted into it is escaped, what is written is not. */
final class Html {
  private final StringBuilder text = new StringBuilder();

  /** Adds markup. */
  Html write(String markup) {
    text.append(markup);
    return this;
  }

  /** Adds markup with {@code %s} for each argument, which is escaped. */
  Html format(String markup, Object... arguments) {
    Object[] escaped = new Object[arguments.length];
    for (int i = 0; i < arguments.length; i++) {
      escaped[i] = escape(arguments[i].toString());
    }
    text.append(markup.formatted(escaped));
    return this;
  }

  static String escape(String plain) {
    StringBuilder escaped = new StringBuilder(plain.length());
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        default -> escaped.append(c);
      }
    }
    return escaped.toString();
  }

  /** A text that lies beside this class. */
  static String resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(Html.class.getResourceAsStream(name), "missing: " + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
