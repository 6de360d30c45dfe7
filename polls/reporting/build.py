"""From a questionnaire and the Summary of a run to a Report in one language."""

from polls.analysis.summary_document import QuestionSummary, SegmentVariableSize, Summary
from polls.codebook.schema import Questionnaire, SegmentVariable, in_language
from polls.reporting.audience import group_name, segment_label
from polls.reporting.document import (
    Column,
    ColumnStatus,
    Finding,
    Overview,
    QuestionReport,
    Report,
    SegmentVariableReport,
    Table,
)
from polls.reporting.groups import question_groups
from polls.reporting.leaving_out import left_out_label, left_out_sentences
from polls.reporting.numbers import number
from polls.reporting.phrases import capitalised, listed, quoted, say
from polls.reporting.ranking import ranked_findings
from polls.reporting.reading import Reading
from polls.reporting.tables import base_note, build_table
from polls.reporting.wording import question_claims


def build_report(questionnaire: Questionnaire, summary: Summary, *, language: str) -> Report:
    """Put a run into words and tables. ``summary`` is the document after disclosure control.

    Raises ValueError for a document of another format.
    """
    reading = Reading(questionnaire, summary, language)
    questions = tuple(_question(reading, each) for each in summary["questions"])
    return Report(
        slug=summary["slug"],
        title=reading.text(questionnaire.title),
        language=language,
        filter_label=_filter_label(reading),
        overview=_overview(reading, ranked_findings(questions, language)),
        questions=questions,
        groups=question_groups(questionnaire, questions, language),
        method_notes=_method_notes(reading),
    )


def _question(reading: Reading, summary: QuestionSummary) -> QuestionReport:
    question = reading.questionnaire.variable_by_code[summary["code"]]
    variables: list[str | None] = [None, *(variable.code for variable in reading.variables)]
    views: dict[str | None, Table] = {variable: build_table(reading, summary, variable) for variable in variables}
    return QuestionReport(
        code=question.code,
        kind=question.kind,
        text=reading.text(question.text),
        base_note=base_note(reading, summary),
        low_label=reading.text(question.low_label),
        high_label=reading.text(question.high_label),
        unit=in_language(question.unit, reading.language),
        views=views,
        claims=question_claims(question, list(views.values()), reading.language),
    )


def _filter_label(reading: Reading) -> str:
    """Say of whom all numbers are, where they are not of everyone: of one segment, without those who were flagged."""
    only, left_out = reading.summary["recipe"]["filter"], reading.summary.get("left_out")
    labels = []
    if only is not None:
        label = segment_label(reading.questionnaire, only["variable"], only["segment"], reading.language)
        labels.append(say(reading.language, "filter", label=group_name(label, reading.language)))
    if left_out is not None:
        labels.append(left_out_label(left_out, reading.language))
    return ", ".join(labels)


def _overview(reading: Reading, findings: tuple[Finding, ...]) -> Overview:
    n = number(reading.summary["n"], reading.language)
    sizes = reading.summary["segment_variables"]
    variables = tuple(_sizes(reading, *pair) for pair in zip(reading.variables, sizes, strict=True))
    return Overview(
        n=reading.summary["n"],
        n_text=say(reading.language, "n_respondents", n=n),
        findings=findings,
        segment_variables=variables,
        notes=_overview_notes(reading, variables),
    )


def _sizes(reading: Reading, variable: SegmentVariable, sizes: SegmentVariableSize) -> SegmentVariableReport:
    columns = tuple(
        Column(
            variable=variable.code,
            segment=segment.code,
            label=reading.text(segment.label),
            who="",
            letter="",
            status=ColumnStatus.HIDDEN if size["hidden"] else ColumnStatus.SHOWN,
            base=size["n"],
            n="" if size["n"] is None else number(size["n"], reading.language),
            population=size["population"],
            is_small_base=False,
            note=say(reading.language, "hidden", k=reading.summary["recipe"]["k"]) if size["hidden"] else "",
        )
        for segment, size in zip(variable.segments, sizes["segments"], strict=True)
    )
    return SegmentVariableReport(variable.code, reading.text(variable.label), columns)


def _overview_notes(reading: Reading, variables: tuple[SegmentVariableReport, ...]) -> tuple[str, ...]:
    language = reading.language
    label = _filter_label(reading)
    notes = [capitalised(label) + "."] if label else []
    hidden = [
        quoted(column.label, language)
        for variable in variables
        for column in variable.segments
        if column.status is ColumnStatus.HIDDEN
    ]
    if hidden:
        k = reading.summary["recipe"]["k"]
        notes.append(say(language, "hidden_groups", labels=listed(hidden, language), k=k))
    return (*notes, say(language, "findings_corrected"))


def _method_notes(reading: Reading) -> tuple[str, ...]:
    language = reading.language
    return (
        say(language, "method_base"),
        say(language, "method_interval"),
        say(language, "method_test", name=reading.correction),
        say(language, "method_hidden", k=reading.summary["recipe"]["k"]),
        *_on_left_out(reading),
        _on_weights(reading),
    )


def _on_left_out(reading: Reading) -> tuple[str, ...]:
    left_out = reading.summary.get("left_out")
    return (left_out_sentences(left_out, reading.language),) if left_out else ()


def _on_weights(reading: Reading) -> str:
    """Say whether and how respondents are weighted, and what that costs."""
    weights, language = reading.summary.get("weights"), reading.language
    if weights is None:
        return say(language, "method_unweighted")
    known = reading.questionnaire.segment_variable_by_code
    return say(
        language,
        "method_weighted",
        name=weights["name"],
        version=weights["version"],
        variables=listed([quoted(reading.text(known[code].label), language) for code in weights["targets"]], language),
        smallest=number(weights["smallest"], language, decimals=2),
        largest=number(weights["largest"], language, decimals=2),
        effective=number(weights["effective_base"], language),
        n=number(weights["n"], language),
        effect=number(weights["design_effect"], language, decimals=2),
    )
