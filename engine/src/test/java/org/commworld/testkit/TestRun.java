package org.commworld.testkit;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Runs test classes in this JVM, whichever it is. */
public final class TestRun {
  private TestRun() {}

  /**
   * Exits with status 1 unless there were tests, and all have succeeded; one that its assumptions
   * stopped has not.
   *
   * @param args what to run, as {@link DiscoverySelectors#parse(String)} takes it
   */
  public static void main(String[] args) {
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(
                    Stream.of(args)
                        .flatMap(name -> DiscoverySelectors.parse(name).stream())
                        .toArray(DiscoverySelector[]::new))
                .build(),
            listener);
    TestExecutionSummary summary = listener.getSummary();
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    summary.printTo(out);
    summary.printFailuresTo(out);
    boolean isGood =
        summary.getTestsFoundCount() > 0
            && summary.getTestsSucceededCount() == summary.getTestsFoundCount()
            && summary.getTotalFailureCount() == 0;
    System.exit(isGood ? 0 : 1);
  }
}
