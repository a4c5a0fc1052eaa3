package org.commworld.mpi;

import java.util.Arrays;
import java.util.stream.IntStream;

/** An ordered set of ranks of the world (MPI 4.1 §7.3). Immutable. */
public final class Group {
  private final int[] worldRanks;
  private final int self;

  private Group(int[] worldRanks, int self) {
    this.worldRanks = worldRanks;
    this.self = self;
  }

  /** The group of {@code worldRanks} in that order, seen by the rank {@code self} of the world. */
  public static Group of(int[] worldRanks, int self) {
    if (IntStream.of(worldRanks).distinct().count() != worldRanks.length) {
      throw new MpiException(
          ErrorClass.GROUP, "ranks of a group differ: ranks=" + Arrays.toString(worldRanks));
    }
    return new Group(worldRanks.clone(), self);
  }

  /** Number of ranks. */
  public int size() {
    return worldRanks.length;
  }

  /** The caller's rank in this group, or {@link Comm#UNDEFINED}. */
  public int rank() {
    return rankOf(self);
  }

  /** The rank in the world of {@code rank} of this group. */
  public int worldRank(int rank) {
    check(rank);
    return worldRanks[rank];
  }

  /** The rank in this group of {@code worldRank}, or {@link Comm#UNDEFINED}. */
  public int rankOf(int worldRank) {
    for (int i = 0; i < worldRanks.length; i++) {
      if (worldRanks[i] == worldRank) {
        return i;
      }
    }
    return Comm.UNDEFINED;
  }

  /** All ranks in the world, in order. */
  public int[] worldRanks() {
    return worldRanks.clone();
  }

  /** The ranks {@code ranks} of this group, in that order. */
  public Group incl(int... ranks) {
    return of(IntStream.of(ranks).map(this::worldRank).toArray(), self);
  }

  /** This group without {@code ranks} of it. */
  public Group excl(int... ranks) {
    IntStream.of(ranks).forEach(this::check);
    return of(
        IntStream.range(0, size())
            .filter(r -> IntStream.of(ranks).noneMatch(x -> x == r))
            .map(r -> worldRanks[r])
            .toArray(),
        self);
  }

  /** All of this group, then those of {@code other} that are not in it. */
  public Group union(Group other) {
    return of(
        IntStream.concat(
                IntStream.of(worldRanks),
                IntStream.of(other.worldRanks).filter(r -> rankOf(r) == Comm.UNDEFINED))
            .toArray(),
        self);
  }

  /** Those of this group that are in {@code other}. */
  public Group intersection(Group other) {
    return of(
        IntStream.of(worldRanks).filter(r -> other.rankOf(r) != Comm.UNDEFINED).toArray(), self);
  }

  /** Those of this group that are not in {@code other}. */
  public Group difference(Group other) {
    return of(
        IntStream.of(worldRanks).filter(r -> other.rankOf(r) == Comm.UNDEFINED).toArray(), self);
  }

  /**
   * The ranks in {@code other} of {@code ranks} of this group; {@link Comm#UNDEFINED} for those not
   * in it.
   */
  public int[] translateRanks(int[] ranks, Group other) {
    return IntStream.of(ranks).map(r -> other.rankOf(worldRank(r))).toArray();
  }

  private void check(int rank) {
    if (rank < 0 || rank >= worldRanks.length) {
      throw new MpiException(
          ErrorClass.RANK, "invalid rank in group: rank=" + rank + ", size=" + worldRanks.length);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Group group && Arrays.equals(worldRanks, group.worldRanks);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(worldRanks);
  }

  @Override
  public String toString() {
    return "Group" + Arrays.toString(worldRanks);
  }
}
