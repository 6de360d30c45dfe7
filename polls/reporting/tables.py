"""Tables: one question by one segment variable, with everything a reader needs to judge the numbers."""

from collections.abc import Mapping, Sequence
from string import ascii_uppercase

from polls.analysis.plan import OWN_NET
from polls.analysis.shapes import Shape, shape_of
from polls.analysis.summary_document import Comparison as ComparisonSummary
from polls.analysis.summary_document import Group, QuestionSummary, ShownGroup
from polls.codebook.answers import DONT_KNOW
from polls.codebook.answers.dates import date_in_words
from polls.codebook.schema import BaseRule, Question, QuestionKind, in_language
from polls.reporting.audience import audience_of, dont_know_label, segment_label
from polls.reporting.cells import answered_cell, cell_of, mean_of
from polls.reporting.comparing import comparison_in_words
from polls.reporting.document import Column, ColumnStatus, Mean, Row, RowKind, Table
from polls.reporting.extras import extras_of
from polls.reporting.leaving_out import left_out_of_base
from polls.reporting.numbers import DASH, number, sums_to_whole
from polls.reporting.phrases import capitalised, listed, quoted, say
from polls.reporting.reading import Reading, groups_of

Letters = Mapping[tuple[str, str], str]
"""By row code and segment: the letters of the columns that the cell exceeds."""


def build_table(reading: Reading, summary: QuestionSummary, variable: str | None) -> Table:
    """Build the table of one question by ``variable``; None: the total alone."""
    question = reading.questionnaire.variable_by_code[summary["code"]]
    groups = groups_of(summary, variable)
    columns = tuple(_column(reading, summary, group, position) for position, group in enumerate(groups))
    tested = [each for each in summary["comparisons"] if each["variable"] == variable]
    rows = _rows(reading, question, groups, _letters(tested, columns))
    means = _means(reading, question, groups)
    comparisons = tuple(comparison_in_words(reading, question, each, rows, columns, means) for each in tested)
    return Table(
        variable=variable,
        label=_variable_label(reading, variable),
        base_note=base_note(reading, summary),
        columns=columns,
        rows=rows,
        means=means,
        comparisons=comparisons,
        notes=(
            *_notes(reading, question, columns, groups, has_pairs=any(each.first for each in comparisons)),
            *_effective_bases(columns, groups, reading.language),
        ),
        extras=extras_of(question, groups, reading.language),
    )


def base_note(reading: Reading, summary: QuestionSummary) -> str:
    """Say on whom the total is based, by which rule, and who is not in it."""
    total, language = summary["groups"][0], reading.language
    question = reading.questionnaire.variable_by_code[summary["code"]]
    if total["hidden"]:
        return say(language, "base_hidden", k=reading.smallest_base(question))
    if total["base"] == 0:
        return say(language, "base_empty")
    rule = _base_rule(question, total)
    filtered = reading.summary["recipe"]["filter"]
    who = audience_of(reading.questionnaire, summary, total, filtered, language).group
    parts = {"n": number(total["base"], language), "who": who, "dont_know": dont_know_label(question, language)}
    note = say(language, f"base_{rule}", **parts) + _base_remarks(question, total, language)
    return note + left_out_of_base(reading.summary.get("left_out"), language) + _on_weights(reading, summary, total)


def _effective_bases(columns: Sequence[Column], groups: Sequence[Group], language: str) -> list[str]:
    """Say what the base of each column is worth after weighting."""
    bases = [
        f"{column.label} {number(group['effective_base'], language)}"
        for column, group in zip(columns, groups, strict=True)
        if not group["hidden"] and "effective_base" in group
    ]
    return [say(language, "note_effective", bases=listed(bases, language))] if bases else []


def _on_weights(reading: Reading, summary: QuestionSummary, total: ShownGroup) -> str:
    """Say by what the question is weighted, or in a weighted run that it is not; nothing in an unweighted one."""
    weights = reading.summary.get("weights")
    if weights is None:
        return ""
    if not summary.get("weighted"):
        return say(reading.language, "base_not_weighted")
    effective = number(total.get("effective_base", total["base"]), reading.language)
    return say(reading.language, "base_weighted", name=weights["name"], version=weights["version"], n=effective)


