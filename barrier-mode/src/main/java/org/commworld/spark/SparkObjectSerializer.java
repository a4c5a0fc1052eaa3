package org.commworld.spark;

import java.nio.ByteBuffer;
import org.apache.spark.SparkEnv;
import org.apache.spark.serializer.SerializerInstance;
import org.commworld.mpi.ErrorClass;
import org.commworld.mpi.MpiException;
import org.commworld.spi.ObjectSerializer;
import org.jspecify.annotations.Nullable;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Objects between ranks go through the serializer that {@code spark.serializer} names, Kryo with
 * the user's registrators say. Chosen by {@code
 * spark.commworld.serializer=org.commworld.spark.SparkObjectSerializer}.
 */
public final class SparkObjectSerializer implements ObjectSerializer {
  private static final ClassTag<Object> ANY = ClassTag$.MODULE$.Any();

  /** For the setting. */
  public SparkObjectSerializer() {}

  @Override
  public byte[] serialize(@Nullable Object object) {
    try {
      ByteBuffer bytes = instance().serialize(object, ANY);
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      return copy;
    } catch (RuntimeException e) {
      throw failed("cannot serialize " + (object == null ? "null" : object.getClass()), e);
    }
  }

  @Override
  public @Nullable Object deserialize(byte[] bytes, ClassLoader loader) {
    try {
      return instance().deserialize(ByteBuffer.wrap(bytes), loader, ANY);
    } catch (RuntimeException e) {
      throw failed("cannot read an object of %d bytes".formatted(bytes.length), e);
    }
  }

  /** One for each call, because an instance is for one thread only. */
  private static SerializerInstance instance() {
    return SparkEnv.get().serializer().newInstance();
  }

  private static MpiException failed(String what, RuntimeException e) {
    return new MpiException(ErrorClass.SERIALIZATION, what + ": " + e.getMessage(), e);
  }
}
