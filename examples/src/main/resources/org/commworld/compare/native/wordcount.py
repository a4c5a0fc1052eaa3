import re
from collections import Counter

from compare import *
from lines import read_lines


def hash_of(word):
    value = 0
    for letter in word:
        value = (31 * value + letter) & 0xFFFFFFFF
    return value


counts = Counter(re.findall(rb"[a-z]+", read_lines().lower()))
by_owner = [{} for _ in range(ranks)]
for word, count in counts.items():
    by_owner[hash_of(word) % ranks][word] = count
owned = Counter()
for some in world.alltoall(by_owner):
    owned.update(some)
total = world.reduce(sum(owned.values()))
distinct = world.reduce(len(owned))
digest = world.reduce(sum(count * (hash_of(word) % 1000003) for word, count in owned.items()))
answer(total, distinct, digest)
