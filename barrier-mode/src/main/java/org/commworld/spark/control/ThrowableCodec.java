package org.commworld.spark.control;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * Takes a throwable from a rank to the driver: serialized where that works, its stack trace as text
 * where it does not (a field that is not serializable, a class that the driver has not).
 */
final class ThrowableCodec {
  static final int MAX_TEXT_CHARS = 16 << 10;
  private static final int MAX_BYTES = 256 << 10;
  private static final ObjectInputFilter LIMITS =
      ObjectInputFilter.Config.createFilter(
          "maxbytes=%d;maxdepth=64;maxrefs=100000;maxarray=%d".formatted(MAX_BYTES, MAX_BYTES));

  private ThrowableCodec() {}

  /** The bytes of {@code thrown}, or none if it cannot travel so. */
  static byte[] serialize(Throwable thrown) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(thrown);
    } catch (IOException | RuntimeException | StackOverflowError e) {
      // Not serializable: the text goes alone.
      return new byte[0];
    }
    return bytes.size() <= MAX_BYTES ? bytes.toByteArray() : new byte[0];
  }

  static String text(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text, true));
    return text.getBuffer().length() <= MAX_TEXT_CHARS
        ? text.toString()
        : text.getBuffer().substring(0, MAX_TEXT_CHARS);
  }

  /** The throwable of {@code bytes}, or one that holds {@code text}. */
  static Throwable deserialize(byte[] bytes, String text, ClassLoader loader) {
    if (bytes.length > 0) {
      try (ObjectInputStream in = new LoaderInput(new ByteArrayInputStream(bytes), loader)) {
        in.setObjectInputFilter(LIMITS);
        if (in.readObject() instanceof Throwable thrown) {
          return thrown;
        }
      } catch (IOException | ClassNotFoundException | RuntimeException | LinkageError e) {
        return new RemoteThrowable(text);
      }
    }
    return new RemoteThrowable(text);
  }

  private static final class LoaderInput extends ObjectInputStream {
    private final ClassLoader loader;

    LoaderInput(InputStream in, ClassLoader loader) throws IOException {
      super(in);
      this.loader = loader;
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass type)
        throws IOException, ClassNotFoundException {
      try {
        return Class.forName(type.getName(), false, loader);
      } catch (ClassNotFoundException e) {
        return super.resolveClass(type);
      }
    }
  }
}
