package org.commworld.mapreduce.hadoop.task;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.hadoop.io.DataInputBuffer;
import org.apache.hadoop.io.RawComparator;
import org.apache.hadoop.io.serializer.Deserializer;
import org.apache.hadoop.io.serializer.SerializationFactory;
import org.apache.hadoop.mapred.Counters.Counter;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.RawKeyValueIterator;
import org.jspecify.annotations.Nullable;

/**
 * Values of one group after another, as reducers of the old API take them. Hadoop's own class for
 * it is package-private.
 *
 * <p>The value object is one and the same throughout. Of keys there are two: the group's first key
 * stays while its values are taken, the other is read ahead; with the next group they change
 * places. A value that is taken counts as a record read, one that is passed over does not.
 */
final class OldValues<K, V> implements Iterator<V> {
  private final RawKeyValueIterator sorted;
  private final RawComparator<K> grouping;
  private final Deserializer<K> keys;
  private final Deserializer<V> values;
  private final Counter taken;
  private final DataInputBuffer keyBytes = new DataInputBuffer();
  private final DataInputBuffer valueBytes = new DataInputBuffer();
  private @Nullable K key;
  private @Nullable K ahead;
  private @Nullable V value;
  private boolean hasRecord;
  private boolean inGroup;

  OldValues(
      RawKeyValueIterator sorted,
      RawComparator<K> grouping,
      Class<K> keyClass,
      Class<V> valueClass,
      JobConf job,
      Counter taken)
      throws IOException {
    this.sorted = sorted;
    this.grouping = grouping;
    this.taken = taken;
    SerializationFactory serializations = new SerializationFactory(job);
    keys = serializations.getDeserializer(keyClass);
    keys.open(keyBytes);
    values = serializations.getDeserializer(valueClass);
    values.open(valueBytes);
    readAhead();
    turn();
  }

  /** Whether there is a group whose values can be taken. */
  boolean hasGroup() {
    return hasRecord || inGroup;
  }

  /** The group's first key. */
  @Nullable K key() {
    return key;
  }

  /** Passes over what is left of the group. */
  void nextGroup() throws IOException {
    while (inGroup) {
      readAhead();
    }
    turn();
  }

  private void turn() {
    K free = key;
    key = ahead;
    ahead = free;
    inGroup = hasRecord;
  }

  private void readAhead() throws IOException {
    hasRecord = sorted.next();
    if (hasRecord) {
      DataInputBuffer bytes = sorted.getKey();
      keyBytes.reset(bytes.getData(), bytes.getPosition(), bytes.getLength() - bytes.getPosition());
      ahead = keys.deserialize(ahead);
      inGroup = key != null && grouping.compare(key, ahead) == 0;
    } else {
      inGroup = false;
    }
  }

  @Override
  public boolean hasNext() {
    return inGroup;
  }

  @Override
  public V next() {
    if (!inGroup) {
      throw new NoSuchElementException("iterate past last value");
    }
    taken.increment(1);
    try {
      DataInputBuffer bytes = sorted.getValue();
      valueBytes.reset(
          bytes.getData(), bytes.getPosition(), bytes.getLength() - bytes.getPosition());
      value = values.deserialize(value);
      readAhead();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return value;
  }
}
