package org.commworld.mapreduce.hadoop.client;

import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskFailedReason;
import org.apache.spark.rpc.RpcCallContext;
import org.apache.spark.rpc.RpcEndpoint;
import org.apache.spark.rpc.RpcEnv;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.commworld.mapreduce.hadoop.task.DriverLink;
import scala.PartialFunction;
import scala.runtime.AbstractPartialFunction;
import scala.runtime.BoxedUnit;

/**
 * Where attempts' messages arrive. No message waits for anything, so that one thread of Spark's
 * does.
 *
 * <p>Spark-private API of 4.1: {@code RpcEndpoint}, see {@link DriverLink}.
 */
final class DriverEndpoint implements RpcEndpoint {
  private final RpcEnv rpcEnv;

  private DriverEndpoint(RpcEnv rpcEnv) {
    this.rpcEnv = rpcEnv;
  }

  /**
   * Makes the endpoint known to executors, and hears of executors that can tell nothing any more.
   */
  static void install(SparkContext context) {
    RpcEnv rpcEnv = SparkEnv.get().rpcEnv();
    rpcEnv.setupEndpoint(DriverLink.ENDPOINT, new DriverEndpoint(rpcEnv));
    context.addSparkListener(new LostTasks());
  }

  @Override
  public RpcEnv rpcEnv() {
    return rpcEnv;
  }

  @Override
  public PartialFunction<Object, BoxedUnit> receive() {
    return new Handler() {
      @Override
      void handle(byte[] message) {
        answer(message);
      }
    };
  }

  @Override
  public PartialFunction<Object, BoxedUnit> receiveAndReply(RpcCallContext call) {
    return new Handler() {
      @Override
      void handle(byte[] message) {
        call.reply(answer(message));
      }
    };
  }

  private static int answer(byte[] bytes) {
    DriverLink.Message message = DriverLink.Message.of(bytes);
    SparkJob job = RunningJobs.find(message.jobId());
    if (job == null) {
      return message.kind() == DriverLink.Kind.BEGIN ? DriverLink.NO_ATTEMPT : 0;
    }
    return job.hear(message);
  }

  private abstract static class Handler extends AbstractPartialFunction<Object, BoxedUnit> {
    abstract void handle(byte[] message);

    @Override
    public boolean isDefinedAt(Object message) {
      return message instanceof byte[];
    }

    @Override
    public BoxedUnit apply(Object message) {
      handle((byte[]) message);
      return BoxedUnit.UNIT;
    }
  }

  private static final class LostTasks extends SparkListener {
    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
      if (end.reason() instanceof TaskFailedReason reason) {
        for (SparkJob job : RunningJobs.all()) {
          job.tasks().sparkTaskEnded(end.taskInfo().taskId(), reason.toErrorString());
        }
      }
    }
  }
}
