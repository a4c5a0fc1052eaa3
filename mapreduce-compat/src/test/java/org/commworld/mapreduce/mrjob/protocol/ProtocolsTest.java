package org.commworld.mapreduce.mrjob.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The JSON texts are {@code json.dumps} of Python 3.11. */
@Timeout(20)
class ProtocolsTest {
  @Test
  void stringsAreEscapedAsInPython() {
    String text = "café € \ud83d\ude00 \ud800x\u007f\u0000\u001f\b\f\n\r\t\"\\/<>&'\u2028";

    assertThat(json(text))
        .isEqualTo(
            "\"caf\\u00e9 \\u20ac \\ud83d\\ude00 \\ud800x\\u007f\\u0000\\u001f\\b\\f\\n\\r\\t"
                + "\\\"\\\\/<>&'\\u2028\"");
  }

  @Test
  void collectionsHaveSpacesAsInPython() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("a", Arrays.asList(1, 2.5, null, true, false, Map.of(), List.of()));
    map.put("b", Map.of("c", "d"));

    assertThat(json(map))
        .isEqualTo("{\"a\": [1, 2.5, null, true, false, {}, []], \"b\": {\"c\": \"d\"}}");
  }

  @Test
  void namesThatAreNoStringsBecomeStrings() {
    Map<Object, Object> map = new LinkedHashMap<>();
    map.put(1, 2);
    map.put(null, 3);
    map.put(true, 4);
    map.put(1.5, 5);

    assertThat(json(map)).isEqualTo("{\"1\": 2, \"null\": 3, \"true\": 4, \"1.5\": 5}");
  }

  @Test
  void integersHaveNoLimit() {
    BigInteger big = BigInteger.TWO.pow(80);

    assertThat(json(big)).isEqualTo("1208925819614629174706176");
    assertThat(json(Long.MIN_VALUE)).isEqualTo("-9223372036854775808");
    assertThat(read("1208925819614629174706176")).isEqualTo(big);
    assertThat(read("-9223372036854775808")).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void arraysAreLists() {
    assertThat(json(new double[] {1, 0.5})).isEqualTo("[1.0, 0.5]");
    assertThat(json(new Object[] {"x", 'y', (byte) 1})).isEqualTo("[\"x\", \"y\", 1]");
  }

  @Test
  void pythonsNumbersThatAreNoneAreRead() {
    assertThat(read("[NaN, Infinity, -Infinity]"))
        .isEqualTo(List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY));
  }

  @Test
  void typesWithoutJsonAreRefused() {
    assertThatThrownBy(() -> json(new Object()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no JSON form: type=java.lang.Object");
    assertThatThrownBy(() -> json(new byte[1])).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void jsonLinesAreKeyTabValue() {
    Protocol protocol = Protocols.json();

    assertThat(text(protocol.write("a\tb", List.of(1, "x")))).isEqualTo("\"a\\tb\"\t[1, \"x\"]");
    assertThat(protocol.read(bytes("\"a\\tb\"\t[1, \"x\"]")))
        .isEqualTo(KeyValue.of("a\tb", List.of(1L, "x")));
    assertThat(protocol.read(bytes("\"a\\tb\"\t2"))).isEqualTo(KeyValue.of("a\tb", 2L));
  }

  @Test
  void keysThatCanChangeAreReadEachTime() {
    Protocol protocol = Protocols.json();
    Object first = protocol.read(bytes("[1]\t1")).key();

    assertThat(protocol.read(bytes("[1]\t2")).key()).isEqualTo(first).isNotSameAs(first);
  }

  @Test
  void linesThatAreNotJsonAreNamed() {
    assertThatThrownBy(() -> Protocols.json().read(bytes("\"a\" 1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no tab between JSON key and value: line=\"a\" 1");
    assertThatThrownBy(() -> Protocols.jsonValue().read(bytes("{\"a\"")))
        .hasMessage("not JSON: text={\"a\"");
    assertThatThrownBy(() -> Protocols.jsonValue().read(bytes("1 2")))
        .hasMessage("more than one JSON value: text=1 2");
    assertThatThrownBy(() -> Protocols.jsonValue().read(bytes("")))
        .hasMessage("not JSON: text is empty");
  }

  @Test
  void rawLinesKeepWhatIsThere() {
    Protocol protocol = Protocols.raw();

    assertThat(protocol.read(bytes("a\tb\tc"))).isEqualTo(KeyValue.of("a", "b\tc"));
    assertThat(protocol.read(bytes("a"))).isEqualTo(KeyValue.of("a", null));
    assertThat(text(protocol.write("a", null))).isEqualTo("a");
    assertThat(text(protocol.write(null, "b"))).isEqualTo("b");
    assertThat(text(Protocols.rawValue().write("key", "b\tc"))).isEqualTo("b\tc");
  }

  @Test
  void bytesThatAreNotUtf8AreReadAsLatin1() {
    byte[] line = {'c', (byte) 0xe9};

    assertThat(Protocols.rawValue().read(line)).isEqualTo(KeyValue.of(null, "cé"));
    assertThat(Protocols.bytesValue().read(line).value()).isEqualTo(line);
    assertThat(Protocols.bytes().write(line, line))
        .isEqualTo(new byte[] {'c', (byte) 0xe9, '\t', 'c', (byte) 0xe9});
  }

  private static String json(Object value) {
    return text(Protocols.jsonValue().write(null, value));
  }

  private static Object read(String json) {
    return Protocols.jsonValue().read(bytes(json)).value();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] line) {
    return new String(line, StandardCharsets.UTF_8);
  }
}
