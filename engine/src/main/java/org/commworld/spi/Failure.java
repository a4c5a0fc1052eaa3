package org.commworld.spi;

import static java.util.Objects.requireNonNull;

import org.commworld.mpi.AbortException;
import org.commworld.mpi.ErrorClass;
import org.commworld.mpi.MpiException;
import org.commworld.mpi.ProcessFailedException;
import org.jspecify.annotations.Nullable;

/**
 * Why a world ended before its ranks did. The first one is the world's; all ranks report that same
 * one.
 *
 * @param kind what happened
 * @param rank the rank of the world that failed first, or −1 if it was none in particular
 * @param host where it ran, or "unknown"
 * @param code the exit status that this gives the launcher, not 0
 * @param message what happened, in a sentence that names rank and host
 * @param detail the stack trace of the rank, or empty; at most {@link #MAX_DETAIL_CHARS}
 */
public record Failure(Kind kind, int rank, String host, int code, String message, String detail) {
  /** Longer details are cut. */
  public static final int MAX_DETAIL_CHARS = 4096;

  private static final int MAX_MESSAGE_CHARS = 1024;

  /** What can happen to a world. */
  public enum Kind {
    /** A rank's code threw. */
    RANK_THREW,
    /** A rank called abort, or ended with a status other than 0. */
    ABORTED,
    /** A rank's JVM or host is gone, or cannot be reached. */
    RANK_LOST,
    /** Ranks called different collectives. */
    MISMATCH,
    /** Not all ranks registered in time. */
    JOIN_TIMEOUT,
    /** A newer attempt of the job has taken the place of this one. */
    STALE_EPOCH,
    /** ZooKeeper, or the session in it, is lost. */
    COORDINATION_LOST,
    /** Spark, or the user, ended the task or the job. */
    KILLED
  }

  /** Cuts what is too long. */
  public Failure {
    requireNonNull(kind, "kind is null");
    requireNonNull(host, "host is null");
    message = cut(message, MAX_MESSAGE_CHARS);
    detail = cut(detail, MAX_DETAIL_CHARS);
  }

  private static String cut(String text, int max) {
    return text.length() <= max ? text : text.substring(0, max - 1) + "…";
  }

  /** A new exception that tells of this failure, for one caller. */
  public MpiException toException(@Nullable Throwable cause) {
    return switch (kind) {
      case ABORTED -> new AbortException(rank, code, message);
      case RANK_THREW, RANK_LOST -> new ProcessFailedException(rank, host, message, cause);
      case MISMATCH -> new MpiException(ErrorClass.MISMATCH, message, cause);
      case JOIN_TIMEOUT -> new MpiException(ErrorClass.TIMEOUT, message, cause);
      case STALE_EPOCH, COORDINATION_LOST -> new MpiException(ErrorClass.WORLD, message, cause);
      case KILLED -> new MpiException(ErrorClass.INTERRUPTED, message, cause);
    };
  }
}
