"""Answers as they are stored, and how a posted form becomes them.

An answers document is a JSON object by question code. A single, scale or rating holds the code of the choice
(``"quality"``, ``"7"``); a multiple the list of codes in the order of the choices; a number a string with a decimal
point (``"12.5"``); a text itself. Don't know is ``"_dk"`` (multiple: ``["_dk"]``), shown but unanswered ``""``
(multiple: ``[]``), and a question that was not asked is absent. The text of an "other, namely" choice stands under
``"question.choice"``, only while that choice is chosen.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from polls.codebook.composed import composed
from polls.codebook.findings import Finding, finding_of
from polls.codebook.numerals import MOST_DIGITS, decimals_in, read_number
from polls.codebook.schema import TEXT_KINDS, Choice, Question, QuestionKind, Requirement

Value = str | list[str]
"""One stored answer."""

Answers = dict[str, Value]
"""The stored answers by question code."""

Attributes = Mapping[str, str]
"""What the contact list says of a respondent, by attribute name."""

DONT_KNOW = "_dk"

SHORT_LENGTH = 200
LONG_LENGTH = 5000
OTHER_LENGTH = SHORT_LENGTH

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")
_NEW_LINE = re.compile("\r\n|[\r\u2028\u2029]")


@dataclass(frozen=True)
class Cleaned:
    """The outcome of cleaning one question: what may be stored, and what is wrong with the rest (None: nothing).

    ``values`` holds the question's own key and, where an "other" is chosen, that text's key. With a finding it
    holds the part that is valid, which may be the question as skipped: an invalid answer is never in it.
    """

    values: Answers
    finding: Finding | None = None


def other_key(question_code: str, choice_code: str) -> str:
    """Name the key and form field of the text of an "other, namely" choice."""
    return f"{question_code}.{choice_code}"


def skipped(kind: QuestionKind) -> Value:
    """Give what is stored for a question of this kind that was shown and left unanswered."""
    return [] if kind is QuestionKind.MULTIPLE else ""


def is_answered(value: Value | None) -> bool:
    """Tell whether something was answered; don't know is an answer, skipped and not asked (None) are not."""
    return bool(value)


def is_skipped(value: Value | None) -> bool:
    """Tell whether the question was shown and left unanswered."""
    return value is not None and not value


def is_dont_know(question: Question, value: Value | None) -> bool:
    """Tell whether the answer is "don't know"; a text that happens to read ``_dk`` is not."""
    return question.kind not in TEXT_KINDS and value in (DONT_KNOW, [DONT_KNOW])


def clean(question: Question, raw: Mapping[str, object], language: str) -> Cleaned:
    """Turn the posted fields of one question into its stored answer.

    ``raw`` is a form post: field name to list of texts (a lone text is taken as a list of one; anything else is
    ignored). ``language`` decides how ``1.234`` reads. Never raises, whatever was posted.
    """
    cleaned = _CLEANERS[question.kind](question, raw, language)
    if cleaned.finding is None and question.requirement is Requirement.HARD:
        return _demand(question, cleaned.values)
    return cleaned


def clean_text(text: str, *, is_long: bool) -> str:
    """Trim the text, drop what cannot be stored or shown, and keep new lines in a long text only."""
    lines = composed(_CONTROL.sub("", _NEW_LINE.sub("\n", text)))
    return lines.strip() if is_long else " ".join(lines.split())


def _demand(question: Question, values: Answers) -> Cleaned:
    if not is_answered(values[question.code]):
        return Cleaned(values, finding_of(question, "required"))
    for choice in _others(question):
        key = other_key(question.code, choice.code)
        if values.get(key) == "":
            return Cleaned(values, finding_of(question, "required_other", key, choice=choice.label))
    return Cleaned(values)


def _clean_one_choice(question: Question, raw: Mapping[str, object], _language: str) -> Cleaned:
    chosen = _chosen(question, raw)
    if len(chosen) > 1:
        return _refused(question, "several")
    if chosen and not _is_offered(question, chosen[0]):
        return _refused(question, "unknown_choice")
    return _with_other_texts(question, raw, chosen[0] if chosen else "")


def _clean_multiple(question: Question, raw: Mapping[str, object], _language: str) -> Cleaned:
    chosen = set(_chosen(question, raw))
    if not all(_is_offered(question, code) for code in chosen):
        return _refused(question, "unknown_choice")
    if len(chosen) > 1:
        if DONT_KNOW in chosen:
            return _refused(question, "exclusive", choice=question.dont_know or {})
        for choice in question.options:
            if choice.is_exclusive and choice.code in chosen:
                return _refused(question, "exclusive", choice=choice.label)
    in_order = [choice.code for choice in question.options if choice.code in chosen]
    return _with_other_texts(question, raw, in_order or [code for code in chosen if code == DONT_KNOW])


