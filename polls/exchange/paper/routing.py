"""Where somebody with a pen goes on after an answer: “go to question 7”."""

from collections.abc import Iterator, Sequence

from polls.codebook.rules import RuleError, parse, possible
from polls.codebook.schema import Page, Question, QuestionKind, Questionnaire

STEERING = frozenset(
    {
        QuestionKind.SINGLE,
        QuestionKind.DROPDOWN,
        QuestionKind.SCALE,
        QuestionKind.RATING,
        QuestionKind.NPS,
        QuestionKind.STARS,
        QuestionKind.IMAGE_CHOICE,
        QuestionKind.CONSENT,
    }
)
"""Kinds of one answer, so that each answer can have its own way on."""

END = ""


def ways_on(questionnaire: Questionnaire) -> dict[tuple[str, str], str]:
    """Give, by question and choice code, the question to go to (``END``: the end), where that is not the next one.

    A question is passed over when its condition, or its page's, cannot hold any more after the answer, whatever the
    others are.
    """
    asked = [(page, question) for page in questionnaire.pages for question in page.questions if not question.is_silent]
    ways: dict[tuple[str, str], str] = {}
    for index, (_page, question) in enumerate(asked):
        if question.kind in STEERING:
            later = asked[index + 1 :]
            for choice in question.options:
                ways.update(_way(question, choice.code, later))
    return ways


def _way(
    question: Question, code: str, later: Sequence[tuple[Page, Question]]
) -> Iterator[tuple[tuple[str, str], str]]:
    reachable = (
        index
        for index, (page, other) in enumerate(later)
        if _may_hold(page.show_if, question.code, code) and _may_hold(other.show_if, question.code, code)
    )
    first = next(reachable, None)
    if first is None and later:
        yield (question.code, code), END
    elif first:
        yield (question.code, code), later[first][1].code


def _may_hold(condition: str, name: str, code: str) -> bool:
    """Whether the condition may hold when the question has this answer and everything else is open."""
    try:
        rule = parse(condition) if condition.strip() else None
    except RuleError:
        return True
    return rule is None or possible(rule, {name: code}, rule.names - {name})
