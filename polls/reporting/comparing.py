"""Tests in words: what was found, by which test, and what "no significant difference" rests on."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from polls.analysis.summary_document import AnovaComparison, PairComparison, TableComparison
from polls.analysis.summary_document import Comparison as ComparisonSummary
from polls.codebook.schema import Question
from polls.reporting.audience import group_name, segment_label
from polls.reporting.document import Column, Comparison, Mean, Row
from polls.reporting.numbers import (
    Interval,
    decimals_for,
    number,
    number_range,
    p_value,
    points,
    points_range,
)
from polls.reporting.phrases import CORRECTIONS, STATISTIC_SIGNS, TEST_NAMES, listed, quoted, say
from polls.reporting.reading import Reading
from polls.reporting.verbs import share_that, the_mean

TESTABLE_BASE = 10


@dataclass(frozen=True)
class Side:
    """One of two groups that are compared: its name in a sentence, its base, and its number as text."""

    name: str
    n: int
    value: str
    share: Fraction | None = None


def comparison_in_words(
    reading: Reading,
    question: Question,
    summary: ComparisonSummary,
    rows: Sequence[Row],
    columns: Sequence[Column],
    means: Sequence[Mean | None],
) -> Comparison:
    """Put one comparison of the Summary into words, with the numbers of the table that it belongs to."""
    if "first" in summary:
        return _pair(reading, question, summary, rows, columns, means)
    return _overall(reading, summary, columns)


def named_test(test: str, statistic: float | None, df: float | None, language: str) -> str:
    """Name the test with its statistic and degrees of freedom: ``chi-kwadraattoets, χ² = 12,3, df = 4``."""
    parts = [TEST_NAMES[test][language], _statistic(test, statistic, language)]
    if df is not None:
        parts.append(f"df = {number(df, language, decimals=0 if df == int(df) else 1)}")
    return ", ".join(part for part in parts if part)


def _statistic(test: str, statistic: float | None, language: str) -> str:
    if statistic is None or test not in STATISTIC_SIGNS:
        return ""
    return f"{STATISTIC_SIGNS[test]} = {number(statistic, language, decimals=2)}"


def _overall(reading: Reading, summary: TableComparison | AnovaComparison, columns: Sequence[Column]) -> Comparison:
    language, test = reading.language, summary["test"]
    variable = reading.questionnaire.segment_variable_by_code[summary["variable"]]
    label = quoted(reading.text(variable.label), language)
    p_text = p_value(summary["pvalue"], language)
    bases = [column.n for column in columns if column.segment in summary["segments"]]
    evidence = f"{say(language, 'n', n=listed(bases, language))}; "
    evidence += f"{named_test(test, summary['statistic'], summary['df'], language)}, {p_text}"
    if summary["scope"] == "table":
        evidence += f", Cramér V = {number(summary['cramers_v'], language, decimals=2)}"
    prefix = "table" if summary["scope"] == "table" else "means"
    key = f"{prefix}_different" if summary["significant"] else f"{prefix}_not_shown"
    return Comparison(
        variable=summary["variable"],
        scope=summary["scope"],
        row=None,
        first=None,
        second=None,
        row_label="",
        groups_label=_groups_label(reading, summary),
        test=test,
        test_name=TEST_NAMES[test][language],
        statistic=summary["statistic"],
        statistic_text=_statistic(test, summary["statistic"], language),
        pvalue=summary["pvalue"],
        p_text=p_text,
        made_of=summary,
        is_significant=summary["significant"],
        is_finding=summary["scope"] == "table" and summary["finding"],
        verdict="different" if summary["significant"] else "not_shown_to_differ",
        difference=None,
        interval=None,
        text=say(language, key, variable=label, test=evidence),
    )


def _pair(
    reading: Reading,
    question: Question,
    summary: PairComparison,
    rows: Sequence[Row],
    columns: Sequence[Column],
    means: Sequence[Mean | None],
) -> Comparison:
    language = reading.language
    row = next((row for row in rows if row.code == summary["row"]), None)
    sides = _sides(reading, summary, row, columns, means)
    pvalue = summary["pvalue_adjusted"]
    difference, interval = summary["difference"], summary["interval"]
    oriented = _oriented(difference, (interval[0], interval[1]) if interval else None)
    first, second = sides if difference >= 0 else (sides[1], sides[0])
    return Comparison(
        variable=summary["variable"],
        scope=summary["scope"],
        row=summary["row"],
        first=summary["first"],
        second=summary["second"],
        row_label=row.label if row else say(language, "mean_row"),
        groups_label=listed([side.name for side in sides], language),
        test=summary["test"] or "",
        test_name=TEST_NAMES[summary["test"]][language] if summary["test"] else "",
        statistic=summary["statistic"],
        statistic_text=_statistic(summary["test"] or "", summary["statistic"], language),
        pvalue=pvalue,
        p_text="" if pvalue is None else p_value(pvalue, language),
        made_of=summary,
        is_significant=summary["significant"],
        is_finding=False,
        verdict=summary["verdict"],
        difference=difference,
        interval=(interval[0], interval[1]) if interval else None,
        text=_pair_sentence(reading, question, summary, row, (first, second), oriented),
        bases=(summary["first_base"], summary["second_base"]),
        detectable=summary["detectable"],
    )


def _sides(
    reading: Reading,
    summary: PairComparison,
    row: Row | None,
    columns: Sequence[Column],
    means: Sequence[Mean | None],
) -> tuple[Side, Side]:
    positions = {column.segment: position for position, column in enumerate(columns)}

    def side(segment: str, n: int) -> Side:
        position = positions[segment]
        name = group_name(columns[position].label, reading.language)
        cell = row.cells[position] if row else None
        if cell is not None:
            return Side(name, n, cell.percent, cell.exact)
        mean = means[position] if means else None
        return Side(name, n, mean.mean_text if mean else "")

    return side(summary["first"], summary["first_base"]), side(summary["second"], summary["second_base"])


def _oriented(difference: float, interval: Interval | None) -> Interval | None:
    """Turn the interval along with the sides, so that the larger number is named first."""
    if interval is None or difference >= 0:
        return interval
    return -interval[1], -interval[0]


def _pair_sentence(
    reading: Reading,
    question: Question,
    summary: PairComparison,
    row: Row | None,
    sides: tuple[Side, Side],
    interval: Interval | None,
) -> str:
    language = reading.language
    measure = share_that(question, row, language) if row else the_mean(question, language)
    names = {"first": sides[0].name, "second": sides[1].name, "measure": measure}
    if summary["verdict"] == "not_testable" or interval is None:
        is_small = min(side.n for side in sides) < TESTABLE_BASE
        key = "not_testable" if is_small else "not_testable_alike"
        return say(language, key, **names, first_n=number(sides[0].n, language), second_n=number(sides[1].n, language))
    evidence = _evidence(summary, sides, interval, language)
    if summary["significant"]:
        return say(language, "row_different", **names, evidence=evidence)
    evidence += _detectable(summary, sides, language)
    margin = in_points(reading.summary["recipe"]["margin"], 0, language)
    verdict = say(language, summary["verdict"], margin=margin)
    return say(language, "row_no_difference", **names, evidence=evidence, verdict=verdict)


def _evidence(summary: PairComparison, sides: tuple[Side, Side], interval: Interval, language: str) -> str:
    shared = {
        "first_n": number(sides[0].n, language),
        "second_n": number(sides[1].n, language),
        "first_value": sides[0].value,
        "second_value": sides[1].value,
        "test": _tested_by(summary, language),
    }
    if sides[0].share is None or sides[1].share is None:
        difference = number(abs(summary["difference"]), language, decimals=1)
        written = number_range(interval, language)
    else:
        decimals = decimals_for(min(side.n for side in sides))
        difference = in_points(sides[0].share - sides[1].share, decimals, language)
        written = points_range(interval, language, decimals=decimals)
    return say(language, "compared", **shared, difference=difference, interval=written)


def _tested_by(summary: PairComparison, language: str) -> str:
    """Name the test with its p-value, and the correction where that changed it."""
    test, pvalue = summary["test"], summary["pvalue_adjusted"]
    if test is None or pvalue is None:
        raise ValueError("a pair that was not tested has no evidence")
    parts = {"test": TEST_NAMES[test][language], "p": p_value(pvalue, language)}
    if pvalue == summary["pvalue"]:
        return say(language, "tested_by", **parts)
    return say(language, "tested_by_corrected", **parts, name=CORRECTIONS[summary["correction"]])


def _detectable(summary: PairComparison, sides: tuple[Side, Side], language: str) -> str:
    detectable = summary["detectable"]
    if detectable is None:
        return ""
    if sides[0].share is None:
        smallest = number(detectable, language, decimals=1)
    else:
        smallest = in_points(detectable, decimals_for(min(side.n for side in sides)), language)
    return "; " + say(language, "detectable", points=smallest)


def in_points(difference: Fraction | float, decimals: int, language: str) -> str:
    """Write a difference of two shares with its unit: ``12 procentpunten``."""
    text = points(difference, language, decimals=decimals)
    return say(language, "point" if text == "1" else "points", points=text)


def _groups_label(reading: Reading, summary: TableComparison | AnovaComparison) -> str:
    language, variable = reading.language, summary["variable"]
    labels = [segment_label(reading.questionnaire, variable, code, language) for code in summary["segments"]]
    return listed([group_name(label, language) for label in labels], language)
