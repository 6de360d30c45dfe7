"""Polls as other programs see them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from polls.api.services.addresses import resource
from polls.api.shapes import (
    ChoiceLabel,
    Labels,
    PollDetail,
    QuestionLabels,
    Responses,
    VariableLabels,
    Version,
)
from polls.api.shapes import Poll as PollShape
from polls.codebook.schema import Choice, Questionnaire, Segment, in_language
from polls.questionnaire.models import Poll, QuestionnaireVersion
from polls.results.services.overview import PollGlance, glances


def poll_shapes(polls: QuerySet[Poll], *, language: str, now: datetime) -> list[PollShape]:
    """Write polls, in the order of the query set. One query."""
    return [PollShape(**_fields(glance, language, now)) for glance in glances(polls, now=now)]


def poll_detail(polls: QuerySet[Poll], *, language: str, now: datetime) -> PollDetail | None:
    """Write the one poll in the query set with the version that respondents see, if it is there. Two queries."""
    for glance in glances(polls, now=now):
        latest = glance.poll.latest_version
        labels = labels_of(latest.questionnaire, language) if latest else None
        return PollDetail(**_fields(glance, language, now), version=_version(latest), labels=labels)
    return None


def labels_of(questionnaire: Questionnaire, language: str) -> Labels:
    """Write what the codes of a questionnaire mean, each variable of a question on its own as runs have them."""
    return Labels(
        language=language,
        title=in_language(questionnaire.title, language),
        questions=[
            QuestionLabels(
                code=variable.code,
                kind=variable.kind.value,
                text=in_language(variable.text, language),
                choices=_labels(variable.options, language),
            )
            for variable in questionnaire.variables
        ],
        segment_variables=[
            VariableLabels(variable.code, in_language(variable.label, language), _labels(variable.segments, language))
            for variable in questionnaire.segment_variables
        ],
    )


def _labels(coded: Iterable[Choice | Segment], language: str) -> list[ChoiceLabel]:
    return [ChoiceLabel(each.code, in_language(each.label, language)) for each in coded]


def _version(version: QuestionnaireVersion | None) -> Version | None:
    return Version(version.number, version.sha256, version.published_at) if version else None


def _fields(glance: PollGlance, language: str, now: datetime) -> dict[str, Any]:
    poll = glance.poll
    return {
        "slug": poll.slug,
        "title": in_language(poll.title, language),
        "phase": poll.phase_at(now).value,
        "languages": poll.languages,
        "channel": poll.channel,
        "is_anonymous": poll.is_anonymous,
        "minimum_base": poll.minimum_base,
        "launched_at": poll.first_published_at,
        "opens_at": poll.opens_at,
        "closes_at": poll.closes_at,
        "invited": glance.invited if poll.channel == Poll.Channel.INVITATION else None,
        "responses": Responses(glance.answered, glance.is_rounded),
        "runs": resource("api_runs", slug=poll.slug),
        "url": resource("api_poll", slug=poll.slug),
    }
