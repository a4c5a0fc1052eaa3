package org.commworld.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.commworld.spi.Failure;
import org.commworld.spi.ProcessCard;
import org.commworld.spi.Roster;
import org.commworld.spi.WorldId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class CodecTest {
  static Stream<ControlState> states() {
    return Stream.of(
        new ControlState.Forming(),
        new ControlState.Ready(3, "ab"),
        new ControlState.Aborting(Lab.failure(3)),
        new ControlState.Done(),
        new ControlState.Closed(1L << 40));
  }

  @ParameterizedTest
  @MethodSource("states")
  void statesSurviveTheirEncoding(ControlState state) {
    assertThat(ControlState.decode(state.encode())).isEqualTo(state);
  }

  @Test
  void theEncodingIsStable() {
    assertThat(new String(new ControlState.Ready(1, "ab").encode(), UTF_8))
        .isEqualTo("{\"state\":\"READY\",\"chunks\":1,\"sha256\":\"ab\"}");
    assertThat(new String(RosterCodec.encodeCard(Lab.card("k", 0, 1, 3)), UTF_8))
        .isEqualTo("{\"key\":\"k\",\"host\":\"host-k\",\"port\":4000,\"ranks\":\"0-1,3\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "[]", "7", "{\"state\":\"LATER\"}", "{\"state\":\"READY\"}"})
  void malformedStatesAreRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ControlState.decode(text.getBytes(UTF_8)))
        .withMessageContaining("malformed ctl");
  }

  @Test
  void aLongFailureIsCutToTheLimitAndStaysReadable() {
    String wide = "世😀".repeat(5_000);
    Failure failure = new Failure(Failure.Kind.RANK_THREW, 0, "host", 1, "x" + wide, wide);

    byte[] data = new ControlState.Aborting(failure).encode();

    assertThat(data).hasSizeLessThanOrEqualTo(ControlState.MAX_BYTES);
    Failure decoded = ((ControlState.Aborting) ControlState.decode(data)).failure();
    assertThat(decoded.kind()).isEqualTo(Failure.Kind.RANK_THREW);
    assertThat(decoded.message()).startsWith("x世😀");
    assertThat(decoded.detail()).startsWith("世😀");
  }

  @Test
  void recordsSurviveTheirEncoding() {
    JobRecord record =
        new JobRecord(
            "job", JobRecord.State.FAILED, 65536, 2, Lab.failure(1), "2026-11-22T00:00:00Z");

    assertThat(JobRecord.decode(record.encode())).isEqualTo(record);
    assertThat(JobRecord.decode(JobRecord.open("job").encode())).isEqualTo(JobRecord.open("job"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 1_000, 10_000})
  void rostersSurviveTheirEncoding(int ranks) {
    WorldId world = Lab.world(1, ranks);
    List<ProcessCard> cards = new ArrayList<>();
    for (int first = 0; first < ranks; first += 16) {
      int end = Math.min(ranks, first + 16);
      List<Integer> hosted = IntStream.range(first, end).boxed().toList();
      cards.add(new ProcessCard("e" + first, "host" + first, 4000, hosted));
    }
    Roster roster = new Roster(world, cards);

    RosterCodec.Encoded encoded = RosterCodec.encode(roster);

    assertThat(encoded.bytes()).isLessThan(110L * cards.size() + 50);
    assertThat(RosterCodec.decode(world, encoded.chunks(), encoded.sha256())).isEqualTo(roster);
  }

  @Test
  void aCardKeepsTheHashOfItsTable() {
    ProcessCard card = new ProcessCard("e", "host", 4000, List.of(0), "0123456789abcdef");

    assertThat(RosterCodec.decodeCard(RosterCodec.encodeCard(card), 1)).isEqualTo(card);
  }

  @Test
  void aRosterThatDiffersFromItsDigestIsRefused() {
    WorldId world = Lab.world(1, 1);
    RosterCodec.Encoded encoded = RosterCodec.encode(new Roster(world, List.of(Lab.card("a", 0))));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> RosterCodec.decode(world, encoded.chunks(), "00"))
        .withMessageContaining("expected=00");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RosterCodec.decode(Lab.world(1, 2), encoded.chunks(), encoded.sha256()))
        .withMessageContaining("expectedSize=2, size=1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"0|0", "0-3|0,1,2,3", "0,2|0,2", "0-1,4,7-9|0,1,4,7,8,9"})
  void rangesSurviveTheirEncoding(String text, String ranks) {
    List<Integer> list = Stream.of(ranks.split(",")).map(Integer::valueOf).toList();

    assertThat(RankRanges.format(list)).isEqualTo(text);
    assertThat(RankRanges.parse(text, 10)).isEqualTo(list);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1-", "3-1", "10", "0-2000000000", "9999999999", "a", "0,,1"})
  void malformedRangesAreRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RankRanges.parse(text, 10))
        .withMessageContaining("ranks=" + text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a/b", "a+left", "ä", "a b"})
  void whatCannotNameAZnodeIsRefused(String key) {
    ZkPaths.Epoch paths = ZkPaths.app("/r", "app").job("uid").at(1);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> paths.member(key))
        .withMessageContaining("key=" + key);
  }
}
