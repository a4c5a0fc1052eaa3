#pragma once
#include "compare.h"

/* Zeroed memory, or the end of all ranks. */
static inline void *allocate(size_t bytes) {
  void *memory = calloc(bytes ? bytes : 1, 1);
  if (!memory) die("out of memory");
  return memory;
}
