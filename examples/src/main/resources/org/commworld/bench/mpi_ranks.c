/*
 * The ranks of "commworld bench --against": connects to the measuring process, takes its orders and
 * measures with the same method as org.commworld.bench.rank.Block, call for call.
 *
 * Between orders a rank waits in read(2), so that it takes no processor from whoever is measured.
 * When the connection ends before it is told to end, the measuring process is gone: it aborts.
 *
 * Environment: COMMWORLD_BENCH=port:key. Arguments, in any order: "huge", buffers on huge
 * pages; "fresh", what a rank sends is written anew before each call.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <mpi.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BATCHES = 40, LEAST_BATCHES = 3, PATIENCE = 8, MOST_CALLS = 1 << 20, WINDOW = 64 };
enum { WINDOW_BYTES = 256 << 20, TAG = 1, ACK_TAG = 2, PERIOD = 1021, PAGE = 2 << 20 };

static const MPI_Comm world = MPI_COMM_WORLD;
static int rank, ranks, huge, fresh;

/* The operation under measurement: its size, its buffers and what the calls need. */
static int bytes, count, window;
static size_t sends;
static double *sent, *received;
static int *parts;
static MPI_Request requests[WINDOW];

static void die(const char *what) {
  fprintf(stderr, "mpi_ranks: %s (rank=%d)\n", what, rank);
  MPI_Abort(world, 1);
}

/* ---- operations ---- */

static double value(int of, long i) { return 1024.0 * (of + 1) + i % PERIOD; }

static double total(long i) { return 512.0 * ranks * (ranks + 1) + (double)ranks * (i % PERIOD); }

static int part_begin(int of) { return of * (count / ranks) + (of < count % ranks ? of : count % ranks); }

static void pingpong(void) {
  if (rank == 0) {
    MPI_Send(sent, count, MPI_DOUBLE, 1, TAG, world);
    MPI_Recv(received, count, MPI_DOUBLE, 1, TAG, world, MPI_STATUS_IGNORE);
  } else if (rank == 1) {
    MPI_Recv(received, count, MPI_DOUBLE, 0, TAG, world, MPI_STATUS_IGNORE);
    MPI_Send(sent, count, MPI_DOUBLE, 0, TAG, world);
  }
}

static void bw(void) {
  char ack = 0;
  if (rank == 0) {
    for (int i = 0; i < window; i++) MPI_Isend(sent, count, MPI_DOUBLE, 1, TAG, world, &requests[i]);
    MPI_Waitall(window, requests, MPI_STATUSES_IGNORE);
    MPI_Recv(&ack, 1, MPI_CHAR, 1, ACK_TAG, world, MPI_STATUS_IGNORE);
  } else if (rank == 1) {
    for (int i = 0; i < window; i++) MPI_Irecv(received, count, MPI_DOUBLE, 0, TAG, world, &requests[i]);
    MPI_Waitall(window, requests, MPI_STATUSES_IGNORE);
    MPI_Send(&ack, 1, MPI_CHAR, 0, ACK_TAG, world);
  }
}

static void sendrecv(void) {
  MPI_Sendrecv(sent, count, MPI_DOUBLE, (rank + 1) % ranks, TAG, received, count, MPI_DOUBLE,
               (rank + ranks - 1) % ranks, TAG, world, MPI_STATUS_IGNORE);
}

static void barrier(void) { MPI_Barrier(world); }
static void bcast(void) { MPI_Bcast(rank == 0 ? sent : received, count, MPI_DOUBLE, 0, world); }
static void reduce(void) { MPI_Reduce(sent, received, count, MPI_DOUBLE, MPI_SUM, 0, world); }
static void allreduce(void) { MPI_Allreduce(sent, received, count, MPI_DOUBLE, MPI_SUM, world); }
static void allgather(void) { MPI_Allgather(sent, count, MPI_DOUBLE, received, count, MPI_DOUBLE, world); }
static void alltoall(void) { MPI_Alltoall(sent, count, MPI_DOUBLE, received, count, MPI_DOUBLE, world); }
static void reduce_scatter(void) { MPI_Reduce_scatter(sent, received, parts, MPI_DOUBLE, MPI_SUM, world); }

/* What element i of the received buffer must be. */
static double want_peer(long i) { return value(1 - rank, i); }
static double want_left(long i) { return value((rank + ranks - 1) % ranks, i); }
static double want_root(long i) { return value(0, i); }
static double want_gathered(long i) { return value((int)(i / count), i % count); }
static double want_exchanged(long i) { return value((int)(i / count), (long)rank * count + i % count); }
static double want_part(long i) { return total(part_begin(rank) + i); }

