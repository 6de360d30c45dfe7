"""Final codes become answers: they are written beside those of the respondents, as an edition that never changes.

Loads NumPy and SciPy: imported only where agreement is measured.
"""

from datetime import datetime

from django.db import transaction

from polls.analysis.agreement.coders import agreement_of
from polls.codebook.coding.derived import NETS, coded_questions, edition_name, final_codes, net_codes
from polls.codebook.document import question_document
from polls.collection.models import Response
from polls.questionnaire.models import Poll, PollEvent
from polls.results.models import Coding, CodingEdition
from polls.results.services.actors import Actor, key_of
from polls.results.services.open_text.standing import Standing, all_codes
from polls.results.services.open_text.work import StillOpenError

BATCH = 500


class NotCompleteError(Exception):
    """Some answers have no codes that count yet."""


def take_into_results(coding: Coding, standing: Standing, *, by: Actor, now: datetime) -> CodingEdition:
    """Make the next edition of the codes. Raises NotCompleteError, and StillOpenError before the poll is closed."""
    poll, version = coding.poll, coding.poll.latest_version
    if poll.state != Poll.State.CLOSED or version is None:
        raise StillOpenError(poll.slug)
    if not standing.is_complete:
        raise NotCompleteError(coding.key)
    agreement = agreement_of([answer.given for answer in standing.answers], all_codes(coding)).to_document()
    with transaction.atomic():
        locked = Coding.objects.select_for_update().get(pk=coding.pk)
        newest = locked.editions.order_by("-number").first()
        number = newest.number + 1 if newest else 1
        variables = coded_questions(version.questionnaire, coding.key, coding.frame, number)
        _write(coding, standing, edition_name(coding.key, number))
        edition = CodingEdition.objects.create(
            coding=coding,
            number=number,
            questions=[question_document(variable) for variable in variables],
            agreement=agreement,
            answers=len(standing.answers),
            doubly=standing.doubly,
            made_at=now,
            made_by_id=key_of(by),
        )
        PollEvent.objects.create(
            poll=poll, at=now, by_id=key_of(by), action=PollEvent.Action.CODED,
            detail={"question": coding.key, "edition": number},
        )  # fmt: skip
    return edition


def _write(coding: Coding, standing: Standing, name: str) -> None:
    found = {answer.response_id: final_codes(answer.final or ()) for answer in standing.answers}
    keys = list(found)
    for start in range(0, len(keys), BATCH):
        rows = list(Response.objects.filter(poll=coding.poll, pk__in=keys[start : start + BATCH]).only("pk", "codes"))
        for row in rows:
            codes = found[str(row.pk)]
            row.codes = {**(row.codes or {}), name: codes, name + NETS: net_codes(coding.frame, codes)}
        Response.objects.bulk_update(rows, ["codes"])
