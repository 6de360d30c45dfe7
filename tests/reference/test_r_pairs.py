"""Comparisons of pairs of segments on shares, plain and weighted, and column letters, are those of R."""

from itertools import combinations

import numpy as np
import pytest

from polls.analysis.adjustment import adjust
from polls.analysis.contingency import without_empty
from polls.analysis.freeman_halton import fisher_2x2
from polls.analysis.intervals import newcombe, wilson
from polls.analysis.letters import column_letters
from polls.analysis.ratio import ratio
from polls.analysis.share_tests import corrected_chi_square, unpooled_z
from polls.analysis.significance import two_proportion_z
from polls.analysis.weighting.outcome import weight_effect
from tests.reference.cases import CORRECTIONS, Case, Topic, agree, agree_pvalue
from tests.reference.computed import check_segment_difference, table_of
from tests.reference.samples import Codes, Numbers, Sample

pytestmark = pytest.mark.pure

plain, weighted, letters = Topic("pairwise_unweighted"), Topic("pairwise_weighted"), Topic("letters")


def row_of(data: Sample, case: Case) -> tuple[Codes, Codes]:
    """Give the counts of the level of a case and the bases, of the segments in which anybody is."""
    args = case["args"]
    table = table_of(data, args["question"], args["segment"])
    used = table.sum(axis=0) > 0
    row = data.factor(args["question"])[1].index(args["level"])
    return table[row, used], table[:, used].sum(axis=0)


@plain.kind("pair")
def all_pairs_of_a_row(data: Sample, case: Case) -> None:
    counts, bases = row_of(data, case)
    agree(counts, case["args"].get("x", counts.tolist()))
    first, second = np.array(list(combinations(range(len(counts)), 2))).T
    if case["id"].endswith("ccTRUE"):
        _, raw = corrected_chi_square(counts[first], bases[first], counts[second], bases[second])
    else:
        _, raw = two_proportion_z(counts[first], bases[first], counts[second], bases[second])
        raw = np.where((counts[first] + counts[second]) % (bases[first] + bases[second]) == 0, np.nan, raw)
    for name, correction in CORRECTIONS.items():
        triangle = np.full((len(counts) - 1, len(counts) - 1), np.nan)
        triangle[second - 1, first] = adjust(raw, correction)
        agree_pvalue(triangle, case["result"][name])


@plain.kind("z2")
def difference_of_two_shares(data: Sample, case: Case) -> None:
    args, result = case["args"], case["result"]
    counts, bases = row_of(data, case)
    first, second = (args["segments"].index(name) for name in args["pair"])
    (x, y), (n, m) = counts[[first, second]], bases[[first, second]]
    z, pvalue = two_proportion_z(x, n, y, m)
    agree([x / n - y / m], [result["diff"]])
    agree([z], [result["z_pooled"]])
    if result["z_pooled"] not in (None, "NaN"):
        agree_pvalue([pvalue], [result["p_pooled"]])
        agree([(x / n - y / m) / z if x / n != y / m else result["se_pooled"]], [result["se_pooled"]])
    check_unpooled(unpooled_z(x / n, n, y / m, m), result)
    agree(newcombe(x / n, n, y / m, m), [result["newcombe.lo"], result["newcombe.hi"]])
    agree([x / n - y / m], [result["newcombe.diff"]])
    agree_pvalue(fisher_2x2(x, n, y, m), [result["fisher_p"]])


def check_unpooled(outcome: tuple[Numbers, Numbers, Numbers], result: Case) -> None:
    error, z, pvalue = outcome
    agree([error], [result["se_unpooled"]])
    if result["se_unpooled"] > 0:
        agree([z], [result["z_unpooled"]])
        agree_pvalue([pvalue], [result["p_unpooled"]])
    else:
        assert np.isnan(z)


@weighted.kind("wpair")
def difference_under_a_design(data: Sample, case: Case) -> None:
    args = case["args"]
    variable = "good" if args.get("y") == "api00>=700" else args["question"]
    check_segment_difference(data, case, variable, args.get("level"))


@weighted.kind("kishz")
def difference_on_effective_bases(data: Sample, case: Case) -> None:
    args, result = case["args"], case["result"]
    weights = data.numbers("w_base") if args["weight"] == "w_base" else data.design("rake").weights
    (answers, levels), (groups, names) = data.factor(args["question"]), data.factor(args["segment"])
    shares, bases = [], []
    for name in args["pair"]:
        is_in = (answers >= 0) & (groups == names.index(name))
        gave = weights[is_in & (answers == levels.index(args["level"]))].sum()
        shares.append(float(ratio(gave, weights[is_in].sum())))
        bases.append(weight_effect(weights[is_in]).effective)
    (p, q), (n, m) = shares, bases
    agree([p, n, q, m], [result[key] for key in ("p1", "n_eff1", "p2", "n_eff2")])
    z, pvalue = two_proportion_z(p * n, n, q * m, m)
    agree([p - q], [result["diff"]])
    if result["z_pooled"] not in (None, "NaN"):
        agree([z], [result["z_pooled"]])
        agree([(p - q) / z if p != q else result["se_pooled"]], [result["se_pooled"]])
        agree_pvalue([pvalue], [result["p_pooled"]])
    check_unpooled(unpooled_z(p, n, q, m), result)
    agree([p, n, *map(float, wilson(p, n))], [result[f"wilson1.{key}"] for key in ("est", "n", "lo", "hi")])
    agree([q, m, *map(float, wilson(q, m))], [result[f"wilson2.{key}"] for key in ("est", "n", "lo", "hi")])


@letters.kind("letters")
def letters_of_columns(data: Sample, case: Case) -> None:
    args = case["args"]
    (_, levels), table = data.factor(args["question"]), table_of(data, args["question"], args["segment"])
    counts = without_empty(table)
    kept = [level for level, row in zip(levels, table, strict=True) if row.sum() > 0]
    found = column_letters(counts, counts.sum(axis=0), correction=CORRECTIONS[args["adjust"]])
    assert list(case["result"]) == kept
    for level, row, cells in zip(kept, counts, found, strict=True):
        expected = case["result"][level]
        assert cells == list(expected["letters"].values()), level
        check_pairs(row, counts.sum(axis=0), expected, args["adjust"])


def check_pairs(counts: Codes, bases: Codes, expected: Case, name: str) -> None:
    """Compare which columns take part, and the p-values of their pairs."""
    takes_part = (bases >= 2) & (counts > 0) & (counts < bases)
    assert takes_part.tolist() == list(expected["in_test"].values())
    pairs = np.array(list(combinations(np.flatnonzero(takes_part), 2)), np.int64).reshape(-1, 2)
    assert len(pairs) == expected["n_comparisons"]
    assert ["".join("ABCDEFGH"[place] for place in pair) for pair in pairs] == names_of(expected["pairs"])
    _, raw = two_proportion_z(counts[pairs[:, 0]], bases[pairs[:, 0]], counts[pairs[:, 1]], bases[pairs[:, 1]])
    agree_pvalue(raw, np.atleast_1d(expected["p_raw"] or np.empty(0)).tolist())
    agree_pvalue(adjust(raw, CORRECTIONS[name]), np.atleast_1d(expected["p_adj"] or np.empty(0)).tolist())


def names_of(pairs: str | list[str] | None) -> list[str]:
    return [pairs] if isinstance(pairs, str) else pairs or []


@pytest.mark.parametrize(("topic", "dataset", "kind"), [*plain.parameters, *weighted.parameters, *letters.parameters])
def test_all_cases(topic: Topic, dataset: str, kind: str) -> None:
    topic.verify(dataset, kind)
