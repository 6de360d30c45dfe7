"""How a link ended, written so that only the link itself can read it.

Who was turned away reads why again when the link is opened later. In an anonymous poll nothing else may tell that it
happened: every link of such a poll, answered or turned away, leaves a note of the same length, encrypted under the
link's own token and the server's key.
"""

import orjson
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from polls.codebook.leaving import Disposition, Leaving
from polls.codebook.schema import Questionnaire
from polls.collection.services.draft_box import key_of_link

LENGTH = 128
"""Bytes of a note before it is encrypted: the longest code of a reason fits."""

_PERSON = b"ending"


LINK_FULL = Leaving(Disposition.QUOTA_FULL, ":link", {})
"""Why somebody leaves whose link has as many responses as it may have. No quota has a code with a colon."""


def note_ending(
    questionnaire: Questionnaire, token: str, leaving: Leaving | None, *, may_be_full: bool = False
) -> bytes | None:
    """Give the note for a link that is spent now; None where nobody can be turned away, so that there is no note."""
    if not (questionnaire.screen_outs or questionnaire.quotas or may_be_full):
        return None
    plain = orjson.dumps([leaving.disposition.value, leaving.reason] if leaving else []).ljust(LENGTH)
    return bytes(SecretBox(key_of_link(token, _PERSON)).encrypt(plain))


def read_ending(questionnaire: Questionnaire, token: str, note: bytes | memoryview | None) -> Leaving | None:
    """Give why the holder of the link was turned away; None for who has answered, and where no note can be read."""
    if note is None:
        return None
    try:
        found = orjson.loads(SecretBox(key_of_link(token, _PERSON)).decrypt(bytes(note)))
    except CryptoError:
        return None
    return _leaving(questionnaire, *found) if found else None


def _leaving(questionnaire: Questionnaire, disposition: str, reason: str) -> Leaving | None:
    if reason == LINK_FULL.reason:
        return LINK_FULL
    reasons = questionnaire.quotas if disposition == Disposition.QUOTA_FULL else questionnaire.screen_outs
    return next((Leaving(Disposition(disposition), reason, one.text) for one in reasons if one.code == reason), None)
