"""From the posted fields of a question to its stored answer."""

import re
from collections.abc import Callable, Mapping

from polls.codebook.answers.base import Answers, Cleaned, Raw, is_answered, other_key, refused, texts_in
from polls.codebook.answers.choices import clean_consent, clean_multiple, clean_one_choice, others
from polls.codebook.answers.dates import clean_date
from polls.codebook.answers.grids import (
    clean_allocation,
    clean_matrix_multiple,
    clean_matrix_number,
    clean_matrix_single,
    clean_ranking,
)
from polls.codebook.answers.numbers import clean_number
from polls.codebook.answers.texts import clean_long_text, clean_short_text
from polls.codebook.findings import finding_of
from polls.codebook.kinds import MATRIX_KINDS, QuestionKind
from polls.codebook.question import Question, Requirement
from polls.codebook.texts import LANGUAGES, in_language

UPLOAD_ID = re.compile(r"[A-Za-z0-9_-]{22}")
"""The id of an upload; whether there is one of this respondent is for whoever keeps the files to say."""


def clean(question: Question, raw: Raw, language: str) -> Cleaned:
    """Turn the posted fields of one question into its stored answer.

    ``raw`` is a form post: field name to list of texts (a lone text is taken as a list of one; anything else is
    ignored). ``language`` decides how ``1.234`` reads. Never raises, whatever was posted. What is never shown is never
    taken from a post.
    """
    cleaned = CLEANERS[question.kind](question, raw, language)
    if cleaned.finding is None and question.requirement is Requirement.HARD:
        return _demand(question, cleaned.values)
    return cleaned


def _clean_file(question: Question, raw: Raw, _language: str) -> Cleaned:
    posted = texts_in(raw, question.code)
    if len(posted) > 1:
        return refused(question, "several")
    if posted and not UPLOAD_ID.fullmatch(posted[0]):
        return refused(question, "unknown_file")
    return Cleaned({question.code: posted[0] if posted else ""})


def _clean_nothing(_question: Question, _raw: Raw, _language: str) -> Cleaned:
    return Cleaned({})


CLEANERS: Mapping[QuestionKind, Callable[[Question, Raw, str], Cleaned]] = {
    QuestionKind.SINGLE: clean_one_choice,
    QuestionKind.MULTIPLE: clean_multiple,
    QuestionKind.DROPDOWN: clean_one_choice,
    QuestionKind.SCALE: clean_one_choice,
    QuestionKind.RATING: clean_one_choice,
    QuestionKind.NPS: clean_one_choice,
    QuestionKind.STARS: clean_one_choice,
    QuestionKind.MATRIX_SINGLE: clean_matrix_single,
    QuestionKind.MATRIX_MULTIPLE: clean_matrix_multiple,
    QuestionKind.MATRIX_NUMBER: clean_matrix_number,
    QuestionKind.RANKING: clean_ranking,
    QuestionKind.ALLOCATION: clean_allocation,
    QuestionKind.SLIDER: clean_number,
    QuestionKind.NUMBER: clean_number,
    QuestionKind.DATE: clean_date,
    QuestionKind.MONTH: clean_date,
    QuestionKind.SHORT_TEXT: clean_short_text,
    QuestionKind.LONG_TEXT: clean_long_text,
    QuestionKind.IMAGE_CHOICE: clean_one_choice,
    QuestionKind.FILE: _clean_file,
    QuestionKind.INFORMATION: _clean_nothing,
    QuestionKind.HIDDEN: _clean_nothing,
    QuestionKind.CALCULATED: _clean_nothing,
    QuestionKind.CONSENT: clean_consent,
}


def _demand(question: Question, values: Answers) -> Cleaned:
    if question.kind in (QuestionKind.INFORMATION, QuestionKind.HIDDEN, QuestionKind.CALCULATED):
        return Cleaned(values)
    missing = [key for key in question.keys if not is_answered(values.get(key))]
    if missing and question.kind in MATRIX_KINDS and len(missing) < len(question.rows):
        return Cleaned(values, finding_of(question, "required_rows", *missing, rows=_rows_of(question, missing)))
    if missing:
        code = "required_consent" if question.kind is QuestionKind.CONSENT else "required"
        return Cleaned(values, finding_of(question, code, *missing))
    for choice in others(question):
        key = other_key(question.code, choice.code)
        if values.get(key) == "":
            return Cleaned(values, finding_of(question, "required_other", key, choice=choice.label))
    return Cleaned(values)


def _rows_of(question: Question, keys: list[str]) -> Mapping[str, str]:
    labels = [row.label for row, key in zip(question.rows, question.keys, strict=True) if key in keys]
    return {
        language: ", ".join(f"‘{in_language(label, language).rstrip('.')}’" for label in labels)
        for language in LANGUAGES
    }
