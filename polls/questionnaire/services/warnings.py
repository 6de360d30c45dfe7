"""Warnings that were answered: each with the reason why it was let pass, as long as its subject stays as it is."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from polls.codebook.lint.subjects import fingerprint_of, key_of
from polls.codebook.problem import Problem, Severity
from polls.codebook.schema import Questionnaire
from polls.questionnaire.models import Poll, WarningAnswer
from polls.questionnaire.services.acting import Actor, hold


def answers_to(poll: Poll, found: Iterable[Problem], questionnaire: Questionnaire) -> dict[str, WarningAnswer]:
    """Give, by key, the answers that count for the warnings in ``found``: of the same place, the same subject."""
    given = {answer.key: answer for answer in poll.warning_answers.select_related("answered_by")}
    return {
        key: given[key]
        for key, problem in warnings_by_key(found).items()
        if key in given and given[key].fingerprint == fingerprint_of(questionnaire, problem.place)
    }


def warnings_by_key(found: Iterable[Problem]) -> dict[str, Problem]:
    return {key_of(problem): problem for problem in found if problem.severity is Severity.WARNING}


@transaction.atomic
def answer_warnings(
    poll: Poll,
    found: Iterable[Problem],
    questionnaire: Questionnaire,
    reasons: Mapping[str, str],
    *,
    by: Actor,
    now: datetime,
) -> int:
    """Keep the reasons, by key, for those warnings in ``found`` that have one; an empty reason takes it back.

    Gives how many were kept. A key that is no warning now does nothing.
    """
    hold(poll)
    known = warnings_by_key(found)
    kept = 0
    for key, reason in reasons.items():
        if key not in known:
            continue
        if not reason.strip():
            poll.warning_answers.filter(key=key).delete()
            continue
        values = {
            "code": known[key].code,
            "fingerprint": fingerprint_of(questionnaire, known[key].place),
            "reason": reason.strip()[:300],
            "answered_at": now,
            "answered_by_id": by.pk if by else None,
        }
        poll.warning_answers.update_or_create(key=key, defaults=values)
        kept += 1
    return kept


def told_in_history(answers: Mapping[str, WarningAnswer], found: Iterable[Problem]) -> list[dict[str, Any]]:
    """The answered warnings as they are kept with a version: what was warned of, why it was let pass, by whom."""
    known = warnings_by_key(found)
    return [
        {
            "code": answer.code,
            "message": dict(known[key].message),
            "reason": answer.reason,
            "by": str(answer.answered_by or ""),
        }
        for key, answer in answers.items()
    ]
