"""Secrets of this room: tokens are random and known by their hash; those of webhooks are derived and never stored.

A dump of the database opens nothing and signs nothing: the key lies outside of it.
"""

import base64
import hashlib
import hmac
import re
import secrets
from uuid import UUID

from django.conf import settings

PREFIX = "ksf_"
"""What a token begins with, so that people and scanners of code recognise one that got where it should not be."""

BYTES = 32
HINT = len(PREFIX) + 6
WELL_FORMED = re.compile(rf"{PREFIX}[A-Za-z0-9_-]{{43}}\Z")


def new_token() -> str:
    """Make a token of 256 random bits, which needs no slow hash."""
    return PREFIX + secrets.token_urlsafe(BYTES)


def hash_token(token: str) -> str:
    """Give the SHA-256 of a token as 64 hexadecimal digits: what the database holds."""
    return hashlib.sha256(token.encode()).hexdigest()


def hint_of(token: str) -> str:
    """Give the first letters of a token, by which people tell theirs apart."""
    return token[:HINT]


def is_well_formed(token: str) -> bool:
    return WELL_FORMED.match(token) is not None


def hook_key(hook_id: UUID | str, generation: int) -> bytes:
    """Derive the 32 bytes with which messages to a webhook are signed."""
    return hmac.digest(settings.WEBHOOK_KEY.encode(), f"{hook_id}|{generation}".encode(), "sha256")


def hook_secret(hook_id: UUID | str, generation: int) -> str:
    """Write the key of a webhook as receivers want it: ``whsec_`` and base64."""
    return "whsec_" + base64.b64encode(hook_key(hook_id, generation)).decode()