def _base_rule(question: Question, total: ShownGroup) -> str:
    if question.base_rule is BaseRule.VALID and total["dont_know"] == 0:
        return BaseRule.ANSWERED.value
    return question.base_rule.value


def _base_remarks(question: Question, total: ShownGroup, language: str) -> str:
    remarks = ""
    if total["not_asked"]:
        asked, n = total["asked"], total["asked"] + total["not_asked"]
        remarks += say(language, "base_not_all", asked=number(asked, language), n=number(n, language))
    if total["skipped"]:
        key = "base_one_skipped" if total["skipped"] == 1 else "base_skipped"
        remarks += say(language, key, skipped=number(total["skipped"], language))
    if shape_of(question) is Shape.TICKS:
        remarks += say(language, "base_multiple")
    return remarks + "."


def _variable_label(reading: Reading, variable: str | None) -> str:
    known = reading.questionnaire.segment_variable_by_code
    return reading.text(known[variable].label) if variable else say(reading.language, "total")


def _column(reading: Reading, summary: QuestionSummary, group: Group, position: int) -> Column:
    variable, segment, language = group["variable"], group["segment"], reading.language
    filtered = reading.summary["recipe"]["filter"]
    status = _status(group)
    base = None if group["hidden"] or status is not ColumnStatus.SHOWN else group["base"]
    total = say(language, "total")
    return Column(
        variable=variable,
        segment=segment,
        label=segment_label(reading.questionnaire, variable, segment, language) if variable and segment else total,
        who="" if group["hidden"] else audience_of(reading.questionnaire, summary, group, filtered, language).full,
        letter=ascii_uppercase[(position - 1) % 26] if position else "",
        status=status,
        base=base,
        n="" if base is None else number(base, language),
        population=None if group["hidden"] else group["population"],
        is_small_base=not group["hidden"] and status is ColumnStatus.SHOWN and group["small_base"],
        note=_column_note(reading, summary, group, status),
    )


def _status(group: Group) -> ColumnStatus:
    if group["hidden"]:
        return ColumnStatus.HIDDEN
    if group["asked"] > 0:
        return ColumnStatus.SHOWN
    return ColumnStatus.NOT_ASKED if group["not_asked"] > 0 else ColumnStatus.EMPTY


def _column_note(reading: Reading, summary: QuestionSummary, group: Group, status: ColumnStatus) -> str:
    question = reading.questionnaire.variable_by_code[summary["code"]]
    if status is ColumnStatus.HIDDEN:
        return say(reading.language, "hidden", k=reading.smallest_base(question))
    if status is not ColumnStatus.SHOWN:
        return say(reading.language, status.value)
    if group["hidden"] or group["base"] == 0:
        return say(reading.language, "nobody_answered")
    return say(reading.language, "small_base") if group["small_base"] else ""


def _rows(reading: Reading, question: Question, groups: Sequence[Group], letters: Letters) -> tuple[Row, ...]:
    language = reading.language
    shape = shape_of(question)
    if shape is Shape.TEXT:
        return (_answered_row(groups, language),)
    if shape is Shape.NUMBER:
        return ()

    def row(code: str, label: str, answer: str, kind: RowKind, *, is_last: bool = False) -> Row:
        cells = tuple(cell_of(g, code, language, letters=letters.get((code, g["segment"] or ""), "")) for g in groups)
        return Row(code, label, answer, kind, is_last, cells)

    labels = _labels(question, groups, language)
    last = {option.code for option in question.options if option.is_other or option.is_exclusive}
    heading = "{label}" if shape is not Shape.ORDER else say(language, "first_place", label="{label}")
    rows = [
        row(code, heading.format(label=label), quoted(label, language), RowKind.CHOICE, is_last=code in last)
        for code, label in labels.items()
    ]
    if question.dont_know and question.base_rule is not BaseRule.VALID:
        label = dont_know_label(question, language)
        rows.append(row(DONT_KNOW, label, quoted(label, language), RowKind.DONT_KNOW, is_last=True))
    for code, choices in _nets(groups).items():
        answer = listed([quoted(labels[choice], language) for choice in choices], language, "or")
        label = _net_label(question, code, [labels[choice] for choice in choices], language)
        rows.append(row(code, label, answer, RowKind.NET))
    return tuple(rows)


