package org.commworld.spark.launch;

/**
 * Unwinds the thread that called {@code System.exit} in a rank. An Error, so that a program's
 * {@code catch (Exception)} does not stop it.
 */
final class RankExit extends Error {
  private static final long serialVersionUID = 1L;

  RankExit(int status) {
    super("rank ended by exit: status=" + status, null, false, false);
  }
}
