package org.commworld.spark;

import org.commworld.spi.Failure;

/** An attempt has failed; there may be another. */
final class AttemptFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient FailureRecord.Verdict verdict;

  AttemptFailedException(FailureRecord.Verdict verdict) {
    super(verdict.exception());
    this.verdict = verdict;
  }

  RankFailedException toCaller() {
    return verdict.exception();
  }

  /** Whether another attempt may end better: not where somebody wanted the end. */
  boolean isWorthAnother() {
    Failure.Kind kind = verdict.failure().kind();
    return kind != Failure.Kind.ABORTED && kind != Failure.Kind.KILLED;
  }
}
