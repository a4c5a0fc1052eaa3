#include "compare.h"
#include "memory.h"
#include "share.h"

enum { UP = 1, DOWN = 2 };

int main(int argc, char **argv) {
  begin(argc, argv);
  long n = size, first = share(n, rank), count = share(n, rank + 1) - first, wide = n + 2;
  int above = rank > 0 ? rank - 1 : MPI_PROC_NULL, below = rank < ranks - 1 ? rank + 1 : MPI_PROC_NULL;
  double *now = allocate((count + 2) * wide * sizeof(double));
  double *next = allocate((count + 2) * wide * sizeof(double));
  for (long i = 1; i <= count; i++) {
    long row = first + i - 1;
    if (row < n / 4 || row >= n - n / 4) continue;
    for (long j = 1 + n / 4; j < 1 + n - n / 4; j++) now[i * wide + j] = 1 + row % 7;
  }
  for (int round = 0; round < rounds; round++) {
    MPI_Sendrecv(now + wide, wide, MPI_DOUBLE, above, UP, now + (count + 1) * wide, wide, MPI_DOUBLE,
                 below, UP, world, MPI_STATUS_IGNORE);
    MPI_Sendrecv(now + count * wide, wide, MPI_DOUBLE, below, DOWN, now, wide, MPI_DOUBLE, above, DOWN,
                 world, MPI_STATUS_IGNORE);
    for (long i = 1; i <= count; i++) {
      double *up = now + (i - 1) * wide, *row = now + i * wide, *down = now + (i + 1) * wide;
      for (long j = 1; j <= n; j++)
        next[i * wide + j] = row[j] + 0.1 * (up[j] + down[j] + row[j - 1] + row[j + 1] - 4 * row[j]);
    }
    double *last = now;
    now = next;
    next = last;
  }
  double sums[3] = {0}, all[3];
  for (long i = 1; i <= count; i++) {
    for (long j = 1; j <= n; j++) {
      sums[0] += now[i * wide + j];
      sums[1] += now[i * wide + j] * ((first + i - 1) % 10 + j % 3 + 1);
      if (first + i - 1 < n / 4) sums[2] += now[i * wide + j];
    }
  }
  MPI_Reduce(sums, all, 3, MPI_DOUBLE, MPI_SUM, 0, world);
  answer("%.17g %.17g %.17g", all[0], all[1], all[2]);
}
