"""What a stored answer is, and how a posted form is read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from polls.codebook.findings import Finding, finding_of
from polls.codebook.kinds import KIND_FIELDS, LIST_KINDS, QuestionKind
from polls.codebook.question import Question

Value = str | list[str]
"""One stored answer."""

Answers = dict[str, Value]
"""The stored answers by the codes of the variables."""

Attributes = Mapping[str, str]
"""What the contact list says of a respondent, by attribute name."""

Raw = Mapping[str, object]
"""A form post: field name to list of texts."""

DONT_KNOW = "_dk"


@dataclass(frozen=True)
class Cleaned:
    """The outcome of cleaning one question: what may be stored, and what is wrong with the rest (None: nothing).

    ``values`` holds the question's own keys and, where an "other" is chosen, that text's key. With a finding it
    holds the part that is valid, which may be the question as skipped: an invalid answer is never in it. An answer
    that was begun (``limits.unfinished``) is: a draft keeps it.
    """

    values: Answers
    finding: Finding | None = None


def other_key(question_code: str, choice_code: str) -> str:
    """Name the key and form field of the text of an "other, namely" choice."""
    return f"{question_code}.{choice_code}"


def keys_with_texts(question: Question) -> Iterator[str]:
    """Give every key that answers to the question can have, with the texts of "other, namely"."""
    yield from question.keys
    for choice in question.choices:
        if choice.is_other:
            yield other_key(question.code, choice.code)


def hidden_values(variables: Iterable[Question], attributes: Attributes) -> dict[str, str]:
    """Give the values of hidden variables that are copied from the contact; of one with choices only these."""
    return {
        variable.code: value
        for variable in variables
        if (value := attributes.get(variable.source_name))
        and (not variable.choices or value in variable.choice_by_code)
    }


def skipped(kind: QuestionKind) -> Value:
    """Give what is stored for a variable of this kind that was shown and left unanswered."""
    return [] if kind in LIST_KINDS else ""


def is_answered(value: Value | None) -> bool:
    """Tell whether something was answered; don't know is an answer, skipped and not asked (None) are not."""
    return bool(value)


def is_skipped(value: Value | None) -> bool:
    """Tell whether the question was shown and left unanswered."""
    return value is not None and not value


def is_dont_know(question: Question, value: Value | None) -> bool:
    """Tell whether the answer is "don't know"; a text that happens to read ``_dk`` is not."""
    return "dont_know" in KIND_FIELDS[question.kind] and value in (DONT_KNOW, [DONT_KNOW])


def texts_in(raw: Raw, field: str) -> list[str]:
    """List the distinct texts posted in the field, trimmed, in order, without empty ones."""
    posted = raw.get(field)
    items = [posted] if isinstance(posted, str) else posted if isinstance(posted, list | tuple) else []
    stripped = (item.strip() for item in items if isinstance(item, str))
    return list(dict.fromkeys(text for text in stripped if text))


def left_open(question: Question) -> Answers:
    """Give the question as shown and left unanswered."""
    return {variable.code: skipped(variable.kind) for variable in question.variables}


def refused(question: Question, code: str, **parts: str | int | Mapping[str, str]) -> Cleaned:
    """Store nothing of what was posted, and say why."""
    return Cleaned(left_open(question), finding_of(question, code, **parts))
