"""What starts and measures the Python programs of "commworld compare", as compare.h those in C."""
import os
import resource
import sys
import time

import numpy as np
from mpi4py import MPI

world = MPI.COMM_WORLD
rank, ranks = world.rank, world.size
size, rounds, path = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
world.Barrier()
started = time.perf_counter()


def answer(*values, seconds=None):
    """Rank 0 prints the time, the memory of all ranks at most in KiB, and the answer."""
    if seconds is None:
        seconds = world.reduce(time.perf_counter() - started, MPI.MAX)
    memory = world.reduce(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    if rank == 0:
        print("result", seconds, memory, *(repr(v.item() if isinstance(v, np.generic) else v) for v in values), flush=True)


def time_calls(call):
    """Seconds of a call: the mean of as many as take a twentieth of a second, on the slowest rank."""
    calls, most = 1, 1 << 16
    while True:
        world.Barrier()
        start = time.perf_counter()
        for _ in range(calls):
            call()
        took = world.allreduce(time.perf_counter() - start, MPI.MAX)
        if took >= 0.025 or calls == most:
            return took / calls
        calls = min(most, int(calls * max(2, min(8, 0.05 / took))))
