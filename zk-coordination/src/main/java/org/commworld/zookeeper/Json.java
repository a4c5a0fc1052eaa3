package org.commworld.zookeeper;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.commworld.spi.Failure;
import org.jspecify.annotations.Nullable;

/**
 * What the JSON of all znodes has in common. Trees rather than bound classes: cheaper in a JVM that
 * has just started, and unknown fields of a later version do no harm.
 */
final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static byte[] bytes(JsonNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** The tree in {@code data}; {@code what} names it in the error. */
  static JsonNode tree(String what, byte[] data) {
    try {
      return MAPPER.readTree(data);
    } catch (IOException e) {
      throw malformed(what, data.length + " bytes", e);
    }
  }

  static String text(String what, JsonNode node, String field) {
    JsonNode value = node.get(field);
    if (value == null || !value.isTextual()) {
      throw malformed(what, "no text in field=" + field, null);
    }
    return value.textValue();
  }

  static int integer(String what, JsonNode node, String field) {
    return (int) number(what, node, field, Integer.MAX_VALUE);
  }

  static long number(String what, JsonNode node, String field, long max) {
    JsonNode value = node.get(field);
    if (value == null || !value.canConvertToLong() || value.longValue() > max) {
      throw malformed(what, "no number in field=" + field, null);
    }
    return value.longValue();
  }

  static <E extends Enum<E>> E constant(Class<E> type, String what, JsonNode node, String field) {
    String name = text(what, node, field);
    try {
      return Enum.valueOf(type, name);
    } catch (IllegalArgumentException e) {
      throw malformed(what, "unknown " + field + "=" + name, e);
    }
  }

  static ObjectNode failure(Failure failure) {
    return object()
        .put("kind", failure.kind().name())
        .put("rank", failure.rank())
        .put("host", wellFormed(failure.host()))
        .put("code", failure.code())
        .put("message", wellFormed(failure.message()))
        .put("detail", wellFormed(failure.detail()));
  }

  static Failure failure(String what, JsonNode node) {
    return new Failure(
        constant(Failure.Kind.class, what, node, "kind"),
        integer(what, node, "rank"),
        text(what, node, "host"),
        integer(what, node, "code"),
        text(what, node, "message"),
        text(what, node, "detail"));
  }

  /** A text that was cut inside a surrogate pair would make Jackson throw. */
  private static String wellFormed(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  private static IllegalArgumentException malformed(
      String what, String why, @Nullable Throwable cause) {
    return new IllegalArgumentException("malformed " + what + ": " + why, cause);
  }
}
