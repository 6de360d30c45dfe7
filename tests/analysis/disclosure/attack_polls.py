"""``python -m tests.analysis.disclosure.attack_polls 500``: attacks so many random polls, and prints what was found.

``500 3600 159`` ends after an hour and begins with poll 159.

Of each poll a dozen results are asked for in random order: of everyone or of a segment, with or without the responses
that have certain flags. The attacker reads only what was told, and looks by linear programming for groups, cells and
differences of groups of fewer than k people that can have one size only.
"""

import random
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
from scipy.optimize import linprog

from polls.analysis.disclosure.cells import Group, count_cells
from polls.analysis.disclosure.gate import is_withheld, released, told_by
from polls.analysis.disclosure.ledger import Told
from polls.analysis.plan import plan_for
from polls.analysis.summary import summarise
from polls.analysis.table import ResponseTable
from tests.analysis.disclosure import random_polls

K = 5
REQUESTS = 12
LEAVING_OUT: tuple[tuple[str, ...], ...] = ((), ("fast",), ("fast", "same"))


def attacked(releases: Iterable[Told], base: str, wanted: Iterable[Group]) -> list[tuple[list[object], int]]:
    """Attack by linear programming: which of these groups, and of their differences, can have one size only?"""
    releases = list(releases)
    made_of = releases[-1].cells
    groups = sorted({each for told_once in releases for each in told_once.shown[base]}, key=sorted)
    row = {each: np.array([each <= key for key in made_of.keys], float) for each in {*groups, *wanted}}
    known = np.array([row[each] for each in groups])
    size = made_of.counts[base]
    vectors = {tuple(vector): vector for vector in row.values()}
    vectors |= {tuple(cell): cell for cell in np.eye(len(size))}
    differences = (row[one] - row[two] for one in groups for two in groups if two < one or one < two)
    vectors |= {tuple(vector): vector for vector in differences if vector.min() >= 0}
    small = [vector for vector in vectors.values() if 0 < vector @ size < K]
    if not len(known):
        return []
    basis = np.linalg.svd(known)[2][: np.linalg.matrix_rank(known)]
    return [(vector.tolist(), int(vector @ size)) for vector in small if _is_pinned(vector, known, basis, size)]


def _is_pinned(vector: np.ndarray, known: np.ndarray, basis: np.ndarray, size: np.ndarray) -> bool:
    """Say whether a sum of cells can have one size only: it is a combination of what is known, or bound by zeros."""
    if np.abs(vector - vector @ basis.T @ basis).max() < 1e-9:
        return True
    if (size > 0).all():
        return False  # everybody in a cell may be moved a little
    ends = [linprog(sign * vector, A_eq=known, b_eq=known @ size, bounds=(0, None)).fun for sign in (1, -1)]
    return None not in ends and bool(abs(ends[0] + ends[1]) < 1e-6)


def flagged_table(rng: random.Random) -> ResponseTable:
    """Draw a table of 20 to 160 respondents, some of whom have flags."""
    table = random_polls.table_of(rng, rng.randint(20, 160))
    shares = {"fast": rng.choice([0.03, 0.1, 0.2]), "same": rng.choice([0.02, 0.08])}
    flags = {name: np.array([rng.random() < share for _ in range(table.n)]) for name, share in shares.items()}
    return replace(table, flags=flags)


def told_of(rng: random.Random, *, is_guarded: bool = True) -> list[Told]:
    """Ask for results in random order; give all that was told, through the gate unless not ``is_guarded``."""
    poll, table = random_polls.questionnaire(), flagged_table(rng)
    cells = count_cells(poll, table, poll.questions)
    ledger: list[Told] = []
    for _request in range(REQUESTS):
        only, without = rng.choice(random_polls.filters_of(poll)), rng.choice(LEAVING_OUT)
        summary = summarise(poll, table, plan=plan_for(poll, only=only, without=without))
        new = told_by(summary, cells)
        kept = released(summary, new, ledger, poll) if is_guarded else new
        if not (is_guarded and is_withheld(summary, new, kept)):
            ledger.append(kept)
    return ledger


def found_in(ledger: list[Told]) -> Counter[str]:
    """Give how many small groups the attacker finds, by base."""
    if not ledger:
        return Counter()
    wanted = random_polls.groups_of(random_polls.questionnaire())
    return Counter({base: len(attacked(ledger, base, wanted)) for base in ledger[-1].cells.counts})


def main(polls: int, seconds: float = float("inf"), first: int = 0) -> None:
    start, tried, broken, groups, releases = time.monotonic(), 0, [], 0, 0
    for seed in range(first, first + polls):
        if time.monotonic() - start > seconds:
            break
        ledger = told_of(random.Random(seed))
        found = sum(found_in(ledger).values())
        tried, releases = tried + 1, releases + len(ledger)
        if found:
            broken.append(seed)
            groups += found
        if tried % 20 == 0:
            _say(tried, releases, groups, broken)
    _say(tried, releases, groups, broken)


def _say(polls: int, releases: int, groups: int, broken: Sequence[int]) -> None:
    found = f"{groups} groups of fewer than {K} found, in polls {broken}"
    sys.stdout.write(f"{polls} polls, {releases} releases: {found}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    number, limit, start = [*sys.argv[1:], *("inf", "0")[len(sys.argv) - 2 :]]
    main(int(number), float(limit), int(start))
