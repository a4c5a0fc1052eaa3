#include "compare.h"
#include "lines.h"

typedef struct Entry {
  struct Entry *next;
  uint32_t hash;
  long count;
  int length;
  const char *word;
} Entry;

enum { BUCKETS = 1 << 18 };
typedef struct { Entry *buckets[BUCKETS]; } Table;

static void count(Table *table, const char *word, int length, uint32_t hash, long times) {
  Entry **at = &table->buckets[hash % BUCKETS];
  for (; *at; at = &(*at)->next) {
    Entry *e = *at;
    if (e->hash == hash && e->length == length && !memcmp(e->word, word, length)) {
      e->count += times;
      return;
    }
  }
  *at = allocate(sizeof(Entry));
  **at = (Entry){NULL, hash, times, length, word};
}

/* Makes the letters small in place, and counts the words. */
static void count_words(Table *table, char *text) {
  for (char *at = text; *at;) {
    char *word = at;
    uint32_t hash = 0;
    while ((*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z')) {
      *at |= 0x20;
      hash = 31 * hash + *at++;
    }
    if (at > word) count(table, word, at - word, hash, 1);
    else at++;
  }
}

/* What is sent of a word: its number, its length, its letters. */
typedef struct { long count; int length; } Head;

int main(int argc, char **argv) {
  begin(argc, argv);
  Table *mine = allocate(sizeof(Table)), *owned = allocate(sizeof(Table));
  count_words(mine, read_lines());
  int *sends = allocate(ranks * sizeof(int)), *receives = allocate(ranks * sizeof(int));
  int *from = allocate((ranks + 1) * sizeof(int)), *to = allocate((ranks + 1) * sizeof(int));
  for (int b = 0; b < BUCKETS; b++)
    for (Entry *e = mine->buckets[b]; e; e = e->next) sends[e->hash % ranks] += sizeof(Head) + e->length;
  MPI_Alltoall(sends, 1, MPI_INT, receives, 1, MPI_INT, world);
  for (int r = 0; r < ranks; r++) {
    from[r + 1] = from[r] + sends[r];
    to[r + 1] = to[r] + receives[r];
  }
  char *out = allocate(from[ranks]), *in = allocate(to[ranks]);
  int *next = allocate(ranks * sizeof(int));
  memcpy(next, from, ranks * sizeof(int));
  for (int b = 0; b < BUCKETS; b++) {
    for (Entry *e = mine->buckets[b]; e; e = e->next) {
      Head head = {e->count, e->length};
      char *at = out + next[e->hash % ranks];
      memcpy(at, &head, sizeof head);
      memcpy(at + sizeof head, e->word, e->length);
      next[e->hash % ranks] += sizeof head + e->length;
    }
  }
  MPI_Alltoallv(out, sends, from, MPI_CHAR, in, receives, to, MPI_CHAR, world);
  for (char *at = in; at < in + to[ranks];) {
    Head head;
    memcpy(&head, at, sizeof head);
    const char *word = at + sizeof head;
    uint32_t hash = 0;
    for (int i = 0; i < head.length; i++) hash = 31 * hash + word[i];
    count(owned, word, head.length, hash, head.count);
    at += sizeof head + head.length;
  }
  long totals[3] = {0}, all[3];
  for (int b = 0; b < BUCKETS; b++) {
    for (Entry *e = owned->buckets[b]; e; e = e->next) {
      totals[0] += e->count;
      totals[1]++;
      totals[2] += e->count * (e->hash % 1000003);
    }
  }
  MPI_Reduce(totals, all, 3, MPI_LONG, MPI_SUM, 0, world);
  answer("%ld %ld %ld", all[0], all[1], all[2]);
}
