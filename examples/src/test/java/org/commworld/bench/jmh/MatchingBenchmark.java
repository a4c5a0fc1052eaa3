package org.commworld.bench.jmh;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.commworld.mpi.Comm;
import org.commworld.mpi.Request;
import org.commworld.runtime.LocalWorld;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a message of 8 bytes from a rank to itself costs: matching, requests and one copy, without
 * another thread. {@code depth} entries of another tag are in the queue before.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MatchingBenchmark {
  private static final int TAG = 1;
  private static final int OTHER_TAG = 2;

  /** What is in the queue already. */
  @Param({"0", "16", "1024"})
  public int depth;

  private final double[] sent = {1};
  private final double[] received = {0};
  private final CountDownLatch over = new CountDownLatch(1);
  private final List<Request> posted = new ArrayList<>();
  private @Nullable Thread world;
  private @Nullable Comm comm;

  /** A world of one rank, whose thread lends its communicator to the benchmark's. */
  private Comm start() throws InterruptedException {
    SynchronousQueue<Comm> handOver = new SynchronousQueue<>();
    world =
        new Thread(
            () ->
                LocalWorld.run(
                    1,
                    rank -> {
                      handOver.put(rank);
                      over.await();
                      return 0;
                    }));
    world.start();
    return handOver.take();
  }

  /** Starts the world. */
  @Setup
  public void setUp() throws InterruptedException {
    comm = start();
  }

  /** Ends the world. */
  @TearDown
  public void tearDown() throws InterruptedException {
    posted.forEach(Request::cancel);
    over.countDown();
    world.join();
  }

  /** Fills one of the queues, for each benchmark its own. */
  private void fill(boolean receives) {
    if (!posted.isEmpty() || depth == 0) {
      return;
    }
    for (int i = 0; i < depth; i++) {
      posted.add(
          receives ? comm.iRecv(new double[1], 0, OTHER_TAG) : comm.iSend(sent, 0, OTHER_TAG));
    }
  }

  /** The receive is there first; others are before it. */
  @Benchmark
  public double posted() {
    fill(true);
    Request receive = comm.iRecv(received, 0, TAG);
    comm.send(sent, 0, TAG);
    receive.waitFor();
    return received[0];
  }

  /** The message is there first; others are before it. */
  @Benchmark
  public double unexpected() {
    fill(false);
    comm.send(sent, 0, TAG);
    comm.recv(received, 0, TAG);
    return received[0];
  }
}
