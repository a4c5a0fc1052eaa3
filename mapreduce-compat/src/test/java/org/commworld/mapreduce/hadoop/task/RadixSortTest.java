package org.commworld.mapreduce.hadoop.task;

import static java.util.Comparator.comparingInt;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.DataOutputBuffer;
import org.apache.hadoop.io.DoubleWritable;
import org.apache.hadoop.io.IntWritable;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.io.WritableComparable;
import org.apache.hadoop.io.WritableComparator;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.MapTask.MapOutputBuffer;
import org.apache.hadoop.util.IndexedSortable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Against a stable sort by the keys' own comparators. */
@Timeout(60)
class RadixSortTest {
  private static final int INDEX_BYTES = 16;

  private static final class Output {
    final int reduce;
    final byte[] key;
    final int number;

    Output(int reduce, byte[] key, int number) {
      this.reduce = reduce;
      this.key = key;
      this.number = number;
    }
  }

  /** A map's outputs as they lie in Hadoop's buffer: keys, and an index that is a ring. */
  private static final class Laid {
    final MapOutputBuffer<?, ?> records = new MapOutputBuffer<>();
    final ByteBuffer bytes;
    final List<Output> outputs;
    final int first;
    final int ring;

    /** Places of the index that lie before the end of the ring: the rest is at its beginning. */
    Laid(List<Output> outputs, int beforeEnd) throws ReflectiveOperationException {
      this.outputs = outputs;
      int indexBytes = outputs.size() * INDEX_BYTES;
      int keyBytes = outputs.stream().mapToInt(output -> output.key.length).sum();
      int size = (indexBytes + keyBytes + INDEX_BYTES - 1) / INDEX_BYTES * INDEX_BYTES;
      ring = size / INDEX_BYTES;
      first = beforeEnd >= outputs.size() ? ring - outputs.size() : ring - beforeEnd;
      bytes = ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
      int key = Math.max(0, outputs.size() - (ring - first)) * INDEX_BYTES;
      for (int i = 0; i < outputs.size(); i++) {
        Output output = outputs.get(i);
        bytes.put(key, output.key);
        int end = key + output.key.length;
        int at = offset(i);
        bytes.putInt(at, end).putInt(at + 4, key);
        bytes.putInt(at + 8, output.reduce).putInt(at + 12, output.number);
        key = end;
      }
      set(records, "kvbuffer", bytes.array());
    }

    private int offset(int place) {
      return (first + place) % ring * INDEX_BYTES;
    }

    /** The outputs' numbers in the order of the index. */
    List<Integer> numbers() {
      return IntStream.range(0, outputs.size())
          .mapToObj(place -> bytes.getInt(offset(place) + 12))
          .toList();
    }
  }

  private static byte[] serialized(WritableComparable<?> key) {
    try (DataOutputBuffer out = new DataOutputBuffer()) {
      key.write(out);
      return Arrays.copyOf(out.getData(), out.getLength());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<Output> outputs(
      int count, int reduces, IntFunction<? extends WritableComparable<?>> keys) {
    Random random = new Random(count);
    List<Output> outputs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      outputs.add(new Output(random.nextInt(reduces), serialized(keys.apply(i)), i));
    }
    return outputs;
  }

  private static JobConf job(Class<?> key, long memory) {
    JobConf job = new JobConf(false);
    job.setMapOutputKeyClass(key);
    job.setLong(RadixSort.MEMORY_BYTES, memory);
    return job;
  }

  private static String letters(Random random, int most, int kinds) {
    return random
        .ints(random.nextInt(most + 1), 0, kinds)
        .collect(
            StringBuilder::new,
            (text, letter) -> text.append((char) ('a' + letter)),
            StringBuilder::append)
        .toString();
  }

  private static byte[] bytes(Random random, int most) {
    byte[] bytes = new byte[random.nextInt(most + 1)];
    random.nextBytes(bytes);
    // Many zeros: what comes after a key that ends looks like them.
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = bytes[i] % 3 == 0 ? 0 : bytes[i];
    }
    return bytes;
  }

