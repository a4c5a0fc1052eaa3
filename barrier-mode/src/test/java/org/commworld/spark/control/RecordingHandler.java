package org.commworld.spark.control;

import java.io.InputStream;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.commworld.spi.Failure;
import org.jspecify.annotations.Nullable;

/** A driver that writes down what it is told; its console takes only what it has permits for. */
final class RecordingHandler implements ControlHandler {
  final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  final BlockingQueue<String> outputs = new LinkedBlockingQueue<>();
  final BlockingQueue<Throwable> thrown = new LinkedBlockingQueue<>();
  final Semaphore console = new Semaphore(Integer.MAX_VALUE);
  volatile @Nullable InputStream input;

  @Override
  public void joined(String processKey, List<Integer> ranks) {
    events.add("joined " + processKey + " " + ranks);
  }

  @Override
  public void output(int rank, boolean err, byte[] bytes) {
    console.acquireUninterruptibly();
    outputs.add(
        rank + (err ? "!" : ":") + bytes.length + ":" + (bytes.length == 0 ? "" : bytes[0]));
  }

  @Override
  public @Nullable InputStream input() {
    return input;
  }

  @Override
  public void threw(int rank, Throwable e) {
    thrown.add(e);
    events.add("threw " + rank);
  }

  @Override
  public void failed(Failure failure) {
    events.add("failed " + failure.rank());
  }

  @Override
  public void statistics(byte[] bytes) {
    events.add("statistics " + bytes.length);
  }

  @Override
  public void calls(int rank, byte[] bytes) {
    events.add("calls " + rank + " " + bytes.length);
  }

  @Override
  public void lost(String processKey, String evidence) {
    events.add("lost " + processKey + ": " + evidence);
  }

  /** The next event, waited for. */
  String next() throws InterruptedException {
    return String.valueOf(events.poll(20, TimeUnit.SECONDS));
  }
}
