package org.commworld.compare;

import java.io.PrintStream;

/** Says on a terminal what is being done, on a line that the next row takes. */
record Terminal(PrintStream err) implements Campaign.Progress {
  private static final String ERASE = "\r\u001b[K";
  private static final int WIDTH = 79;

  private static boolean isThere() {
    return Boolean.getBoolean("commworld.terminal");
  }

  @Override
  public void says(String what) {
    if (isThere()) {
      err.print(ERASE + what.substring(0, Math.min(WIDTH, what.length())));
      err.flush();
    }
  }

  void clear() {
    if (isThere()) {
      err.print(ERASE);
      err.flush();
    }
  }
}
