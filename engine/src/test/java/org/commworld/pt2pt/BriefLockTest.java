package org.commworld.pt2pt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
@SuppressWarnings("LockNotBeforeTry") // The lock is what is tested.
class BriefLockTest {
  private static final int THREADS = 4;
  private static final int TIMES = 20_000;

  private final BriefLock lock = new BriefLock();
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private int count;

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void oneThreadAtATime() throws Exception {
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      all.add(threads.submit(this::countUp));
    }
    for (Future<?> each : all) {
      each.get();
    }

    assertThat(count).isEqualTo(THREADS * TIMES);
  }

  private void countUp() {
    for (int i = 0; i < TIMES; i++) {
      lock.lock();
      try {
        count++;
      } finally {
        lock.unlock();
      }
    }
  }

  @Test
  void itsHolderMayTakeItAgain() throws Exception {
    Callable<Boolean> attempt = lock::tryLock;
    lock.lock();
    lock.lock();
    lock.unlock();

    assertThat(lock.isHeldByCurrentThread()).isTrue();
    assertThat(threads.submit(attempt).get()).isFalse();
    lock.unlock();
    assertThat(threads.submit(attempt).get()).isTrue();
  }

  @Test
  void whoWaitsLongParksAndIsWoken() throws Exception {
    lock.lock();
    Future<?> waiting = threads.submit(this::countUp);
    while (!lock.hasParked()) {
      Thread.onSpinWait();
    }
    assertThat(count).isZero();

    lock.unlock();
    waiting.get();

    assertThat(count).isEqualTo(TIMES);
  }

  @Test
  void whoHasNoTimeLeftGoesWithout() throws Exception {
    Callable<Boolean> attempt = () -> lock.tryLock(1);
    lock.lock();

    assertThat(threads.submit(attempt).get()).isFalse();
    assertThat(lock.hasParked()).isFalse();
    lock.unlock();
    assertThat(threads.submit(attempt).get()).isTrue();
  }

  @Test
  void anInterruptIsKeptAndDoesNotEndTheWait() throws Exception {
    lock.lock();
    Thread waiting = new Thread(this::countUp, "waiting");
    waiting.start();
    while (!lock.hasParked()) {
      Thread.onSpinWait();
    }
    waiting.interrupt();
    while (waiting.isInterrupted()) {
      Thread.onSpinWait(); // Until the park has ended by it.
    }
    assertThat(count).isZero();

    lock.unlock();
    waiting.join();

    assertThat(count).isEqualTo(TIMES);
  }

  @Test
  void onlyItsHolderLetsItGo() {
    assertThatThrownBy(lock::unlock).isInstanceOf(IllegalMonitorStateException.class);
  }
}
