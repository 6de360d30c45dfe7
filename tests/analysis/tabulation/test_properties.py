"""What holds for any answers: of whole tables, of conditions over columns, and of counts."""

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polls.analysis.joint import Item
from polls.analysis.sampling.design import sample_design
from polls.analysis.table import ChoiceColumn, Column, Missing, MultipleColumn, NumberColumn
from polls.analysis.tabulation.compute import compute
from polls.analysis.tabulation.counting import Weights, tally
from polls.analysis.tabulation.data import Answers
from polls.analysis.tabulation.groups import build_columns
from polls.analysis.tabulation.selecting import distinct, select
from polls.analysis.tabulation.spec import TableSpec, WeightSpec
from polls.analysis.tabulation.variables import Kind, Net, Option, Variable
from polls.analysis.tabulation.weighing import Weighed
from polls.analysis.tabulation.write import table_document
from polls.codebook.rules import evaluate, parse
from tests.examples import tried

pytestmark = pytest.mark.pure

MISSING = [int(reason) for reason in Missing]
OPTIONS = tuple(Option(code, code, place + 1.0) for place, code in enumerate("abcd"))
VARIABLES = {
    "answer": Variable("answer", "answer", Kind.SCALE, OPTIONS, "Don't know", nets=(Net("low", "low", ("a", "b")),)),
    "sector": Variable("sector", "sector", Kind.SINGLE, OPTIONS[:3]),
    "size": Variable("size", "size", Kind.SINGLE, OPTIONS[:2]),
    "ticks": Variable("ticks", "ticks", Kind.MULTIPLE, OPTIONS[:3]),
    "number": Variable("number", "number", Kind.NUMBER),
}
BANNER = TableSpec(("answer", "ticks", "number"), (("sector",), ("size",), ("sector", "size")))


@st.composite
def answers(draw: st.DrawFn, least: int = 1) -> Answers:
    n = draw(st.integers(least, 60))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    columns: dict[str, Column] = {
        "answer": ChoiceColumn(rng.choice([*MISSING, 0, 1, 2, 3], n).astype(np.int8)),
        "sector": ChoiceColumn(rng.choice([*MISSING, 0, 1, 2], n).astype(np.int8)),
        "size": ChoiceColumn(rng.integers(0, 2, n).astype(np.int8)),
        "ticks": _ticks(rng, n),
        "number": _numbers(rng, n),
    }
    return Answers(n, VARIABLES, columns)


def _ticks(rng: np.random.Generator, n: int) -> MultipleColumn:
    chosen = rng.random((n, 3)) < 0.4
    status = np.where(chosen.any(axis=1), 0, rng.choice(MISSING, n)).astype(np.int8)
    return MultipleColumn(chosen & (status == 0)[:, None], status)


def _numbers(rng: np.random.Generator, n: int) -> NumberColumn:
    status = rng.choice([0, 0, 0, *MISSING], n).astype(np.int8)
    return NumberColumn(np.where(status == 0, rng.integers(0, 5, n) / 2, np.nan), status)


def rearranged(found: Answers, order: np.ndarray) -> Answers:
    columns = {
        code: type(column)(**{name: array[order] for name, array in column.arrays().items()})
        for code, column in found.columns.items()
    }
    return Answers(len(order), found.variables, columns)


def document(found: Answers, weights: np.ndarray | None = None, spec: TableSpec = BANNER) -> dict[str, Any]:
    weighed = None if weights is None else Weighed(WeightSpec("own"), sample_design(weights), None)
    return table_document(compute(found, spec, weighed))


@given(answers(2), st.booleans())
@tried(15, 150)
def test_shares_of_exclusive_answers_add_up_and_lie_in_their_intervals(found: Answers, is_weighted: bool) -> None:
    weights = np.linspace(0.5, 2.0, found.n) if is_weighted else None
    variable = document(found, weights)["variables"][0]
    rows = [place for place, row in enumerate(variable["rows"]) if row["measure"] == "row"]
    for column, base in enumerate(variable["base"][0]):
        shares = [variable["estimate"][row][column] for row in rows]
        if base:
            assert sum(shares) == pytest.approx(1.0)
        for row in rows:
            low, high = variable["low"][row][column], variable["high"][row][column]
            if low is not None:
                assert low - 1e-9 <= variable["estimate"][row][column] <= high + 1e-9


@given(answers(), st.integers(0, 2**32 - 1))
@tried(15, 150)
def test_the_order_of_the_rows_is_irrelevant(found: Answers, seed: int) -> None:
    order = np.random.default_rng(seed).permutation(found.n)

    assert json.dumps(document(found)) == json.dumps(document(rearranged(found, order)))


