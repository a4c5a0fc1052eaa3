package org.commworld.stats;

import java.util.Locale;

/**
 * A method of {@code Comm}, {@code Request} or {@code Message} that communicates. Its position is
 * its code in reports between JVMs of one build.
 */
public enum CallKind {
  SEND,
  S_SEND,
  I_SEND,
  IS_SEND,
  RECV,
  I_RECV,
  SEND_RECV,
  PROBE,
  I_PROBE,
  M_PROBE,
  IM_PROBE,
  /** Of a request. */
  WAIT,
  /** Of a request. */
  TEST,
  BARRIER,
  BCAST,
  SCATTER,
  SCATTERV,
  GATHER,
  GATHERV,
  ALL_GATHER,
  ALL_GATHERV,
  ALL_TO_ALL,
  ALL_TO_ALLV,
  REDUCE,
  ALL_REDUCE,
  REDUCE_SCATTER,
  REDUCE_SCATTER_BLOCK,
  SCAN,
  EX_SCAN,
  I_BARRIER,
  I_BCAST,
  I_SCATTER,
  I_SCATTERV,
  I_GATHER,
  I_GATHERV,
  I_ALL_GATHER,
  I_ALL_GATHERV,
  I_ALL_TO_ALL,
  I_ALL_TO_ALLV,
  I_REDUCE,
  I_ALL_REDUCE,
  I_REDUCE_SCATTER,
  I_REDUCE_SCATTER_BLOCK,
  I_SCAN,
  I_EX_SCAN,
  DUP,
  SPLIT,
  SPLIT_TYPE,
  CREATE,
  FREE,
  /** The wait for all other ranks after the program's end. */
  FINALIZE;

  private final String label = label(name());

  private static String label(String name) {
    StringBuilder text = new StringBuilder();
    for (String word : name.split("_", -1)) {
      String lower = word.toLowerCase(Locale.ROOT);
      text.append(
          text.isEmpty() ? lower : Character.toUpperCase(lower.charAt(0)) + lower.substring(1));
    }
    return text.toString();
  }

  /** As in the API: ALL_REDUCE is allReduce. */
  @Override
  public String toString() {
    return label;
  }
}
