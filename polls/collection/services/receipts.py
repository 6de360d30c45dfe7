"""A receipt: the code with which a respondent, even an anonymous one, finds the own answers again.

It is drawn at random when the answers are sent, shown once, and kept by nobody: a response knows its SHA-256 only, and
while it is sealed not even that can be read. Nothing leads from an invitation or its link to the receipt.
"""

import hashlib
import re
import secrets
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from polls.codebook.answers import Answers
from polls.codebook.schema import Questionnaire
from polls.collection.models import Response
from polls.collection.services.counts import uncount_one
from polls.collection.services.links import give_places_back
from polls.collection.services.uploads import remove_sent
from polls.collection.services.urn import UrnRenewedError, open_boxes, take_out
from polls.questionnaire.models import Poll, QuestionnaireVersion

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's 32 signs: none is taken for another, and I, L and O are read as 1, 1 and 0."""

LENGTH = 28
"""Signs of a code, five bits each: 140 bits."""

GROUP = 4
FREE_LOOKS = 2
"""How often is looked without holding anybody up."""

WRITTEN = re.compile(rf"[{ALPHABET}]{{4}}(-[{ALPHABET}]{{4}}){{6}}")
_AS_READ = str.maketrans("ILO", "110")


@dataclass(frozen=True)
class Found:
    """The answers behind a receipt. ``is_final``: the poll is closed, so that nothing can be withdrawn any more."""

    id: UUID
    answers: Answers
    questionnaire: Questionnaire
    is_sealed: bool
    is_final: bool


def new_receipt() -> str:
    """Draw a code, in groups of four signs: ``7Q4K-DM2V-…``."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(signs[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def is_receipt(code: str) -> bool:
    """Whether ``code``, as we write it, could be a receipt."""
    return WRITTEN.fullmatch(code) is not None


def hash_receipt(code: str) -> str:
    """Give what is stored of a code, however it was typed: the SHA-256 in 64 hexadecimal digits."""
    signs = "".join(sign for sign in code.upper() if sign.isalnum()).translate(_AS_READ)
    return hashlib.sha256(f"receipt|{signs}".encode()).hexdigest()


def find_by_receipt(poll: Poll, code: str) -> Found | None:
    """Find the answers that were sent with the code, in the urn too; None when there are none (any more).

    The answers leave the urn between two looks when it is emptied just then, and so it is looked once more. Only when
    the urn has moved again does the poll have to stand still for it.
    """
    wanted = hash_receipt(code)
    for _attempt in range(FREE_LOOKS):
        seen = Poll.objects.get(pk=poll.pk)
        with suppress(UrnRenewedError):
            found = _look(seen, wanted)
            if found is not None or _has_same_key(seen):
                return found
    with transaction.atomic():
        return _look(Poll.objects.select_for_update().get(pk=poll.pk), wanted)


def _has_same_key(seen: Poll) -> bool:
    now = Poll.objects.only("urn_public_key").get(pk=seen.pk).urn_public_key
    return bytes(now or b"") == bytes(seen.urn_public_key or b"")


def _look(poll: Poll, wanted: str) -> Found | None:
    """Look among the responses, then in the urn. Raises UrnRenewedError."""
    response = Response.objects.filter(poll=poll, receipt_hash=wanted).select_related("version").first()
    if response is not None:
        return _found(poll, response.pk, response.answers, response.version, is_sealed=False)
    for box_id, document in open_boxes(poll):
        if document.get("receipt") == wanted:
            version = QuestionnaireVersion.objects.get(pk=document["version"])
            return _found(poll, box_id, document["answers"], version, is_sealed=True)
    return None


def withdraw(poll: Poll, code: str) -> bool:
    """Erase the answers behind the code. False when the data are final, or when there is nothing (any more).

    The link that was used stays used: if it did not, the database would show who has withdrawn.
    """
    with transaction.atomic():
        locked = Poll.objects.select_for_update().get(pk=poll.pk)
        found = find_by_receipt(locked, code)
        if found is None or found.is_final:
            return False
        if found.is_sealed:
            take_out(locked, found.id)
        else:
            remove_sent([found.id])
            give_places_back(Response.objects.filter(pk=found.id))
            Response.objects.filter(pk=found.id).delete()
            locked.data_revision += 1
            locked.save(update_fields=["data_revision"])
        uncount_one(poll)
    return True


def _found(poll: Poll, key: UUID, answers: Answers, version: QuestionnaireVersion, *, is_sealed: bool) -> Found:
    return Found(key, answers, version.questionnaire, is_sealed, is_final=poll.state == Poll.State.CLOSED)
