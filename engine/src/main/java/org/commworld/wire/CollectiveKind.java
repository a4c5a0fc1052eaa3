package org.commworld.wire;

import java.util.Locale;

/** Which collective a call is; the position in this list is the code on the wire. */
public enum CollectiveKind {
  BARRIER,
  BCAST,
  BCAST_OBJECT,
  SCATTER,
  SCATTERV,
  SCATTER_OBJECT,
  GATHER,
  GATHERV,
  GATHER_OBJECT,
  ALL_GATHER,
  ALL_GATHERV,
  ALL_GATHER_OBJECT,
  ALL_TO_ALL,
  ALL_TO_ALLV,
  ALL_TO_ALL_OBJECT,
  REDUCE,
  REDUCE_OBJECT,
  ALL_REDUCE,
  ALL_REDUCE_OBJECT,
  REDUCE_SCATTER,
  REDUCE_SCATTER_BLOCK,
  SCAN,
  SCAN_OBJECT,
  EX_SCAN,
  EX_SCAN_OBJECT,
  DUP,
  SPLIT,
  SPLIT_TYPE,
  CREATE,
  FREE,
  FINALIZE;

  private static final CollectiveKind[] BY_CODE = values();

  static CollectiveKind of(int code) {
    return BY_CODE[code];
  }

  static boolean isCode(int code) {
    return code >= 0 && code < BY_CODE.length;
  }

  /** As in the API: ALL_REDUCE is allReduce. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (String word : name().split("_", -1)) {
      String lower = word.toLowerCase(Locale.ROOT);
      text.append(
          text.isEmpty() ? lower : Character.toUpperCase(lower.charAt(0)) + lower.substring(1));
    }
    return text.toString();
  }
}
