from compare import *
from share import share

CHUNK = 1 << 18


def mix(i):
    z = (i + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


hits, end = 0, share(size, rank + 1)
for begin in range(share(size, rank), end, CHUNK):
    bits = mix(np.arange(begin, min(begin + CHUNK, end), dtype=np.uint64))
    x, y = (bits >> np.uint64(32)) * 2.0**-32, (bits & np.uint64(0xFFFFFFFF)) * 2.0**-32
    hits += int(np.count_nonzero(x * x + y * y < 1))
answer(world.reduce(hits))
