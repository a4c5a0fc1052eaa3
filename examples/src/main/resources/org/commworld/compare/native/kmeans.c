#include "compare.h"
#include "lines.h"
#include <math.h>

enum { K = 8 };

/* Latitude, longitude and number of each cluster's points in turn, then the squared distances. */
static double sums[3 * K + 1], centres[2 * K];

static void add(double latitude, double longitude) {
  int nearest = 0;
  double least = INFINITY;
  for (int c = 0; c < K; c++) {
    double y = latitude - centres[2 * c], x = longitude - centres[2 * c + 1];
    double distance = y * y + x * x;
    if (distance < least) {
      least = distance;
      nearest = c;
    }
  }
  sums[3 * nearest] += latitude;
  sums[3 * nearest + 1] += longitude;
  sums[3 * nearest + 2]++;
  sums[3 * K] += least;
}

int main(int argc, char **argv) {
  begin(argc, argv);
  char *text = read_lines();
  double *points = allocate((2 * size + 2 * K) * sizeof(double));
  long n = 0;
  for (char *at = text; *at; n += 2) {
    points[n] = strtod(at, &at);
    points[n + 1] = strtod(at + 1, &at);
    if (*at == '\n') at++;
  }
  if (rank == 0) memcpy(centres, points, sizeof centres);
  MPI_Bcast(centres, 2 * K, MPI_DOUBLE, 0, world);
  for (int round = 0; round < rounds; round++) {
    memset(sums, 0, sizeof sums);
    for (long i = 0; i < n; i += 2) add(points[i], points[i + 1]);
    MPI_Allreduce(MPI_IN_PLACE, sums, 3 * K + 1, MPI_DOUBLE, MPI_SUM, world);
    for (int c = 0; c < K; c++) {
      if (sums[3 * c + 2] > 0) {
        centres[2 * c] = sums[3 * c] / sums[3 * c + 2];
        centres[2 * c + 1] = sums[3 * c + 1] / sums[3 * c + 2];
      }
    }
  }
  char found[64 * (3 * K + 1)];
  int used = sprintf(found, "%.17g", sums[3 * K]);
  for (int c = 0; c < 2 * K; c++) used += sprintf(found + used, " %.17g", centres[c]);
  for (int c = 0; c < K; c++) used += sprintf(found + used, " %.1f", sums[3 * c + 2]);
  answer("%s", found);
}
