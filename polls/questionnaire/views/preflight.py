"""What the publish page tells before the button: problems, what will be fixed, which wording changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from polls.codebook import compare
from polls.codebook.difference import Piece, word_pieces
from polls.codebook.duration import expected_minutes
from polls.codebook.schema import Questionnaire
from polls.questionnaire import services
from polls.questionnaire.design import to_questionnaire
from polls.questionnaire.models import Poll, QuestionnaireVersion
from polls.questionnaire.places import LocatedProblem, Places

FIELD_NAMES: Mapping[str, object] = {
    "title": _("title"),
    "intro": _("introduction"),
    "thanks": _("thank-you text"),
    "privacy": _("privacy text"),
    "text": _("question"),
    "help": _("explanation"),
    "label": _("label"),
    "unit": _("unit"),
    "low_label": _("label at the low end"),
    "high_label": _("label at the high end"),
    "dont_know": _("label of “don't know”"),
}


@dataclass(frozen=True)
class Correction:
    """A text that respondents will read differently from now on."""

    place: str
    field: object
    url: str
    language: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Preflight:
    """All that the publish page shows of a poll."""

    questionnaire: Questionnaire
    version: QuestionnaireVersion | None
    errors: list[LocatedProblem]
    warnings: list[LocatedProblem]
    corrections: list[Correction]
    is_changed: bool
    is_closed: bool

    @property
    def can_publish(self) -> bool:
        """Whether there is something to publish and nothing that forbids it."""
        return not self.errors and not self.is_closed and (self.version is None or self.is_changed)

    @property
    def unanswered(self) -> list[LocatedProblem]:
        """The warnings that nobody has given a reason for yet."""
        return [problem for problem in self.warnings if problem.answer is None]

    @property
    def question_count(self) -> int:
        return len(list(self.questionnaire.questions))

    @property
    def minutes(self) -> int:
        return expected_minutes(self.questionnaire)


def preflight(poll: Poll, *, now: datetime) -> Preflight:
    """Look at the design as it stands now beside the version that respondents see."""
    questionnaire, version, places = to_questionnaire(poll), poll.latest_version, Places(poll)
    found = services.find_problems(poll, now=now)
    located = places.locate(found, services.answers_to(poll, found, questionnaire))
    return Preflight(
        questionnaire=questionnaire,
        version=version,
        errors=[problem for problem in located if problem.is_error],
        warnings=[problem for problem in located if not problem.is_error],
        corrections=_corrections(version, questionnaire, places) if version else [],
        is_changed=services.has_unpublished_wording(poll),
        is_closed=poll.state == Poll.State.CLOSED,
    )


def _corrections(version: QuestionnaireVersion, new: Questionnaire, places: Places) -> list[Correction]:
    return [
        Correction(
            place=places.label(change.place),
            field=FIELD_NAMES.get(change.place.field, change.place.field),
            url=places.url(change.place),
            language=change.language,
            pieces=word_pieces(change.before, change.after),
        )
        for change in compare.wording_changes(version.questionnaire, new)
    ]
