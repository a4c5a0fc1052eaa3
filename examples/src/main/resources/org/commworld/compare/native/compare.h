/*
 * What starts and measures the C programs of "commworld compare": arguments, the clock, the answer.
 * Arguments: size, rounds, input file. Rank 0 prints the time from begin() to answer(), the memory
 * of all ranks at most, in KiB, and the answer.
 */
#pragma once
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