def _clean_number(question: Question, raw: Mapping[str, object], language: str) -> Cleaned:
    typed = _texts(raw, question.code)
    if not typed:
        return Cleaned({question.code: ""})
    if question.dont_know is not None and DONT_KNOW in typed:
        if len(typed) > 1:
            return _refused(question, "exclusive", choice=question.dont_know)
        return Cleaned({question.code: DONT_KNOW})
    if len(typed) > 1:
        return _refused(question, "several")
    number = read_number(typed[0], question, language)
    if number is None or len(number.lstrip("-").partition(".")[0]) > MOST_DIGITS:
        return _refused(question, "not_a_number", example=_example(question))
    return _within_bounds(question, number)


def _within_bounds(question: Question, number: str) -> Cleaned:
    if decimals_in(number) > question.decimals:
        code = "too_many_decimals" if question.decimals > 0 else "not_whole"
        return _refused(question, code, decimals=question.decimals)
    bounds = {"minimum": question.minimum, "maximum": question.maximum}
    stated = {name: bound for name, bound in bounds.items() if bound is not None}
    is_low = Decimal(number) < stated.get("minimum", Decimal("-Infinity"))
    is_high = Decimal(number) > stated.get("maximum", Decimal("Infinity"))
    if not is_low and not is_high:
        return Cleaned({question.code: number})
    code = "out_of_range" if len(stated) == 2 else "too_low" if is_low else "too_high"
    return _refused(question, code, **stated)


def _clean_short_text(question: Question, raw: Mapping[str, object], _language: str) -> Cleaned:
    return _clean_some_text(question, raw, SHORT_LENGTH)


def _clean_long_text(question: Question, raw: Mapping[str, object], _language: str) -> Cleaned:
    return _clean_some_text(question, raw, LONG_LENGTH)


def _clean_some_text(question: Question, raw: Mapping[str, object], limit: int) -> Cleaned:
    texts = _texts(raw, question.code)
    if len(texts) > 1:
        return _refused(question, "several")
    text = clean_text(texts[0], is_long=question.kind is QuestionKind.LONG_TEXT) if texts else ""
    if len(text) > limit:
        return _refused(question, "too_long", length=len(text), limit=limit)
    return Cleaned({question.code: text})


_CLEANERS: Mapping[QuestionKind, Callable[[Question, Mapping[str, object], str], Cleaned]] = {
    QuestionKind.SINGLE: _clean_one_choice,
    QuestionKind.MULTIPLE: _clean_multiple,
    QuestionKind.SCALE: _clean_one_choice,
    QuestionKind.RATING: _clean_one_choice,
    QuestionKind.NUMBER: _clean_number,
    QuestionKind.SHORT_TEXT: _clean_short_text,
    QuestionKind.LONG_TEXT: _clean_long_text,
}


def _with_other_texts(question: Question, raw: Mapping[str, object], value: Value) -> Cleaned:
    """Add the text of each chosen "other" to the question's value."""
    values: Answers = {question.code: value}
    for choice in _others(question):
        if choice.code not in (value if isinstance(value, list) else [value]):
            continue
        key = other_key(question.code, choice.code)
        text = clean_text(" ".join(_texts(raw, key)), is_long=False)
        values[key] = text if len(text) <= OTHER_LENGTH else ""
        if len(text) > OTHER_LENGTH:
            return Cleaned(values, finding_of(question, "too_long", key, length=len(text), limit=OTHER_LENGTH))
    return Cleaned(values)


def _chosen(question: Question, raw: Mapping[str, object]) -> list[str]:
    """Read the ticked codes. Whoever typed at "other, namely" and ticked nothing at all has chosen that one."""
    ticked = _texts(raw, question.code)
    if ticked:
        return ticked
    return [choice.code for choice in _others(question) if _texts(raw, other_key(question.code, choice.code))][:1]


def _others(question: Question) -> list[Choice]:
    return [choice for choice in question.options if choice.is_other]


def _is_offered(question: Question, code: str) -> bool:
    return code in question.choice_by_code or (code == DONT_KNOW and question.dont_know is not None)


def _texts(raw: Mapping[str, object], field: str) -> list[str]:
    """List the distinct texts posted in the field, trimmed, in order, without empty ones."""
    posted = raw.get(field)
    items = [posted] if isinstance(posted, str) else posted if isinstance(posted, list | tuple) else []
    stripped = (item.strip() for item in items if isinstance(item, str))
    return list(dict.fromkeys(text for text in stripped if text))


def _example(question: Question) -> str:
    if question.minimum is not None:
        return str(question.minimum)
    return str(12 if question.maximum is None else min(12, question.maximum))


def _refused(question: Question, code: str, **parts: str | int | Mapping[str, str]) -> Cleaned:
    return Cleaned({question.code: skipped(question.kind)}, finding_of(question, code, **parts))
