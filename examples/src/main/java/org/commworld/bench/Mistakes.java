package org.commworld.bench;

import java.io.PrintStream;
import picocli.CommandLine.ParameterException;

/** How commands that measure say in a line why they have ended. */
public final class Mistakes {
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private Mistakes() {}

  /**
   * Prints what went wrong; the exit status.
   *
   * @param isKnown whether the message was made for the user
   */
  public static int explain(String command, Exception e, boolean isKnown, PrintStream err) {
    boolean usage = e instanceof ParameterException;
    String message = usage || isKnown ? e.getMessage() : e.toString();
    err.println(command + ": " + message + (usage ? " (see " + command + " --help)" : ""));
    return usage ? USAGE : FAILED;
  }
}
