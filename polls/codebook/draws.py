"""Chance within a questionnaire: in which order things stand for a respondent, and which wording they get.

All follows from one secret text per respondent, the seed: the same on every page, device and reload, and without
JavaScript. Who does not know the seed can tell nothing from it; two respondents' draws have nothing to do with each
other.
"""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from itertools import groupby
from typing import Protocol

from polls.codebook.kinds import MATRIX_KINDS, QuestionKind
from polls.codebook.schema import Page, Question, Questionnaire, variant_key

SEED_BYTES = 8


FIXED_KINDS = MATRIX_KINDS | {QuestionKind.DROPDOWN}
"""Kinds of which the choices keep their order: the columns of a matrix, and a list that people search."""


class Step(Protocol):
    """A page of the path with the questions that are asked on it (``walk.Step``)."""

    @property
    def page(self) -> Page: ...

    @property
    def questions(self) -> tuple[Question, ...]: ...


PAGES = "_order"
"""The name under which the order of the pages stands among what is known: their codes with spaces between."""


def drawn(questionnaire: Questionnaire, seed: str) -> dict[str, str]:
    """Give what is drawn before the first question, by the name under which conditions and the path know it."""
    known = {
        variant_key(question): chosen(seed, variant_key(question), [variant.code for variant in question.variants])
        for question in questionnaire.questions
        if question.variants
    }
    if any(page.is_shuffled for page in questionnaire.pages):
        known[PAGES] = " ".join(_page_order(questionnaire, seed))
    return known


def orders(questions: Iterable[Question], seed: str) -> dict[str, list[str]]:
    """Give the order of the choices and rows of the questions that have one drawn, by the name of the order."""
    found: dict[str, list[str]] = {}
    for question in questions:
        if question.has_random_choices and question.kind not in FIXED_KINDS:
            stay = {choice.code for choice in question.options if choice.stays}
            name = choices_order(question)
            found[name] = shuffled(seed, name, [choice.code for choice in question.options], stay)
        if question.has_random_rows:
            stay = {row.code for row in question.rows if row.is_pinned}
            name = rows_order(question)
            found[name] = shuffled(seed, name, [row.code for row in question.rows], stay)
    return found


def question_order(page: Page, seed: str) -> list[str]:
    """Give the order in which the questions of the page stand, drawn if the page says so."""
    codes = [question.code for question in page.questions]
    if not page.has_random_questions:
        return codes
    stay = {question.code for question in page.questions if question.is_pinned}
    return shuffled(seed, questions_order(page), codes, stay)


def orders_shown(questionnaire: Questionnaire, steps: Iterable[Step], seed: str) -> dict[str, list[str]]:
    """Give every order that was drawn for what was asked, by name, as it is stored with a response."""
    found: dict[str, list[str]] = {}
    for step in steps:
        asked = {question.code for question in step.questions}
        found |= orders(step.questions, seed)
        if step.page.has_random_questions:
            found[questions_order(step.page)] = [code for code in question_order(step.page, seed) if code in asked]
    if any(page.is_shuffled for page in questionnaire.pages):
        found[PAGES] = _page_order(questionnaire, seed)
    return found


def order_names(questionnaire: Questionnaire) -> list[str]:
    """Give the names under which orders stand in a response to this questionnaire."""
    names: list[str] = []
    for page in questionnaire.pages:
        for question in page.questions:
            if question.has_random_choices and question.kind not in FIXED_KINDS:
                names.append(choices_order(question))
            if question.has_random_rows:
                names.append(rows_order(question))
        if page.has_random_questions:
            names.append(questions_order(page))
    return [*names, PAGES] if any(page.is_shuffled for page in questionnaire.pages) else names


def choices_order(question: Question) -> str:
    return f"{PAGES}.{question.code}"


def rows_order(question: Question) -> str:
    return f"{PAGES}.{question.code}.rows"


def questions_order(page: Page) -> str:
    """Pages and questions have codes of their own, which may be the same."""
    return f"{PAGES}.{page.code}.questions"


def _page_order(questionnaire: Questionnaire, seed: str) -> list[str]:
    """Neighbours that are to be shuffled change places with each other; all others stay."""
    order: list[str] = []
    for is_shuffled, block in groupby(questionnaire.pages, key=lambda page: page.is_shuffled):
        codes = [page.code for page in block]
        order += shuffled(seed, PAGES, codes) if is_shuffled else codes
    return order


def shuffled(seed: str, name: str, codes: Sequence[str], pinned: Collection[str] = ()) -> list[str]:
    """Put the codes in the order drawn for ``name``; the pinned ones keep their places.

    Each order of the others is equally likely. Without a seed the order stays as it is.
    """
    movable = [code for code in codes if code not in pinned]
    drawn = iter(sorted(movable, key=lambda code: _digest(seed, name, code)) if seed else movable)
    return [code if code in pinned else next(drawn) for code in codes]


def chosen(seed: str, name: str, codes: Sequence[str]) -> str:
    """Choose one of the codes for ``name``, each equally likely; the first one without a seed."""
    if not seed:
        return codes[0]
    return codes[int.from_bytes(_digest(seed, name, "")) % len(codes)]


def _digest(seed: str, name: str, code: str) -> bytes:
    return hashlib.blake2b(f"{name}/{code}".encode(), key=seed.encode(), digest_size=16).digest()
