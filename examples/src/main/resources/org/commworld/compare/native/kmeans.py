from compare import *
from lines import read_lines

K = 8
points = np.array(read_lines().replace(b"\n", b",").rstrip(b",").split(b","), dtype=float).reshape(-1, 2)
centres = points[:K].copy() if rank == 0 else np.empty((K, 2))
world.Bcast(centres)
for _ in range(rounds):
    distances = ((points[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2)
    nearest = distances.argmin(axis=1)
    sums = np.zeros((K, 3))
    for column in range(2):
        sums[:, column] = np.bincount(nearest, points[:, column], K)
    sums[:, 2] = np.bincount(nearest, minlength=K)
    world.Allreduce(MPI.IN_PLACE, sums, MPI.SUM)
    inertia = world.allreduce(float(distances.min(axis=1).sum()))
    full = sums[:, 2] > 0
    centres[full] = sums[full, :2] / sums[full, 2:]
answer(inertia, *centres.ravel(), *sums[:, 2])
