package org.commworld.compare.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commworld.compare.workload.Answer;
import org.commworld.compare.workload.Page;
import org.commworld.compare.workload.Points;
import org.commworld.compare.workload.Records;
import org.commworld.compare.workload.Samples;
import org.commworld.compare.workload.SortDigest;
import org.commworld.compare.workload.Stencil;
import org.commworld.compare.workload.Task;
import org.commworld.compare.workload.Words;
import org.commworld.examples.LatenessModel;
import org.commworld.examples.Lloyd;
import org.commworld.runtime.LocalWorld;

/** The answers that engines must give, worked out in one thread. */
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
      case HEAT -> heat(task);
      case PI -> Answer.of(Samples.hits(0, task.size()));
    };
  }

  private static Answer allReduce(int n, int ranks) {
    double[] sum = new double[n];
    for (int source = 0; source < ranks; source++) {
      for (int i = 0; i < n; i++) {
        sum[i] += org.commworld.compare.workload.Pattern.value(source, i);
      }
    }
    long checksum = 0;
    for (int rank = 0; rank < ranks; rank++) {
      checksum += org.commworld.compare.workload.Pattern.checksum(sum, rank);
    }
    return Answer.of(checksum);
  }

  private static Answer allToAll(int n, int ranks) {
    long checksum = 0;
    for (int dest = 0; dest < ranks; dest++) {
      double[] received = new double[n * ranks];
      for (int source = 0; source < ranks; source++) {
        for (int i = 0; i < n; i++) {
          received[source * n + i] =
              org.commworld.compare.workload.Pattern.value(source, dest * n + i);
        }
      }
      checksum += org.commworld.compare.workload.Pattern.checksum(received, dest);
    }
    return Answer.of(checksum);
  }

  private static Answer kMeans(Task task) throws IOException {
    double[] points = Points.of(lines(task).iterator());
    double[] start = Arrays.copyOf(points, 2 * Points.CLUSTERS);
    return Answer.of(
        LocalWorld.run(
                1, comm -> new Lloyd(comm, points, Points.CLUSTERS).fit(start, task.rounds()))
            .get(0)
            .values());
  }

  private static Answer logisticRegression(Task task) throws IOException {
    LatenessModel model = LatenessModel.ofLines(lines(task).iterator());
    double[] weights = new double[LatenessModel.FEATURES];
    double[] sums = new double[LatenessModel.SUMS];
    for (int i = 0; i < task.rounds(); i++) {
      Arrays.fill(sums, 0);
      model.addTo(sums, weights);
      LatenessModel.descend(weights, sums);
    }
    double[] answer = Arrays.copyOf(weights, weights.length + 1);
    answer[weights.length] = LatenessModel.loss(sums);
    return Answer.of(answer);
  }

  private static Answer pageRank(Task task) throws IOException {
    List<Page> pages = lines(task).stream().map(Page::of).toList();
    double[] ranks = new double[pages.size()];
    Arrays.fill(ranks, 1.0 / ranks.length);
    for (int round = 0; round < task.rounds(); round++) {
      double[] next = new double[ranks.length];
      Arrays.fill(next, (1 - Page.DAMPING) / ranks.length);
      for (Page page : pages) {
        for (int link : page.links()) {
          next[link] += Page.DAMPING * ranks[page.page()] / page.links().length;
        }
      }
      ranks = next;
    }
    double weighted = 0;
    for (int p = 0; p < ranks.length; p++) {
      weighted += ranks[p] * Page.weight(p);
    }
    return Answer.of(Arrays.stream(ranks).sum(), weighted, Arrays.stream(ranks).max().orElse(0));
  }

  private static Answer wordCount(Task task) throws IOException {
    String text = Files.readString(Path.of(task.input()), StandardCharsets.ISO_8859_1);
    Map<String, Long> counts = new HashMap<>();
    Matcher words = WORD.matcher(text);
    while (words.find()) {
      counts.merge(words.group().toLowerCase(Locale.ROOT), 1L, Long::sum);
    }
    long[] totals = new long[3];
    counts.forEach(
        (word, count) -> {
          totals[0] += count;
          totals[1]++;
          totals[2] += count * Words.digest(word);
        });
    return Answer.of(totals);
  }

  private static Answer sort(Task task) {
    byte[] all = Records.read(task.input(), 0, 1);
    byte[][] records = new byte[all.length / Records.RECORD][];
    Arrays.setAll(
        records, i -> Arrays.copyOfRange(all, i * Records.RECORD, (i + 1) * Records.RECORD));
    Arrays.sort(records, Arrays::compareUnsigned);
    SortDigest digest = SortDigest.EMPTY;
    for (byte[] record : records) {
      digest = digest.plus(record);
    }
    return Answer.of(digest.toArray());
  }

  private static Answer heat(Task task) {
    double[][] rows = Stencil.start(task.length(), 0, task.length());
    for (int i = 0; i < task.rounds(); i++) {
      double[][] next = new double[rows.length][rows[0].length];
      Stencil.step(rows, next);
      rows = next;
    }
    return Answer.of(Stencil.sums(rows, 0));
  }

  private static List<String> lines(Task task) throws IOException {
    return Files.readAllLines(Path.of(task.input()));
  }
}