  static Stream<Arguments> keys() {
    Random random = new Random(7);
    String prefix = "the same beginning of forty-one bytes in all ";
    return Stream.of(
        keys("no record", Text.class, 0, i -> new Text()),
        keys("one record", Text.class, 1, i -> new Text("a")),
        keys("equal keys", Text.class, 1000, i -> new Text("all the same")),
        keys("few letters", Text.class, 5000, i -> new Text(letters(random, 9, 2))),
        keys("words", Text.class, 20_000, i -> new Text(letters(random, 30, 26))),
        keys("prefix", Text.class, 3000, i -> new Text(prefix + letters(random, 20, 3))),
        keys("nested", Text.class, 1500, i -> new Text("x".repeat(i * 7919 % 1500))),
        keys("long text", Text.class, 300, i -> new Text("y".repeat(200) + letters(random, 99, 4))),
        keys("accents", Text.class, 2000, i -> new Text("é".repeat(random.nextInt(9)) + i % 7)),
        keys("bytes", BytesWritable.class, 9000, i -> new BytesWritable(bytes(random, 20))),
        keys(
            "zeros",
            BytesWritable.class,
            500,
            i -> new BytesWritable(new byte[random.nextInt(40)])),
        keys("ints", IntWritable.class, 9000, i -> new IntWritable(random.nextInt())),
        keys("small ints", IntWritable.class, 900, i -> new IntWritable(random.nextInt(9) - 4)),
        keys("longs", LongWritable.class, 9000, i -> new LongWritable(random.nextLong())),
        keys(
            "ends of long",
            LongWritable.class,
            40,
            i -> new LongWritable(i % 2 == 0 ? Long.MIN_VALUE : Long.MAX_VALUE)));
  }

  private static Arguments keys(
      String name, Class<?> type, int count, IntFunction<? extends WritableComparable<?>> keys) {
    return Arguments.of(name, type, outputs(count, 5, keys));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("keys")
  void ordersAsTheKeysComparator(
      String name, Class<? extends WritableComparable<?>> type, List<Output> outputs)
      throws ReflectiveOperationException {
    WritableComparator keys = WritableComparator.get(type);
    List<Integer> expected =
        outputs.stream()
            .sorted(
                comparingInt((Output output) -> output.reduce)
                    .thenComparing(
                        output -> output.key,
                        (a, b) -> keys.compare(a, 0, a.length, b, 0, b.length)))
            .map(output -> output.number)
            .toList();
    RadixSort sort = new RadixSort();
    sort.configure(job(type, 1 << 30));
    for (int beforeEnd : new int[] {Integer.MAX_VALUE, outputs.size() / 3, 1}) {
      Laid laid = new Laid(outputs, beforeEnd);

      sort.sort(laid.records, laid.first, laid.first + outputs.size(), null);

      assertThat(laid.numbers()).isEqualTo(expected);
    }
  }

  /** What Hadoop's sort asks: it has an array of numbers before it, not a map's output. */
  private static final class Numbers implements IndexedSortable {
    final int[] numbers = new Random(1).ints(500).toArray();
    int compared;

    @Override
    public int compare(int i, int j) {
      compared++;
      return Integer.compare(numbers[i], numbers[j]);
    }

    @Override
    public void swap(int i, int j) {
      int number = numbers[i];
      numbers[i] = numbers[j];
      numbers[j] = number;
    }
  }

  @Test
  void otherSortablesAreSortedByTheirOwnComparison() {
    Numbers sortable = new Numbers();
    RadixSort sort = new RadixSort();
    sort.configure(job(Text.class, 1 << 30));

    sort.sort(sortable, 0, sortable.numbers.length);

    assertThat(sortable.numbers).isSorted();
    assertThat(sortable.compared).isPositive();
  }

  /** A map's output that counts the comparisons: only Hadoop's sort makes any. */
  private static int comparisons(Class<?> key, long memory) throws ReflectiveOperationException {
    List<Output> outputs = outputs(100, 1, i -> new Text(Integer.toString(i * 37 % 100)));
    Laid laid = new Laid(outputs, Integer.MAX_VALUE);
    int[] asked = new int[1];
    set(laid.records, "kvmeta", laid.bytes.asIntBuffer());
    set(laid.records, "maxRec", laid.ring);
    set(
        laid.records,
        "comparator",
        new WritableComparator(Text.class) {
          @Override
          public int compare(byte[] a, int s1, int l1, byte[] b, int s2, int l2) {
            asked[0]++;
            return compareBytes(a, s1 + 1, l1 - 1, b, s2 + 1, l2 - 1);
          }
        });
    RadixSort sort = new RadixSort();
    sort.configure(job(key, memory));

    sort.sort(laid.records, laid.first, laid.first + outputs.size(), () -> {});

    List<String> sorted =
        laid.numbers().stream()
            .map(number -> outputs.get(number).key)
            .map(bytes -> new String(bytes, 1, bytes.length - 1, StandardCharsets.UTF_8))
            .toList();
    assertThat(sorted).isSorted().hasSize(100);
    return asked[0];
  }

  private static void set(Object of, String field, Object value)
      throws ReflectiveOperationException {
    Field declared = of.getClass().getDeclaredField(field);
    declared.setAccessible(true);
    declared.set(of, value);
  }

  @Test
  void keysOfUnknownOrderAndTooManyRecordsAreSortedByHadoop() throws Exception {
    assertThat(comparisons(Text.class, 100 * 32)).isZero();
    assertThat(comparisons(Text.class, 99 * 32)).isPositive();
    assertThat(comparisons(Text.class, -1)).isPositive();
    assertThat(comparisons(DoubleWritable.class, 1 << 30)).isPositive();
  }
}
