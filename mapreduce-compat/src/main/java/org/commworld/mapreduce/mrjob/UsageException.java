package org.commworld.mapreduce.mrjob;

import org.jspecify.annotations.Nullable;

/** Arguments that a program does not take. The message is for the program's user. */
public final class UsageException extends IllegalArgumentException {
  UsageException(String message) {
    super(message);
  }

  UsageException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
