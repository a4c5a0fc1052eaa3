from compare import *


def pattern(n):
    return 1024.0 * (rank + 1) + np.arange(n) % 1021


def checksum(values):
    weights = (np.arange(len(values)) + rank) % 97 + 1
    return world.reduce(int((values.astype(np.int64) * weights).sum()))
