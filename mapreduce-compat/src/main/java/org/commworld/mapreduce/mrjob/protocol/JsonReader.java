package org.commworld.mapreduce.mrjob.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON text as Java objects; takes Python's NaN and Infinity. */
final class JsonReader {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();
  private static final int EXCERPT_BYTES = 80;

  private JsonReader() {}

  static @Nullable Object read(byte[] text, int offset, int length) {
    try (JsonParser parser = FACTORY.createParser(text, offset, length)) {
      if (parser.nextToken() == null) {
        throw new IllegalArgumentException("not JSON: text is empty");
      }
      Object value = value(parser);
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException(
            "more than one JSON value: text=" + excerpt(text, offset, length));
      }
      return value;
    } catch (IOException e) {
      throw new IllegalArgumentException("not JSON: text=" + excerpt(text, offset, length), e);
    }
  }

  static String excerpt(byte[] text, int offset, int length) {
    int shown = Math.min(length, EXCERPT_BYTES);
    String start = new String(text, offset, shown, StandardCharsets.UTF_8);
    return shown == length ? start : start + "...";
  }

  private static @Nullable Object value(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> integer(parser);
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> throw new IOException("unexpected token: token=" + token);
    };
  }

  private static Object integer(JsonParser parser) throws IOException {
    BigInteger big =
        parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
            ? parser.getBigIntegerValue()
            : null;
    return big == null ? (Object) parser.getLongValue() : big;
  }

  private static Map<String, @Nullable Object> object(JsonParser parser) throws IOException {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      map.put(name, value(parser));
    }
    return map;
  }

  private static List<@Nullable Object> array(JsonParser parser) throws IOException {
    List<@Nullable Object> list = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      list.add(value(parser));
    }
    return list;
  }
}
