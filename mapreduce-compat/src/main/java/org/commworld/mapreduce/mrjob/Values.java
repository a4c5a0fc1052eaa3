package org.commworld.mapreduce.mrjob;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values of one key, read as they are asked for: they can be gone through once. What is left
 * over is skipped. Belongs to the task's thread.
 *
 * @param <V> what the internal protocol reads as value
 */
public final class Values<V extends @Nullable Object> implements Iterable<V> {
  private final Iterator<V> values;
  private boolean taken;

  Values(Iterator<V> values) {
    this.values = values;
  }

  /**
   * The values, once.
   *
   * @throws IllegalStateException if they have been asked for before
   */
  @Override
  public Iterator<V> iterator() {
    if (taken) {
      throw new IllegalStateException("the values of a key can be gone through once");
    }
    taken = true;
    return values;
  }

  /** All values in a list, so that they can be gone through more than once. */
  public List<V> toList() {
    List<V> list = new ArrayList<>();
    forEach(list::add);
    return list;
  }

  /** How many values there are. */
  public long count() {
    long count = 0;
    for (Iterator<V> rest = iterator(); rest.hasNext(); rest.next()) {
      count++;
    }
    return count;
  }

  /**
   * The sum of numbers as Python's {@code sum} has it: a {@code Long}, a {@code BigInteger} where
   * that is too small, a {@code Double} as soon as there is one. 0 if there is no value.
   *
   * @throws ClassCastException if a value is not a number
   */
  public Number sum() {
    Number sum = 0L;
    for (V value : this) {
      if (value != null) {
        sum = add(sum, (Number) value);
      }
    }
    return sum;
  }

  private static Number add(Number left, Number right) {
    if (left instanceof Double || right instanceof Double) {
      return left.doubleValue() + right.doubleValue();
    }
    if (left instanceof Long && right instanceof Long) {
      long sum = left.longValue() + right.longValue();
      boolean overflow = ((left.longValue() ^ sum) & (right.longValue() ^ sum)) < 0;
      if (!overflow) {
        return sum;
      }
    }
    BigInteger big = new BigInteger(left.toString()).add(new BigInteger(right.toString()));
    return big.bitLength() < Long.SIZE ? (Number) big.longValue() : big;
  }
}
