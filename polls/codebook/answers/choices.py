"""Answers that are chosen from a list."""

from dataclasses import replace

from polls.codebook.answers.base import DONT_KNOW, Answers, Cleaned, Raw, Value, other_key, refused, texts_in
from polls.codebook.answers.texts import OTHER_LENGTH, clean_text
from polls.codebook.findings import finding_of
from polls.codebook.question import YES, Choice, Question


def clean_one_choice(question: Question, raw: Raw, _language: str) -> Cleaned:
    chosen = _chosen(question, raw)
    if len(chosen) > 1:
        return refused(question, "several")
    if chosen and not _is_offered(question, chosen[0]):
        return refused(question, "unknown_choice")
    return _with_other_texts(question, raw, chosen[0] if chosen else "")


def clean_multiple(question: Question, raw: Raw, _language: str) -> Cleaned:
    chosen = set(_chosen(question, raw))
    if not all(_is_offered(question, code) for code in chosen):
        return refused(question, "unknown_choice")
    if len(chosen) > 1:
        if DONT_KNOW in chosen:
            return refused(question, "exclusive", choice=question.dont_know or {})
        for choice in question.options:
            if choice.is_exclusive and choice.code in chosen:
                return refused(question, "exclusive", choice=choice.label)
    in_order = [choice.code for choice in question.options if choice.code in chosen]
    if in_order and not any(question.choice_by_code[code].is_exclusive for code in in_order):
        if question.min_choices is not None and len(in_order) < question.min_choices:
            finding = finding_of(question, "too_few_choices", minimum=question.min_choices)
            return replace(_with_other_texts(question, raw, in_order), finding=finding)
        if question.max_choices is not None and len(in_order) > question.max_choices:
            return refused(question, "too_many_choices", maximum=question.max_choices)
    return _with_other_texts(question, raw, in_order or [code for code in chosen if code == DONT_KNOW])


def clean_consent(question: Question, raw: Raw, _language: str) -> Cleaned:
    posted = texts_in(raw, question.code)
    if posted not in ([], [YES]):
        return refused(question, "unknown_choice")
    return Cleaned({question.code: YES if posted else ""})


def _with_other_texts(question: Question, raw: Raw, value: Value) -> Cleaned:
    """Add the text of each chosen "other" to the question's value."""
    values: Answers = {question.code: value}
    for choice in others(question):
        if choice.code not in (value if isinstance(value, list) else [value]):
            continue
        key = other_key(question.code, choice.code)
        text = clean_text(" ".join(texts_in(raw, key)), is_long=False)
        values[key] = text if len(text) <= OTHER_LENGTH else ""
        if len(text) > OTHER_LENGTH:
            return Cleaned(values, finding_of(question, "too_long", key, length=len(text), limit=OTHER_LENGTH))
    return Cleaned(values)


def _chosen(question: Question, raw: Raw) -> list[str]:
    """Read the ticked codes. Whoever typed at "other, namely" and ticked nothing at all has chosen that one."""
    ticked = texts_in(raw, question.code)
    if ticked:
        return ticked
    return [choice.code for choice in others(question) if texts_in(raw, other_key(question.code, choice.code))][:1]


def others(question: Question) -> list[Choice]:
    return [choice for choice in question.options if choice.is_other]


def _is_offered(question: Question, code: str) -> bool:
    return code in question.choice_by_code or (code == DONT_KNOW and question.dont_know is not None)
