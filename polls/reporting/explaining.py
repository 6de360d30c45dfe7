"""How a number was made: its numerator and denominator, the rule, filter and weights behind it, formula and source."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from polls.reporting.document import Cell, Column, Mean, Report, Row, Table
from polls.reporting.explaining_tests import ExplainedTest, explain_tests
from polls.reporting.numbers import number
from polls.reporting.phrases import say

METHODS: Mapping[str, tuple[str, str, str]] = {
    "wilson": (
        "Wilson: (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n)",
        "Wilson: (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n)",
        "Wilson (1927)",
    ),
    "wilson_fpc": (
        "Wilson, met n vervangen door n(N−1)/(N−n) omdat de populatie N bekend is",
        "Wilson, with n replaced by n(N−1)/(N−n) because the population N is known",
        "Wilson (1927); Cochran (1977), §3.2",
    ),
    "clopper_pearson": (
        "exact uit de binomiale verdeling, elke staart de helft van de fout",
        "exact from the binomial distribution, each tail at half the error",
        "Clopper & Pearson (1934)",
    ),
    "hypergeometric": (
        "exact in een populatie van bekende grootte",
        "exact in a population of known size",
        "Buonaccorsi (1987)",
    ),
    "logit": (
        "logit(p) ± t·se/(p(1−p)), teruggerekend naar aandelen; se uit de residuen van de kalibratie",
        "logit(p) ± t·se/(p(1−p)), back on the scale of shares; se from the residuals of the calibration",
        "Korn & Graubard (1998); Deville & Särndal (1992)",
    ),
    "clopper_pearson_effective": (
        "exact uit de binomiale verdeling, op de effectieve basis",
        "exact from the binomial distribution, on the effective base",
        "Korn & Graubard (1998)",
    ),
    "known": (
        "geen interval: op dit aandeel is gewogen",
        "no interval: respondents were weighted to this share",
        "Deville & Särndal (1992)",
    ),
    "t": ("gemiddelde ± t·s/√n", "mean ± t·s/√n", "Student (1908)"),
    "t_fpc": ("gemiddelde ± t·s/√n·√(1 − n/N)", "mean ± t·s/√n·√(1 − n/N)", "Cochran (1977), §2.5"),
    "t_design": (
        "gemiddelde ± t·se, se uit de residuen van de kalibratie",
        "mean ± t·se, se from the residuals of the calibration",
        "Deville & Särndal (1992)",
    ),
}
"""By the name in the Summary: formula in Dutch and in English, and source."""

WORDS: Mapping[str, Mapping[str, str]] = {
    "share": {"nl": "{count} / {base} = {value}", "en": "{count} / {base} = {value}"},
    "weighted_share": {
        "nl": "Σw van de {count} die dit antwoordden / Σw van de {base} in de basis = {value}",
        "en": "Σw of the {count} who answered this / Σw of the {base} in the base = {value}",
    },
    "mean": {"nl": "som van de {base} waarden / {base} = {value}", "en": "sum of the {base} values / {base} = {value}"},
    "weighted_mean": {
        "nl": "Σw·y / Σw over de {base} waarden = {value}",
        "en": "Σw·y / Σw over the {base} values = {value}",
    },
    "everyone": {"nl": "geen filter: alle respondenten", "en": "no filter: all respondents"},
    "no_weights": {"nl": "geen gewichten: iedereen telt één keer", "en": "no weights: everybody counts once"},
    "counting": {"nl": "telling van antwoorden", "en": "count of answers"},
    "mean_row": {"nl": "Gemiddelde", "en": "Mean"},
}


@dataclass(frozen=True)
class Explanation:
    """One number: where it stands, how it was made, and how its interval was."""

    anchor: str
    row: str
    column: str
    value: str
    numerator: str
    denominator: str
    formula: str
    interval: str
    interval_formula: str
    source: str


@dataclass(frozen=True)
class Explained:
    """All numbers and tests of one table, and what holds for each of them."""

    base_rule: str
    filter: str
    weights: str
    numbers: tuple[Explanation, ...]
    tests: tuple[ExplainedTest, ...]


def explain(report: Report, code: str, variable: str | None) -> Explained:
    """Explain the numbers of one question by ``variable`` (None: the total alone). Raises KeyError."""
    table, language = report.question(code).views[variable], report.language
    is_weighted = any(cell.effective is not None for row in table.rows for cell in row.cells if cell)
    return Explained(
        base_rule=table.base_note,
        filter=report.filter_label or WORDS["everyone"][language],
        weights=report.method_notes[-1] if is_weighted else WORDS["no_weights"][language],
        numbers=tuple(_numbers(table, language)),
        tests=explain_tests(table, language),
    )


def anchor_of(row: str, column: Column) -> str:
    """Name the place of a number on the page that explains it."""
    return "-".join(("how", row or "mean", column.segment or "total"))


def _numbers(table: Table, language: str) -> Iterator[Explanation]:
    for row in table.rows:
        for column, cell in zip(table.columns, row.cells, strict=True):
            if cell is not None:
                yield _share(row, column, cell, language)
    for column, mean in zip(table.columns, table.means, strict=False):
        if mean is not None:
            yield _mean(column, mean, language)


def _share(row: Row, column: Column, cell: Cell, language: str) -> Explanation:
    key = "share" if cell.effective is None else "weighted_share"
    count, base = number(cell.count, language), number(cell.base, language)
    formula = WORDS[key][language].format(count=count, base=base, value=cell.percent)
    interval_formula, source = _method(cell.method, language)
    return Explanation(
        anchor_of(row.code, column), row.label, column.label, cell.percent, count, base, formula, cell.interval_text,
        interval_formula, source,
    )  # fmt: skip


def _mean(column: Column, mean: Mean, language: str) -> Explanation:
    key = "mean" if mean.effective is None else "weighted_mean"
    base = number(mean.base, language)
    formula = WORDS[key][language].format(base=base, value=mean.mean_text)
    interval_formula, source = _method("t" if mean.effective is None else "t_design", language)
    return Explanation(
        anchor_of("", column), WORDS["mean_row"][language], column.label, mean.mean_text, say(language, "n", n=base),
        base, formula, mean.interval_text, interval_formula if mean.interval_text else "", source,
    )  # fmt: skip


def _method(name: str, language: str) -> tuple[str, str]:
    dutch, english, source = METHODS.get(name, ("", "", WORDS["counting"][language]))
    return (dutch if language == "nl" else english), source
