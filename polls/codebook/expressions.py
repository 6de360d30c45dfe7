"""Every expression of a questionnaire: where it stands, and which answers it may speak about there."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from polls.codebook.kinds import QuestionKind
from polls.codebook.problem import Place
from polls.codebook.question import Question
from polls.codebook.schema import Page, Questionnaire, variant_key


@dataclass(frozen=True)
class Expression:
    """An expression and its place. ``earlier`` are the answers that it may speak about, ``own`` those that hang on it.

    ``is_formula``: it gives a value; else it is a condition.
    """

    place: Place
    source: str
    earlier: frozenset[str]
    own: frozenset[str] = frozenset()
    is_formula: bool = False


def expressions(questionnaire: Questionnaire) -> Iterator[Expression]:
    """Yield the expressions in order, without the empty ones."""
    found = (*_in_pages(questionnaire), *_at_the_end(questionnaire))
    return (expression for expression in found if expression.source.strip())


def names_before(questionnaire: Questionnaire) -> list[frozenset[str]]:
    """Give for each page the answers that are certainly given before it.

    Pages that change places among each other may each come first, so that none of them can lean on another.
    """
    before: list[frozenset[str]] = []
    seen: frozenset[str] = frozenset()
    block: frozenset[str] = frozenset()
    for page in questionnaire.pages:
        if not page.is_shuffled:
            seen, block = seen | block, frozenset()
        before.append(seen)
        names = frozenset(name for question in page.questions for name in names_of(question))
        seen, block = (seen, block | names) if page.is_shuffled else (seen | names, block)
    return before


def names_of(question: Question) -> tuple[str, ...]:
    """The names that an expression can call a question by."""
    return (*question.keys, variant_key(question)) if question.variants else question.keys


def _in_pages(questionnaire: Questionnaire) -> Iterator[Expression]:
    before = names_before(questionnaire)
    for number, page in enumerate(questionnaire.pages):
        place = Place(page=page.code, position=(1, number))
        on_page = frozenset(name for question in page.questions for name in names_of(question))
        yield Expression(place.at("show_if"), page.show_if, before[number], on_page)
        yield from _on_page(page, place, before[number])


def _on_page(page: Page, page_place: Place, earlier: frozenset[str]) -> Iterator[Expression]:
    for number, question in enumerate(page.questions):
        place = replace(page_place, question=question.code, position=(*page_place.position, number))
        own = frozenset(names_of(question))
        yield Expression(place.at("show_if"), question.show_if, earlier, own)
        if question.kind is QuestionKind.CALCULATED:
            yield Expression(place.at("expression"), question.expression, earlier, own, is_formula=True)
        for index, choice in enumerate(question.choices):
            at = replace(place, choice=choice.code, position=(*place.position, index), field="show_if")
            yield Expression(at, choice.show_if, earlier, own)
        for index, row in enumerate(question.rows):
            at = replace(place, row=row.code, position=(*place.position, -1, index), field="show_if")
            yield Expression(at, row.show_if, earlier, own)
        earlier |= own
        for check in question.checks:
            yield Expression(place.at("checks"), check.condition, earlier)


def _at_the_end(questionnaire: Questionnaire) -> Iterator[Expression]:
    everything = frozenset(name for question in questionnaire.questions for name in names_of(question))
    for number, screen_out in enumerate(questionnaire.screen_outs):
        place = Place(variable=screen_out.code, field="screen_outs", position=(3, number))
        yield Expression(place, screen_out.condition, everything)
    for number, quota in enumerate(questionnaire.quotas):
        place = Place(variable=quota.code, field="quotas", position=(4, number))
        yield Expression(place, quota.condition, everything)
