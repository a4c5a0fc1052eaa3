package org.commworld.compare.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.commworld.compare.workload.Answer;
import org.commworld.compare.workload.Task;

/**
 * The answers that engines must give, worked out in one thread.
 *
 * <p>Nothing here is what an engine calls: the files are read, and the formulas written, once more,
 * in another way where there is one. A mistake in what engines share therefore shows as a wrong
 * answer. Sums of other than whole numbers are compensated where terms cancel, so that a difference
 * beyond {@link Answer}'s tolerance is the engine's.
 */
public final class Oracle {
  private static final Pattern WORD = Pattern.compile("[a-zA-Z]+");

  private Oracle() {}

  /** The answer of {@code task} among {@code ranks}, of which only the sweeps' depend on these. */
  public static Answer answer(Task task, int ranks) throws IOException {
    return switch (task.workload()) {
      case ALL_REDUCE -> allReduce(task.doubles(), ranks);
      case ALL_TO_ALL -> allToAll(task.doubles(), ranks);
      case K_MEANS -> kMeans(task);
      case LOGISTIC_REGRESSION -> logisticRegression(task);
      case PAGE_RANK -> pageRank(task);
      case WORD_COUNT -> wordCount(task);
      case SORT -> sort(task);
      case HEAT -> heat(task.length(), task.rounds());
      case PI -> pi(task.size());
    };
  }

  /** The i-th sum is 1024 (1 + 2 + … + p) + p (i mod 1021). */
  private static Answer allReduce(int n, int ranks) {
    long p = ranks;
    long checksum = 0;
    for (long i = 0; i < n; i++) {
      long sum = 512 * p * (p + 1) + p * (i % 1021);
      for (int rank = 0; rank < ranks; rank++) {
        checksum += sum * ((i + rank) % 97 + 1);
      }
    }
    return Answer.of(checksum);
  }

  /** The i-th element of the block from source to dest is the source's element dest n + i. */
  private static Answer allToAll(int n, int ranks) {
    long checksum = 0;
    for (long dest = 0; dest < ranks; dest++) {
      for (long source = 0; source < ranks; source++) {
        for (long i = 0; i < n; i++) {
          long element = 1024 * (source + 1) + (dest * n + i) % 1021;
          checksum += element * ((source * n + i + dest) % 97 + 1);
        }
      }
    }
    return Answer.of(checksum);
  }

  /** Means, by the JDK's compensated sums, of the points whose nearest centre is the same. */
  private static Answer kMeans(Task task) throws IOException {
    double[][] points = rows(task, ",");
    double[][] centres = new double[8][];
    Arrays.setAll(centres, c -> points[c].clone());
    DoubleSummaryStatistics[][] means = new DoubleSummaryStatistics[8][2];
    DoubleSummaryStatistics distances = new DoubleSummaryStatistics();
    for (int round = 0; round < task.rounds(); round++) {
      Arrays.setAll(means, c -> statistics(2));
      distances = new DoubleSummaryStatistics();
      for (double[] point : points) {
        int nearest = 0;
        for (int c = 1; c < 8; c++) {
          nearest = square(point, centres[c]) < square(point, centres[nearest]) ? c : nearest;
        }
        means[nearest][0].accept(point[0]);
        means[nearest][1].accept(point[1]);
        distances.accept(square(point, centres[nearest]));
      }
      for (int c = 0; c < 8; c++) {
        if (means[c][0].getCount() > 0) {
          centres[c] =
              Arrays.stream(means[c]).mapToDouble(DoubleSummaryStatistics::getAverage).toArray();
        }
      }
    }
    DoubleStream coordinates = Arrays.stream(centres).flatMapToDouble(Arrays::stream);
    DoubleStream counts = Arrays.stream(means).mapToDouble(mean -> mean[0].getCount());
    return Answer.of(
        Stream.of(DoubleStream.of(distances.getSum()), coordinates, counts)
            .flatMapToDouble(part -> part)
            .toArray());
  }

