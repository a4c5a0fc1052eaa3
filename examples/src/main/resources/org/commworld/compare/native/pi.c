#include "compare.h"
#include "share.h"

static uint64_t mix(uint64_t i) {
  uint64_t z = (i + 1) * 0x9e3779b97f4a7c15u;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

int main(int argc, char **argv) {
  begin(argc, argv);
  long hits = 0, all;
  for (long i = share(size, rank); i < share(size, rank + 1); i++) {
    uint64_t bits = mix(i);
    double x = (bits >> 32) * 0x1p-32, y = (bits & 0xffffffffu) * 0x1p-32;
    if (x * x + y * y < 1) hits++;
  }
  MPI_Reduce(&hits, &all, 1, MPI_LONG, MPI_SUM, 0, world);
  answer("%ld", all);
}
