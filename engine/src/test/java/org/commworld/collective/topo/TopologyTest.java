package org.commworld.collective.topo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Exhaustive up to 64 ranks. */
@Timeout(60)
class TopologyTest {
  private static final int MAX_RANKS = 64;

  /** The ranks below {@code rank}, itself included. */
  private static BitSet subtree(int rank, int root, int size) {
    BinomialTree tree = new BinomialTree(rank, root, size);
    BitSet ranks = new BitSet();
    ranks.set(rank);
    for (int i = 0; i < tree.childCount(); i++) {
      assertThat(new BinomialTree(tree.child(i), root, size).parent()).isEqualTo(rank);
      BitSet below = subtree(tree.child(i), root, size);
      assertThat(below.intersects(ranks)).isFalse();
      ranks.or(below);
    }
    return ranks;
  }

  private static int depth(int rank, int root, int size) {
    BinomialTree tree = new BinomialTree(rank, root, size);
    return tree.isRoot() ? 0 : 1 + depth(tree.parent(), root, size);
  }

  private static int log2Ceiling(int n) {
    int log = 0;
    while ((1 << log) < n) {
      log++;
    }
    return log;
  }

  @Test
  void aBinomialTreeReachesEveryRankOnceAndIsLow() {
    for (int size = 1; size <= MAX_RANKS; size++) {
      for (int root = 0; root < size; root++) {
        assertThat(subtree(root, root, size).cardinality()).isEqualTo(size);
        for (int rank = 0; rank < size; rank++) {
          BinomialTree tree = new BinomialTree(rank, root, size);
          assertThat(depth(rank, root, size) + tree.childCount())
              .isLessThanOrEqualTo(log2Ceiling(size));
        }
      }
    }
  }

  @Test
  void theSubtreesOfARankFollowItInOrder() {
    for (int size = 1; size <= MAX_RANKS; size++) {
      for (int rank = 0; rank < size; rank++) {
        BinomialTree tree = new BinomialTree(rank, 0, size);
        int next = rank + 1;
        for (int i = 0; i < tree.childCount(); i++) {
          BitSet below = subtree(tree.child(i), 0, size);
          assertThat(below.nextSetBit(0)).isEqualTo(next);
          assertThat(below.length() - next).isEqualTo(below.cardinality());
          next = below.length();
        }
      }
    }
  }

  @Test
  void placesOutsideTheTreeAreRefused() {
    assertThatThrownBy(() -> new BinomialTree(4, 0, 4)).hasMessageContaining("rank=4");
    assertThatThrownBy(() -> new BinomialTree(0, 4, 4)).hasMessageContaining("root=4");
    assertThatThrownBy(() -> new BinomialTree(1, 1, 4).parent()).hasMessageContaining("root=1");
    assertThatThrownBy(() -> new BinomialTree(3, 0, 4).child(0)).hasMessageContaining("child=0");
  }

  @Test
  void disseminationTellsEveryRankOfEveryOther() {
    for (int size = 1; size <= MAX_RANKS; size++) {
      BitSet[] known = new BitSet[size];
      for (int rank = 0; rank < size; rank++) {
        known[rank] = new BitSet();
        known[rank].set(rank);
      }
      int rounds = new Dissemination(0, size).rounds();
      for (int round = 0; round < rounds; round++) {
        BitSet[] after = new BitSet[size];
        for (int rank = 0; rank < size; rank++) {
          Dissemination at = new Dissemination(rank, size);
          assertThat(new Dissemination(at.source(round), size).dest(round)).isEqualTo(rank);
          after[rank] = (BitSet) known[rank].clone();
          after[rank].or(known[at.source(round)]);
        }
        known = after;
      }
      assertThat(rounds).isEqualTo(log2Ceiling(size));
      for (BitSet heard : known) {
        assertThat(heard.cardinality()).isEqualTo(size);
      }
    }
  }

  @Test
  void theRingPassesEveryRankOnce() {
    for (int size = 1; size <= MAX_RANKS; size++) {
      BitSet passed = new BitSet();
      int rank = 0;
      for (int i = 0; i < size; i++) {
        passed.set(rank);
        assertThat(new Ring(new Ring(rank, size).next(), size).previous()).isEqualTo(rank);
        rank = new Ring(rank, size).next();
      }
      assertThat(rank).isZero();
      assertThat(passed.cardinality()).isEqualTo(size);
      assertThat(new Ring(0, size).ahead(-3 * size - 1)).isEqualTo(size - 1);
    }
  }

  @Test
  void recursiveDoublingJoinsNeighbouringRunsUntilAllIsKnown() {
    for (int size = 1; size <= MAX_RANKS; size++) {
      BitSet[] known = new BitSet[size];
      for (int rank = 0; rank < size; rank++) {
        RecursiveDoubling at = new RecursiveDoubling(rank, size);
        known[rank] = new BitSet();
        known[rank].set(rank);
        if (at.isPaired()) {
          assertThat(new RecursiveDoubling(at.partner(), size).isFolded())
              .isNotEqualTo(at.isFolded());
          known[rank].set(at.partner());
        }
      }
      for (int round = 0; round < new RecursiveDoubling(0, size).rounds(); round++) {
        known = exchange(known, size, round);
      }
      for (int rank = 0; rank < size; rank++) {
        if (!new RecursiveDoubling(rank, size).isFolded()) {
          assertThat(known[rank].cardinality()).isEqualTo(size);
        }
      }
    }
  }

