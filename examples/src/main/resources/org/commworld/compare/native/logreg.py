from compare import *
from lines import read_lines

rows = np.array(read_lines().replace(b"\n", b",").rstrip(b",").split(b","), dtype=float).reshape(-1, 3)
late = (rows[:, 0] > 15).astype(float)
hour = rows[:, 2] * (2 * np.pi / (24 * 60))
features = np.column_stack(
    [np.ones(len(rows)), rows[:, 1] / 700 - 1, np.cos(hour), np.sin(hour), np.cos(2 * hour), np.sin(2 * hour)])
weights = np.zeros(6)
for _ in range(rounds):
    z = features @ weights
    error = 1 / (1 + np.exp(-z)) - late
    loss = (np.log1p(np.exp(-np.abs(z))) + np.maximum(z, 0) - late * z).sum()
    sums = np.array([*(error @ features), loss, len(rows)])
    world.Allreduce(MPI.IN_PLACE, sums, MPI.SUM)
    weights -= sums[:6] / sums[7]
answer(*weights, sums[6] / sums[7])
