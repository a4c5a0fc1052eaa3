from compare import *
from lines import read_lines

DAMPING = 0.85
pages = [np.array(line.split(), dtype=np.int64) for line in read_lines().splitlines()]
lengths = np.array([len(page) - 1 for page in pages])
source = np.repeat([page[0] for page in pages], lengths)
dest = np.concatenate([page[1:] for page in pages])
links = np.repeat(lengths, lengths)
score = np.full(size, 1 / size)
for _ in range(rounds):
    sums = np.bincount(dest, score[source] / links, size)
    world.Allreduce(MPI.IN_PLACE, sums, MPI.SUM)
    score = (1 - DAMPING) / size + DAMPING * sums
answer(score.sum(), (score * (np.arange(size) % 10 + 1)).sum(), score.max())
