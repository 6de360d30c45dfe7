"""Emptying the urn of an anonymous poll: sealed boxes become responses that lead to nobody.

What a submit wrote together with an invitation is readable only with the urn's private key. All boxes are opened in one
transaction, the responses are stored in random order, every invitation of the poll is written anew, so that neither
order nor transaction number joins the two, and the key is destroyed, so that older copies of the boxes stay shut.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random, SystemRandom
from uuid import uuid4

import orjson
from django.db import connection, transaction
from django.db.models import F
from nacl.public import SealedBox

from polls.codebook.schema import Questionnaire
from polls.collection.models import Response, SealedResponse
from polls.collection.services.coarsening import Coarsening
from polls.invitations.models import Invitation
from polls.questionnaire.keys import new_key_pair, unwrap
from polls.questionnaire.models import Poll

SMALLEST_BATCH = 10
"""No fewer responses than this, nor than the poll's k, become visible in one step."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Turnover:
    """How many boxes were opened; ``has_reshuffled`` when earlier responses were mixed with them."""

    opened: int = 0
    has_reshuffled: bool = False


def empty_urn(poll: Poll, *, rng: Random | None = None, is_final: bool = False) -> int:
    """Turn the boxes in the urn into responses when there are enough of them; give how many.

    ``is_final`` (the poll is closed) takes a small batch too: all responses of the poll are then shuffled again with
    it. ``rng`` must be the system's own source except in a test.
    """
    with transaction.atomic():
        locked = Poll.objects.select_for_update().get(pk=poll.pk)
        return _turn_over(locked, rng or SystemRandom(), is_final=is_final).opened


def empty_urns() -> int:
    """Empty the urn of every open anonymous poll that holds enough; give how many boxes were opened."""
    return sum(empty_urn(poll) for poll in Poll.objects.published().filter(is_anonymous=True))


def finish(poll: Poll, *, now: datetime, rng: Random | None = None) -> int:
    """Close the poll for good at ``now`` and empty its urn; give how many boxes that were.

    Waits for every submit that is under way, so that whoever reads "received" is counted. Drafts stay until their
    date of removal. Doing it twice changes nothing.
    """
    with transaction.atomic():
        locked = Poll.objects.select_for_update().get(pk=poll.pk)
        if locked.state != Poll.State.CLOSED:
            locked.state = Poll.State.CLOSED
            locked.closes_at = min(locked.closes_at or now, now)
            locked.save(update_fields=["state", "closes_at"])
        return _turn_over(locked, rng or SystemRandom(), is_final=True).opened


def _turn_over(poll: Poll, rng: Random, *, is_final: bool) -> Turnover:
    boxes = list(SealedResponse.objects.filter(poll=poll).values_list("box", flat=True))
    is_small = len(boxes) < max(poll.minimum_base, SMALLEST_BATCH)
    if not boxes or (is_small and not is_final):
        return Turnover()
    responses = _open(poll, boxes)
    has_reshuffled = is_small and _take_back_earlier(poll, responses)
    rng.shuffle(responses)
    Response.objects.bulk_create(responses, batch_size=1000)
    # Not TRUNCATE: the boxes of other polls lie in the same table. The vacuum below removes the dead rows.
    SealedResponse.objects.filter(poll=poll).delete()
    Invitation.objects.filter(poll=poll).update(is_responded=F("is_responded"))
    _renew(poll)
    turnover = Turnover(len(boxes), has_reshuffled)
    transaction.on_commit(lambda: _scrub(turnover), robust=True)
    return turnover


def _open(poll: Poll, boxes: Sequence[bytes | memoryview]) -> list[Response]:
    if poll.urn_private_key is None:
        raise RuntimeError(f"the urn of {poll.slug} has boxes and no key")
    seal = SealedBox(unwrap(bytes(poll.urn_private_key)))
    documents = [orjson.loads(seal.decrypt(bytes(box))) for box in boxes]
    coarsening = _coarsening(poll)
    return [
        Response(
            poll=poll,
            version_id=document["version"],
            answers=document["answers"],
            attributes=coarsening.coarsen(document["attributes"]),
            language=document["language"],
            is_anonymous=True,
        )
        for document in documents
    ]


def _coarsening(poll: Poll) -> Coarsening:
    questionnaire = _latest_questionnaire(poll)
    invited = Invitation.objects.filter(poll=poll, is_revoked=False).values_list("attributes", flat=True)
    return Coarsening(list(questionnaire.attributes), invited.iterator(), minimum=poll.minimum_base)


def _latest_questionnaire(poll: Poll) -> Questionnaire:
    version = poll.latest_version
    if version is None:
        raise RuntimeError(f"{poll.slug} has responses and was never published")
    return version.questionnaire


def _take_back_earlier(poll: Poll, responses: list[Response]) -> bool:
    """Add the poll's earlier responses under new keys, so that a small last batch hides among them."""
    earlier = list(Response.objects.filter(poll=poll))
    Response.objects.filter(poll=poll).delete()
    for response in earlier:
        response.pk = uuid4()
        response._state.adding = True
    responses.extend(earlier)
    return bool(earlier)


def _renew(poll: Poll) -> None:
    """Put a new key pair in the place of the old one, which nobody can bring back."""
    poll.urn_public_key, poll.urn_private_key = new_key_pair()
    poll.data_revision += 1
    poll.save(update_fields=["urn_public_key", "urn_private_key", "data_revision"])


def _scrub(turnover: Turnover) -> None:
    """Remove what the transaction left behind in the files: dead rows still tell which ones lay together."""
    tables = ["polls_sealedresponse", "polls_invitation", "polls_poll"]
    if turnover.has_reshuffled:
        tables.append("polls_response")
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            # secure_delete has overwritten the rows; what is left of them is in the write-ahead log.
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return
        for table in tables:
            cursor.execute(f"VACUUM (FULL, ANALYZE) {table}")
    logger.info("urn emptied and its tables rewritten")
