"""An attacker with everything that was ever told of a poll does not find a group of fewer than k."""

import random
from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polls.analysis.disclosure.attack import find_leak
from polls.analysis.disclosure.cells import RESPONDENTS, Cells, Group
from polls.analysis.disclosure.ledger import Told, read_shown, screened
from tests.analysis.disclosure import random_polls
from tests.analysis.disclosure.attack_polls import attacked, found_in, told_of

pytestmark = pytest.mark.pure

K = 5
POLLS = 4


def group(*parts: str) -> Group:
    """Read ``role:a`` as a group."""
    return frozenset((part.split(":")[0], part.split(":")[1]) for part in parts)


def cells(counts: Mapping[str, int], base: str = RESPONDENTS) -> Cells:
    """Make cells from ``{"role:a size:s": 3}``."""
    keys = tuple(group(*parts.split()) for parts in counts)
    return Cells(keys, {base: np.array(list(counts.values()), np.int64)})


def told(made_of: Cells, *groups: Group) -> Told:
    return Told(made_of, {base: frozenset(groups) for base in made_of.counts})


def kept(new: Told, *earlier: Told) -> frozenset[Group]:
    return screened(new, earlier, dict.fromkeys(new.shown, K)).shown[RESPONDENTS]


TOTAL = group()
A, B, C = group("role:a"), group("role:b"), group("role:c")


def test_a_small_group_is_not_told() -> None:
    assert kept(told(cells({"role:a": 4, "role:b": 30}), A, B)) == {B}


def test_the_rest_of_a_total_is_not_told_either() -> None:
    assert kept(told(cells({"role:a": 4, "role:b": 30, "role:c": 12}), TOTAL, B, C)) == {TOTAL, B}


def test_a_part_of_a_part_does_not_follow_from_two_variables() -> None:
    """Kind a1 is hidden; role a is a1 and a2 together, and both are shown elsewhere."""
    made_of = cells({"role:a kind:a1": 3, "role:a kind:a2": 17, "role:b kind:b1": 30})
    shown = kept(told(made_of, TOTAL, A, B, group("kind:a2"), group("kind:b1")))
    assert shown == {TOTAL, A, B, group("kind:b1")}


def test_a_filter_does_not_betray_what_the_whole_hides() -> None:
    made_of = cells({"role:a size:s": 3, "role:a size:l": 20, "role:b size:s": 12, "role:b size:l": 30})
    first = told(made_of, TOTAL, A, B, group("size:s"), group("size:l"))
    filtered = told(made_of, A, group("role:a", "size:l"))
    assert kept(filtered, first) == {A}


def test_overlapping_filters_are_held_against_each_other() -> None:
    """Those who call, those who write, and those who do both: who only calls is three people."""
    made_of = cells({"way:calls": 3, "way:calls way:writes": 20, "way:writes": 30})
    both = group("way:calls", "way:writes")
    assert kept(told(made_of, both), told(made_of, TOTAL, group("way:calls"), group("way:writes"))) == frozenset()


def test_what_was_told_may_be_told_again() -> None:
    made_of = cells({"role:a": 14, "role:b": 30})
    assert kept(told(made_of, TOTAL, A, B), told(made_of, TOTAL, A)) == {TOTAL, A, B}


@pytest.mark.parametrize(
    ("later", "shown"),
    [
        ({"role:a": 25, "role:b": 30}, {TOTAL, A, B}),
        ({"role:a": 20, "role:b": 30}, {TOTAL, A, B}),
        ({"role:a": 22, "role:b": 38}, {TOTAL}),
        ({"role:a": 22, "role:b": 30}, {B}),
        ({"role:a": 17, "role:b": 38}, {TOTAL}),
    ],
)
def test_only_steps_of_k_are_told_of_each_group(later: Mapping[str, int], shown: set[Group]) -> None:
    """The total grows by more than k; a segment by two. Left out of the segment, those two follow from the other."""
    before = told(cells({"role:a": 20, "role:b": 30}), TOTAL, A, B)
    found = kept(told(cells(later), TOTAL, A, B), before)
    assert (found == shown) if shown != {TOTAL} else (A not in found and TOTAL in found)


def test_a_group_is_held_against_the_last_time_that_it_was_told() -> None:
    first = told(cells({"role:a": 20, "role:b": 30}), TOTAL, A, B)
    second = told(cells({"role:a": 22, "role:b": 60}), TOTAL)
    assert A not in kept(told(cells({"role:a": 23, "role:b": 90}), TOTAL, A), first, second)


