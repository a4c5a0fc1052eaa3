package org.commworld.spark.control;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.commworld.spi.Failure;
import org.jspecify.annotations.Nullable;

/**
 * What the ranks' threads and the event loop of a {@link ControlClient} share: the credit for
 * output, the input that has arrived, the end of the link.
 *
 * <p>Its waits end when the driver answers or the link ends, and the link ends by itself when the
 * driver has been silent for {@link HeartbeatHandler#LOST_SECONDS}: that is their deadline.
 */
final class ClientState {
  /** Output of one JVM that the driver has not handled yet. */
  static final int WINDOW_BYTES = 64 << 10;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Consumer<Failure> onFailure;
  private final ClockOffset clock = new ClockOffset();
  private long outstanding;
  private byte @Nullable [] input;
  private boolean inputRequested;
  private @Nullable String ended;
  private boolean left;

  ClientState(Consumer<Failure> onFailure) {
    this.onFailure = onFailure;
  }

  /** Waits until {@code credit} fits the window, or all of it is free; takes it. */
  void awaitCredit(int credit) throws IOException, InterruptedException {
    lock.lockInterruptibly();
    try {
      while (ended == null && outstanding > 0 && outstanding + credit > WINDOW_BYTES) {
        changed.await();
      }
      checkLink();
      outstanding += credit;
    } finally {
      lock.unlock();
    }
  }

  void takeCredit(int credit) {
    lock.lock();
    try {
      outstanding += credit;
    } finally {
      lock.unlock();
    }
  }

  void awaitAllProcessed(Duration limit) throws IOException, InterruptedException {
    long nanos = limit.toNanos();
    lock.lockInterruptibly();
    try {
      while (ended == null && outstanding > 0) {
        if (nanos <= 0) {
          throw new IOException(
              "driver has not handled all output: limit=%s, leftBytes=%d"
                  .formatted(limit, outstanding));
        }
        nanos = changed.awaitNanos(nanos);
      }
      checkLink();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Runs {@code request}, which asks the driver for input, and waits for what comes. An interrupted
   * wait leaves its request open: the next one takes the answer.
   */
  byte[] awaitInput(Runnable request) throws IOException, InterruptedException {
    lock.lockInterruptibly();
    try {
      if (!inputRequested) {
        inputRequested = true;
        request.run();
      }
      while (ended == null && input == null) {
        changed.await();
      }
      byte[] arrived = input;
      input = null;
      inputRequested = false;
      if (arrived == null) {
        checkLink();
        throw new IllegalStateException("woken without input");
      }
      return arrived;
    } finally {
      lock.unlock();
    }
  }

  /** The driver's clock said {@code driverNanos} between two times of this JVM's. */
  void clockAnswered(long askedNanos, long driverNanos, long answeredNanos) {
    change(() -> clock.answered(askedNanos, driverNanos, answeredNanos));
  }

  /**
   * Runs {@code question}, which asks the driver for its clock, and waits for the answer: a
   * question behind another would count that one's time as its own.
   */
  long awaitClockOffset(Runnable question) throws IOException, InterruptedException {
    lock.lockInterruptibly();
    try {
      int answers = clock.answers();
      question.run();
      while (ended == null && clock.answers() == answers) {
        changed.await();
      }
      checkLink();
      return clock.offsetNanos();
    } finally {
      lock.unlock();
    }
  }

  void processed(int credit) {
    change(() -> outstanding -= credit);
  }

  void inputArrived(byte[] bytes) {
    change(() -> input = bytes);
  }

  void worldFailed(Failure failure) {
    onFailure.accept(failure);
  }

  void linkEnded(String evidence) {
    change(() -> ended = evidence);
    if (!hasLeft()) {
      onFailure.accept(DriverGone.failure(evidence));
    }
  }

  /** Whether this is the first call: from now on the end of the link is no failure. */
  boolean leave() {
    lock.lock();
    try {
      boolean first = !left;
      left = true;
      return first;
    } finally {
      lock.unlock();
    }
  }

  private boolean hasLeft() {
    lock.lock();
    try {
      return left;
    } finally {
      lock.unlock();
    }
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void checkLink() throws IOException {
    if (ended != null) {
      throw new IOException("link to the driver ended: " + ended);
    }
  }
}
