package org.commworld.pt2pt;

import static org.assertj.core.api.Assertions.assertThat;

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
    while (!lock.hasQueuedThreads()) {
      Thread.onSpinWait();
    }
    assertThat(count).isZero();

    lock.unlock();
    waiting.get();

    assertThat(count).isEqualTo(TIMES);
  }
}
