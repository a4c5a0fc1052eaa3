package org.commworld.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.commworld.spark.PartitionGroups.Group;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PartitionGroupsTest {
  private static List<Optional<String>> nowhere(int partitions) {
    return IntStream.range(0, partitions).mapToObj(i -> Optional.<String>empty()).toList();
  }

  private static List<Optional<String>> at(String... places) {
    return List.of(places).stream().map(Optional::of).toList();
  }

  private static List<List<Integer>> partitions(List<Group> groups) {
    return groups.stream().map(Group::partitions).toList();
  }

  @Test
  void withoutPlacesSharesAreConsecutive() {
    assertThat(partitions(PartitionGroups.group(3, nowhere(8), 1)))
        .containsExactly(List.of(0, 1, 2), List.of(3, 4, 5), List.of(6, 7));
  }

  @Test
  void moreRanksThanPartitionsLeaveTheLastOnesEmpty() {
    assertThat(partitions(PartitionGroups.group(4, nowhere(2), 1)))
        .containsExactly(List.of(0), List.of(1), List.of(), List.of());
  }

  @Test
  void partitionsOfOnePlaceGoTogether() {
    List<Group> groups = PartitionGroups.group(2, at("a", "b", "a", "b", "a", "b"), 2);

    assertThat(groups)
        .containsExactly(
            new Group(List.of(0, 2, 4), Optional.of("a")),
            new Group(List.of(1, 3, 5), Optional.of("b")));
  }

  @Test
  void noPlaceGetsMoreRanksThanItHasSlots() {
    List<Group> groups = PartitionGroups.group(4, at("a", "a", "a", "a", "a", "a", "a", "a"), 2);

    assertThat(groups.stream().filter(g -> g.place().isPresent())).hasSize(2);
    assertThat(partitions(groups))
        .containsExactly(List.of(0, 1), List.of(2, 3), List.of(4, 5), List.of(6, 7));
  }

  @Test
  void everyPartitionGoesToOneRankAndSharesAreEven() {
    for (int ranks = 1; ranks <= 9; ranks++) {
      for (int partitions = 0; partitions <= 30; partitions++) {
        for (int seed = 0; seed < 5; seed++) {
          check(ranks, partitions, seed);
        }
      }
    }
  }

  private static void check(int ranks, int partitions, int seed) {
    Random random = new Random(seed);
    List<Optional<String>> places = new ArrayList<>();
    for (int i = 0; i < partitions; i++) {
      int place = random.nextInt(4);
      places.add(place == 0 ? Optional.empty() : Optional.of("executor_" + place));
    }

    List<Group> groups = PartitionGroups.group(ranks, places, 1 + random.nextInt(3));

    String description = "ranks=%d, partitions=%d, seed=%d".formatted(ranks, partitions, seed);
    assertThat(groups).as(description).hasSize(ranks);
    assertThat(groups.stream().flatMap(g -> g.partitions().stream()))
        .as(description)
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, partitions).boxed().toList());
    assertThat(groups)
        .as(description)
        .allSatisfy(
            group -> {
              assertThat(group.partitions()).isSorted();
              assertThat(group.partitions().size())
                  .isBetween(partitions / ranks, (partitions + ranks - 1) / ranks);
            });
    assertThat(groups).as(description).isSortedAccordingTo((a, b) -> a.first() - b.first());
  }
}
