"""Random stored answers to any questionnaire, with every kind of missing value among them."""

import random
from datetime import date, timedelta

from polls.analysis.shapes import Shape, shape_of
from polls.codebook.answers import DONT_KNOW, Answers, Value, other_key, skipped
from polls.codebook.kinds import QuestionKind
from polls.codebook.schema import Question, Questionnaire

WORDS = ("Prima", "_dk", 'Regel 1\nregel 2 “é” \\ " ; , 😀', "=1+1", "’s-Hertogenbosch")


def draw_answers(rng: random.Random, questionnaire: Questionnaire, *, missing: float = 0.3) -> Answers:
    """Draw an answers document. A third of the missing values each is not asked, skipped, don't know (if offered)."""
    document: Answers = {}
    for question in questionnaire.questions:
        if question.kind is QuestionKind.ALLOCATION:
            document |= _allocation(rng, question, missing)
            continue
        for variable in question.variables:
            document |= _variable(rng, variable, missing)
    return document


def _variable(rng: random.Random, variable: Question, missing: float) -> Answers:
    if rng.random() >= missing:
        value = draw_value(rng, variable)
        chosen = value if isinstance(value, list) else [value]
        texts = {
            other_key(variable.code, choice.code): "eigen woorden"
            for choice in variable.options
            if choice.is_other and choice.code in chosen
        }
        return {variable.code: value, **texts}
    reason = rng.choice(("not_asked", "skipped", "dont_know"))
    if reason == "not_asked":
        return {}
    if reason == "dont_know" and variable.dont_know is not None:
        empty = skipped(variable.kind)
        return {variable.code: [DONT_KNOW] if isinstance(empty, list) else DONT_KNOW}
    return {variable.code: skipped(variable.kind)}


def draw_value(rng: random.Random, variable: Question) -> Value:
    """Draw a substantive answer."""
    codes = [option.code for option in variable.options]
    shape = shape_of(variable)
    if shape is Shape.CHOICE:
        return rng.choice(codes)
    if shape is Shape.TICKS:
        return [code for code in codes if rng.random() < 0.4] or codes[:1]
    if shape is Shape.ORDER:
        return rng.sample(codes, rng.randint(1, len(codes)))
    if shape is Shape.NUMBER:
        value = rng.randint(0, 100)
        return f"{value}.5" if variable.decimals and value % 2 else str(value)
    if shape in (Shape.DAY, Shape.MONTH):
        day = (date(2026, 1, 1) + timedelta(days=rng.randrange(400))).isoformat()
        return day if shape is Shape.DAY else day[:7]
    return "A1b2C3d4E5f6G7h8I9j0_-" if variable.kind is QuestionKind.FILE else rng.choice(WORDS)


def _allocation(rng: random.Random, question: Question, missing: float) -> Answers:
    """Draw parts that add up to the whole, or the same missing value in each."""
    if rng.random() < missing:
        reason = rng.choice((None, ""))
        return {} if reason is None else dict.fromkeys(question.keys, reason)
    cuts = sorted(rng.randint(0, question.whole) for _ in question.choices[1:])
    parts = [end - start for start, end in zip([0, *cuts], [*cuts, question.whole], strict=True)]
    return {key: str(part) for key, part in zip(question.keys, parts, strict=True)}