  private static BitSet[] exchange(BitSet[] known, int size, int round) {
    BitSet[] after = known.clone();
    for (int rank = 0; rank < size; rank++) {
      RecursiveDoubling at = new RecursiveDoubling(rank, size);
      if (!at.isFolded()) {
        int peer = at.peer(round);
        BitSet low = known[Math.min(rank, peer)];
        BitSet high = known[Math.max(rank, peer)];
        assertThat(new RecursiveDoubling(peer, size).peer(round)).isEqualTo(rank);
        assertThat(high.nextSetBit(0)).isEqualTo(low.length());
        after[rank] = (BitSet) low.clone();
        after[rank].or(high);
      }
    }
    return after;
  }

  @Test
  void aFoldedRankHasNoExchange() {
    assertThatThrownBy(() -> new RecursiveDoubling(0, 3).peer(0)).hasMessageContaining("rank=0");
    assertThatThrownBy(() -> new RecursiveDoubling(2, 3).peer(1)).hasMessageContaining("round=1");
    assertThatThrownBy(() -> new RecursiveDoubling(2, 3).partner()).hasMessageContaining("rank=2");
  }

  @Test
  void blocksCoverAllElementsAndDifferByOneUnitAndARest() {
    for (int parts = 1; parts <= MAX_RANKS; parts++) {
      for (int unit = 1; unit <= 2; unit++) {
        for (int count : new int[] {0, 1, 2, parts - 1, parts, parts + 1, 1000, 1 << 30}) {
          Blocks blocks = new Blocks(count, parts, unit);
          int next = 0;
          for (int i = 0; i < parts; i++) {
            assertThat(blocks.start(i)).isEqualTo(next);
            assertThat(blocks.start(i) % unit).isZero();
            assertThat(blocks.count(i)).isBetween(0, blocks.maxCount());
            next += blocks.count(i);
          }
          assertThat(next).isEqualTo(count);
          assertThat(blocks.maxCount()).isLessThan(count / parts + 2 * unit + 1);
        }
      }
    }
  }

  @Test
  void invalidBlocksAreRefused() {
    assertThatThrownBy(() -> new Blocks(-1, 1, 1)).hasMessageContaining("count=-1");
    assertThatThrownBy(() -> new Blocks(1, 0, 1)).hasMessageContaining("parts=0");
  }

  @Test
  void segmentsCoverAllElementsOnceAndInOrder() {
    for (int count = 0; count <= 100; count++) {
      for (int length = 1; length <= 101; length++) {
        Segments segments = new Segments(count, length);
        int next = 0;
        for (int i = 0; i < segments.number(); i++) {
          assertThat(segments.start(i)).isEqualTo(next);
          assertThat(segments.count(i)).isBetween(1, length);
          next += segments.count(i);
        }
        assertThat(next).isEqualTo(count);
      }
    }
    assertThat(new Segments(5, Integer.MAX_VALUE).count(0)).isEqualTo(5);
  }

  @Test
  void numbersOfRecursiveDoublingStandForAllRanksInOrder() {
    for (int size = 1; size <= MAX_RANKS; size++) {
      RecursiveDoubling any = new RecursiveDoubling(0, size);
      int numbers = 1 << any.rounds();
      assertThat(any.firstRank(0)).isZero();
      assertThat(any.firstRank(numbers)).isEqualTo(size);
      for (int number = 0; number < numbers; number++) {
        for (int rank = any.firstRank(number); rank < any.firstRank(number + 1); rank++) {
          assertThat(new RecursiveDoubling(rank, size).number()).isEqualTo(number);
        }
        RecursiveDoubling taking = new RecursiveDoubling(any.rankOf(number), size);
        assertThat(taking.isFolded()).isFalse();
        assertThat(taking.number()).isEqualTo(number);
      }
    }
  }

  @Test
  void spansOfABinomialTreeAddUp() {
    for (int size = 1; size <= MAX_RANKS; size++) {
      for (int root = 0; root < size; root++) {
        for (int rank = 0; rank < size; rank++) {
          BinomialTree tree = new BinomialTree(rank, root, size);
          assertThat(tree.span()).isEqualTo(subtree(rank, root, size).cardinality());
          int sum = 1;
          for (int i = 0; i < tree.childCount(); i++) {
            BinomialTree child = new BinomialTree(tree.child(i), root, size);
            assertThat(child.number()).isEqualTo(tree.number() + (1 << i));
            assertThat(tree.childSpan(i)).isEqualTo(child.span());
            sum += child.span();
          }
          assertThat(sum).isEqualTo(tree.span());
        }
      }
    }
  }
}
