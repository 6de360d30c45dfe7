"""Counting for quotas, so that no more than the limit come in however many send at once.

The counts of a poll are one encrypted text that is written anew with every response, whatever it counted for: in an
anonymous poll neither the row nor the moment of its last change may say what somebody answered. The key is the server's
own; a copy of the database reads nothing from it.
"""

import hashlib
from collections.abc import Sequence

from django.conf import settings
from django.db import connection
from nacl.secret import SecretBox

from polls.codebook.routing import Quota
from polls.collection.models import QuotaBook
from polls.collection.services.padding import padded, read_padded
from polls.collection.services.prepared import execute

_BEGIN = "INSERT INTO polls_quotabook (poll_id, body) VALUES (%s, %s) ON CONFLICT (poll_id) DO NOTHING"
_WRITE = "UPDATE polls_quotabook SET body = %s WHERE poll_id = %s AND body = %s"


class QuotaFullError(Exception):
    """The quota was filled before this response came in."""

    def __init__(self, quota: Quota) -> None:
        super().__init__(f"quota {quota.code} is full")
        self.quota = quota


def read_counts(poll_id: int) -> dict[str, int]:
    """Give how many responses count for each quota so far, by its code."""
    book = QuotaBook.objects.filter(pk=poll_id).first()
    return {} if book is None else _opened(bytes(book.body))


def full_codes(poll_id: int, quotas: Sequence[Quota]) -> set[str]:
    """Give the codes of the quotas that are full now."""
    counts = read_counts(poll_id) if quotas else {}
    return {quota.code for quota in quotas if counts.get(quota.code, 0) >= quota.limit}


def count_in(poll_id: int, met: Sequence[Quota]) -> None:
    """Count a response for the quotas that it meets, inside the transaction that stores it.

    Raises QuotaFullError when one of them is full; the transaction must then be rolled back. Whoever comes at the same
    time waits for this transaction.
    """
    execute(_BEGIN, [poll_id, _closed({})])
    rows = QuotaBook.objects.filter(pk=poll_id)
    if connection.vendor == "postgresql":
        rows = rows.select_for_update()
    body = bytes(rows.get().body)
    counts = _opened(body)
    for quota in met:
        if counts.get(quota.code, 0) >= quota.limit:
            raise QuotaFullError(quota)
        counts[quota.code] = counts.get(quota.code, 0) + 1
    if execute(_WRITE, [_closed(counts), poll_id, body]) != 1:
        raise RuntimeError("the quotas were counted by two at once")


def _closed(counts: dict[str, int]) -> bytes:
    return bytes(SecretBox(_key()).encrypt(padded(counts)))


def _opened(body: bytes) -> dict[str, int]:
    return read_padded(SecretBox(_key()).decrypt(body))


def _key() -> bytes:
    return hashlib.blake2b(settings.SEAL_KEY.encode(), digest_size=32, person=b"quotas").digest()
