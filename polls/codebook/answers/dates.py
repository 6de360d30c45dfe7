"""Answers that are a date or a month, as people type them and as browsers post them."""

import re
from datetime import date

from polls.codebook.answers.base import DONT_KNOW, Cleaned, Raw, refused, texts_in
from polls.codebook.kinds import QuestionKind
from polls.codebook.question import Question
from polls.codebook.texts import Text

LONGEST = 40
YEARS = range(1800, 2200)

MONTHS: Text = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "en": "January February March April May June July August September October November December",
}
_ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_TYPED_DATE = re.compile(r"([0-9]{1,2})\s*[-/. ]\s*([0-9]{1,2}|[a-z]{3,9})\.?\s*[-/. ]\s*([0-9]{4})")
_ISO_MONTH = re.compile(r"([0-9]{4})-([0-9]{1,2})")
_TYPED_MONTH = re.compile(r"([0-9]{1,2}|[a-z]{3,9})\.?\s*[-/. ]\s*([0-9]{4})")


def read_date(typed: str) -> str | None:
    """Give ``YYYY-MM-DD`` for ``31-12-2026``, ``31/12/2026``, ``31 december 2026`` or ``2026-12-31``, else None."""
    text = typed.lower()
    if len(text) > LONGEST:
        return None
    if found := _ISO_DATE.fullmatch(text):
        return _date(found[1], found[2], found[3])
    if found := _TYPED_DATE.fullmatch(text):
        return _date(found[3], found[2], found[1])
    return None


def read_month(typed: str) -> str | None:
    """Give ``YYYY-MM`` for ``05-2026``, ``5/2026``, ``mei 2026`` or ``2026-05``, else None."""
    text = typed.lower()
    if len(text) > LONGEST:
        return None
    found = _ISO_MONTH.fullmatch(text)
    year, month = (found[1], found[2]) if found else ("", "")
    if found is None and (found := _TYPED_MONTH.fullmatch(text)):
        year, month = found[2], found[1]
    first = _date(year, month, "1") if found else None
    return first[:7] if first else None


def date_in_words(stored: str) -> Text:
    """Write a stored date or month as people read it: ``31-12-2026``, ``mei 2026``."""
    year, month, *day = stored.split("-")
    if day:
        return {"nl": f"{day[0]}-{month}-{year}", "en": f"{day[0]}/{month}/{year}"}
    return {language: f"{names.split()[int(month) - 1]} {year}" for language, names in MONTHS.items()}


def clean_date(question: Question, raw: Raw, _language: str) -> Cleaned:
    typed = texts_in(raw, question.code)
    if not typed:
        return Cleaned({question.code: ""})
    if question.dont_know is not None and DONT_KNOW in typed:
        if len(typed) > 1:
            return refused(question, "exclusive", choice=question.dont_know)
        return Cleaned({question.code: DONT_KNOW})
    if len(typed) > 1:
        return refused(question, "several")
    is_month = question.kind is QuestionKind.MONTH
    stored = read_month(typed[0]) if is_month else read_date(typed[0])
    if stored is None:
        return refused(question, "not_a_month" if is_month else "not_a_date")
    return _within_bounds(question, stored)


def _within_bounds(question: Question, stored: str) -> Cleaned:
    """Compare as far as the answer is precise; ISO dates sort as texts do."""
    length = len(stored)
    if question.earliest and stored < question.earliest[:length]:
        return refused(question, "too_early", earliest=date_in_words(question.earliest[:length]))
    if question.latest and stored > question.latest[:length]:
        return refused(question, "too_late", latest=date_in_words(question.latest[:length]))
    return Cleaned({question.code: stored})


def _date(year: str, month: str, day: str) -> str | None:
    number = int(month) if month.isdigit() else _month_number(month)
    try:
        return date(int(year), number, int(day)).isoformat() if int(year) in YEARS else None
    except ValueError:
        return None


def _month_number(name: str) -> int:
    """Give 1 to 12 for a month's name or the start of it in either language; 0 for anything else."""
    for names in MONTHS.values():
        for number, month in enumerate(names.lower().split(), start=1):
            if month.startswith(name):
                return number
    return {"mrt": 3}.get(name, 0)
