#pragma once
#include "compare.h"

/* The input file, and its length in bytes. */
static inline FILE *open_input(long *length) {
  FILE *file = fopen(input, "rb");
  if (!file || fseek(file, 0, SEEK_END)) die("cannot read the input");
  *length = ftell(file);
  return file;
}
