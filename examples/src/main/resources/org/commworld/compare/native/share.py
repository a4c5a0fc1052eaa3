from compare import *


def share(n, r):
    """Rank r's share of n begins here; that of rank r + 1 begins where it ends."""
    return n * r // ranks
