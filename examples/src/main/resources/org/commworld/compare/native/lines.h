#pragma once
#include "input.h"
#include "memory.h"

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
