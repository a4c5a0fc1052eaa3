package org.commworld.compare.report;

import java.util.Locale;

/** Builds HTML; text is escaped, marked by {@link #raw} it is not. */
final class Html {
  private final StringBuilder text = new StringBuilder();

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** An element with nothing but text in it. */
  Html element(String name, String content) {
    return open(name).text(content).close(name);
  }

  /** A cell of a number, by which columns are sorted; empty where it is not one. */
  Html number(double value, String shown) {
    String key = Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.9g", value);
    return raw("<td class=\"n\" data-v=\"" + key + "\">").text(shown).raw("</td>");
  }

  Html open(String tag) {
    text.append('<').append(tag).append('>');
    return this;
  }

  Html close(String name) {
    int end = name.indexOf(' ');
    text.append("</").append(end < 0 ? name : name.substring(0, end)).append(">");
    return this;
  }

  Html text(String content) {
    text.append(escape(content));
    return this;
  }

  Html raw(String markup) {
    text.append(markup);
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
