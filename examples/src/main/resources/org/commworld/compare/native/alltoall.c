#include "compare.h"
#include "memory.h"
#include "pattern.h"

static double *mine, *received;
static int n;

static void call(void) { MPI_Alltoall(mine, n, MPI_DOUBLE, received, n, MPI_DOUBLE, world); }

int main(int argc, char **argv) {
  begin(argc, argv);
  n = size / sizeof(double);
  long all = (long)n * ranks;
  mine = allocate(all * sizeof(double));
  received = allocate(all * sizeof(double));
  for (long i = 0; i < all; i++) mine[i] = pattern(rank, i);
  time_calls(call);
  answer("%ld", checksum(received, all));
}
