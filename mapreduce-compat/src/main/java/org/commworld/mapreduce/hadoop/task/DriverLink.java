package org.commworld.mapreduce.hadoop.task;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.spark.SparkEnv;
import org.apache.spark.rpc.RpcEndpointRef;
import org.apache.spark.util.RpcUtils;
import org.jspecify.annotations.Nullable;
import scala.reflect.ClassTag$;

/**
 * How attempts talk to the driver. Messages are byte arrays, so that Spark's RPC needs no class of
 * ours, whatever class loader it reads them with.
 *
 * <p>Spark-private API of 4.1: {@code RpcEndpointRef}, Spark's own connection between executors and
 * driver. Accumulators do not serve: they come with heartbeats, every ten seconds.
 */
public final class DriverLink {
  /** Name of the driver's endpoint. */
  public static final String ENDPOINT = "commworld-mapreduce";

  /** The driver's answer to an attempt that may not begin. */
  public static final int NO_ATTEMPT = -1;

  private static @Nullable RpcEndpointRef driver;
  private static @Nullable SparkEnv driversEnv;

  private DriverLink() {}

  /** The messages, by their first byte. */
  public enum Kind {
    /** An attempt begins; the answer is its number, or {@link #NO_ATTEMPT}. */
    BEGIN,
    /** An attempt has failed; the answer is 1 if the same Spark task is to try again. */
    FAILED,
    /** An attempt was killed, or ended for a reason that is Spark's to mend. */
    KILLED,
    /** An attempt's progress and status; has no answer. */
    PROGRESS
  }

  /**
   * A message.
   *
   * @param sparkTask Spark's id of the task attempt that hosts this one
   * @param lastChance whether Spark would not start the task again
   * @param text host, diagnostics or status
   */
  public record Message(
      Kind kind,
      String jobId,
      boolean map,
      int partition,
      int attempt,
      long sparkTask,
      boolean lastChance,
      float progress,
      String text) {

    /** Reads what {@link #bytes} has written. */
    public static Message of(byte[] bytes) {
      try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
        Kind kind = Kind.valueOf(in.readUTF());
        return new Message(
            kind,
            in.readUTF(),
            in.readBoolean(),
            in.readInt(),
            in.readInt(),
            in.readLong(),
            in.readBoolean(),
            in.readFloat(),
            new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    byte[] bytes() {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (DataOutputStream out = new DataOutputStream(bytes)) {
        out.writeUTF(kind.name());
        out.writeUTF(jobId);
        out.writeBoolean(map);
        out.writeInt(partition);
        out.writeInt(attempt);
        out.writeLong(sparkTask);
        out.writeBoolean(lastChance);
        out.writeFloat(progress);
        out.write(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return bytes.toByteArray();
    }
  }

  static int ask(Message message) {
    Integer answer =
        driver().<Integer>askSync(message.bytes(), ClassTag$.MODULE$.apply(Integer.class));
    return answer;
  }

  static void tell(Message message) {
    driver().send(message.bytes());
  }

  private static synchronized RpcEndpointRef driver() {
    SparkEnv env = SparkEnv.get();
    if (driver == null || driversEnv != env) {
      driver = RpcUtils.makeDriverRef(ENDPOINT, env.conf(), env.rpcEnv());
      driversEnv = env;
    }
    return driver;
  }
}
