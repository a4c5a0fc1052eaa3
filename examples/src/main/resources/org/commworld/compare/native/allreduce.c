#include "compare.h"
#include "memory.h"
#include "pattern.h"

static double *mine, *sum;
static int n;

static void call(void) { MPI_Allreduce(mine, sum, n, MPI_DOUBLE, MPI_SUM, world); }

int main(int argc, char **argv) {
  begin(argc, argv);
  n = size / sizeof(double);
  mine = allocate(n * sizeof(double));
  sum = allocate(n * sizeof(double));
  for (int i = 0; i < n; i++) mine[i] = pattern(rank, i);
  time_calls(call);
  answer("%ld", checksum(sum, n));
}
