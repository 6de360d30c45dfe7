"""Random respondents who walk through a questionnaire, to find where they get stuck and what nobody gets to see.

Nothing of theirs is ever stored: they exist as long as the counting takes.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

from polls.codebook.answers import Answers
from polls.codebook.duration import seconds_of
from polls.codebook.path import believed, first_page, next_page, step_at, values_of
from polls.codebook.rules import evaluate, is_refuted
from polls.codebook.schema import Page, Questionnaire
from polls.codebook.trying.answering import random_answers
from polls.codebook.walk import Step, rule_of

MOST_RESPONDENTS = 1_000
TRIES = 25
"""How often a page is answered anew before its checks are said to let nobody pass."""

UNNAMED = "anders"
"""The value of a contact attribute that no segment knows."""


@dataclass(frozen=True)
class Stuck:
    """A check of a question that nobody passed on a page, and how many got stuck there."""

    page: str
    question: str
    condition: str


@dataclass
class Rehearsal:
    """What came of the respondents: how many finished, were screened out or got stuck, and what they were asked."""

    respondents: int
    finished: int = 0
    asked_nothing: int = 0
    screened_out: Counter[str] = field(default_factory=Counter)
    stuck: Counter[Stuck] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    seconds: list[int] = field(default_factory=list)

    @property
    def minutes(self) -> tuple[int, int] | None:
        """The shortest and the longest time of those who finished, in whole minutes."""
        if not self.seconds:
            return None
        return max(1, round(min(self.seconds) / 60)), max(1, round(max(self.seconds) / 60))


def rehearse(questionnaire: Questionnaire, *, respondents: int, seed: int) -> Rehearsal:
    """Let that many random respondents answer. The same seed gives the same answers."""
    rng = Random(seed)  # noqa: S311  # to try things out, not to keep a secret
    result = Rehearsal(min(respondents, MOST_RESPONDENTS))
    for _ in range(result.respondents):
        _answer(questionnaire, rng, result)
    return result


def _answer(questionnaire: Questionnaire, rng: Random, result: Rehearsal) -> None:
    attributes = _attributes(questionnaire, rng)
    answers: Answers = {}
    page = first_page(questionnaire, attributes)
    if page is None:
        result.asked_nothing += 1
        return
    seconds = 0
    while page is not None:
        step = _pass(questionnaire, page, answers, attributes, rng, result)
        if step is None:
            return
        seconds += sum(seconds_of(question) for question in step.questions)
        values = values_of(answers, attributes)
        if code := _screened_out(questionnaire, values):
            result.screened_out[code] += 1
            return
        page = next_page(questionnaire, page.code, values)
    result.finished += 1
    result.seconds.append(seconds)


def _pass(
    questionnaire: Questionnaire,
    page: Page,
    answers: Answers,
    attributes: Mapping[str, str],
    rng: Random,
    result: Rehearsal,
) -> Step | None:
    """Answer the page until its checks hold; None when they never do."""
    refused: Stuck | None = None
    for _ in range(TRIES):
        step = _answer_page(questionnaire, page, answers, attributes, rng)
        refused = _refused(page, step, values_of(answers, attributes))
        if refused is None:
            result.asked.update(question.code for question in step.questions)
            return step
    if refused is not None:
        result.stuck[refused] += 1
    return None


def _answer_page(
    questionnaire: Questionnaire, page: Page, answers: Answers, attributes: Mapping[str, str], rng: Random
) -> Step:
    """Answer what is asked, and then what is asked because of those answers."""
    answered: set[str] = set()
    while True:
        step = step_at(questionnaire, page.code, values_of(answers, attributes))
        waiting = [question for question in step.questions if question.code not in answered] if step else []
        if step is None or not waiting:
            return step or Step(page, ())
        answers.update(random_answers(waiting[0], rng))
        answered.add(waiting[0].code)


def _refused(page: Page, step: Step, values: Mapping[str, str | list[str]]) -> Stuck | None:
    for question in step.questions:
        for check in question.checks:
            rule = rule_of(check.condition) if check.is_hard else None
            if rule is not None and is_refuted(rule, values):
                return Stuck(page.code, question.code, check.condition)
    return None


def _screened_out(questionnaire: Questionnaire, values: Mapping[str, str | list[str]]) -> str:
    seen = believed(questionnaire, values) if questionnaire.screen_outs else {}
    for screen_out in questionnaire.screen_outs:
        rule = rule_of(screen_out.condition)
        if rule is not None and evaluate(rule, seen):
            return screen_out.code
    return ""


def _attributes(questionnaire: Questionnaire, rng: Random) -> dict[str, str]:
    return {name: rng.choice([*sorted(values), UNNAMED]) for name, values in questionnaire.attributes.items()}