enum Who { NOBODY, PAIR, SECOND, ROOT, NOT_ROOT, ALL };

typedef struct {
  const char *name;
  void (*call)(void);
  double (*want)(long);
  enum Who checks;                      /* whose received buffer is checked */
  int by_call;                          /* timed call by call, with a barrier between */
  int sends_blocks, receives_blocks;    /* a block for each rank rather than one in all */
} Operation;

static const Operation OPERATIONS[] = {
    {"pingpong", pingpong, want_peer, PAIR, 0, 0, 0},
    {"bw", bw, want_root, SECOND, 0, 0, 0},
    {"sendrecv", sendrecv, want_left, ALL, 0, 0, 0},
    {"barrier", barrier, NULL, NOBODY, 0, 0, 0},
    {"bcast", bcast, want_root, NOT_ROOT, 1, 0, 0},
    {"reduce", reduce, total, ROOT, 1, 0, 0},
    {"allreduce", allreduce, total, ALL, 1, 0, 0},
    {"allgather", allgather, want_gathered, ALL, 1, 0, 1},
    {"alltoall", alltoall, want_exchanged, ALL, 1, 1, 1},
    {"reduce_scatter", reduce_scatter, want_part, ALL, 1, 0, 0},
};

static const Operation *current;

/* What part of a call's time counts on this rank. */
static double share(void) {
  if (current->call == pingpong) return rank < 2 ? 0.5 : 0;
  if (current->call == bw) return rank == 0 ? 1.0 / window : 0;
  return 1;
}

static double *buffer(size_t elements) {
  size_t size = (elements * sizeof(double) / PAGE + 1) * PAGE;
  void *memory = NULL;
  if (posix_memalign(&memory, huge ? PAGE : 4096, size)) die("out of memory");
#ifdef MADV_HUGEPAGE
  if (huge) madvise(memory, size, MADV_HUGEPAGE);
#endif
  memset(memory, 0, size);
  return memory;
}

static int checks_here(void) {
  switch (current->checks) {
    case PAIR: return rank < 2;
    case SECOND: return rank == 1;
    case ROOT: return rank == 0;
    case NOT_ROOT: return rank != 0;
    case ALL: return 1;
    default: return 0;
  }
}

/* Makes buffers for an operation of a size, calls it once and checks what it gives. */
static void prepare(const char *name, int size) {
  current = NULL;
  for (size_t i = 0; i < sizeof OPERATIONS / sizeof *OPERATIONS; i++)
    if (!strcmp(OPERATIONS[i].name, name)) current = &OPERATIONS[i];
  if (!current) die("unknown operation");
  bytes = size;
  count = size / (int)sizeof(double);
  window = bytes ? WINDOW_BYTES / bytes : WINDOW;
  window = window > WINDOW ? WINDOW : window < 2 ? 2 : window;
  free(sent);
  free(received);
  sends = (size_t)count * (current->sends_blocks ? ranks : 1);
  size_t receives = (size_t)count * (current->receives_blocks ? ranks : 1);
  sent = buffer(sends);
  received = buffer(receives);
  for (size_t i = 0; i < sends; i++) sent[i] = value(rank, (long)i);
  for (int r = 0; r < ranks; r++) parts[r] = part_begin(r + 1) - part_begin(r);
  if (current->call == reduce_scatter) receives = parts[rank];
  current->call();
  for (size_t i = 0; checks_here() && i < receives; i++)
    if (received[i] != current->want((long)i)) die("wrong result");
}

/* ---- the method ---- */

static double slowest[BATCHES + 1];

/* Writes every element that this rank sends: changes its sign. */
static void renew(void) {
  int receives_only = rank > 0 && (current->call == bw || current->call == bcast);
  for (size_t i = 0; !receives_only && i < sends; i++) sent[i] = -sent[i];
}

static double batch(int calls) {
  double start = MPI_Wtime(), sum = 0;
  if (!current->by_call) {
    for (int i = 0; i < calls; i++) {
      if (fresh) renew();
      current->call();
    }
    return MPI_Wtime() - start;
  }
  for (int i = 0; i < calls; i++) {
    if (fresh) {
      renew();
      MPI_Barrier(world);
    }
    start = MPI_Wtime();
    current->call();
    sum += MPI_Wtime() - start;
    MPI_Barrier(world);
  }
  return sum;
}

/* What the slowest rank has taken since start. */
static double taken(double start) {
  double mine = MPI_Wtime() - start, most;
  MPI_Allreduce(&mine, &most, 1, MPI_DOUBLE, MPI_MAX, world);
  return most > 1e-9 ? most : 1e-9;
}

