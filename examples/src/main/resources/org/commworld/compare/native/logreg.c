#include "compare.h"
#include "lines.h"
#include <math.h>

enum { FEATURES = 6 };

int main(int argc, char **argv) {
  begin(argc, argv);
  char *text = read_lines();
  double *features = allocate(size * FEATURES * sizeof(double)), *late = allocate(size * sizeof(double));
  long n = 0;
  for (char *at = text; *at; n++) {
    long delay = strtol(at, &at, 10), miles = strtol(at + 1, &at, 10), minute = strtol(at + 1, &at, 10);
    double hour = minute * (2 * M_PI / (24 * 60)), *row = features + FEATURES * n;
    row[0] = 1;
    row[1] = miles / 700.0 - 1;
    row[2] = cos(hour);
    row[3] = sin(hour);
    row[4] = cos(2 * hour);
    row[5] = sin(2 * hour);
    late[n] = delay > 15;
    if (*at == '\n') at++;
  }
  double weights[FEATURES] = {0}, sums[FEATURES + 2]; /* gradient, loss, rows */
  for (int round = 0; round < rounds; round++) {
    memset(sums, 0, sizeof sums);
    for (long i = 0; i < n; i++) {
      double *row = features + FEATURES * i, z = 0;
      for (int f = 0; f < FEATURES; f++) z += weights[f] * row[f];
      double error = 1 / (1 + exp(-z)) - late[i];
      for (int f = 0; f < FEATURES; f++) sums[f] += error * row[f];
      sums[FEATURES] += log1p(exp(-fabs(z))) + fmax(z, 0) - late[i] * z;
    }
    sums[FEATURES + 1] = n;
    MPI_Allreduce(MPI_IN_PLACE, sums, FEATURES + 2, MPI_DOUBLE, MPI_SUM, world);
    for (int f = 0; f < FEATURES; f++) weights[f] -= sums[f] / sums[FEATURES + 1];
  }
  answer("%.17g %.17g %.17g %.17g %.17g %.17g %.17g", weights[0], weights[1], weights[2], weights[3],
         weights[4], weights[5], sums[FEATURES] / sums[FEATURES + 1]);
}
