package org.commworld.spark;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commworld.runtime.Engine;
import org.commworld.spark.control.ControlLink;
import org.commworld.spark.stats.StatisticsCodec;
import org.commworld.stats.RankStatistics;
import org.commworld.stats.Span;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the driver what the ranks of this JVM do: counters now and then and at the end, and their
 * calls, if they are traced, before they fill the buffer. A thread of its own, so that a slow
 * driver holds up no rank.
 */
final class RankReports implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RankReports.class);
  private static final long TRACE_MILLIS = 50;

  /** Some 60 KiB of bytes. */
  private static final int SPANS_AT_ONCE = 512;

  private static final Duration LAST_LIMIT = Duration.ofSeconds(2);
  private static final Duration LAST_TRACE_LIMIT = Duration.ofSeconds(60);
  private static final int CLOCK_QUESTIONS = 64;

  private final Engine engine;
  private final ControlLink link;
  private final List<Integer> ranks;
  private final JobSpec.Reports settings;
  private final String host;
  private final Thread thread;
  private final Map<Integer, Long> sentSpans = new HashMap<>();
  private final Map<Integer, Long> droppedSpans = new HashMap<>();
  private boolean closing;

  private RankReports(
      Engine engine, ControlLink link, List<Integer> ranks, JobSpec.Reports settings, String host) {
    this.engine = engine;
    this.link = link;
    this.ranks = ranks;
    this.settings = settings;
    this.host = host;
    this.thread = new Thread(this::run, "commworld-reports");
    thread.setDaemon(true);
  }

  /** Begins to report. */
  static RankReports start(
      Engine engine, ControlLink link, List<Integer> ranks, JobSpec.Reports settings, String host) {
    RankReports reports = new RankReports(engine, link, ranks, settings, host);
    reports.thread.start();
    return reports;
  }

  private boolean isTracing() {
    return settings.traceCalls() > 0;
  }

  private void run() {
    try {
      for (int i = 0; isTracing() && i < CLOCK_QUESTIONS; i++) {
        link.driverClockOffsetNanos();
      }
      long period = isTracing() ? TRACE_MILLIS : settings.intervalMillis();
      long next = System.nanoTime() + settings.intervalMillis() * 1_000_000;
      while (!isOver(period)) {
        sendSpans();
        long now = System.nanoTime();
        if (now - next >= 0) {
          next = now + settings.intervalMillis() * 1_000_000;
          sendStatistics();
        }
      }
    } catch (IOException e) {
      LOG.debug("Reports end: ranks={}", ranks, e); // The link's end is told by others.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for so long, or until the ranks are done. */
  private synchronized boolean isOver(long millis) throws InterruptedException {
    long deadline = System.nanoTime() + millis * 1_000_000;
    for (long left = millis; !closing && left > 0; ) {
      wait(left);
      left = (deadline - System.nanoTime()) / 1_000_000;
    }
    return closing;
  }

  private void sendStatistics() throws IOException, InterruptedException {
    for (RankStatistics statistics : engine.statistics()) {
      link.statistics(StatisticsCodec.encode(statistics));
    }
  }

  private void sendSpans() throws IOException, InterruptedException {
    if (!isTracing()) {
      return;
    }
    long offset = link.driverClockOffsetNanos();
    for (int rank : ranks) {
      List<Span> spans = engine.meter(rank).takeSpans(SPANS_AT_ONCE);
      while (!spans.isEmpty()) {
        sendSpans(rank, spans, offset);
        spans = engine.meter(rank).takeSpans(SPANS_AT_ONCE);
      }
    }
  }

  private void sendSpans(int rank, List<Span> spans, long offset)
      throws IOException, InterruptedException {
    long sent = sentSpans.getOrDefault(rank, 0L);
    int room = (int) Math.min(spans.size(), Math.max(0, settings.traceCalls() - sent));
    sentSpans.put(rank, sent + room);
    long beyond = droppedSpans.merge(rank, (long) spans.size() - room, Long::sum);
    if (room > 0) {
      long dropped = beyond + engine.meter(rank).droppedSpans();
      link.calls(rank, StatisticsCodec.encode(spans.subList(0, room), dropped, offset, host));
    }
  }

  /** What has been dropped after the last calls that were sent. */
  private void sendDropped() throws IOException, InterruptedException {
    for (int rank : ranks) {
      long dropped = droppedSpans.getOrDefault(rank, 0L) + engine.meter(rank).droppedSpans();
      if (dropped > 0) {
        link.calls(rank, StatisticsCodec.encode(List.of(), dropped, 0, host));
      }
    }
  }

  /** The last report, which the driver has when this returns, unless it cannot be reached. */
  @Override
  public void close() {
    boolean interrupted = Thread.interrupted();
    try {
      synchronized (this) {
        closing = true;
        notifyAll();
      }
      thread.join(LAST_LIMIT.toMillis());
      if (thread.isAlive()) {
        thread.interrupt();
        return;
      }
      sendSpans();
      if (isTracing()) {
        sendDropped();
      }
      sendStatistics();
      link.flush(isTracing() ? LAST_TRACE_LIMIT : LAST_LIMIT);
    } catch (IOException e) {
      LOG.debug("Last report not sent: ranks={}", ranks, e);
    } catch (InterruptedException e) {
      interrupted = true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
