package org.commworld.data;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectInputFilter;
import java.io.ObjectOutputStream;
import org.commworld.mpi.ErrorClass;
import org.commworld.mpi.MpiException;
import org.commworld.spi.ObjectSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Java serialization behind an {@link ObjectInputFilter}; null, strings, boxed primitives and
 * primitive arrays go without it. The first byte says which: see {@link PlainValues}. Immutable.
 *
 * <p>The filter is asked beside the JVM's own ({@code jdk.serialFilter}), never instead of it: what
 * either refuses is refused.
 */
public final class JavaObjectSerializer implements ObjectSerializer {
  /**
   * Classes that lead from reading an object to running a command, known from published attacks;
   * and nesting that would overflow the stack. Everything else is let through: ranks run the user's
   * own code, and peers that do not know the job's key never get this far.
   */
  private static final String DEFAULT_FILTER =
      "maxdepth=64;"
          + "!bsh.**;"
          + "!clojure.core.proxy$**;"
          + "!com.mchange.v2.c3p0.**;"
          + "!com.rometools.rome.feed.impl.**;"
          + "!com.sun.jndi.**;"
          + "!com.sun.org.apache.bcel.internal.**;"
          + "!com.sun.org.apache.xalan.internal.xsltc.trax.**;"
          + "!com.sun.rowset.**;"
          + "!com.sun.syndication.feed.impl.**;"
          + "!groovy.util.Expando;"
          + "!java.rmi.**;"
          + "!javax.management.**;"
          + "!javax.naming.**;"
          + "!javassist.**;"
          + "!org.apache.bcel.**;"
          + "!org.apache.commons.beanutils.**;"
          + "!org.apache.commons.collections.functors.**;"
          + "!org.apache.commons.collections4.functors.**;"
          + "!org.apache.commons.fileupload.**;"
          + "!org.apache.myfaces.**;"
          + "!org.apache.wicket.util.upload.**;"
          + "!org.apache.xalan.**;"
          + "!org.codehaus.groovy.runtime.**;"
          + "!org.hibernate.**;"
          + "!org.jboss.interceptor.**;"
          + "!org.jboss.weld.interceptor.**;"
          + "!org.mozilla.javascript.**;"
          + "!org.python.core.**;"
          + "!org.springframework.**;"
          + "!sun.rmi.**";

  private final ObjectInputFilter filter;

  /** With the default filter: nesting up to 64, none of the classes that attacks are made of. */
  public JavaObjectSerializer() {
    this(ObjectInputFilter.Config.createFilter(DEFAULT_FILTER));
  }

  /** With {@code filter} in the place of the default one. */
  public JavaObjectSerializer(ObjectInputFilter filter) {
    this.filter = requireNonNull(filter, "filter is null");
  }

  @Override
  public byte[] serialize(@Nullable Object object) {
    byte[] plain = PlainValues.tryEncode(object);
    return plain != null ? plain : write(requireNonNull(object));
  }

  private static byte[] write(Object object) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    bytes.write(PlainValues.JAVA);
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    } catch (NotSerializableException e) {
      throw new MpiException(ErrorClass.SERIALIZATION, SerializationPath.explain(object, e), e);
    } catch (IOException | RuntimeException e) {
      throw new MpiException(
          ErrorClass.SERIALIZATION,
          "object not written: class=%s, cause=%s".formatted(object.getClass().getTypeName(), e),
          e);
    } catch (StackOverflowError e) {
      throw new MpiException(
          ErrorClass.SERIALIZATION,
          "object nested too deep: class=" + object.getClass().getTypeName(),
          e);
    }
    return bytes.toByteArray();
  }

  @Override
  public @Nullable Object deserialize(byte[] bytes, ClassLoader loader) {
    if (bytes.length == 0) {
      throw new MpiException(ErrorClass.SERIALIZATION, "not a serialized object: bytes=0");
    }
    return bytes[0] == PlainValues.JAVA ? read(bytes, loader) : PlainValues.decode(bytes);
  }

  private @Nullable Object read(byte[] bytes, ClassLoader loader) {
    RefusalRecorder recorder = new RefusalRecorder(filter);
    try (LoaderObjectInputStream in = new LoaderObjectInputStream(bytes, 1, loader)) {
      in.setObjectInputFilter(recorder.beside(in.getObjectInputFilter()));
      return in.readObject();
    } catch (ClassNotFoundException e) {
      throw new MpiException(
          ErrorClass.SERIALIZATION,
          "class of an object not found: class=%s, loader=%s".formatted(e.getMessage(), loader),
          e);
    } catch (IOException | RuntimeException | LinkageError e) {
      throw new MpiException(
          ErrorClass.SERIALIZATION,
          recorder
              .refusal()
              .orElseGet(() -> "object not read: bytes=%d, cause=%s".formatted(bytes.length, e)),
          e);
    } catch (StackOverflowError e) {
      throw new MpiException(
          ErrorClass.SERIALIZATION, "object nested too deep: bytes=" + bytes.length, e);
    }
  }
}
