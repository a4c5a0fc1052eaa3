package org.commworld.spi;

/**
 * Turns objects into bytes and back. A port because users bring their own (Kryo through Spark,
 * say). Used by many threads at once.
 */
public interface ObjectSerializer {
  /**
   * The bytes of {@code object}.
   *
   * @throws org.commworld.mpi.MpiException of class SERIALIZATION, naming the path to the field
   *     that cannot be written
   */
  byte[] serialize(@org.jspecify.annotations.Nullable Object object);

  /**
   * The object of {@code bytes}, its classes found through {@code loader}.
   *
   * @throws org.commworld.mpi.MpiException of class SERIALIZATION
   */
  @org.jspecify.annotations.Nullable
  Object deserialize(byte[] bytes, ClassLoader loader);
}
