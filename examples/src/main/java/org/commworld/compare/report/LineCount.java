package org.commworld.compare.report;

/** Counts lines of code: those that have something other than blanks and comments. */
final class LineCount {
  private LineCount() {}

  /** Of Java or C; text blocks are not understood. */
  static int ofJavaOrC(String text) {
    int count = 0;
    boolean isCode = false;
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == '\n') {
        count += isCode ? 1 : 0;
        isCode = false;
        i++;
      } else if (text.startsWith("//", i)) {
        i = endOf(text, "\n", i) - 1;
      } else if (text.startsWith("/*", i)) {
        int end = endOf(text, "*/", i + 2);
        boolean isSplit = text.substring(i, end).indexOf('\n') >= 0;
        count += isSplit && isCode ? 1 : 0;
        isCode &= !isSplit;
        i = end;
      } else if (c == '"' || c == '\'') {
        isCode = true;
        i = endOfLiteral(text, c, i + 1);
      } else {
        isCode |= !Character.isWhitespace(c);
        i++;
      }
    }
    return count + (isCode ? 1 : 0);
  }

  private static int endOf(String text, String mark, int from) {
    int at = text.indexOf(mark, from);
    return at < 0 ? text.length() + 1 - (mark.equals("\n") ? 0 : 1) : at + mark.length();
  }

  private static int endOfLiteral(String text, char quote, int from) {
    int i = from;
    while (i < text.length() && text.charAt(i) != quote && text.charAt(i) != '\n') {
      i += text.charAt(i) == '\\' ? 2 : 1;
    }
    return i < text.length() && text.charAt(i) == quote ? i + 1 : i;
  }

  /** Of Python; a string in three quotes that begins a line counts as a comment. */
  static int ofPython(String text) {
    int count = 0;
    boolean isInside = false;
    for (String raw : text.lines().toList()) {
      String line = raw.strip();
      if (isInside) {
        isInside = !line.endsWith("\"\"\"");
      } else if (line.startsWith("\"\"\"")) {
        isInside = line.length() < 6 || !line.endsWith("\"\"\"");
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        count++;
      }
    }
    return count;
  }
}