def test_questions_with_fewer_answers_are_judged_by_their_own_base() -> None:
    made_of = Cells((A, B), {RESPONDENTS: np.array([20, 30]), "q": np.array([4, 30])})
    found = screened(told(made_of, TOTAL, A, B), [], {RESPONDENTS: K, "q": K}).shown
    assert [set(found[base]) for base in (RESPONDENTS, "q")] == [{TOTAL, A, B}, {TOTAL}]


def test_what_was_told_is_written_down_with_its_bases() -> None:
    made_of = cells({"role:a": 14, "role:b": 30})
    document = told(made_of, TOTAL, B).shown_document()
    assert document == {"groups": [[], [["role", "b"]]], "shown": {"": [0, 1]}, "bases": {"": {"0": 44, "1": 30}}}
    assert read_shown(document) == {RESPONDENTS: {TOTAL, B}}
    again = Cells.from_document(made_of.to_document())
    assert (again.keys, again.size(B)) == (made_of.keys, 30)


def test_a_set_that_follows_from_three_sums_is_found() -> None:
    sums = np.array([[1, 1, 1, 1], [1, 1, 0, 0], [0, 0, 1, 0]], np.float64)
    leak = find_leak(sums, np.array([9, 9, 9, 2]), K)
    assert leak is not None
    assert leak.cells.tolist() == [False, False, False, True]
    assert find_leak(sums, np.array([9, 9, 9, 5]), K) is None


ROLES, SIZES = ("a", "b"), ("s", "m", "l")
GROUPS = [
    TOTAL,
    *(group(f"role:{role}") for role in ROLES),
    *(group(f"size:{size}") for size in SIZES),
    *(group(f"role:{role}", f"size:{size}") for role in ROLES for size in SIZES),
]


@given(
    st.lists(st.integers(0, 14), min_size=6, max_size=6),
    st.lists(st.sets(st.sampled_from(GROUPS), min_size=1), min_size=1, max_size=4),
)
@settings(max_examples=40, deadline=None)
def test_no_releases_in_any_order_give_a_small_group_by_subtraction(counts: list[int], asked: list[set[Group]]) -> None:
    names = [f"role:{role} size:{size}" for role in ROLES for size in SIZES]
    made_of = cells(dict(zip(names, counts, strict=True)))
    releases: list[Told] = []
    for wanted in asked:
        releases.append(screened(told(made_of, *wanted), releases, {RESPONDENTS: K}))
    assert attacked(releases, RESPONDENTS, GROUPS) == []


@pytest.mark.parametrize("seed", range(POLLS))
def test_linear_programming_on_all_that_was_told_finds_no_small_group(seed: int) -> None:
    rng = random.Random(seed)
    poll, table = random_polls.questionnaire(), random_polls.table_of(rng, rng.randint(20, 160))
    ledger: list[Told] = []
    list(random_polls.everything(poll, table, ledger))
    for base in ledger[-1].cells.counts:
        assert attacked(ledger, base, random_polls.groups_of(poll)) == []


def test_nor_with_and_without_responses_that_have_flags() -> None:
    """In the second, two groups of the same people tell which cells are empty, and four people follow from that."""
    for seed in (1, 110):
        assert sum(found_in(told_of(random.Random(seed))).values()) == 0


def test_without_the_gate_flags_give_people_away() -> None:
    assert sum(found_in(told_of(random.Random(1), is_guarded=False)).values()) > 0


def test_without_the_gate_the_same_attack_succeeds() -> None:
    """The control: what the tables hide one by one is found when they are put together."""
    rng = random.Random(0)
    poll, table = random_polls.questionnaire(), random_polls.table_of(rng, 118)
    unguarded = [random_polls.tables_alone(poll, table, only) for only in random_polls.filters_of(poll)]
    assert attacked(unguarded, RESPONDENTS, random_polls.groups_of(poll)) != []


def test_most_groups_of_twice_k_are_still_shown() -> None:
    wanted = shown = 0
    for seed in range(POLLS):
        rng = random.Random(100 + seed)
        poll, table = random_polls.questionnaire(), random_polls.table_of(rng, rng.randint(40, 200))
        ledger: list[Told] = []
        first = next(random_polls.everything(poll, table, ledger))
        more, seen = random_polls.usefulness(poll, ledger, first.cells)
        wanted, shown = wanted + more, shown + seen
    assert shown / wanted >= 0.8
