"""What a draft holds, and the box it is kept in.

The key of the box follows from the token in the respondent's own link and from the server's key. The database has
neither: it knows only the token's hash, so that a copy of it opens no draft.
"""

import hashlib
from dataclasses import dataclass, field

from django.conf import settings
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from polls.codebook.answers import Answers
from polls.codebook.draws import SEED_BYTES
from polls.collection.services.padding import padded, read_padded


@dataclass(frozen=True)
class DraftContent:
    """Answers under way: by question code, the page to go on with ("" before the first), and the language.

    ``seed`` is what the respondent's orders and wordings are drawn from, ``day`` the day on which they began
    (``YYYY-MM-DD``); both are empty until something has been saved, and go with the draft. ``seconds`` is the time
    spent on each page that has been left, by its code.
    """

    answers: Answers = field(default_factory=dict)
    page: str = ""
    language: str = ""
    seed: str = ""
    day: str = ""
    seconds: dict[str, int] = field(default_factory=dict)


def lock(content: DraftContent, *, token: str, version: str, size: int) -> bytes:
    """Encrypt the content under the token. ``version`` is the hash of the questionnaire that was shown.

    ``size`` is how many bytes the drafts of the questionnaire have (``loading.box_size``).
    """
    document = {
        "answers": content.answers,
        "page": content.page,
        "language": content.language,
        "version": version,
        "seed": content.seed,
        "day": content.day,
        "seconds": content.seconds,
    }
    return bytes(SecretBox(_key(token)).encrypt(padded(document, size)))


def unlock(body: bytes, *, token: str) -> DraftContent:
    """Decrypt what ``lock`` made; a body that another key made counts as empty."""
    try:
        document = read_padded(SecretBox(_key(token)).decrypt(bytes(body)))
    except CryptoError:
        return DraftContent()
    return DraftContent(
        answers=document["answers"],
        page=document["page"],
        language=document["language"],
        seed=document.get("seed", ""),
        day=document.get("day", ""),
        seconds=document.get("seconds", {}),
    )


def first_seed(token: str, urn_public_key: bytes) -> str:
    """Give the seed of a respondent of whom nothing is saved yet.

    It depends on the urn's key, which is destroyed when the urn is emptied: afterwards not even the server can tell
    which order belonged to which link.
    """
    return hashlib.blake2b(bytes(urn_public_key), key=_key(token), digest_size=SEED_BYTES, person=b"draws").hexdigest()


def key_of_link(token: str, person: bytes) -> bytes:
    """Give the key (32 bytes) that only the holder of the link and this server have, for one purpose (``person``)."""
    server_key = hashlib.blake2b(settings.SEAL_KEY.encode(), digest_size=32).digest()
    return hashlib.blake2b(token.encode(), key=server_key, digest_size=32, person=person).digest()


def _key(token: str) -> bytes:
    return key_of_link(token, b"draft")
