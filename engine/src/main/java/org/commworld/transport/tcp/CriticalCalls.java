package org.commworld.transport.tcp;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.nio.Buffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The C library's {@code send} and {@code recv} on memory of the heap: critical calls of {@code
 * java.lang.foreign} (Java 22 and later, JEP 454), during which no collector moves anything. Such a
 * call delays a collection, so that it must neither block nor move much.
 *
 * <p>Found by name, since this is compiled for Java 17, where there is no such thing. Segments are
 * {@code java.lang.foreign.MemorySegment}s, and {@code Object}s here.
 *
 * @param segmentOf (Buffer) to the segment between its position and its limit
 * @param part (segment, offset, length) to a part of it
 * @param send (errno, fd, segment, length, flags) to the bytes that went, −1 if it failed
 * @param receive as {@code send}
 */
record CriticalCalls(
    MethodHandle segmentOf, MethodHandle part, MethodHandle send, MethodHandle receive) {

  private static final MethodType CALL =
      MethodType.methodType(
          long.class, Object.class, int.class, Object.class, long.class, int.class);

  /** This JVM's; null if it has none, or does not let this code use them. */
  static final @Nullable CriticalCalls HERE = find();

  private static @Nullable CriticalCalls find() {
    // Their numbers, and where they put errno, are Linux's.
    if (Runtime.version().feature() < 22 || !System.getProperty("os.name").equals("Linux")) {
      return null;
    }
    try {
      return isAllowed() ? link() : null;
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null; // This JVM has them elsewhere, or not for us: elements are copied.
    }
  }

  /** Whether such calls are enabled; to make one all the same would print a warning, or fail. */
  private static boolean isAllowed() throws ReflectiveOperationException {
    Module module = CriticalCalls.class.getModule();
    return (boolean) Module.class.getMethod("isNativeAccessEnabled").invoke(module);
  }

  private static CriticalCalls link() throws ReflectiveOperationException {
    Class<?> segment = Class.forName("java.lang.foreign.MemorySegment");
    MethodHandles.Lookup lookup = MethodHandles.publicLookup();
    return new CriticalCalls(
        lookup
            .findStatic(segment, "ofBuffer", MethodType.methodType(segment, Buffer.class))
            .asType(MethodType.methodType(Object.class, Buffer.class)),
        lookup
            .findVirtual(segment, "asSlice", MethodType.methodType(segment, long.class, long.class))
            .asType(MethodType.methodType(Object.class, Object.class, long.class, long.class)),
        link("send"),
        link("recv"));
  }

  /** {@code ssize_t name(int fd, void *buffer, size_t length, int flags)}. */
  private static MethodHandle link(String name) throws ReflectiveOperationException {
    Class<?> linkerType = Class.forName("java.lang.foreign.Linker");
    Class<?> option = Class.forName("java.lang.foreign.Linker$Option");
    Class<?> layout = Class.forName("java.lang.foreign.MemoryLayout");
    Class<?> descriptor = Class.forName("java.lang.foreign.FunctionDescriptor");
    Class<?> segment = Class.forName("java.lang.foreign.MemorySegment");
    Object linker = linkerType.getMethod("nativeLinker").invoke(null);
    Object library = linkerType.getMethod("defaultLookup").invoke(linker);
    Object address =
        ((Optional<?>)
                Class.forName("java.lang.foreign.SymbolLookup")
                    .getMethod("find", String.class)
                    .invoke(library, name))
            .orElseThrow(() -> new NoSuchMethodException(name));
    Object function =
        descriptor
            .getMethod("of", layout, layout.arrayType())
            .invoke(
                null,
                layout("JAVA_LONG"),
                array(
                    layout,
                    layout("JAVA_INT"),
                    layout("ADDRESS"),
                    layout("JAVA_LONG"),
                    layout("JAVA_INT")));
    Object options =
        array(
            option,
            option.getMethod("critical", boolean.class).invoke(null, true),
            option
                .getMethod("captureCallState", String[].class)
                .invoke(null, (Object) new String[] {"errno"}));
    MethodHandle call =
        (MethodHandle)
            linkerType
                .getMethod("downcallHandle", segment, descriptor, option.arrayType())
                .invoke(linker, address, function, options);
    return call.asType(CALL);
  }

  private static Object layout(String name) throws ReflectiveOperationException {
    return Class.forName("java.lang.foreign.ValueLayout").getField(name).get(null);
  }

  private static Object array(Class<?> type, Object... elements) {
    Object array = Array.newInstance(type, elements.length);
    System.arraycopy(elements, 0, array, 0, elements.length);
    return array;
  }
}
