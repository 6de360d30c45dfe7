"""Saving one page of a draft when others may be saving too."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from polls.codebook.answers import Answers, is_answered, keys_with_texts
from polls.codebook.schema import Page, Question
from polls.collection.services.draft_box import DraftContent
from polls.collection.services.drafts import DraftConflictError, save_draft
from polls.collection.services.loading import Participation, load

ATTEMPTS = 5


@dataclass(frozen=True)
class PageSave:
    """What is to be saved: the page's valid answers, and the draft's revision when the respondent got the page.

    ``go_on`` is the page to resume at, ``seconds`` the time spent on the page where it is known and the page is left.
    """

    page: Page
    values: Answers
    based_on: int
    go_on: str
    language: str
    seconds: int | None = None


class PageConflictError(Exception):
    """The page was saved elsewhere meanwhile, with other answers; ``participation`` is what is stored now."""

    def __init__(self, participation: Participation, questions: tuple[Question, ...]) -> None:
        super().__init__("the page was saved elsewhere meanwhile")
        self.participation = participation
        self.questions = questions


def save_page(participation: Participation, save: PageSave, *, now: datetime) -> Participation:
    """Save the page's answers beside those of the other pages, and give the participation as it then is.

    Where another tab or device saved meanwhile, this is merged with it as long as no answer of this page is lost by
    it; else PageConflictError is raised. Raises DraftConflictError when nothing can be saved any more.
    """
    for attempt in range(ATTEMPTS):
        answers = merged(participation, save)
        if attempt and _is_stored(participation, answers, save):
            return participation  # the same page was sent twice at once, and the other was first
        content = DraftContent(
            answers=answers,
            page=save.go_on,
            language=save.language,
            seed=participation.seed,
            day=participation.draft.day or timezone.localdate(now).isoformat(),
            seconds=with_time(participation.draft.seconds, save),
        )
        try:
            return save_draft(participation, content, now=now)
        except DraftConflictError:
            participation = _load_again(participation)
    raise PageConflictError(participation, save.page.questions)


def with_time(seconds: Mapping[str, int], save: PageSave) -> dict[str, int]:
    """Add the time on the page that is left; somebody who comes back to it spends more."""
    if save.seconds is None:
        return dict(seconds)
    return {**seconds, save.page.code: seconds.get(save.page.code, 0) + save.seconds}


def merged(participation: Participation, save: PageSave) -> Answers:
    """Join the page's answers with the stored ones. Raises PageConflictError when a newer answer would be lost."""
    if save.based_on != participation.revision:
        lost = differing(save.page, participation.draft.answers, save.values)
        if lost:
            raise PageConflictError(participation, lost)
    return {**without_page(participation.draft.answers, save.page), **save.values}


def without_page(answers: Answers, page: Page) -> Answers:
    """Give the answers to all other pages, and what is on this one but never shown on it."""
    keys = {key for question in page.questions if not question.is_silent for key in keys_with_texts(question)}
    return {key: value for key, value in answers.items() if key not in keys}


def differing(page: Page, stored: Answers, values: Answers) -> tuple[Question, ...]:
    """Give the questions of the page that have a stored answer which is not the same as the new one."""
    return tuple(
        question
        for question in page.questions
        if any(is_answered(stored.get(key)) and stored.get(key) != values.get(key) for key in keys_with_texts(question))
    )


def _is_stored(participation: Participation, answers: Answers, save: PageSave) -> bool:
    return participation.draft.answers == answers and participation.draft.page == save.go_on


def _load_again(participation: Participation) -> Participation:
    fresh = load(participation.token)
    if fresh is None or fresh.is_responded or fresh.is_revoked:
        raise DraftConflictError
    return fresh
