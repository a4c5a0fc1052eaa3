package org.commworld.spark.control;

import io.netty.channel.ChannelOutboundInvoker;

/**
 * Sends and closes without waiting. A write that fails is reported to the pipeline, whose last
 * handler closes the connection; nobody needs the future.
 */
final class Channels {
  private Channels() {}

  static void send(ChannelOutboundInvoker to, Object message) {
    var unused = to.writeAndFlush(message, to.voidPromise());
  }

  static void close(ChannelOutboundInvoker channel) {
    var unused = channel.close();
  }
}
