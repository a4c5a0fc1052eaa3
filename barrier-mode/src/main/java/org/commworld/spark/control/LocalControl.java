package org.commworld.spark.control;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.commworld.spi.Failure;
import org.commworld.spi.WorldId;

/**
 * The control plane where the driver is the only executor: links are method calls.
 *
 * <p>The registry is static because a task reaches its driver only through what both find by name:
 * Spark deserializes the task's closure anew even in one JVM. Both sides see the same copy of this
 * class since a local executor's class loader is a child of the driver's.
 */
public final class LocalControl implements DriverControl {
  private static final ConcurrentHashMap<WorldId, LocalControl> OPEN = new ConcurrentHashMap<>();

  private final WorldId world;
  private final ControlHandler handler;
  private final Set<Consumer<Failure>> listeners = ConcurrentHashMap.newKeySet();
  private final ReentrantLock outputTurn = new ReentrantLock();
  private volatile boolean closed;

  private LocalControl(WorldId world, ControlHandler handler) {
    this.world = world;
    this.handler = handler;
  }

  /** Opens the driver's end for {@code world}. */
  public static LocalControl open(WorldId world, ControlHandler handler) {
    LocalControl control = new LocalControl(world, handler);
    if (OPEN.putIfAbsent(world, control) != null) {
      throw new IllegalStateException("world is open already: world=" + world);
    }
    return control;
  }

  /**
   * Opens the executor's end.
   *
   * @param onFailure told what the driver pushes
   * @throws IOException if the driver has no such world open
   */
  public static ControlLink connect(
      WorldId world, String processKey, List<Integer> ranks, Consumer<Failure> onFailure)
      throws IOException {
    LocalControl control = OPEN.get(world);
    if (control == null) {
      throw new IOException("the driver has no such world open: world=" + world);
    }
    control.listeners.add(onFailure);
    control.handler.joined(processKey, ranks);
    return control.new Link(onFailure);
  }

  @Override
  public void push(Failure failure) {
    listeners.forEach(listener -> listener.accept(failure));
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      OPEN.remove(world, this);
      push(DriverGone.failure("the job has ended in the driver"));
    }
  }

  private final class Link implements ControlLink {
    private final Consumer<Failure> onFailure;

    Link(Consumer<Failure> onFailure) {
      this.onFailure = onFailure;
    }

    @Override
    public void output(int rank, boolean err, byte[] bytes, int offset, int lengthBytes)
        throws IOException, InterruptedException {
      for (byte[] piece : Pieces.of(bytes, offset, lengthBytes)) {
        outputTurn.lockInterruptibly();
        try {
          if (closed) {
            throw new IOException("the job has ended in the driver: world=" + world);
          }
          handler.output(rank, err, piece);
        } finally {
          outputTurn.unlock();
        }
      }
    }

    @Override
    public InputStream input() {
      InputStream in = handler.input();
      if (in == null) {
        return InputStream.nullInputStream();
      }
      return new FilterInputStream(in) {
        @Override
        public void close() {}
      };
    }

    @Override
    public void threw(int rank, Throwable thrown) {
      handler.threw(rank, thrown);
    }

    @Override
    public void failed(Failure failure) {
      handler.failed(failure);
    }

    @Override
    public void statistics(byte[] bytes) {
      handler.statistics(bytes);
    }

    @Override
    public void calls(int rank, byte[] bytes) {
      handler.calls(rank, bytes);
    }

    @Override
    public long driverClockOffsetNanos() {
      return 0;
    }

    @Override
    public void flush(Duration limit) {
      // Every call above has returned only after the handler had.
    }

    @Override
    public void close() {
      listeners.remove(onFailure);
    }
  }
}
