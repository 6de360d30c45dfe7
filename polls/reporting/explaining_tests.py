"""How a test was made: the counts and bases behind it, its statistic, its correction and family, formula and source."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from polls.analysis.summary_document import AnovaComparison, PairComparison, TableComparison
from polls.reporting.comparing import TESTABLE_BASE, in_points
from polls.reporting.document import ColumnStatus, Comparison, Row, Table
from polls.reporting.numbers import decimals_for, number, number_range, p_value, points_range
from polls.reporting.phrases import CORRECTIONS, listed

Method = tuple[str, str, str]
"""Formula in Dutch and in English, and source."""

TESTS: Mapping[str, Method] = {
    "pearson_chi_square": (
        "χ² = Σ(O − E)²/E, zonder correctie van Yates",
        "χ² = Σ(O − E)²/E, without Yates’ correction",
        "Pearson (1900)",
    ),
    "fisher_freeman_halton": (
        "exact: de kans op alle tabellen met dezelfde totalen die niet waarschijnlijker zijn dan deze",
        "exact: the probability of all tables with the same totals that are no likelier than this one",
        "Freeman & Halton (1951)",
    ),
    "fisher_freeman_halton_monte_carlo": (
        "het deel van willekeurig getrokken tabellen met dezelfde totalen dat niet waarschijnlijker is dan deze",
        "the part of tables drawn with the same totals that are no likelier than this one",
        "Freeman & Halton (1951)",
    ),
    "two_proportion_z": (
        "z = (p₁ − p₂)/√(p(1 − p)(1/n₁ + 1/n₂)), p van beide groepen samen",
        "z = (p₁ − p₂)/√(p(1 − p)(1/n₁ + 1/n₂)), p of both groups together",
        "Pearson (1900)",
    ),
    "fisher_exact": (
        "exact, tweezijdig: de kans op alle tabellen met dezelfde totalen die niet waarschijnlijker zijn dan deze",
        "exact, two-sided: the probability of all tables with the same totals that are no likelier than this one",
        "Fisher (1935)",
    ),
    "welch_t": (
        "t = (gemiddelde₁ − gemiddelde₂)/√(s₁²/n₁ + s₂²/n₂)",
        "t = (mean₁ − mean₂)/√(s₁²/n₁ + s₂²/n₂)",
        "Welch (1947)",
    ),
    "welch_anova": (
        "F van het verschil tussen de gemiddelden, elke groep met haar eigen variantie",
        "F of the difference between the means, each group with its own variance",
        "Welch (1951)",
    ),
    "design_t": (
        "t = verschil/se, se uit de residuen van de kalibratie",
        "t = difference/se, se from the residuals of the calibration",
        "Särndal, Swensson & Wretman (1992)",
    ),
    "rao_scott_f": (
        "F: χ² van de gewogen aandelen, met de correctie van de tweede orde",
        "F: χ² of the weighted shares, with the second-order correction",
        "Rao & Scott (1984)",
    ),
}
"""By the name of the test in the Summary."""

DIFFERENCES: Mapping[str, Method] = {
    "newcombe": ("uit de Wilson-intervallen van beide", "from the Wilson intervals of both", "Newcombe (1998)"),
    "welch_t": ("verschil ± t·√(s₁²/n₁ + s₂²/n₂)", "difference ± t·√(s₁²/n₁ + s₂²/n₂)", "Welch (1947)"),
    "design_t": ("verschil ± t·se", "difference ± t·se", "Särndal, Swensson & Wretman (1992)"),
}
"""Intervals of a difference, by ``interval_method`` in the Summary."""

EFFECTS: Mapping[str, Method] = {
    "cramers_v": (
        "√(χ²/(n(k − 1))), k het kleinste van het aantal rijen en kolommen",
        "√(χ²/(n(k − 1))), k the fewer of rows and columns",
        "Cramér (1946)",
    ),
    "detectable": (
        "(1,96 + 0,84)·se, onderscheidend vermogen 80 procent",
        "(1.96 + 0.84)·se, a power of 80 percent",
        "Cohen (1988)",
    ),
}

ADJUSTMENTS: Mapping[str, Method] = {
    "holm": (
        "kleinste p × aantal toetsen, de volgende × één minder, enzovoort, nooit kleiner dan de vorige",
        "smallest p × number of tests, the next × one fewer, and so on, never below the one before",
        "Holm (1979)",
    ),
    "benjamini_hochberg": (
        "p × aantal toetsen / rangnummer van p, nooit groter dan bij een grotere p",
        "p × number of tests / rank of p, never above that of a larger p",
        "Benjamini & Hochberg (1995)",
    ),
    "bonferroni": ("p × aantal toetsen", "p × number of tests", "Bonferroni"),
}
"""Corrections of p-values, by name in the Summary."""

FAMILIES: Mapping[str, Mapping[str, str]] = {
    "pairs": {
        "nl": "over alle getoetste paren van deze regel",
        "en": "over all tested pairs of this row",
    },
    "tables": {
        "nl": "over alle getoetste tabellen van deze resultaten",
        "en": "over all tested tables of these results",
    },
}
"""Which tests are corrected together."""

WORDS: Mapping[str, Mapping[str, str]] = {
    "share": {"nl": "{name}: {count} / {base} = {value}", "en": "{name}: {count} / {base} = {value}"},
    "weighted_share": {
        "nl": "{name}: {value} gewogen, {count} van {base} respondenten",
        "en": "{name}: {value} weighted, {count} of {base} respondents",
    },
    "mean": {"nl": "{name}: {value} over {base} waarden", "en": "{name}: {value} over {base} values"},
    "group": {"nl": "{name}: n = {base}", "en": "{name}: n = {base}"},
    "whole_table": {"nl": "Hele tabel", "en": "Whole table"},
    "all_means": {"nl": "Alle gemiddelden", "en": "All means"},
    "before": {"nl": "{p} vóór correctie", "en": "{p} before correction"},
    "simulated": {"nl": "standaardfout van p: {error}", "en": "standard error of p: {error}"},
    "population": {
        "nl": "; n vervangen door n(N−1)/(N−n) waar de populatie N bekend is",
        "en": "; n replaced by n(N−1)/(N−n) where the population N is known",
    },
    "uncorrected": {"nl": "geen correctie", "en": "no correction"},
    "difference": {
        "nl": "verschil {difference}, 95%-interval {interval}",
        "en": "difference {difference}, 95% interval {interval}",
    },
    "detectable": {"nl": "aantoonbaar vanaf {smallest}", "en": "could be shown from {smallest}"},
    "too_small": {
        "nl": "niet getoetst: een groep heeft minder dan 10 respondenten",
        "en": "not tested: a group has fewer than 10 respondents",
    },
    "alike": {"nl": "niet getoetst: de antwoorden lopen niet uiteen", "en": "not tested: the answers do not vary"},
}


@dataclass(frozen=True)
class ExplainedTest:
    """One test of a table: what was compared, by what, on which numbers. Texts are empty for what it does not have.

    ``p`` is the value that decides, ``p_note`` the one before correction or the error of a simulated one.
    """

    anchor: str
    row: str
    groups: str
    test: str
    statistic: str
    p: str
    p_note: str
    numbers: tuple[str, ...]
    formula: str
    correction: str
    correction_formula: str
    effect: str
    effect_formulas: tuple[str, ...]


def anchor_of_test(comparison: Comparison) -> str:
    """Name the place of a test on the page that explains it."""
    parts = (comparison.scope, comparison.row, comparison.first, comparison.second)
    return "-".join(("test", *(part or "all" for part in parts)))


def explain_tests(table: Table, language: str) -> tuple[ExplainedTest, ...]:
    """Explain the tests that stand under a table, in their order: nothing but what the report shows goes in."""
    return tuple(_explained(table, comparison, language) for comparison in table.comparisons)


def method(methods: Mapping[str, Method], name: str, language: str, note: str = "") -> str:
    """Write formula and source on one line; nothing for an unknown name."""
    dutch, english, source = methods.get(name, ("", "", ""))
    return f"{dutch if language == 'nl' else english}{note} · {source}" if source else ""


def _explained(table: Table, comparison: Comparison, language: str) -> ExplainedTest:
    made = comparison.made_of
    if "first" in made:
        return _pair(table, comparison, made, language)
    return _whole(table, comparison, made, language)


def _whole(
    table: Table, comparison: Comparison, made: TableComparison | AnovaComparison, language: str
) -> ExplainedTest:
    correction, correction_formula, effect, note = "", "", "", ""
    effect_formulas: tuple[str, ...] = ()
    if made["scope"] == "table":
        correction, correction_formula = _over_tables(made, language)
        effect = f"Cramér V = {number(made['cramers_v'], language, decimals=2)}"
        effect_formulas = (method(EFFECTS, "cramers_v", language),)
        if made["pvalue_error"] is not None:
            error = number(made["pvalue_error"], language, decimals=4)
            note = WORDS["simulated"][language].format(error=error)
    key = "whole_table" if made["scope"] == "table" else "all_means"
    return ExplainedTest(
        anchor_of_test(comparison), WORDS[key][language], comparison.groups_label, comparison.test_name,
        _statistic(comparison, made.get("denominator_df"), language), comparison.p_text, note,
        tuple(_bases(table, made, language)), method(TESTS, made["test"], language),
        correction or WORDS["uncorrected"][language], correction_formula, effect, effect_formulas,
    )  # fmt: skip


def _over_tables(made: TableComparison, language: str) -> tuple[str, str]:
    name = made["correction"]
    if name not in ADJUSTMENTS:
        return "", ""
    over = f"{CORRECTIONS[name]}, {FAMILIES['tables'][language]}: {p_value(made['pvalue_adjusted'], language)}"
    return over, method(ADJUSTMENTS, name, language)


def _bases(table: Table, made: TableComparison | AnovaComparison, language: str) -> Iterator[str]:
    means = table.means or (None,) * len(table.columns)
    for column, mean in zip(table.columns, means, strict=True):
        if column.segment in made["segments"]:
            base = column.n if made["scope"] == "table" or mean is None else number(mean.base, language)
            yield WORDS["group"][language].format(name=column.label, base=base)


def _pair(table: Table, comparison: Comparison, made: PairComparison, language: str) -> ExplainedTest:
    row = next((row for row in table.rows if row.code == made["row"]), None)
    numbers = tuple(_side(table, row, segment, language) for segment in (made["first"], made["second"]))
    pvalue, adjusted = made["pvalue"], made["pvalue_adjusted"]
    if made["test"] is None or pvalue is None or adjusted is None:
        reason = "too_small" if min(comparison.bases) < TESTABLE_BASE else "alike"
        return ExplainedTest(
            anchor_of_test(comparison), comparison.row_label, comparison.groups_label, "", "", "", "", numbers,
            WORDS[reason][language], "", "", "", (),
        )  # fmt: skip
    effect, effect_formulas = _difference(comparison, made, language)
    note = WORDS["population"][language] if made["fpc"] and made["test"] == "two_proportion_z" else ""
    return ExplainedTest(
        anchor_of_test(comparison), comparison.row_label, comparison.groups_label, comparison.test_name,
        _statistic(comparison, None, language), comparison.p_text,
        WORDS["before"][language].format(p=p_value(pvalue, language)) if pvalue != adjusted else "",
        numbers, method(TESTS, made["test"], language, note), _over_pairs(table, made, language),
        method(ADJUSTMENTS, made["correction"], language), effect, effect_formulas,
    )  # fmt: skip


def _side(table: Table, row: Row | None, segment: str, language: str) -> str:
    """Write what one of two groups brings to a test, as its cell of the table shows it."""
    position = next(place for place, column in enumerate(table.columns) if column.segment == segment)
    name, cell = table.columns[position].label, row.cells[position] if row else None
    if cell is not None:
        key = "share" if cell.effective is None else "weighted_share"
        count, base = number(cell.count, language), number(cell.base, language)
        return WORDS[key][language].format(name=name, count=count, base=base, value=cell.percent)
    mean = table.means[position] if table.means else None
    if mean is None:
        return name
    return WORDS["mean"][language].format(name=name, value=mean.mean_text, base=number(mean.base, language))


def _over_pairs(table: Table, made: PairComparison, language: str) -> str:
    """Name the correction and its family; how many pairs only where no hidden group may have been among them."""
    if made["correction"] not in ADJUSTMENTS:
        return WORDS["uncorrected"][language]
    family = f"{CORRECTIONS[made['correction']]}, {FAMILIES['pairs'][language]}"
    if any(column.status is ColumnStatus.HIDDEN for column in table.columns):
        return family
    key = (made["scope"], made["row"])
    tested = [each for each in table.comparisons if (each.scope, each.row) == key and each.first and each.test]
    return f"{family} ({len(tested)})"


def _difference(comparison: Comparison, made: PairComparison, language: str) -> tuple[str, tuple[str, ...]]:
    if comparison.interval is None:
        return "", ()
    is_mean, decimals = made["scope"] == "mean", decimals_for(min(comparison.bases))
    if is_mean:
        difference = number(made["difference"], language, decimals=1)
        interval = number_range(comparison.interval, language)
    else:
        difference = in_points(made["difference"], decimals, language)
        interval = points_range(comparison.interval, language, decimals=decimals)
    effect = WORDS["difference"][language].format(difference=difference, interval=interval)
    formulas = [method(DIFFERENCES, made["interval_method"], language)]
    if made["detectable"] is not None:
        smallest = made["detectable"]
        written = number(smallest, language, decimals=1) if is_mean else in_points(smallest, decimals, language)
        told = WORDS["detectable"][language].format(smallest=written)
        formulas.append(f"{told}: {method(EFFECTS, 'detectable', language)}")
    return effect, tuple(formulas)


def _statistic(comparison: Comparison, denominator: float | None, language: str) -> str:
    """Write the statistic with its degrees of freedom: ``F = 3,21, df = 2 en 45,3``."""
    parts = [comparison.statistic_text]
    known = [each for each in (comparison.made_of["df"], denominator) if each is not None]
    if known:
        written = [number(df, language, decimals=0 if df == int(df) else 1) for df in known]
        parts.append(f"df = {listed(written, language)}")
    return ", ".join(part for part in parts if part)
