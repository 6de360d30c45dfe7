"""What is drawn by chance stays the same for one respondent and is fair over many."""

from collections import Counter
from itertools import permutations

import pytest

from polls.codebook.draws import chosen, shuffled

pytestmark = pytest.mark.pure


def test_one_seed_gives_one_order() -> None:
    assert shuffled("seed", "q", ["a", "b", "c", "d"]) == shuffled("seed", "q", ["a", "b", "c", "d"])
    orders = {tuple(shuffled("seed", f"q{number}", ["a", "b", "c", "d"])) for number in range(40)}
    assert len(orders) > 10


def test_pinned_codes_keep_their_places() -> None:
    for number in range(50):
        order = shuffled(f"seed {number}", "q", ["top", "a", "b", "c", "other", "none"], {"top", "other", "none"})
        assert (order[0], order[4:]) == ("top", ["other", "none"])
        assert sorted(order[1:4]) == ["a", "b", "c"]


def test_without_a_seed_nothing_moves() -> None:
    assert shuffled("", "q", ["b", "a"]) == ["b", "a"]
    assert chosen("", "q", ["b", "a"]) == "b"


def test_every_order_is_equally_likely() -> None:
    counts = Counter(tuple(shuffled(f"s{number}", "q", "abc")) for number in range(6000))
    assert set(counts) == set(permutations("abc"))
    # Chi-square with 5 degrees of freedom: above 20.5 once in a thousand.
    assert sum((count - 1000) ** 2 / 1000 for count in counts.values()) < 20.5


def test_every_wording_is_equally_likely() -> None:
    counts = Counter(chosen(f"s{number}", "q", ["a", "b", "c"]) for number in range(6000))
    assert sum((count - 2000) ** 2 / 2000 for count in counts.values()) < 13.8
