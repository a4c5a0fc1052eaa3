package org.commworld.compare.ranks;

import static org.commworld.compare.workload.Records.RECORD;

import java.util.Arrays;
import org.commworld.compare.workload.Answer;
import org.commworld.compare.workload.RecordPart;
import org.commworld.compare.workload.Records;
import org.commworld.compare.workload.SortDigest;
import org.commworld.compare.workload.Task;
import org.commworld.mpi.Comm;

final class Sort implements RankWork {
  @Override
  public Answer run(Comm comm, Task task) {
    byte[] mine = RecordPart.read(task.input(), comm.rank(), comm.size());
    byte[] received = exchange(comm, mine);
    byte[][] records = new byte[received.length / RECORD][];
    Arrays.setAll(records, i -> Arrays.copyOfRange(received, i * RECORD, (i + 1) * RECORD));
    Arrays.sort(records, Records::compare);
    SortDigest digest = SortDigest.EMPTY;
    for (byte[] record : records) {
      digest = digest.plus(record);
    }
    return Answer.of(comm.allReduce(digest, SortDigest::then).toArray());
  }

  /** Every record to the rank that has its range of keys. */
  private static byte[] exchange(Comm comm, byte[] mine) {
    int[] counts = new int[comm.size()];
    for (int at = 0; at < mine.length; at += RECORD) {
      counts[Records.range(mine, at, comm.size())] += RECORD;
    }
    int[] displs = displs(counts);
    int[] next = displs.clone();
    byte[] grouped = new byte[mine.length];
    for (int at = 0; at < mine.length; at += RECORD) {
      int owner = Records.range(mine, at, comm.size());
      System.arraycopy(mine, at, grouped, next[owner], RECORD);
      next[owner] += RECORD;
    }
    int[] receivedCounts = new int[comm.size()];
    comm.allToAll(counts, receivedCounts);
    byte[] received = new byte[Arrays.stream(receivedCounts).sum()];
    comm.allToAllv(grouped, counts, displs, received, receivedCounts, displs(receivedCounts));
    return received;
  }

  private static int[] displs(int[] counts) {
    int[] displs = new int[counts.length];
    for (int r = 1; r < counts.length; r++) {
      displs[r] = displs[r - 1] + counts[r - 1];
    }
    return displs;
  }
}
