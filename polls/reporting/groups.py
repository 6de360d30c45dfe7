"""The questions of the questionnaire, each with the variables that it is tabulated by."""

from collections.abc import Sequence

from polls.codebook.schema import Question, Questionnaire, in_language, variant_key
from polls.reporting.document import QuestionGroup, QuestionReport
from polls.reporting.numbers import number
from polls.reporting.phrases import say


def question_groups(
    questionnaire: Questionnaire, reports: Sequence[QuestionReport], language: str
) -> tuple[QuestionGroup, ...]:
    """Put the reports of the variables together by question; a question without any is left out."""
    by_code = {report.code: report for report in reports}
    groups = []
    for question in questionnaire.questions:
        members = tuple(by_code[key] for key in question.keys if key in by_code)
        if members:
            groups.append(_group(question, members, language))
        wording = by_code.get(variant_key(question)) if question.variants else None
        if wording is not None:
            groups.append(_alone(wording))
    return tuple(groups)


def _alone(report: QuestionReport) -> QuestionGroup:
    """Show a variable that is no question of its own, such as which wording was shown."""
    return QuestionGroup(report.code, report.kind, report.text, report.base_note, (report.text,), (report,))


def _group(question: Question, members: tuple[QuestionReport, ...], language: str) -> QuestionGroup:
    labels = {f"{question.code}.{part.code}": part.label for part in question.rows or question.choices}
    is_single = members[0].code == question.code
    text = in_language(question.text, language)
    return QuestionGroup(
        code=question.code,
        kind=question.kind,
        text=text,
        base_note=members[0].base_note if is_single else _base_note(members, language),
        labels=(text,) if is_single else tuple(in_language(labels[member.code], language) for member in members),
        members=members,
    )


def _base_note(members: Sequence[QuestionReport], language: str) -> str:
    """Say how many answered each of the items."""
    bases = [base for member in members if (base := member.total.columns[0].base) is not None]
    if not bases:
        return say(language, "group_base_hidden") + "."
    low, high = number(min(bases), language), number(max(bases), language)
    return say(language, "group_base" if low != high else "group_base_one", low=low, high=high) + "."
