package org.commworld.compare.report;

import java.util.List;
import org.commworld.compare.engine.Engine;
import org.commworld.compare.workload.Workload;

/**
 * What is known of one size of a workload on one engine.
 *
 * @param state how it went; only of OK there are times
 * @param message why not, or what is missing; empty if OK
 * @param work seconds of each run, from begin to answer; of an operation in sweeps
 * @param job seconds of each run, from its submission or command to the end
 * @param startSeconds of the engine's own process; NaN where each run starts one
 * @param firstSeconds the first run of this size, as {@code job}
 * @param peakBytes resident memory at most, the median of the runs; 0 if unknown
 * @param answer what it found
 */
public record Point(
    Workload workload,
    Engine engine,
    int ranks,
    long size,
    State state,
    String message,
    List<Double> work,
    List<Double> job,
    double startSeconds,
    double firstSeconds,
    long peakBytes,
    String answer) {
  /** How it went. */
  public enum State {
    OK("ok"),
    WRONG("wrong answer"),
    FAILED("failed"),
    NOT_INSTALLED("not installed"),
    NOT_APPLICABLE("not applicable");

    private final String text;

    State(String text) {
      this.text = text;
    }

    /** For people and files. */
    public String text() {
      return text;
    }
  }

  /** Copies the lists. */
  public Point {
    work = List.copyOf(work);
    job = List.copyOf(job);
  }

  /** One without times. */
  public static Point without(
      Workload workload, Engine engine, int ranks, long size, State state, String message) {
    return new Point(
        workload,
        engine,
        ranks,
        size,
        state,
        message,
        List.of(),
        List.of(),
        Double.NaN,
        Double.NaN,
        0,
        "");
  }

  /** Whether there are times. */
  public boolean isOk() {
    return state == State.OK;
  }

  /** Whether the command has to say that something is wrong. */
  public boolean isBad() {
    return state == State.WRONG || state == State.FAILED;
  }

  /** Of the times from begin to answer, in seconds. */
  public Quartiles times() {
    return Quartiles.of(work);
  }

  /**
   * What a job costs before and after its work, in seconds; NaN for sweeps, and for engines where
   * that is part of the work.
   */
  public double overheadSeconds() {
    return workload.isSweep() || !isOk() || !engine.isMpi()
        ? Double.NaN
        : Math.max(0, Quartiles.of(job).median() - times().median());
  }

  /** From the command to the answer where nothing runs yet; NaN for sweeps. */
  public double commandSeconds() {
    if (workload.isSweep() || !isOk()) {
      return Double.NaN;
    }
    return (Double.isNaN(startSeconds) ? 0 : startSeconds) + firstSeconds;
  }
}
