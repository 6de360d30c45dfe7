"""A random answer to a question, as somebody might give it who reads nothing and means nothing."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from random import Random

from polls.codebook.answers import DONT_KNOW, Answers, Value, other_key, skipped
from polls.codebook.kinds import QuestionKind
from polls.codebook.question import Question, Requirement, TextFormat

SKIPS = 0.1
"""How often a question is left that need not be answered."""

KNOWS_NOT = 0.1
FIRST_DAY = date(2026, 1, 1)

TEXTS: Mapping[TextFormat, str] = {
    TextFormat.FREE: "test",
    TextFormat.EMAIL: "test@example.org",
    TextFormat.PHONE: "+31201234567",
    TextFormat.POSTCODE: "1234 AB",
}


def random_answers(question: Question, rng: Random) -> Answers:
    """Answer the question as it is offered: all its keys, within its bounds, sometimes not at all."""
    if question.kind is QuestionKind.ALLOCATION:
        return _allocation(question, rng)
    answers: Answers = {}
    for variable in question.variables:
        answers[variable.code] = _one(variable, rng)
        answers.update(_namely(variable, answers[variable.code]))
    return answers


def _one(variable: Question, rng: Random) -> Value:
    if variable.requirement is not Requirement.HARD and rng.random() < SKIPS:
        return skipped(variable.kind)
    if variable.dont_know is not None and rng.random() < KNOWS_NOT:
        return [DONT_KNOW] if variable.kind is QuestionKind.MULTIPLE else DONT_KNOW
    return _GIVE[variable.kind](variable, rng)


def _namely(variable: Question, value: Value) -> Answers:
    chosen = value if isinstance(value, list) else [value]
    return {
        other_key(variable.code, choice.code): "test"
        for choice in variable.choices
        if choice.is_other and choice.code in chosen
    }


def _choice(variable: Question, rng: Random) -> Value:
    return rng.choice([choice.code for choice in variable.options]) if variable.options else ""


def _several(variable: Question, rng: Random) -> Value:
    exclusive = [choice.code for choice in variable.options if choice.is_exclusive]
    others = [choice.code for choice in variable.options if not choice.is_exclusive]
    if exclusive and (not others or rng.random() < SKIPS):
        return [rng.choice(exclusive)]
    fewest = min(variable.min_choices or 1, len(others))
    most = min(variable.max_choices or len(others), len(others))
    chosen = set(rng.sample(others, rng.randint(fewest, max(fewest, most)))) if others else set()
    return [code for code in others if code in chosen]


def _ranking(variable: Question, rng: Random) -> Value:
    codes = [choice.code for choice in variable.options]
    rng.shuffle(codes)
    return codes[: variable.max_choices or len(codes)]


def _number(variable: Question, rng: Random) -> Value:
    low = 0 if variable.minimum is None else variable.minimum
    high = max(low + 100, low) if variable.maximum is None else variable.maximum
    return str(rng.randint(low, max(low, high)))


def _slider(variable: Question, rng: Random) -> Value:
    steps = (variable.highest - variable.lowest) // max(1, variable.step)
    return str(variable.lowest + variable.step * rng.randint(0, max(0, steps)))


def _day(variable: Question, rng: Random) -> date:
    first = date.fromisoformat(f"{variable.earliest}-01"[:10]) if variable.earliest else FIRST_DAY
    last = date.fromisoformat(f"{variable.latest}-01"[:10]) if variable.latest else first + timedelta(days=365)
    return first + timedelta(days=rng.randint(0, max(0, (last - first).days)))


def _allocation(question: Question, rng: Random) -> Answers:
    keys = question.keys
    if not keys:
        return {}
    if question.requirement is not Requirement.HARD and rng.random() < SKIPS:
        return dict.fromkeys(keys, "")
    total = 100 if question.total is None else question.total
    cuts = sorted(rng.randint(0, total) for _ in keys[1:])
    parts = [high - low for low, high in zip([0, *cuts], [*cuts, total], strict=True)]
    return {key: str(part) for key, part in zip(keys, parts, strict=True)}


_GIVE: Mapping[QuestionKind, Callable[[Question, Random], Value]] = {
    QuestionKind.SINGLE: _choice,
    QuestionKind.MULTIPLE: _several,
    QuestionKind.DROPDOWN: _choice,
    QuestionKind.SCALE: _choice,
    QuestionKind.RATING: _choice,
    QuestionKind.NPS: _choice,
    QuestionKind.STARS: _choice,
    QuestionKind.MATRIX_SINGLE: _choice,
    QuestionKind.MATRIX_MULTIPLE: _several,
    QuestionKind.MATRIX_NUMBER: _number,
    QuestionKind.RANKING: _ranking,
    QuestionKind.ALLOCATION: _number,
    QuestionKind.SLIDER: _slider,
    QuestionKind.NUMBER: _number,
    QuestionKind.DATE: lambda variable, rng: _day(variable, rng).isoformat(),
    QuestionKind.MONTH: lambda variable, rng: _day(variable, rng).isoformat()[:7],
    QuestionKind.SHORT_TEXT: lambda variable, _rng: TEXTS[variable.format],
    QuestionKind.LONG_TEXT: lambda _variable, _rng: "test",
    QuestionKind.IMAGE_CHOICE: _choice,
    QuestionKind.FILE: lambda _variable, _rng: "test",
    QuestionKind.INFORMATION: lambda _variable, _rng: "",
    QuestionKind.HIDDEN: _choice,
    QuestionKind.CALCULATED: lambda _variable, _rng: "",
    QuestionKind.CONSENT: lambda _variable, _rng: "yes",
}
