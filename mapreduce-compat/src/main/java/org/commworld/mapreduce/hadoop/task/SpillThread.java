package org.commworld.mapreduce.hadoop.task;

import java.io.IOException;
import java.lang.reflect.Field;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.mapred.MapOutputCollector;
import org.apache.hadoop.mapred.MapTask.MapOutputBuffer;

/**
 * The thread that Hadoop's sort buffer spills in. Only a flush that succeeds ends it; after a
 * failure it waits for ever, and with it the whole buffer stays in memory. On YARN the JVM ends
 * then; an executor goes on.
 *
 * <p>Hadoop-private: the field {@code MapOutputBuffer.spillThread} of 3.4.
 */
final class SpillThread {
  private static final long WAIT_MILLIS = TimeUnit.SECONDS.toMillis(10);
  private static final Field THREAD = field();

  private SpillThread() {}

  private static Field field() {
    try {
      Field field = MapOutputBuffer.class.getDeclaredField("spillThread");
      field.setAccessible(true);
      return field;
    } catch (NoSuchFieldException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /**
   * Gives up a collector whose records nobody wants: what it has spilled goes with the attempt's
   * directory. Waits until the thread has ended, a few seconds at most, also when the caller has
   * been interrupted.
   */
  static void end(MapOutputCollector<?, ?> collector) throws IOException, InterruptedException {
    boolean interrupted = Thread.interrupted();
    try {
      if (collector instanceof MapOutputBuffer) {
        Thread thread = (Thread) THREAD.get(collector);
        thread.interrupt();
        thread.join(WAIT_MILLIS);
      }
      collector.close();
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
