package org.commworld.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.commworld.spark.control.RemoteThrowable;
import org.commworld.spi.Failure;
import org.commworld.spi.Failure.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FailureRecordTest {
  private final Throwable ofSpark = new Exception("Job aborted\n at frame");
  private static final Failure KILLED = Failures.killed("killed");

  private final FailureRecord record = new FailureRecord();

  private static Failure failure(Kind kind, int rank, int code) {
    return new Failure(kind, rank, "host" + rank, code, kind + " of rank " + rank, "trace");
  }

  private FailureRecord.Verdict verdict() throws InterruptedException {
    return record.verdict(ofSpark, 3, Duration.ofMillis(20));
  }

  @Test
  void whatTheRankThrewIsTheCause() throws InterruptedException {
    IllegalStateException own = new IllegalStateException("own");
    IllegalStateException other = new IllegalStateException("other");
    record.threw(5, other);
    record.agreed(failure(Kind.RANK_THREW, 2, 1));
    record.threw(2, own);

    RankFailedException exception = verdict().exception();

    assertThat(exception).hasCause(own);
    assertThat(exception.getSuppressed()).containsExactly(other);
    assertThat(exception).hasMessage("RANK_THREW of rank 2 (rank=2, host=host2, attempt=3)");
    assertThat(exception.rank()).isEqualTo(2);
    assertThat(exception.host()).isEqualTo("host2");
    assertThat(exception.attempt()).isEqualTo(3);
  }

  @Test
  void agreedFailureWinsOverReports() throws InterruptedException {
    record.reported(failure(Kind.RANK_THREW, 1, 1));
    record.agreed(failure(Kind.RANK_LOST, 4, 1));

    assertThat(verdict().failure().kind()).isEqualTo(Kind.RANK_LOST);
  }

  @Test
  void killIsNeverFirstWhereAnythingElseIsKnown() throws InterruptedException {
    record.agreed(KILLED);
    record.reported(KILLED);
    record.reported(failure(Kind.ABORTED, 1, 7));
    record.reported(failure(Kind.RANK_THREW, 2, 1));

    assertThat(verdict().exception().code()).isEqualTo(7);
  }

  @Test
  void sparksWordCountsWhereNobodyElseKnows() throws InterruptedException {
    ClassNotFoundException thrown = new ClassNotFoundException("x.Y");
    record.taskFailed(1, "h", thrown);

    FailureRecord.Verdict verdict = verdict();

    assertThat(verdict.failure().rank()).isEqualTo(1);
    assertThat(verdict.failure().host()).isEqualTo("h");
    assertThat(verdict.exception()).hasCause(thrown);
  }

  @Test
  void withoutAnyWitnessSparksErrorIsTheCause() throws InterruptedException {
    FailureRecord.Verdict verdict = verdict();

    assertThat(verdict.failure().kind()).isEqualTo(Kind.KILLED);
    assertThat(verdict.exception()).hasCause(ofSpark).hasMessageContaining("Job aborted");
    assertThat(verdict.exception().getMessage()).doesNotContain("frame");
    assertThat(verdict.exception().code()).isEqualTo(143);
  }

  @Test
  void traceStandsInForAThrowableThatIsLost() throws InterruptedException {
    record.agreed(failure(Kind.RANK_THREW, 2, 1));

    assertThat(verdict().exception().getCause())
        .isInstanceOf(RemoteThrowable.class)
        .hasMessage("trace");
  }
}
