package org.commworld.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds classes through a given loader. The JDK's stream takes the nearest loader on the stack,
 * which here is the engine's, not the rank's.
 */
final class LoaderObjectInputStream extends ObjectInputStream {
  private static final Map<String, Class<?>> PRIMITIVES =
      Stream.<Class<?>>of(
              boolean.class,
              byte.class,
              char.class,
              short.class,
              int.class,
              long.class,
              float.class,
              double.class,
              void.class)
          .collect(Collectors.toUnmodifiableMap(Class::getName, Function.identity()));

  private final ClassLoader loader;

  LoaderObjectInputStream(byte[] bytes, int offset, ClassLoader loader) throws IOException {
    super(new ByteArrayInputStream(bytes, offset, bytes.length - offset));
    this.loader = loader;
  }

  @Override
  protected Class<?> resolveClass(ObjectStreamClass description) throws ClassNotFoundException {
    Class<?> primitive = PRIMITIVES.get(description.getName());
    return primitive != null ? primitive : Class.forName(description.getName(), false, loader);
  }

  // Proxy.getProxyClass is deprecated because code in a named module cannot make instances of what
  // it returns; the stream makes them itself.
  @SuppressWarnings("deprecation")
  @Override
  protected Class<?> resolveProxyClass(String[] interfaces) throws ClassNotFoundException {
    Class<?>[] resolved = new Class<?>[interfaces.length];
    ClassLoader definer = loader;
    for (int i = 0; i < interfaces.length; i++) {
      resolved[i] = Class.forName(interfaces[i], false, loader);
      if (!Modifier.isPublic(resolved[i].getModifiers())) {
        definer = resolved[i].getClassLoader();
      }
    }
    try {
      return Proxy.getProxyClass(definer, resolved);
    } catch (IllegalArgumentException e) {
      throw new ClassNotFoundException(String.join(", ", interfaces), e);
    }
  }
}
