#pragma once
#include "compare.h"

/* Rank r's share of n begins here; that of rank r + 1 begins where it ends. */
static inline long share(long n, int r) { return n * r / ranks; }
