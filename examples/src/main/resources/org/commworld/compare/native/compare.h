/*
 * What the C programs of "commworld compare" share: arguments, a rank's part of a file, the clock,
 * the answer. Arguments: size, rounds, input file. Rank 0 prints the time from begin() to answer(),
 * the memory of all ranks at most, in KiB, and the answer.
 */
#include <mpi.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

static const MPI_Comm world = MPI_COMM_WORLD;
static int rank, ranks, rounds;
static long size;
static const char *input;
static double started, seconds = -1;

static inline void die(const char *what) {
  fprintf(stderr, "%s (rank=%d)\n", what, rank);
  MPI_Abort(world, 1);
  exit(1);
}

static inline void *allocate(size_t bytes) {
  void *memory = calloc(bytes ? bytes : 1, 1);
  if (!memory) die("out of memory");
  return memory;
}

static inline void begin(int argc, char **argv) {
  MPI_Init(&argc, &argv);
  MPI_Comm_rank(world, &rank);
  MPI_Comm_size(world, &ranks);
  if (argc != 4) die("expected arguments: SIZE ROUNDS INPUT");
  size = atol(argv[1]);
  rounds = atoi(argv[2]);
  input = argv[3];
  MPI_Barrier(world);
  started = MPI_Wtime();
}

/* Ends the program. The format and what follows are the answer; only rank 0's counts. */
static inline void answer(const char *format, ...) {
  if (seconds < 0) {
    double mine = MPI_Wtime() - started;
    MPI_Reduce(&mine, &seconds, 1, MPI_DOUBLE, MPI_MAX, 0, world);
  }
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  long memory = usage.ru_maxrss, total;
  MPI_Reduce(&memory, &total, 1, MPI_LONG, MPI_SUM, 0, world);
  if (rank == 0) {
    va_list values;
    va_start(values, format);
    printf("result %.9g %ld ", seconds, total);
    vprintf(format, values);
    printf("\n");
    fflush(stdout);
    va_end(values);
  }
  MPI_Finalize();
}

/* Times as many calls as take a twentieth of a second; the mean is the time that answer() tells. */
static inline void time_calls(void (*call)(void)) {
  int calls = 1, most = 1 << 16;
  for (;;) {
    MPI_Barrier(world);
    double start = MPI_Wtime();
    for (int i = 0; i < calls; i++) call();
    double took = MPI_Wtime() - start;
    MPI_Allreduce(MPI_IN_PLACE, &took, 1, MPI_DOUBLE, MPI_MAX, world);
    seconds = took / calls;
    if (took >= 0.025 || calls == most) return;
    double factor = took > 0 ? 0.05 / took : 8;
    factor = factor < 2 ? 2 : factor > 8 ? 8 : factor;
    calls = calls * factor > most ? most : (int)(calls * factor);
  }
}

static inline FILE *open_input(long *length) {
  FILE *file = fopen(input, "rb");
  if (!file || fseek(file, 0, SEEK_END)) die("cannot read the input");
  *length = ftell(file);
  return file;
}

/* Where the first line begins at offset or later. */
static inline long line_start(FILE *file, long offset, long length) {
  if (offset == 0 || offset == length) return offset;
  fseek(file, offset - 1, SEEK_SET);
  for (int c = getc(file); c != '\n' && c != EOF; c = getc(file)) offset++;
  return offset < length ? offset : length;
}

/* The lines that begin in this rank's share of the file's bytes; a zero byte follows. */
static inline char *read_lines(void) {
  long length;
  FILE *file = open_input(&length);
  long from = line_start(file, length * rank / ranks, length);
  long to = line_start(file, length * (rank + 1) / ranks, length);
  char *text = allocate(to - from + 1);
  fseek(file, from, SEEK_SET);
  if (fread(text, 1, to - from, file) != (size_t)(to - from)) die("cannot read the input");
  fclose(file);
  return text;
}

/* Rank r's share of n begins here; that of rank r + 1 begins where it ends. */
static inline long share(long n, int r) { return n * r / ranks; }

/* What the sweeps send, and what tells that the right thing came to the right place. */
static inline double pattern(int from, long i) { return 1024.0 * (from + 1) + i % 1021; }

static inline long checksum(const double *values, long n) {
  long sum = 0, total;
  for (long i = 0; i < n; i++) sum += (long)values[i] * ((i + rank) % 97 + 1);
  MPI_Reduce(&sum, &total, 1, MPI_LONG, MPI_SUM, 0, world);
  return total;
}