  private static double square(double[] a, double[] b) {
    return (a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1]);
  }

  private static DoubleSummaryStatistics[] statistics(int n) {
    return Stream.generate(DoubleSummaryStatistics::new)
        .limit(n)
        .toArray(DoubleSummaryStatistics[]::new);
  }

  /** The logistic function by way of tanh, and the loss by cases. */
  private static Answer logisticRegression(Task task) throws IOException {
    double[][] rows = rows(task, ",");
    double[] weights = new double[6];
    double loss = 0;
    for (int round = 0; round < task.rounds(); round++) {
      DoubleSummaryStatistics[] gradient = statistics(weights.length);
      DoubleSummaryStatistics losses = new DoubleSummaryStatistics();
      for (double[] row : rows) {
        boolean isLate = row[0] > 15;
        double[] x = features(row[1], row[2]);
        double z = IntStream.range(0, x.length).mapToDouble(f -> weights[f] * x[f]).sum();
        double error = (1 + Math.tanh(z / 2)) / 2 - (isLate ? 1 : 0);
        for (int f = 0; f < x.length; f++) {
          gradient[f].accept(error * x[f]);
        }
        losses.accept(Math.log1p(Math.exp(isLate ? -z : z)));
      }
      for (int f = 0; f < weights.length; f++) {
        weights[f] -= gradient[f].getAverage();
      }
      loss = losses.getAverage();
    }
    return Answer.of(DoubleStream.concat(Arrays.stream(weights), DoubleStream.of(loss)).toArray());
  }

  /** One, the distance, and the day's first two harmonics, the second by double angles. */
  private static double[] features(double miles, double minute) {
    double cos = Math.cos(Math.PI * minute / 720);
    double sin = Math.sin(Math.PI * minute / 720);
    return new double[] {1, (miles - 700) / 700, cos, sin, cos * cos - sin * sin, 2 * sin * cos};
  }

  /** Each round all of 1 is given away again: 0.15 to all alike, the rest along the links. */
  private static Answer pageRank(Task task) throws IOException {
    double[][] pages = rows(task, " ");
    double[] ranks = new double[pages.length];
    Arrays.fill(ranks, 1.0 / ranks.length);
    for (int round = 0; round < task.rounds(); round++) {
      double[] next = new double[ranks.length];
      Arrays.fill(next, 0.15 / ranks.length);
      for (double[] page : pages) {
        double given = 0.85 * ranks[(int) page[0]] / (page.length - 1);
        for (int link = 1; link < page.length; link++) {
          next[(int) page[link]] += given;
        }
      }
      ranks = next;
    }
    double[] last = ranks;
    return Answer.of(
        Arrays.stream(last).sum(),
        IntStream.range(0, last.length).mapToDouble(p -> last[p] * (p % 10 + 1)).sum(),
        Arrays.stream(last).max().orElse(0));
  }

  private static Answer wordCount(Task task) throws IOException {
    String text = Files.readString(Path.of(task.input()), StandardCharsets.ISO_8859_1);
    Map<String, Long> counts = new HashMap<>();
    Matcher words = WORD.matcher(text);
    while (words.find()) {
      counts.merge(words.group().toLowerCase(Locale.ROOT), 1L, Long::sum);
    }
    long total = 0;
    long digest = 0;
    for (Map.Entry<String, Long> entry : counts.entrySet()) {
      long hash = 0;
      for (byte letter : entry.getKey().getBytes(StandardCharsets.US_ASCII)) {
        hash = (31 * hash + letter) % (1L << 32);
      }
      total += entry.getValue();
      digest += entry.getValue() * (hash % 1_000_003);
    }
    return Answer.of(total, counts.size(), digest);
  }

  private static Answer sort(Task task) throws IOException {
    byte[] all = Files.readAllBytes(Path.of(task.input()));
    Integer[] order = new Integer[all.length / 100];
    Arrays.setAll(order, i -> 100 * i);
    Arrays.sort(order, (a, b) -> Arrays.compareUnsigned(all, a, a + 10, all, b, b + 10));
    long sum = 0;
    long byPlace = 0;
    for (int place = 0; place < order.length; place++) {
      long hash = 0;
      for (int i = 0; i < 100; i++) {
        hash = 31 * hash + Byte.toUnsignedInt(all[order[place] + i]);
      }
      sum += hash;
      byPlace += (place + 1) * hash;
    }
    return Answer.of(order.length, sum, byPlace);
  }

  /**
   * Without a plate. A step is I + A + B, where A is 0.1 times the second difference along rows and
   * B along columns; it is P + Q too, where P is ½ I + A and Q is ½ I + B. These commute, so that k
   * steps are the sum over m of (k choose m) Pᵐ Qᵏ⁻ᵐ. The plate begins as a column times a row, P
   * changes the column only and Q the row, and all sums asked for are of such products. No number
   * is negative: nothing cancels.
   */
  private static Answer heat(int n, int rounds) {
    double[][] columns = powers(n, rounds, row -> 1 + row % 7);
    double[][] rows = powers(n, rounds, column -> 1);
    double[] sums = new double[3];
    double choose = 1;
    for (int m = 0; m <= rounds; m++) {
      double[] column = columns[m];
      double[] row = rows[rounds - m];
      double heat = Arrays.stream(column).sum() * Arrays.stream(row).sum();
      double byRow =
          IntStream.range(0, n).mapToDouble(i -> column[i] * (i % 10 + 1)).sum()
              * Arrays.stream(row).sum();
      double byColumn =
          Arrays.stream(column).sum()
              * IntStream.range(0, n).mapToDouble(j -> row[j] * ((j + 1) % 3)).sum();
      sums[0] += choose * heat;
      sums[1] += choose * (byRow + byColumn);
      sums[2] += choose * Arrays.stream(column).limit(n / 4).sum() * Arrays.stream(row).sum();
      choose = choose * (rounds - m) / (m + 1);
    }
    return Answer.of(sums);
  }

  /** What the tridiagonal matrix of 0.1, 0.3, 0.1 makes of a line, cold but for its middle half. */
  private static double[][] powers(int n, int most, IntToDoubleFunction hot) {
    double[][] powers = new double[most + 1][n];
    for (int i = n / 4; i < n - n / 4; i++) {
      powers[0][i] = hot.applyAsDouble(i);
    }
    for (int m = 1; m <= most; m++) {
      double[] before = powers[m - 1];
      for (int i = 0; i < n; i++) {
        double beside = (i > 0 ? before[i - 1] : 0) + (i < n - 1 ? before[i + 1] : 0);
        powers[m][i] = 0.3 * before[i] + 0.1 * beside;
      }
    }
    return powers;
  }

  /** The JDK has the generator too: SplittableRandom of seed 0 is SplitMix64. */
  private static Answer pi(long samples) {
    SplittableRandom random = new SplittableRandom(0);
    long hits = 0;
    for (long i = 0; i < samples; i++) {
      long bits = random.nextLong();
      double x = Math.scalb((double) (bits >>> 32), -32);
      double y = Math.scalb((double) (bits << 32 >>> 32), -32);
      hits += x * x + y * y < 1 ? 1 : 0;
    }
    return Answer.of(hits);
  }

  private static double[][] rows(Task task, String separator) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of(task.input()))) {
      return lines
          .map(
              line ->
                  Arrays.stream(line.split(separator)).mapToDouble(Double::parseDouble).toArray())
          .toArray(double[][]::new);
    }
  }
}
