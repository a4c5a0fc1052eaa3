#include "compare.h"
#include "input.h"
#include "memory.h"
#include "share.h"

enum { RECORD = 100, KEY = 10 };

static int owner(const unsigned char *r) {
  uint64_t first = (uint64_t)r[0] << 24 | r[1] << 16 | r[2] << 8 | r[3];
  return first * ranks >> 32;
}

static int by_key(const void *a, const void *b) { return memcmp(a, b, KEY); }

int main(int argc, char **argv) {
  begin(argc, argv);
  long length;
  FILE *file = open_input(&length);
  long first = share(length / RECORD, rank), n = share(length / RECORD, rank + 1) - first;
  unsigned char *mine = allocate(n * RECORD), *grouped = allocate(n * RECORD);
  fseek(file, first * RECORD, SEEK_SET);
  if (fread(mine, RECORD, n, file) != (size_t)n) die("cannot read the input");
  int *sends = allocate(ranks * sizeof(int)), *receives = allocate(ranks * sizeof(int));
  int *from = allocate((ranks + 1) * sizeof(int)), *to = allocate((ranks + 1) * sizeof(int));
  int *next = allocate(ranks * sizeof(int));
  for (long i = 0; i < n; i++) sends[owner(mine + i * RECORD)] += RECORD;
  MPI_Alltoall(sends, 1, MPI_INT, receives, 1, MPI_INT, world);
  for (int r = 0; r < ranks; r++) {
    from[r + 1] = from[r] + sends[r];
    to[r + 1] = to[r] + receives[r];
    next[r] = from[r];
  }
  for (long i = 0; i < n; i++) {
    unsigned char *record = mine + i * RECORD;
    memcpy(grouped + next[owner(record)], record, RECORD);
    next[owner(record)] += RECORD;
  }
  unsigned char *sorted = allocate(to[ranks]);
  MPI_Alltoallv(grouped, sends, from, MPI_CHAR, sorted, receives, to, MPI_CHAR, world);
  long records = to[ranks] / RECORD;
  qsort(sorted, records, RECORD, by_key);
  /* Digest: number, sum of hashes, sum weighted by place among all, modulo 2^64. */
  uint64_t before = 0, count = records, digest[3] = {records, 0, 0}, all[3];
  MPI_Exscan(&count, &before, 1, MPI_UINT64_T, MPI_SUM, world);
  for (long i = 0; i < records; i++) {
    uint64_t hash = 0;
    for (int b = 0; b < RECORD; b++) hash = hash * 31 + sorted[i * RECORD + b];
    digest[1] += hash;
    digest[2] += (before + i + 1) * hash;
  }
  MPI_Reduce(digest, all, 3, MPI_UINT64_T, MPI_SUM, 0, world);
  answer("%ld %ld %ld", (long)all[0], (long)all[1], (long)all[2]);
}
