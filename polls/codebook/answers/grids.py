"""Answers with several keys, and answers in an order: matrices, allocations and rankings."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from polls.codebook.answers.base import DONT_KNOW, Answers, Cleaned, Raw, other_key, refused, texts_in
from polls.codebook.answers.choices import clean_multiple, clean_one_choice
from polls.codebook.answers.numbers import clean_number
from polls.codebook.findings import Finding, finding_of
from polls.codebook.question import Question
from polls.codebook.texts import LANGUAGES, Text, in_language

RowCleaner = Callable[[Question, Raw, str], Cleaned]


def clean_matrix_single(question: Question, raw: Raw, language: str) -> Cleaned:
    return _clean_rows(question, raw, language, clean_one_choice)


def clean_matrix_multiple(question: Question, raw: Raw, language: str) -> Cleaned:
    return _clean_rows(question, raw, language, clean_multiple)


def clean_matrix_number(question: Question, raw: Raw, language: str) -> Cleaned:
    return _clean_rows(question, raw, language, clean_number)


def clean_allocation(question: Question, raw: Raw, language: str) -> Cleaned:
    """Read the parts. Once one is filled in, empty ones are nought, and all must add up to the whole."""
    does_not_know = question.dont_know is not None and DONT_KNOW in texts_in(raw, question.code)
    outcomes = [clean_number(variable, raw, language) for variable in question.variables]
    is_filled = any(texts_in(raw, key) for key in question.keys)
    if does_not_know:
        if is_filled:
            return refused(question, "exclusive", choice=question.dont_know or {})
        return Cleaned(dict.fromkeys(question.keys, DONT_KNOW))
    for choice, outcome in zip(question.choices, outcomes, strict=True):
        if outcome.finding is not None:
            return replace(refused(question, "several"), finding=_named(outcome.finding, choice.label))
    parts = [str(value) for outcome in outcomes for value in outcome.values.values()]
    if not is_filled:
        return Cleaned(dict.fromkeys(question.keys, ""))
    return _adding_up(question, parts)


def clean_ranking(question: Question, raw: Raw, _language: str) -> Cleaned:
    """Read the numbers that were given to the choices; whoever skips a number has meant the next."""
    ranked: dict[int, str] = {}
    for choice in question.choices:
        given = texts_in(raw, other_key(question.code, choice.code))
        if not given:
            continue
        rank = int(given[0]) if given[0].isascii() and given[0].isdigit() and len(given[0]) < 4 else 0
        if len(given) > 1 or not 1 <= rank <= len(question.choices):
            return refused(question, "not_a_rank", highest=len(question.choices))
        if rank in ranked:
            return refused(question, "rank_twice", rank=rank)
        ranked[rank] = choice.code
    if question.dont_know is not None and DONT_KNOW in texts_in(raw, question.code):
        if ranked:
            return refused(question, "exclusive", choice=question.dont_know)
        return Cleaned({question.code: [DONT_KNOW]})
    return _ranking(question, [ranked[rank] for rank in sorted(ranked)])


def _ranking(question: Question, codes: list[str]) -> Cleaned:
    if codes and question.min_choices is not None and len(codes) < question.min_choices:
        finding = finding_of(question, "too_few_ranks", minimum=question.min_choices)
        return Cleaned({question.code: list(codes)}, finding)
    if question.max_choices is not None and len(codes) > question.max_choices:
        return refused(question, "too_many_ranks", maximum=question.max_choices)
    return Cleaned({question.code: codes})


def _clean_rows(question: Question, raw: Raw, language: str, clean_row: RowCleaner) -> Cleaned:
    """Clean each row by itself. What is wrong is said of the first such row, and marked at all of them."""
    values: Answers = {}
    findings: list[Finding] = []
    for row, variable in zip(question.rows, question.variables, strict=True):
        outcome = clean_row(variable, raw, language)
        values.update(outcome.values)
        if outcome.finding is not None:
            findings.append(_named(outcome.finding, row.label))
    if not findings:
        return Cleaned(values)
    return Cleaned(values, replace(findings[0], also=tuple(finding.field for finding in findings[1:])))


def _named(finding: Finding, label: Text) -> Finding:
    """Say which row or part a finding is about."""
    message = {language: f"{in_language(label, language)}: {said}" for language, said in finding.message.items()}
    return replace(finding, message=message)


def _adding_up(question: Question, parts: list[str]) -> Cleaned:
    left = question.whole - sum((Decimal(part or 0) for part in parts), Decimal(0))
    if left == 0:
        return Cleaned({key: part or "0" for key, part in zip(question.keys, parts, strict=True)})
    code = "allocation_left" if left > 0 else "allocation_over"
    finding = finding_of(question, code, total=question.whole, difference=_amount(abs(left), question))
    return Cleaned(dict(zip(question.keys, parts, strict=True)), finding)


def _amount(number: Decimal, question: Question) -> dict[str, str]:
    """Write what is left with its unit, per language."""
    plain = f"{number.normalize():f}"
    written = {"nl": plain.replace(".", ","), "en": plain}
    units = {language: in_language(question.unit, language) for language in LANGUAGES}
    return {
        language: f"{written[language]}{'' if unit == '%' else ' '}{unit}".strip() for language, unit in units.items()
    }
