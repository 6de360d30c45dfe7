"""The secret in a personal link: derived from a key outside the database, never stored.

A row knows only the SHA-256 of its token, so that a dump of the database opens no poll. Raising the generation revokes
a link. Keys rotate: new links are made with the first of ``INVITE_KEYS``; the older keys only find links made before.
"""

import base64
import hashlib
import hmac
import re
import secrets
from uuid import UUID

from django.conf import settings

LENGTH = 24
"""Characters of a token, six bits each: 144 bits."""

WELL_FORMED = re.compile(rf"[A-Za-z0-9_-]{{{LENGTH}}}\Z")


class UnknownKeyError(LookupError):
    """None of the ``INVITE_KEYS`` derives the token whose hash the invitation holds."""


def derive(invitation_id: UUID | str, poll_id: int, generation: int, *, key: str | None = None) -> str:
    """Derive the token of an invitation; with the newest key unless another is given."""
    message = f"{poll_id}|{invitation_id}|{generation}".encode()
    digest = hmac.digest((settings.INVITE_KEYS[0] if key is None else key).encode(), message, "sha256")
    return base64.urlsafe_b64encode(digest).decode()[:LENGTH]


def derive_again(invitation_id: UUID | str, poll_id: int, generation: int, *, token_hash: str) -> str:
    """Derive the token that was handed out before, with whichever key made it. Raises UnknownKeyError."""
    for key in settings.INVITE_KEYS:
        token = derive(invitation_id, poll_id, generation, key=key)
        if hmac.compare_digest(hash_token(token), token_hash):
            return token
    raise UnknownKeyError(f"no key in INVITE_KEYS made the link of invitation {invitation_id}")


def new_random() -> str:
    """Make a token for somebody who came in by an open link."""
    return secrets.token_urlsafe(LENGTH * 3 // 4)


def hash_token(token: str) -> str:
    """Give the SHA-256 of a token as 64 hexadecimal digits: what the database holds."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_well_formed(token: str) -> bool:
    """Whether ``token`` could be one at all, to answer a guess without asking the database."""
    return WELL_FORMED.match(token) is not None


def answer_url(token: str) -> str:
    """Give the full address at which the holder of the token answers."""
    return f"{settings.SITE_URL}/i/{token}/"


def opt_out_url(token: str) -> str:
    """Give the full address at which the holder of the token says no to further mail."""
    return f"{settings.SITE_URL}/u/{token}/"
