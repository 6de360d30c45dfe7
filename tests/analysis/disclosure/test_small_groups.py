"""Small groups are hidden, and an attacker who subtracts all that is shown does not find them."""

from collections.abc import Iterator, Mapping
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from polls.analysis.coding import from_rows
from polls.analysis.plan import Filter, plan_for
from polls.analysis.summary import summarise
from polls.analysis.summary_document import Group, Summary
from polls.codebook.schema import Question, QuestionKind, Questionnaire
from tests.analysis import sample
from tests.examples import tried

pytestmark = pytest.mark.pure

K = 5
ROLES, SIZES = ("a", "b", "c"), ("s", "m", "l")


def one_way(sizes: Mapping[str | None, int], *, question: Question | None = None, k: int = K) -> Summary:
    """Summarise a question over groups of these sizes; None are those in no group."""
    asked = question or sample.single("opinion", "yes", "no")
    poll = sample.questionnaire([asked], [sample.by_contact("role", *(size for size in sizes if size))], minimum_base=k)
    attributes = [{"role": name} if name else {} for name, size in sizes.items() for _ in range(size)]
    return summarise(poll, from_rows(poll, [{asked.code: "yes"} for _ in attributes], attributes))


def hidden_in(summary: Summary) -> list[str | None]:
    return [group["segment"] or "total" for group in summary["questions"][0]["groups"] if group["hidden"]]


@pytest.mark.parametrize(
    ("sizes", "hidden"),
    [
        ({"a": 20, "b": 30}, []),
        ({"a": 5, "b": 30}, []),
        ({"a": 4, "b": 30}, ["a", "b"]),
        ({"a": 4, "b": 30, "c": 12}, ["a", "c"]),
        ({"a": 4, "b": 30, "c": 3}, ["a", "c"]),
        ({"a": 1, "b": 30, "c": 2}, ["a", "b", "c"]),
        ({"a": 4, "b": 30, "c": 12, None: 2}, ["a"]),
        ({"a": 2, "b": 30, "c": 12, None: 2}, ["a", "c"]),
        ({"a": 20, "b": 30, None: 3}, ["a"]),
        ({"a": 20, "b": 30, None: 5}, []),
        ({"a": 0, "b": 30}, []),
        ({"a": 4, "b": 30, "c": 0}, ["a", "b"]),
        ({"a": 2, "b": 1}, ["total", "a", "b"]),
    ],
)
def test_who_is_hidden(sizes: Mapping[str | None, int], hidden: list[str]) -> None:
    assert hidden_in(one_way(sizes)) == hidden


def test_texts_need_a_base_of_ten() -> None:
    remark = Question("remark", QuestionKind.LONG_TEXT, sample.text("remark"))
    assert hidden_in(one_way({"a": 9, "b": 30, "c": 40}, question=remark)) == ["a", "b"]
    assert hidden_in(one_way({"a": 10, "b": 30, "c": 40}, question=remark)) == []


def test_the_k_is_that_of_the_poll() -> None:
    assert hidden_in(one_way({"a": 9, "b": 30, "c": 40}, k=10)) == ["a", "b"]


def test_a_hidden_group_has_no_numbers() -> None:
    summary = one_way({"a": 4, "b": 30, "c": 12})
    groups = {group["segment"]: group for group in summary["questions"][0]["groups"]}
    assert groups["a"] == {
        "variable": "role", "segment": "a", "hidden": True, "rows": [], "nets": [], "mean": None,
    }  # fmt: skip


def test_the_size_of_a_hidden_segment_is_not_told() -> None:
    sizes = {size["code"]: size for size in one_way({"a": 4, "b": 30, "c": 12})["segment_variables"][0]["segments"]}
    assert {code: size["n"] for code, size in sizes.items()} == {"a": None, "b": 30, "c": None}
    assert [code for code, size in sizes.items() if size["hidden"]] == ["a", "c"]


def test_hidden_groups_are_not_compared() -> None:
    comparisons = one_way({"a": 4, "b": 30, "c": 12, "d": 40, "e": 50})["questions"][0]["comparisons"]
    named = {name for comparison in comparisons for name in (comparison.get("first"), comparison.get("second"))}
    assert named == {"b", "d", "e"}


def test_who_skipped_in_a_small_group_is_not_told_either() -> None:
    """Three were asked and nobody answered: a base of nobody, but not a group of nobody."""
    poll = sample.questionnaire([sample.single("opinion", "yes", "no")], [sample.by_contact("role", "a", "b", "c")])
    people = sample.repeated((3, {"role": "a"}), (20, {"role": "b"}), (30, {"role": "c"}))
    answers = [{"opinion": "" if person["role"] == "a" else "yes"} for person in people]
    assert hidden_in(summarise(poll, from_rows(poll, answers, people))) == ["a", "b"]


def test_segments_that_overlap_hide_what_they_leave_out() -> None:
    """All but three ticked the phone: who did not follows from the total."""
    channels = sample.multiple("channels", "phone", "mail")
    poll = sample.questionnaire(
        [channels], [sample.by_answer("channel", "channels", {"phone": ["phone"], "mail": ["mail"]})]
    )
    rows = sample.repeated(
        (3, {"channels": ["mail"]}), (20, {"channels": ["phone", "mail"]}), (9, {"channels": ["phone"]})
    )
    assert hidden_in(summarise(poll, from_rows(poll, rows, [{} for _ in rows]))) == ["phone"]


# Two variables and their filters: the attacker.

Cells = NDArray[np.int64]
tables = st.lists(st.integers(0, 14), min_size=16, max_size=16).map(lambda counts: np.array(counts).reshape(4, 4))