@given(answers(2))
@tried(15, 150)
def test_weights_of_one_change_no_estimate(found: Answers) -> None:
    plain, weighted = document(found), document(found, np.ones(found.n))
    for one, other in zip(plain["variables"], weighted["variables"], strict=True):
        assert one["count"] == other["count"]
        assert one["base"] == other["base"]
        for line, other_line in zip(one["estimate"], other["estimate"], strict=True):
            assert line == pytest.approx(other_line) if None not in line else line == other_line


@given(answers())
@tried(15, 150)
def test_segments_add_up_to_the_total(found: Answers) -> None:
    table = document(found)
    sector = [place for place, column in enumerate(table["columns"]) if column["variable"] == "sector"]
    size = [place for place, column in enumerate(table["columns"]) if column["variable"] == "size"]
    nested = [place for place, column in enumerate(table["columns"]) if column["variable"] == "sector > size"]
    for variable in table["variables"]:
        for counts in variable["count"]:
            assert sum(counts[place] for place in size) == counts[0]
            for place, parent in enumerate(sector):
                assert counts[nested[2 * place]] + counts[nested[2 * place + 1]] == counts[parent]


@given(answers(2), st.integers(1, 59))
@tried(15, 150)
def test_counts_of_shards_add_up_to_those_of_the_whole(found: Answers, cut: int) -> None:
    cut = min(cut, found.n - 1)
    whole = counted(found)
    parts = [counted(rearranged(found, np.arange(*span))) for span in ((0, cut), (cut, found.n))]

    assert np.array_equal((parts[0] + parts[1]).count, whole.count)


def counted(found: Answers) -> Any:
    columns = build_columns(found, BANNER, np.ones(found.n, np.bool_))
    column = found.columns["answer"]
    assert isinstance(column, ChoiceColumn)
    return tally([Item(column.codes, 4)], columns.banner, Weights())


@given(st.integers(0, 2**32 - 1), st.integers(1, 7), st.booleans())
@tried(10, 100)
def test_many_items_at_once_are_counted_as_one_by_one(seed: int, items: int, is_long: bool) -> None:
    rng = np.random.default_rng(seed)
    n = 40_000 if is_long else 300
    codes = [rng.integers(-4, options, n).astype(np.int8) for options in rng.integers(1, 9, items)]
    sector = rng.integers(-4, 3, n).astype(np.int8)
    found = Answers(n, VARIABLES, {"sector": ChoiceColumn(sector), "size": ChoiceColumn(np.maximum(sector, 0) % 2)})
    columns = build_columns(found, TableSpec((), (("sector",), ("size",))), np.ones(n, np.bool_))
    weights = rng.uniform(0.5, 2.0, n)
    sums = tally([Item(each, 9) for each in codes], columns.banner, Weights(weights, weights**2))
    for place, each in enumerate(codes):
        for group in range(len(columns.headings)):
            inside = columns.members(group)
            counts = np.bincount(each[inside].astype(np.intp) + 4, minlength=13)
            assert sums.count[place, 0, group].tolist() == counts.tolist()
            expected = np.bincount(each[inside].astype(np.intp) + 4, weights[inside], 13)
            assert sums.weight[place, 0, group] == pytest.approx(expected)


LEAVES = [
    "answer = a", "answer != b", "answer in (a, c)", "answer not in (a, _dk)", "answered(answer)", "ticks includes b",
    "ticks in (a, c)", "number >= 1", "number < 1.5", "number = 0.5", "sector = a", "not answered(ticks)",
    "number + 1 > 2", "number * 2 >= number + 1", "answer = (sector)",
]  # fmt: skip
CONDITIONS = st.recursive(
    st.sampled_from(LEAVES),
    lambda part: st.one_of(
        st.tuples(part, part).map(lambda pair: f"({pair[0]}) and ({pair[1]})"),
        st.tuples(part, part).map(lambda pair: f"({pair[0]}) or ({pair[1]})"),
        part.map(lambda each: f"not ({each})"),
    ),
    max_leaves=5,
)


@given(answers(), CONDITIONS)
@tried(40, 600)
def test_a_condition_over_columns_decides_as_over_rows(found: Answers, condition: str) -> None:
    stored = {code: distinct(column, found.variables[code]) for code, column in found.columns.items()}
    rule = parse(condition)
    by_row = []
    for row in range(found.n):
        values = {code: given[index[row]] for code, (index, given) in stored.items()}
        by_row.append(evaluate(rule, {code: value for code, value in values.items() if value is not None}))

    assert select(found, condition, "$").tolist() == by_row
