from compare import *
from share import share

n, first, end = size, share(size, rank), share(size, rank + 1)
above = rank - 1 if rank > 0 else MPI.PROC_NULL
below = rank + 1 if rank < ranks - 1 else MPI.PROC_NULL
rows = np.arange(first, end)
now = np.zeros((end - first + 2, n + 2))
hot = (rows >= n // 4) & (rows < n - n // 4)
now[1:-1, 1 + n // 4 : 1 + n - n // 4][hot] = (1 + rows[hot] % 7)[:, None]
for _ in range(rounds):
    world.Sendrecv(now[1], above, 1, now[-1], below, 1)
    world.Sendrecv(now[-2], below, 2, now[0], above, 2)
    inner = now[1:-1, 1:-1]
    around = now[:-2, 1:-1] + now[2:, 1:-1] + now[1:-1, :-2] + now[1:-1, 2:]
    now[1:-1, 1:-1] = inner + 0.1 * (around - 4 * inner)
plate = now[1:-1, 1:-1]
weights = (rows % 10)[:, None] + np.arange(1, n + 1)[None, :] % 3 + 1
sums = plate.sum(), (plate * weights).sum(), plate[rows < n // 4].sum()
answer(*[world.reduce(s) for s in sums])
