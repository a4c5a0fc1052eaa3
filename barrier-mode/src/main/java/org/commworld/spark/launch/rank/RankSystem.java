package org.commworld.spark.launch.rank;

import java.io.InputStream;
import java.io.PrintStream;
import org.commworld.spark.launch.RankClassLoader;
import org.commworld.spark.launch.RankRuntime;

/**
 * What a rank's program uses in place of {@link System}: the standard streams and {@code exit} of
 * that rank. {@link RankClassLoader} defines a copy of this class for each rank and redirects the
 * program's classes to it, so that a static field here belongs to one rank. Any thread may call.
 */
public final class RankSystem {
  private static final RankRuntime RANK =
      ((RankClassLoader) RankSystem.class.getClassLoader()).runtime();

  // Not final and public, as System's own are for the byte code that reads them.

  /** The rank's standard input. */
  @SuppressWarnings("NonFinalStaticField")
  public static volatile InputStream in = RANK.in();

  /** The rank's standard output. */
  @SuppressWarnings("NonFinalStaticField")
  public static volatile PrintStream out = RANK.out();

  /** The rank's standard error. */
  @SuppressWarnings("NonFinalStaticField")
  public static volatile PrintStream err = RANK.err();

  private RankSystem() {}

  /** {@link System#setIn}, for this rank. */
  public static void setIn(InputStream stream) {
    in = stream;
  }

  /** {@link System#setOut}, for this rank. */
  public static void setOut(PrintStream stream) {
    RANK.setOut(stream);
    out = stream;
  }

  /** {@link System#setErr}, for this rank. */
  public static void setErr(PrintStream stream) {
    RANK.setErr(stream);
    err = stream;
  }

  /** {@link System#exit}: ends this rank only, if the status is 0; otherwise the world. */
  public static void exit(int status) {
    throw RANK.exit(status);
  }

  /** {@link Runtime#exit}, as {@link #exit(int)}. */
  public static void exit(Runtime runtime, int status) {
    throw RANK.exit(status);
  }

  /** {@link Runtime#halt}, as {@link #exit(int)}. */
  public static void halt(Runtime runtime, int status) {
    throw RANK.exit(status);
  }
}
