package org.commworld.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.commworld.mpi.Comm;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The tab in Spark's own UI: asked by HTTP, and seen by a browser if there is one. */
@Timeout(120)
class RanksTabIT {
  private static final int RANKS = 4;
  private static final long LIMIT_NANOS = 60_000_000_000L;
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** In local mode ranks share this class with the test. */
  private static final CountDownLatch SEEN = new CountDownLatch(1);

  private static final Path SHOTS = Path.of("target", "ranks-tab");
  private static final Optional<Path> CHROMIUM = chromium();

  private static LocalSpark spark;
  private static String live = "";
  private static String liveInBrowser = "";
  private static String last = "";

  /** Rank r sends 1000 (r + 1) doubles to the next one; then all wait for rank 0. */
  private static int program(Comm comm) throws InterruptedException {
    int next = (comm.rank() + 1) % RANKS;
    int previous = (comm.rank() + RANKS - 1) % RANKS;
    double[] sent = new double[1_000 * (comm.rank() + 1)];
    comm.sendRecv(sent, next, 1, new double[1_000 * RANKS], previous, 1);
    if (comm.rank() == 0) {
      SEEN.await(60, TimeUnit.SECONDS);
      for (int rank = 1; rank < RANKS; rank++) {
        comm.send(new byte[1], rank, 2);
      }
    } else {
      comm.recv(new byte[1], 0, 2);
    }
    return 0;
  }

  @BeforeAll
  static void run() throws Exception {
    SparkConf conf = new SparkConf(false).set("spark.ui.port", "0");
    spark = new LocalSpark("local[4]", conf, true);
    CompletableFuture<List<Integer>> job =
        CompletableFuture.supplyAsync(
            () ->
                BarrierJob.on(spark.session())
                    .ranks(RANKS)
                    .name("ring & wait")
                    .run(RanksTabIT::program));
    live = pageWith("waits for rank 0");
    if (CHROMIUM.isPresent()) {
      liveInBrowser = browse("live.png", "--window-size=1280,900");
    }
    SEEN.countDown();
    job.get(60, TimeUnit.SECONDS);
    last = page();
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  private static String url() {
    return spark.session().sparkContext().uiWebUrl().get() + "/ranks/";
  }

  /** The page; empty before the first job, when Spark sends whoever asks to its own page. */
  private static String page() throws IOException, InterruptedException {
    HttpResponse<String> answer =
        HTTP.send(
            HttpRequest.newBuilder(URI.create(url())).build(),
            HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    assertThat(answer.statusCode()).isIn(200, 302);
    return answer.statusCode() == 200 ? answer.body() : "";
  }

  /** Looks until the page says {@code text}: ranks report once a second. */
  private static String pageWith(String text) throws IOException, InterruptedException {
    long end = System.nanoTime() + LIMIT_NANOS;
    String page = page();
    while (!page.contains(text)) {
      assertThat(System.nanoTime()).as("no '%s' in:%n%s", text, page).isLessThan(end);
      SEEN.await(100, TimeUnit.MILLISECONDS);
      page = page();
    }
    return page;
  }

  /** What the row of {@code rank} says in the attribute {@code name}. */
  private static long figure(String page, int rank, String name) {
    Matcher row = Pattern.compile("<tr data-rank='" + rank + "'[^>]*>").matcher(page);
    assertThat(row.find()).as("row of rank %d", rank).isTrue();
    Matcher value = Pattern.compile("data-" + name + "='(\\d+)'").matcher(row.group());
    assertThat(value.find()).as(name).isTrue();
    return Long.parseLong(value.group(1));
  }

  @Test
  void bytesAreThoseThatTheProgramSent() {
    assertThat(figure(last, 0, "sent")).isEqualTo(8_000 + 3);
    for (int rank = 1; rank < RANKS; rank++) {
      assertThat(figure(last, rank, "sent")).isEqualTo(8_000L * (rank + 1));
      assertThat(figure(last, rank, "received")).isEqualTo(8_000L * rank + 1);
    }
    assertThat(figure(last, 0, "received")).isEqualTo(8_000L * RANKS);
    assertThat(last)
        .contains("<title>rank 3 → rank 0: 31.3 KiB</title>")
        .contains("<title>rank 1 → rank 0: 0 B</title>")
        .contains("ring &amp; wait", "data-live='false'", ">finished<");
  }

  @Test
  void pageIsLiveWhileTheJobRuns() {
    assertThat(figure(live, 3, "sent")).isEqualTo(32_000);
    assertThat(live)
        .contains("data-live='true'", "in recv, waits for rank 0 for ", ">running<")
        .containsPattern("most waited for</span><strong>rank 0<");
  }

  @Test
  void tabIsBesideSparksOwn() {
    assertThat(last).contains("/executors/", "/ranks/");
  }

  @Test
  void browserRefreshesThePageWhileTheJobRuns() {
    assumeBrowser();

    assertThat(liveInBrowser)
        .containsPattern("id=\"commworld-ranks\"[^>]* data-refreshes=\"[1-9]")
        .contains("in recv, waits for rank 0 for ");
  }

  @Test
  void browserLeavesThePageOfAFinishedJobAlone() throws Exception {
    assumeBrowser();

    assertThat(browse("finished.png", "--window-size=500,1200"))
        .contains("<title>rank 3 → rank 0: 31.3 KiB</title>")
        .doesNotContain("data-refreshes");
    assertThat(SHOTS.resolve("finished.png")).isNotEmptyFile();
  }

  @Test
  void browserSortsTheRanksByTheColumnThatIsPressed() throws Exception {
    assumeBrowser();
    Path page = Files.createDirectories(SHOTS).resolve("sorted.html");
    Files.writeString(
        page,
        last
            + "<script>for (const turn of [1, 2]) {"
            + " [...document.querySelectorAll('.cw-table th button')]"
            + ".find(b => b.textContent === 'Sent').click(); }</script>");

    String sorted = browse(page.toUri().toString(), "sorted.png", "--window-size=1280,900");

    assertThat(Pattern.compile("<tr data-rank=\"(\\d)\"").matcher(sorted).results())
        .extracting(match -> match.group(1))
        .containsExactly("3", "2", "1", "0");
    assertThat(sorted).containsPattern("aria-sort=\"descending\"><button>Sent<");
  }

  private static void assumeBrowser() {
    Assumptions.assumeTrue(
        CHROMIUM.isPresent(), "no chromium on the PATH: the tab is not looked at in a browser");
  }

  /** What the page is after six seconds of the browser's own time; a picture of it, too. */
  private static String browse(String picture, String option) throws Exception {
    return browse(url(), picture, option);
  }

  private static String browse(String address, String picture, String option) throws Exception {
    Files.createDirectories(SHOTS);
    return run(
        CHROMIUM.orElseThrow().toString(),
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        option,
        "--virtual-time-budget=6000",
        "--screenshot=" + SHOTS.resolve(picture).toAbsolutePath(),
        "--dump-dom",
        address);
  }

  private static Optional<Path> chromium() {
    String[] path = System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1);
    return Arrays.stream(path)
        .flatMap(
            directory ->
                Stream.of("chromium", "chromium-browser", "google-chrome")
                    .map(name -> Path.of(directory, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static String run(String... command) throws Exception {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try {
      CompletableFuture<String> out =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return new String(
                      process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("browser has ended").isTrue();
      return out.get(10, TimeUnit.SECONDS);
    } finally {
      process.destroyForcibly();
    }
  }
}
