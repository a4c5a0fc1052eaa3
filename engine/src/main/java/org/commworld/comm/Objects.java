package org.commworld.comm;

import org.commworld.mpi.Data;
import org.commworld.mpi.Datatype;
import org.commworld.mpi.ErrorClass;
import org.commworld.mpi.MpiException;
import org.commworld.mpi.RankScope;
import org.commworld.spi.ObjectSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Objects as messages: what is no buffer is serialized; what was received becomes an object of the
 * caller's classes, found through the thread's context class loader or, on a thread that was given
 * none, through the calling code's.
 */
final class Objects {
  private final ObjectSerializer serializer;

  Objects(ObjectSerializer serializer) {
    this.serializer = serializer;
  }

  /** What is sent for {@code x}: itself if it is a buffer, its serialized bytes if not. */
  Data write(@Nullable Object x) {
    Data buffer = Data.tryOf(x);
    return buffer != null ? buffer : Data.ofSerialized(serialize(x));
  }

  /** The bytes of {@code x}, even if it is a buffer. */
  byte[] serialize(@Nullable Object x) {
    return serializer.serialize(x);
  }

  /**
   * The object that {@code received}, a buffer that nobody else uses, is: read back if it was
   * serialized.
   */
  @Nullable Object read(Data received) {
    return received.type() == Datatype.OBJECT
        ? deserialize((byte[]) received.base())
        : received.base();
  }

  @Nullable Object deserialize(byte[] bytes) {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    ClassLoader loader = context != null ? context : Objects.class.getClassLoader();
    try {
      return serializer.deserialize(bytes, loader);
    } catch (MpiException e) {
      ClassLoader callers =
          RankScope.current()
              .map(scope -> scope instanceof ClassLoader l ? l : loader)
              .orElse(loader);
      boolean mayHelp = e.errorClass() == ErrorClass.SERIALIZATION && callers != loader;
      if (!mayHelp) {
        throw e;
      }
      return serializer.deserialize(bytes, callers);
    }
  }
}
