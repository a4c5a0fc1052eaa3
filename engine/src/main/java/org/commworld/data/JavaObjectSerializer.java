package org.commworld.data;

import org.commworld.spi.ObjectSerializer;
import org.jspecify.annotations.Nullable;

/** Java serialization behind an ObjectInputFilter. */
public final class JavaObjectSerializer implements ObjectSerializer {
  @Override
  public byte[] serialize(@Nullable Object object) {
    throw new IllegalStateException("under construction");
  }

  @Override
  public @Nullable Object deserialize(byte[] bytes, ClassLoader loader) {
    throw new IllegalStateException("under construction");
  }
}