static double wall(int calls) {
  MPI_Barrier(world);
  double start = MPI_Wtime();
  batch(calls);
  return taken(start);
}

/* The quicker of two goes: a stall while ranks wake up must not make batches of a single call. */
static double quicker(int calls) {
  double first = wall(calls), second = wall(calls);
  return first < second ? first : second;
}

/* The least number of calls, from so many on, that make a batch; their seconds. */
static int size_batch(int calls, double per_batch, double *took) {
  *took = quicker(calls);
  while (*took < per_batch / 2 && calls < MOST_CALLS) {
    double factor = per_batch / *took;
    factor = factor < 2 ? 2 : factor > 8 ? 8 : factor;
    calls = calls * factor > MOST_CALLS ? MOST_CALLS : (int)(calls * factor);
    *took = quicker(calls);
  }
  return calls;
}

/* This rank's seconds for an operation, batch by batch, and after them their mean; how many. */
static int run_batches(int batches, int calls, double limit, double *mine) {
  double start = MPI_Wtime(), sum = 0;
  int done = 0;
  for (; done < batches; done++) {
    if (done >= LEAST_BATCHES) {
      double elapsed = MPI_Wtime() - start;
      MPI_Bcast(&elapsed, 1, MPI_DOUBLE, 0, world);
      if (elapsed > limit) break;
    }
    MPI_Barrier(world);
    mine[done] = batch(calls) / calls * share();
    sum += mine[done];
  }
  MPI_Barrier(world);
  mine[done] = sum / done;
  return done;
}

/* One block; seconds for an operation, and of its best batch, on all ranks. */
static void measure(double seconds, double *average, double *best) {
  double mine[BATCHES + 1], took;
  int calls = 1, done;
  for (;;) {
    calls = size_batch(calls, seconds / BATCHES, &took);
    int batches = (int)(seconds / took);
    batches = batches < LEAST_BATCHES ? LEAST_BATCHES : batches > BATCHES ? BATCHES : batches;
    double start = MPI_Wtime();
    done = run_batches(batches, calls, seconds * PATIENCE, mine);
    if (taken(start) >= seconds / 8 || calls == MOST_CALLS) break;
    /* Both goes have met a stall, and single calls would count for what stalls the next one. */
    calls = calls > MOST_CALLS / 2 ? MOST_CALLS : 2 * calls;
  }
  MPI_Allreduce(mine, slowest, done + 1, MPI_DOUBLE, MPI_MAX, world);
  *average = slowest[done];
  *best = slowest[0];
  for (int i = 1; i < done; i++)
    if (slowest[i] < *best) *best = slowest[i];
}

/* ---- the connection ---- */

static FILE *in, *out;

static void connect_to_hub(void) {
  const char *address = getenv("COMMWORLD_BENCH");
  const char *key = address ? strchr(address, ':') : NULL;
  if (!key) die("COMMWORLD_BENCH is not set: only commworld bench starts this");
  struct sockaddr_in hub = {.sin_family = AF_INET, .sin_port = htons((unsigned short)atoi(address))};
  hub.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  if (fd < 0 || connect(fd, (struct sockaddr *)&hub, sizeof hub)) die("cannot connect");
  in = fdopen(fd, "r");
  out = fdopen(dup(fd), "w");
  if (!in || !out) die("no stream");
  fprintf(out, "hello %s %d\nready\n", key + 1, rank);
  fflush(out);
}

int main(int argc, char **argv) {
  signal(SIGPIPE, SIG_IGN);
  MPI_Init(&argc, &argv);
  MPI_Comm_rank(world, &rank);
  MPI_Comm_size(world, &ranks);
  for (int i = 1; i < argc; i++) {
    huge |= !strcmp(argv[i], "huge");
    fresh |= !strcmp(argv[i], "fresh");
  }
  parts = malloc(sizeof *parts * ranks);
  if (!parts) die("out of memory");
  connect_to_hub();
  char line[256], name[64], last[64] = "";
  for (;;) {
    int size;
    double seconds, average, best;
    if (!fgets(line, sizeof line, in)) die("the measuring process is gone");
    if (!strcmp(line, "end\n")) break;
    if (sscanf(line, "run %63s %d %lf", name, &size, &seconds) != 3) die("not understood");
    if (!current || strcmp(name, last) || size != bytes) {
      prepare(name, size);
      strcpy(last, name);
    }
    measure(seconds, &average, &best);
    if (rank == 0) fprintf(out, "row %.6f %.6f\n", average * 1e6, best * 1e6);
    fprintf(out, "done\n");
    fflush(out);
  }
  MPI_Finalize();
  return 0;
}
