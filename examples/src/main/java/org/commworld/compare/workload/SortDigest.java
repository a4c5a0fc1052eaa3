package org.commworld.compare.workload;

import java.io.Serializable;

/**
 * Tells whether records are all there and in order: their number, the sum of their hashes and that
 * sum weighted by place, both modulo 2^64. Digests of consecutive parts make that of the whole.
 */
public record SortDigest(long records, long sum, long byPlace) implements Serializable {
  /** Of no records. */
  public static final SortDigest EMPTY = new SortDigest(0, 0, 0);

  /** With one record more. */
  public SortDigest plus(byte[] record) {
    long hash = 0;
    for (int i = 0; i < Records.RECORD; i++) {
      hash = hash * 31 + (record[i] & 0xff);
    }
    return new SortDigest(records + 1, sum + hash, byPlace + (records + 1) * hash);
  }

  /** With those that follow. */
  public SortDigest then(SortDigest next) {
    return new SortDigest(
        records + next.records, sum + next.sum, byPlace + records * next.sum + next.byPlace);
  }

  /** For the answer, and to send. */
  public long[] toArray() {
    return new long[] {records, sum, byPlace};
  }
}