def _labels(question: Question, groups: Sequence[Group], language: str) -> dict[str, str]:
    """Give the labels of the rows by code: those of the options, or of the time that a band of dates covers."""
    if shape_of(question) not in (Shape.DAY, Shape.MONTH):
        return {option.code: in_language(option.label, language) for option in question.options}
    codes = dict.fromkeys(row["code"] for group in groups for row in group["rows"])
    return {code: band_label(code, language) for code in codes}


def band_label(code: str, language: str) -> str:
    """Name a band of dates: ``mei 2026``, ``2026`` or ``2020–2029``."""
    year, _dash, rest = code.partition("-")
    if len(rest) == 2:
        return in_language(date_in_words(code), language)
    return f"{year}{DASH}{rest}" if rest else year


def _answered_row(groups: Sequence[Group], language: str) -> Row:
    label = say(language, "row_answered")
    cells = tuple(answered_cell(group, language) for group in groups)
    return Row("_answered", label, label, RowKind.ANSWERED, False, cells)


def _nets(groups: Sequence[Group]) -> dict[str, list[str]]:
    return {net["code"]: net["choices"] for group in groups for net in group["nets"]}


def _net_label(question: Question, code: str, labels: Sequence[str], language: str) -> str:
    if code.startswith(OWN_NET):
        return " + ".join(labels)
    if question.kind is QuestionKind.NPS:
        name = capitalised(say(language, code))
        return say(language, "net_of_points", code=name, first=labels[0], last=labels[-1])
    return say(language, "net_label", labels=" + ".join(labels), code=say(language, code))


def _means(reading: Reading, question: Question, groups: Sequence[Group]) -> tuple[Mean | None, ...]:
    decimals = 0 if question.kind is QuestionKind.NPS else max(1, question.decimals)
    means = tuple(
        None
        if group["hidden"] or group["mean"] is None
        else mean_of(group["mean"], group, reading.language, decimals=decimals)
        for group in groups
    )
    return means if any(means) else ()


def _letters(comparisons: Sequence[ComparisonSummary], columns: Sequence[Column]) -> Letters:
    """Give each share the letters of the columns that it significantly exceeds."""
    by_segment = {column.segment: column.letter for column in columns}
    letters: dict[tuple[str, str], str] = {}
    for each in comparisons:
        if each["scope"] == "table" or "row" not in each or not each["row"] or not each["significant"]:
            continue
        higher, lower = (each["first"], each["second"]) if each["difference"] > 0 else (each["second"], each["first"])
        key = (each["row"], higher)
        letters[key] = "".join(sorted(letters.get(key, "") + by_segment[lower]))
    return letters


def _notes(
    reading: Reading, question: Question, columns: Sequence[Column], groups: Sequence[Group], *, has_pairs: bool
) -> tuple[str, ...]:
    language, notes = reading.language, []
    for status, key in ((ColumnStatus.HIDDEN, "hidden_groups"), (ColumnStatus.NOT_ASKED, "not_asked_groups")):
        labels = [quoted(column.label, language) for column in columns if column.status is status]
        if labels:
            notes.append(say(language, key, labels=listed(labels, language), k=reading.smallest_base(question)))
    small = [quoted(column.label, language) for column in columns if column.is_small_base]
    if small:
        notes.append(say(language, "small_bases", labels=listed(small, language)))
    if _adds_up(question) and any(_is_off_by_rounding(group) for group in groups):
        notes.append(say(language, "rounding"))
    if has_pairs:
        notes.append(say(language, "correction", name=reading.correction))
    return tuple(notes)


def _adds_up(question: Question) -> bool:
    """Tell whether the rows are all answers there are, of which everybody gave one."""
    return shape_of(question) is not Shape.TICKS and question.kind is not QuestionKind.CONSENT


def _is_off_by_rounding(group: Group) -> bool:
    if group["hidden"] or not group["rows"] or group["base"] == 0:
        return False
    return not sums_to_whole([row["count"] for row in group["rows"]], group["base"])
