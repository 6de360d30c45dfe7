"""No combination of attributes moves with fewer than k newcomers."""

from collections import Counter
from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polls.collection.services.batches import Combination, choose_leaving, kept_lengths

INHOUSE_LARGE = ("inhouse", "large", "nl")
INHOUSE_SMALL = ("inhouse", "small", "nl")
BPO = ("bpo", "large", "nl")

combinations = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from("xy"), st.sampled_from(["nl", "nl", "nl", "en"])), max_size=60
)


def kept(boxes: Sequence[Combination], *, minimum: int = 5) -> Counter[Combination]:
    lengths = kept_lengths(boxes, minimum=minimum)
    return Counter(box[:length] for box, length in zip(boxes, lengths, strict=True))


def test_a_combination_that_enough_people_share_stays() -> None:
    assert kept([INHOUSE_LARGE] * 5) == {INHOUSE_LARGE: 5}


def test_the_last_value_goes_first_where_enough_lose_it_together() -> None:
    boxes = [INHOUSE_LARGE] * 6 + [INHOUSE_SMALL] * 3 + [("inhouse", "middle", "nl")] * 2
    assert kept(boxes) == {INHOUSE_LARGE: 6, ("inhouse",): 5}


def test_one_person_does_not_stand_alone_without_any_value() -> None:
    assert kept([INHOUSE_LARGE] * 9 + [INHOUSE_SMALL] * 6 + [BPO]) == {INHOUSE_LARGE: 9, (): 7}


def test_nothing_is_kept_of_fewer_than_k_together() -> None:
    assert kept([INHOUSE_LARGE] * 4) == {(): 4}


@given(combinations, st.integers(2, 7))
def test_whoever_leaves_shares_what_is_kept_with_k(boxes: list[Combination], minimum: int) -> None:
    sizes = kept(boxes, minimum=minimum).values()
    assert all(size >= min(minimum, len(boxes)) for size in sizes)


@given(combinations, st.integers(2, 5), st.integers(0, 2**16))
def test_of_each_combination_k_leave_and_k_stay_or_none(boxes: list[Combination], minimum: int, seed: int) -> None:
    leaving = choose_leaving(boxes, minimum=minimum, smallest=1, rng=Random(seed))
    gone = Counter(boxes[position] for position in leaving)
    stay = Counter(boxes) - gone
    assert all(size >= minimum and stay[combination] == minimum for combination, size in gone.items())


@pytest.mark.parametrize(("number", "leaves"), [(14, 0), (15, 10)])
def test_a_step_while_open_is_not_smaller_than_asked(number: int, leaves: int) -> None:
    chosen = choose_leaving([INHOUSE_LARGE] * number, minimum=5, smallest=10, rng=Random(1))
    assert len(chosen) == leaves
