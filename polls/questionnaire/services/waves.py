"""The recode maps between the waves of a poll."""

from collections.abc import Sequence
from datetime import datetime

from polls.codebook import recode, recode_checks
from polls.codebook.problem import Severity
from polls.codebook.recode_checks import RecodeProblem
from polls.codebook.schema import Questionnaire
from polls.questionnaire.design import to_questionnaire
from polls.questionnaire.models import Poll, WaveMap
from polls.questionnaire.services.acting import Actor


class FaultyMap(Exception):  # noqa: N818  # a refusal, not a fault
    """The map has errors. ``problems`` names each."""

    def __init__(self, problems: Sequence[RecodeProblem]) -> None:
        super().__init__("; ".join(problem.message["en"] for problem in problems))
        self.problems = tuple(problems)


def asked(poll: Poll) -> Questionnaire:
    """What respondents were last asked, or the design as it stands while nobody was asked anything yet."""
    version = poll.latest_version
    return version.questionnaire if version else to_questionnaire(poll)


def map_between(earlier: Poll, later: Poll) -> recode.RecodeMap | None:
    """Give the map that an editor laid down from one poll to the other, or None."""
    row = WaveMap.objects.filter(earlier=earlier, later=later).first()
    return row.recode_map if row else None


def save_map(earlier: Poll, later: Poll, recode_map: recode.RecodeMap, *, by: Actor, now: datetime) -> WaveMap:
    """Lay down the map, in place of an earlier one. Raises ``FaultyMap`` when it has errors."""
    found = recode_checks.find_problems(recode_map, asked(earlier), asked(later))
    if errors := [problem for problem in found if problem.severity is Severity.ERROR]:
        raise FaultyMap(errors)
    row, _ = WaveMap.objects.update_or_create(
        earlier=earlier,
        later=later,
        defaults={
            "document": recode.to_document(recode_map),
            "updated_at": now,
            "updated_by_id": by.pk if by else None,
        },
    )
    return row
