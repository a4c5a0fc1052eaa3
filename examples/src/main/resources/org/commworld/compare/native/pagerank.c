#include "compare.h"
#include "lines.h"

static const double DAMPING = 0.85;

int main(int argc, char **argv) {
  begin(argc, argv);
  char *text = read_lines();
  int *pages = allocate((strlen(text) + 1) * sizeof(int)); /* for each page: number of links, itself, links */
  long end = 0;
  for (char *at = text; *at; at++) {
    long first = end++;
    pages[end++] = strtol(at, &at, 10);
    while (*at == ' ') pages[end++] = strtol(at, &at, 10);
    pages[first] = end - first - 2;
  }
  double *score = allocate(size * sizeof(double)), *sums = allocate(size * sizeof(double));
  for (long p = 0; p < size; p++) score[p] = 1.0 / size;
  for (int round = 0; round < rounds; round++) {
    memset(sums, 0, size * sizeof(double));
    for (long i = 0; i < end; i += pages[i] + 2) {
      double part = score[pages[i + 1]] / pages[i];
      for (int link = 0; link < pages[i]; link++) sums[pages[i + 2 + link]] += part;
    }
    MPI_Allreduce(MPI_IN_PLACE, sums, size, MPI_DOUBLE, MPI_SUM, world);
    for (long p = 0; p < size; p++) score[p] = (1 - DAMPING) / size + DAMPING * sums[p];
  }
  double total = 0, weighted = 0, most = 0;
  for (long p = 0; p < size; p++) {
    total += score[p];
    weighted += score[p] * (p % 10 + 1);
    if (score[p] > most) most = score[p];
  }
  answer("%.17g %.17g %.17g", total, weighted, most);
}