def two_way(cells: Cells) -> Iterator[Summary]:
    """Give every summary that can be asked for, of people in ``cells``; the last row and column are in no segment."""
    question = sample.single("opinion", "yes", "no")
    poll = sample.questionnaire([question], [sample.by_contact("role", *ROLES), sample.by_contact("size", *SIZES)])
    attributes = [
        {name: value for name, value in (("role", role), ("size", size)) if value}
        for (row, role), (column, size) in product(enumerate((*ROLES, "")), enumerate((*SIZES, "")))
        for _ in range(cells[row, column])
    ]
    table = from_rows(poll, [{"opinion": "yes"} for _ in attributes], attributes)
    yield from (summarise(poll, table, plan=plan_for(poll, only=only)) for only in _filters(poll))


def _filters(poll: Questionnaire) -> list[Filter | None]:
    variables = poll.segment_variables
    return [None, *(Filter(variable.code, segment.code) for variable in variables for segment in variable.segments)]


def _filtered_on(summary: Summary) -> str | None:
    only = summary["recipe"]["filter"]
    return only["segment"] if only else None


def _covered(group: Group, summary: Summary) -> Cells:
    """Mark the cells that a group of a summary consists of."""
    covered = np.ones((4, 4), np.int64)
    only = summary["recipe"]["filter"]
    chosen = [(group["variable"], group["segment"]), (only["variable"], only["segment"]) if only else (None, None)]
    for variable, segment in chosen:
        if variable == "role":
            covered *= (np.arange(4) == ROLES.index(str(segment)))[:, None]
        if variable == "size":
            covered *= (np.arange(4) == SIZES.index(str(segment)))[None, :]
    return covered


def _shown_sums(cells: Cells) -> list[Cells]:
    """Give which cells each shown group of all summaries consists of."""
    sums = []
    for summary in two_way(cells):
        for group in summary["questions"][0]["groups"]:
            if not group["hidden"]:
                sums.append(_covered(group, summary))
                assert group["base"] == np.sum(cells * sums[-1])
                assert group["base"] == 0 or group["base"] >= K
    return sums


LINES = ([0], [1], [2], [3], [0, 1, 2, 3])
RECTANGLES = [np.outer(np.isin(range(4), rows), np.isin(range(4), columns)) for rows, columns in product(LINES, LINES)]


def _determined(sums: list[Cells]) -> list[NDArray[np.bool_]]:
    """Give the cells, rows and columns that follow from sums of cells by adding and subtracting."""
    equations = np.array([covered.ravel() for covered in sums], np.float64)
    projection = np.linalg.pinv(equations) @ equations
    wanted = [(rectangle, rectangle.ravel().astype(np.float64)) for rectangle in RECTANGLES]
    return [rectangle for rectangle, vector in wanted if np.allclose(projection @ vector, vector, atol=1e-8)]


def _found(cells: Cells) -> list[list[list[int]]]:
    """Attack: which groups of fewer than k follow from all that is shown, and from nobody being a negative number?"""
    sums = _shown_sums(cells)
    while sums:
        determined = _determined(sums)
        empty = np.any([rectangle for rectangle in determined if np.sum(cells * rectangle) == 0] or [cells < 0], axis=0)
        known = {tuple(covered.ravel().tolist()) for covered in sums}
        cells_of_nobody = [(np.arange(16) == cell).reshape(4, 4).astype(int) for cell in np.flatnonzero(empty)]
        new = [covered for covered in cells_of_nobody if tuple(covered.ravel().tolist()) not in known]
        if not new:
            return [found.astype(int).tolist() for found in determined if 0 < np.sum(cells * found) < K]
        sums += new
    return []


@given(tables)
@tried(20, 600)
def test_no_filter_betrays_a_small_group(cells: Cells) -> None:
    assert _found(cells) == []


def test_a_cell_is_not_found_through_the_filter_on_the_other_variable() -> None:
    """Filtered on a, size s is 3. Everyone of size s and the other roles' parts of it would give it away."""
    cells = np.array([[3, 12, 20, 0], [14, 13, 12, 0], [11, 10, 9, 0], [0, 0, 0, 0]])
    assert _found(cells) == []
    filtered = {_filtered_on(summary): hidden_in(summary) for summary in two_way(cells)}
    assert filtered == {
        None: [], "a": ["s", "l"], "b": [], "c": ["s", "l"], "s": ["a", "c"], "m": [], "l": ["a", "c"],
    }  # fmt: skip


@given(tables)
@tried(10, 200)
def test_both_filters_hide_the_same_cells(cells: Cells) -> None:
    shown: dict[tuple[str, str], set[bool]] = {}
    for summary in two_way(cells):
        only = summary["recipe"]["filter"]
        for group in summary["questions"][0]["groups"]:
            if only and group["segment"]:
                first, second = sorted([only["segment"], group["segment"]])
                shown.setdefault((first, second), set()).add(group["hidden"])
    assert len(shown) == 9
    assert all(len(states) == 1 for states in shown.values())


def test_those_in_no_segment_of_either_variable_are_not_found() -> None:
    """One person has neither role nor size. That nobody of role a has size l must not be told."""
    cells = np.array([[0, 0, 0, 5], [0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 5, 1]])
    assert _found(cells) == []
    assert {_filtered_on(summary): hidden_in(summary) for summary in two_way(cells)}["a"] == ["l"]


def test_a_filter_that_is_too_small_shows_nothing() -> None:
    cells = np.array([[1, 1, 1, 0], [20, 20, 20, 0], [20, 20, 20, 0], [0, 0, 0, 0]])
    filtered = next(summary for summary in two_way(cells) if summary["recipe"]["filter"])
    assert hidden_in(filtered) == ["total", "s", "m", "l"]


def test_large_groups_stay_visible() -> None:
    cells = np.full((4, 4), 12)
    assert all(hidden_in(summary) == [] for summary in two_way(cells))
