"""Emptying the urn of an anonymous poll: sealed boxes become responses that lead to nobody.

What a submit wrote together with an invitation is readable only with the urn's private key. All boxes are opened in one
transaction, the responses are stored in random order, every invitation of the poll is written anew, so that neither
order nor transaction number joins the two, and the key is destroyed, so that older copies of the boxes stay shut.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random, SystemRandom
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F
from nacl.exceptions import CryptoError
from nacl.public import PublicKey, SealedBox

from polls.collection.models import Response, SealedResponse, TurnedAway
from polls.collection.services.batches import Combination, choose_leaving, kept_lengths
from polls.collection.services.loading import box_size
from polls.collection.services.padding import padded, read_padded
from polls.collection.services.paradata import PACE, count_times, record_break_off
from polls.collection.services.scrubbing import scrub
from polls.invitations.models import Invitation
from polls.questionnaire.keys import new_key_pair, unwrap
from polls.questionnaire.models import Announcement, Poll
from polls.questionnaire.services.announcing import announce

SMALLEST_BATCH = 10
"""No fewer responses than this, nor than the poll's k, become visible in one step while the poll is open."""

_LANGUAGE = "\0language"  # beside the names of attributes, none of which can be this

Document = dict[str, Any]
"""What a box holds: version, answers, attributes, language."""

logger = logging.getLogger(__name__)


class UrnRenewedError(Exception):
    """The urn was emptied since its poll was read: its boxes, if there are any, are under a new key."""


@dataclass(frozen=True)
class Turnover:
    """How many boxes became responses; ``has_reshuffled`` when earlier responses were mixed with them."""

    opened: int = 0
    has_reshuffled: bool = False


def empty_urn(poll: Poll, *, rng: Random | None = None) -> int:
    """Turn boxes in the urn of an open poll into responses where enough lie together; give how many.

    Of each combination of attributes k boxes stay behind. ``rng`` must be the system's own source except in a test.
    """
    with transaction.atomic():
        locked = Poll.objects.select_for_update().get(pk=poll.pk)
        return _turn_over(locked, rng or SystemRandom(), is_final=False).opened


def empty_urns() -> int:
    """Empty the urn of every open anonymous poll that holds enough; give how many boxes became responses."""
    return sum(empty_urn(poll) for poll in Poll.objects.published().filter(is_anonymous=True))


def finish(poll: Poll, *, now: datetime, rng: Random | None = None) -> int:
    """Close the poll for good at ``now`` and empty its urn; give how many boxes that were.

    Waits for every submit that is under way, so that whoever reads "received" is counted. Fewer than k boxes stay
    sealed: they would point at those who sent them. Drafts stay until their date of removal. Doing it twice changes
    nothing.
    """
    with transaction.atomic():
        locked = Poll.objects.select_for_update().get(pk=poll.pk)
        if locked.state != Poll.State.CLOSED:
            locked.state = Poll.State.CLOSED
            locked.closes_at = min(locked.closes_at or now, now)
            locked.save(update_fields=["state", "closes_at"])
            announce(locked, Announcement.Kind.CLOSED, now=now)
        record_break_off(locked)
        return _turn_over(locked, rng or SystemRandom(), is_final=True).opened


def take_out(poll: Poll, box_id: UUID) -> None:
    """Remove one box of a locked poll, and write the others anew: which one is gone would tell whose it was."""
    documents = dict(open_boxes(poll))
    documents.pop(box_id)
    SealedResponse.objects.filter(poll=poll).delete()
    _renew(poll)
    _seal_again(poll, list(documents.values()), SystemRandom())


def open_boxes(poll: Poll) -> Iterator[tuple[UUID, Document]]:
    """Open the boxes of a poll; give each with its id.

    Raises UrnRenewedError when the boxes have another key than ``poll`` was read with, which cannot be while its row
    is locked.
    """
    boxes = SealedResponse.objects.filter(poll=poll).values_list("pk", "box")
    if not boxes:
        return
    if poll.urn_private_key is None:
        raise RuntimeError(f"the urn of {poll.slug} has boxes and no key")
    seal = SealedBox(unwrap(bytes(poll.urn_private_key)))
    for box_id, box in boxes:
        try:
            plain = seal.decrypt(bytes(box))
        except CryptoError as error:
            raise UrnRenewedError(poll.slug) from error
        yield box_id, read_padded(plain)


