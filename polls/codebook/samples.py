"""Random samples that anybody with the seed can draw again.

Everybody gets a number from a hash of the seed and their key; the smallest numbers are drawn. So the draw does not
depend on the order in which people come, and each set of n is as likely as any other to whoever does not know the seed.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence

Key = int


def ranked(keys: Iterable[Key], seed: str) -> list[Key]:
    """Give the keys in the order of the draw."""
    return sorted(keys, key=lambda key: (hashlib.sha256(f"{seed}:{key}".encode()).digest(), key))


def drawn(keys: Iterable[Key], size: int, seed: str) -> list[Key]:
    """Draw ``size`` of the keys without putting back; all of them when there are fewer."""
    return ranked(keys, seed)[: max(size, 0)]


def proportional(available: Mapping[str, int], total: int) -> dict[str, int]:
    """Divide ``total`` over strata in proportion to their sizes, by largest remainders; none gives more than it has.

    The sizes add up to ``total``, or to everybody when there are fewer.
    """
    everybody = sum(available.values())
    total = min(max(total, 0), everybody)
    if not total:
        return dict.fromkeys(available, 0)
    sizes = {name: total * count // everybody for name, count in available.items()}
    by_remainder = sorted(available, key=lambda name: (-(total * available[name] % everybody), name))
    for name in by_remainder[: total - sum(sizes.values())]:
        sizes[name] += 1
    return sizes


def stratified(strata: Mapping[str, Sequence[Key]], sizes: Mapping[str, int], seed: str) -> dict[str, list[Key]]:
    """Draw from each stratum by itself. A stratum without a size gives nobody."""
    return {name: drawn(keys, sizes.get(name, 0), seed) for name, keys in strata.items()}


def frame_hash(keys: Iterable[Key]) -> str:
    """Name the set of people that was drawn from: the same set, the same 64 hexadecimal digits."""
    return hashlib.sha256(",".join(map(str, sorted(keys))).encode()).hexdigest()
