package org.commworld.spark.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ThrowableCodecTest {
  private final ClassLoader loader = getClass().getClassLoader();

  @Test
  void serializableThrowableArrivesAsItIs() {
    IllegalStateException thrown =
        new IllegalStateException("outer", new ArithmeticException("inner"));

    Throwable arrived =
        ThrowableCodec.deserialize(
            ThrowableCodec.serialize(thrown), ThrowableCodec.text(thrown), loader);

    assertThat(arrived)
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage("outer")
        .hasRootCauseExactlyInstanceOf(ArithmeticException.class);
    assertThat(arrived.getStackTrace()).isEqualTo(thrown.getStackTrace());
  }

  @Test
  void throwableThatCannotBeSerializedArrivesAsText() {
    Throwable thrown = new Unserializable();

    Throwable arrived =
        ThrowableCodec.deserialize(
            ThrowableCodec.serialize(thrown), ThrowableCodec.text(thrown), loader);

    assertThat(arrived)
        .isInstanceOf(RemoteThrowable.class)
        .hasMessageContainingAll("Unserializable", "holds a thread", "ThrowableCodecTest");
  }

  @Test
  void throwableOfAnUnknownClassArrivesAsText() {
    byte[] bytes = ThrowableCodec.serialize(new IllegalStateException("x"));
    for (int i = 0; i + 20 < bytes.length; i++) {
      if (new String(bytes, i, 20, java.nio.charset.StandardCharsets.ISO_8859_1)
          .equals("IllegalStateExceptio")) {
        bytes[i] = 'J';
      }
    }

    assertThat(ThrowableCodec.deserialize(bytes, "as text", loader))
        .isInstanceOf(RemoteThrowable.class)
        .hasMessage("as text");
  }

  @Test
  void anythingButAThrowableIsNotTaken() {
    byte[] garbage = {1, 2, 3};

    assertThat(ThrowableCodec.deserialize(garbage, "as text", loader)).hasMessage("as text");
  }

  @Test
  void longTraceIsCut() {
    Throwable thrown = new IllegalStateException("x".repeat(100_000));

    assertThat(ThrowableCodec.text(thrown)).hasSize(ThrowableCodec.MAX_TEXT_CHARS);
  }

  private static final class Unserializable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("unused") // what cannot be written
    private final Object thread = Thread.currentThread();

    Unserializable() {
      super("holds a thread");
    }
  }
}
