package org.commworld.mapreduce.cli;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.DataInputBuffer;
import org.apache.hadoop.io.DataOutputBuffer;
import org.apache.hadoop.io.ObjectWritable;
import org.apache.hadoop.io.Writable;
import org.apache.hadoop.io.WritableFactories;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.mapreduce.protocol.ClientProtocol;
import org.jspecify.annotations.Nullable;

/**
 * One call of a {@link ClientProtocol} method over a connection: the method's name and arguments
 * go, a flag and the result or a message come back. Values travel as Hadoop's own {@link
 * ObjectWritable}, which knows every type in that interface.
 */
final class RemoteCall {
  private static final Configuration CLASSES = new Configuration(false);

  private RemoteCall() {}

  /**
   * Blocks until the other process has answered.
   *
   * @throws RemoteException if it has answered with an exception
   */
  static @Nullable Object send(SocketChannel channel, Method method, Object[] arguments)
      throws IOException {
    DataOutputStream out = out(channel);
    out.writeUTF(method.getName());
    Class<?>[] types = method.getParameterTypes();
    for (int i = 0; i < types.length; i++) {
      ObjectWritable.writeObject(out, arguments[i], types[i], CLASSES);
    }
    out.flush();
    DataInputStream in = new DataInputStream(Channels.newInputStream(channel));
    if (in.readBoolean()) {
      return ObjectWritable.readObject(in, CLASSES);
    }
    throw new RemoteException(in.readUTF(), in.readUTF());
  }

  /** Serves the one call that comes over {@code channel}. */
  static void serve(SocketChannel channel, ClientProtocol jobs) throws IOException {
    DataInputStream in = new DataInputStream(Channels.newInputStream(channel));
    Method method = method(in.readUTF());
    Object[] arguments = new Object[method.getParameterCount()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = ObjectWritable.readObject(in, CLASSES);
    }
    DataOutputStream out = out(channel);
    try {
      Object result = plain(method.invoke(jobs, arguments));
      out.writeBoolean(true);
      Class<?> type = method.getReturnType();
      ObjectWritable.writeObject(out, result, type, CLASSES);
    } catch (InvocationTargetException e) {
      out.writeBoolean(false);
      out.writeUTF(e.getTargetException().getClass().getName());
      out.writeUTF(String.valueOf(e.getTargetException().getMessage()));
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
    out.flush();
  }

  /** A framework may answer with classes of its own, which the caller could not make. */
  private static @Nullable Object plain(@Nullable Object result) throws IOException {
    if (result instanceof Object[] array) {
      Class<?> type = array.getClass().getComponentType();
      Object[] copy = (Object[]) Array.newInstance(type, array.length);
      for (int i = 0; i < array.length; i++) {
        copy[i] = type.cast(plain(array[i]));
      }
      return copy;
    }
    if (!(result instanceof Writable own) || isHadoops(own.getClass())) {
      return result;
    }
    Class<?> type = own.getClass();
    while (!isHadoops(type)) {
      type = type.getSuperclass();
    }
    DataOutputBuffer bytes = new DataOutputBuffer();
    own.write(bytes);
    Writable copy = WritableFactories.newInstance(type.asSubclass(Writable.class));
    DataInputBuffer in = new DataInputBuffer();
    in.reset(bytes.getData(), bytes.getLength());
    copy.readFields(in);
    return copy;
  }

  private static boolean isHadoops(Class<?> type) {
    return type.getName().startsWith("org.apache.hadoop.");
  }

  private static DataOutputStream out(SocketChannel channel) {
    return new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel)));
  }

  private static Method method(String name) throws IOException {
    for (Method method : ClientProtocol.class.getMethods()) {
      if (method.getName().equals(name)) {
        return method;
      }
    }
    throw new IOException("no such call: name=" + name);
  }
}
