"""The response of a poll: what became of everyone who was invited, in all and per segment of the contact list."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from polls.analysis.outcomes import Disposition, Outcomes
from polls.codebook.schema import Questionnaire, SegmentVariable, Source, Text
from polls.collection.models import TurnedAway
from polls.collection.services.fieldwork import grouped_invitations
from polls.invitations.models import Message
from polls.questionnaire.models import Poll

_AWAY = {
    TurnedAway.Disposition.SCREENED_OUT.value: Disposition.SCREENED_OUT,
    TurnedAway.Disposition.QUOTA_FULL.value: Disposition.QUOTA_FULL,
}

Row = Mapping[str, Any]
"""A group of invitations that are equal in all that counts here, with their ``count``."""


@dataclass(frozen=True)
class SegmentResponse:
    """What became of those in one segment; ``label`` is None for those in no segment."""

    label: Text | None
    outcomes: Outcomes


@dataclass(frozen=True)
class Response:
    """What became of all who were invited, and of those in each segment, by segment variable."""

    total: Outcomes
    by_variable: Sequence[tuple[Text, Sequence[SegmentResponse]]]


def load_response(poll: Poll, questionnaire: Questionnaire) -> Response:
    """Count everyone who was invited by final disposition.

    Who was turned away from an anonymous poll is known by number only: they leave the completes in all, and cannot
    leave those of their segment.
    """
    variables = [variable for variable in questionnaire.segment_variables if variable.source_kind is Source.CONTACT]
    rows = grouped_invitations(poll, variables)
    total = _outcomes(rows)
    if poll.is_anonymous:
        total = _without_turned_away(poll, total)
    by_variable = [(each.label, _by_segment(each, f"value_{place}", rows)) for place, each in enumerate(variables)]
    return Response(total, by_variable)


def disposition_of(row: Row) -> Disposition:
    """Decide the final disposition of an invited person; what a person did goes before what the mail did."""
    if row["away"]:
        return _AWAY[row["away"]]
    if row["is_responded"]:
        return Disposition.COMPLETE
    if row["has_draft"] or row["has_started"]:
        return Disposition.BREAK_OFF
    if row["has_opted_out"]:
        return Disposition.REFUSAL
    if row["mail"] in (Message.State.FAILED, Message.State.RETURNED):
        return Disposition.UNDELIVERED
    is_on_its_way = row["mail"] in (Message.State.SENT, Message.State.UNKNOWN)
    return Disposition.NOTHING_RETURNED if is_on_its_way else Disposition.NO_INVITATION


def _without_turned_away(poll: Poll, outcomes: Outcomes) -> Outcomes:
    counts = dict(outcomes.counts)
    away = TurnedAway.objects.filter(poll=poll).values_list("disposition").annotate(Count("pk"))
    for name, count in away:
        counts[_AWAY[name]] = count
        counts[Disposition.COMPLETE] = counts.get(Disposition.COMPLETE, 0) - count
    return Outcomes(counts)


def _outcomes(rows: Iterable[Row]) -> Outcomes:
    counts: Counter[Disposition] = Counter()
    for row in rows:
        counts[disposition_of(row)] += row["count"]
    return Outcomes(counts)


def _by_segment(variable: SegmentVariable, key: str, rows: Sequence[Row]) -> list[SegmentResponse]:
    of_value = {value: segment.code for segment in variable.segments for value in segment.values}
    found = [
        SegmentResponse(segment.label, _outcomes(row for row in rows if of_value.get(row[key]) == segment.code))
        for segment in variable.segments
    ]
    rest = _outcomes(row for row in rows if row[key] not in of_value)
    return [*found, *([SegmentResponse(None, rest)] if rest.total else [])]
