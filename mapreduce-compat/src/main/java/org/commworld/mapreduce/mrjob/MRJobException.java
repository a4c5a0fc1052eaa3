package org.commworld.mapreduce.mrjob;

import org.jspecify.annotations.Nullable;

/** A job that could not be run, or has failed; the cause is kept where it came from this JVM. */
public final class MRJobException extends RuntimeException {
  MRJobException(String message) {
    super(message);
  }

  MRJobException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