def _turn_over(poll: Poll, rng: Random, *, is_final: bool) -> Turnover:
    fewest = poll.minimum_base if is_final else max(poll.minimum_base, SMALLEST_BATCH)
    if SealedResponse.objects.filter(poll=poll).count() < fewest:
        return Turnover()
    opened = [document for _box_id, document in open_boxes(poll)]
    documents = [document for document in opened if "turned_away" not in document]
    if len(documents) < fewest:
        return Turnover()
    combinations = _combinations(poll, documents)
    leaving = _leaving(poll, combinations, rng, is_final=is_final)
    if not leaving:
        return Turnover()
    responses = _responses(poll, [documents[each] for each in leaving], [combinations[each] for each in leaving])
    has_reshuffled = len(leaving) < SMALLEST_BATCH and _take_back_earlier(poll, responses)
    rng.shuffle(responses)
    Response.objects.bulk_create(responses, batch_size=1000)
    # Not TRUNCATE: the boxes of other polls lie in the same table. The vacuum below removes the dead rows.
    SealedResponse.objects.filter(poll=poll).delete()
    Invitation.objects.filter(poll=poll).update(is_responded=F("is_responded"))
    _renew(poll)
    staying = [document for each, document in enumerate(documents) if each not in set(leaving)]
    away = [document for document in opened if "turned_away" in document]
    _seal_again(poll, [*staying, *_let_go(poll, away, rng)], rng)
    turnover = Turnover(len(leaving), has_reshuffled)
    transaction.on_commit(lambda: _scrub(turnover), robust=True)
    return turnover


def _let_go(poll: Poll, away: list[Document], rng: Random) -> list[Document]:
    """Record who were turned away when they are at least k, in an order that says nothing; give what stays sealed."""
    if len(away) < poll.minimum_base:
        return away
    rng.shuffle(away)
    TurnedAway.objects.bulk_create(
        TurnedAway(poll=poll, version_id=document["version"], is_anonymous=True, **document["turned_away"])
        for document in away
    )
    return []


def _combinations(poll: Poll, documents: Sequence[Document]) -> list[Combination]:
    """Give what of each respondent is known besides the answers: the attributes in their order, then the language."""
    names = _attribute_names(poll)
    return [
        (*(str(document["attributes"].get(name, "")) for name in names), document["language"]) for document in documents
    ]


def _leaving(poll: Poll, combinations: Sequence[Combination], rng: Random, *, is_final: bool) -> list[int]:
    if is_final:
        return list(range(len(combinations)))
    smallest = max(poll.minimum_base, SMALLEST_BATCH)
    return choose_leaving(combinations, minimum=poll.minimum_base, smallest=smallest, rng=rng)


def _responses(poll: Poll, documents: Sequence[Document], combinations: Sequence[Combination]) -> list[Response]:
    lengths = kept_lengths(combinations, minimum=poll.minimum_base)
    names = (*_attribute_names(poll), _LANGUAGE)
    paces = count_times(poll, [document.get("times", {}) for document in documents])
    responses = []
    for document, combination, length, pace in zip(documents, combinations, lengths, paces, strict=True):
        known = dict(zip(names[:length], combination[:length], strict=True))
        known[PACE] = pace.value if pace else ""
        responses.append(
            Response(
                poll=poll,
                version_id=document["version"],
                answers=document["answers"],
                language=known.pop(_LANGUAGE, ""),
                attributes={name: value for name, value in known.items() if value},
                is_anonymous=True,
                receipt_hash=document.get("receipt", ""),
            )
        )
    return responses


def _attribute_names(poll: Poll) -> list[str]:
    version = poll.latest_version
    if version is None:
        raise RuntimeError(f"{poll.slug} has responses and was never published")
    return list(version.questionnaire.attributes)


def _seal_again(poll: Poll, documents: list[Document], rng: Random) -> None:
    """Put what stays behind in new boxes under the new key, in an order that says nothing."""
    rng.shuffle(documents)
    version = poll.latest_version
    if poll.urn_public_key is None or version is None:
        raise RuntimeError(f"the urn of {poll.slug} has no key")
    size = box_size(version.sha256)
    seal = SealedBox(PublicKey(bytes(poll.urn_public_key)))
    boxes = [SealedResponse(poll=poll, box=seal.encrypt(padded(document, size))) for document in documents]
    SealedResponse.objects.bulk_create(boxes, batch_size=1000)


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
    tables = ["polls_sealedresponse", "polls_invitation", "polls_poll", "polls_paradata"]
    if turnover.has_reshuffled:
        tables.append("polls_response")
    scrub(tables)
    logger.info("urn emptied and its tables rewritten")
