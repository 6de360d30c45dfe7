"""How far a draft is: a small box beside it that the server opens to count where people stop, and nobody else.

The answers of a draft open with the respondent's own link only. Of where people stop only numbers are wanted, so the
place goes into a box of one length for the whole poll, under the server's key, in the same write as the draft.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from polls.codebook.schema import Questionnaire
from polls.collection.services.draft_box import DraftContent

NOWHERE = 0xFFFF


@dataclass
class Reached:
    """By page code: how many drafts have been there, and how many are there now."""

    been: Counter[str] = field(default_factory=Counter)
    at: Counter[str] = field(default_factory=Counter)


def seal_progress(questionnaire: Questionnaire, content: DraftContent) -> bytes:
    """Write where the draft goes on, and which pages were left before, as a box of fixed length."""
    codes = [page.code for page in questionnaire.pages]
    place = codes.index(content.page) if content.page in codes else NOWHERE
    been = sum(1 << position for position, code in enumerate(codes) if code in content.seconds)
    plain = place.to_bytes(2, "big") + been.to_bytes(_width(codes), "big")
    return bytes(SecretBox(_key()).encrypt(plain))


def count_progress(questionnaire: Questionnaire, boxes: Iterable[bytes | memoryview | None]) -> Reached:
    """Count over the drafts of a poll; a box that cannot be read counts nowhere."""
    codes = [page.code for page in questionnaire.pages]
    reached, box = Reached(), SecretBox(_key())
    for sealed in boxes:
        plain = _opened(box, sealed)
        place, been = int.from_bytes(plain[:2], "big"), int.from_bytes(plain[2:], "big")
        if not plain or place >= len(codes):
            continue
        reached.at[codes[place]] += 1
        reached.been.update(code for position, code in enumerate(codes) if been >> position & 1 or position == place)
    return reached


def _opened(box: SecretBox, sealed: bytes | memoryview | None) -> bytes:
    try:
        return bytes(box.decrypt(bytes(sealed))) if sealed else b""
    except CryptoError:
        return b""


def _width(codes: list[str]) -> int:
    return -(-len(codes) // 8)


def _key() -> bytes:
    return hashlib.blake2b(settings.SEAL_KEY.encode(), digest_size=32, person=b"progress").digest()
