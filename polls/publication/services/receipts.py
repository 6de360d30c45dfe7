"""Which receipts are counted in an edition: a list of salted hashes that tells nothing but to who holds a receipt.

A code has 140 random bits and is kept by nobody, so no line of the list can be guessed. The salt is another one in each
edition: lines of two editions cannot be laid side by side. The list is sorted, so it has no order of arrival.
"""

import hashlib
import secrets
from dataclasses import dataclass

from polls.collection.models import Response
from polls.collection.services.receipts import GROUP, hash_receipt
from polls.results.dataset import read_state
from polls.results.models import Run

SALT_BYTES = 16

HEAD = """\
# Receipts that are counted in {address}
# salt: {salt}
# count: {count}
# A line is the SHA-256 of the salt, a vertical bar and the hash of a receipt,
# which is the SHA-256 of "receipt|" and the code in capitals, without dashes.
"""


@dataclass(frozen=True)
class ReceiptList:
    """The list as a file, its salt, and how many lines it has."""

    content: bytes
    salt: str
    count: int


def list_receipts(run: Run, address: str) -> ReceiptList | None:
    """List the receipts of the responses that ``run`` counted; None where those cannot be told apart any more.

    That is so when responses came or went since, and when no response has a receipt.
    """
    if read_state(run.poll).key != run.data_key:
        return None
    hashes = Response.objects.filter(poll=run.poll).exclude(receipt_hash="").values_list("receipt_hash", flat=True)
    salt = secrets.token_hex(SALT_BYTES)
    lines = sorted(line_of(salt, each) for each in hashes.iterator())
    if not lines:
        return None
    head = HEAD.format(address=address, salt=salt, count=len(lines))
    return ReceiptList((head + "\n".join(lines) + "\n").encode(), salt, len(lines))


def line_of(salt: str, receipt_hash: str) -> str:
    """Give the line of a receipt: SHA-256 of the salt, a bar and the stored hash, in hexadecimal digits."""
    return hashlib.sha256(f"{salt}|{receipt_hash}".encode()).hexdigest()


def is_counted(content: bytes, salt: str, code: str) -> bool:
    """Whether the list holds the receipt with this code, however it was typed."""
    return f"\n{line_of(salt, hash_receipt(code))}\n".encode() in content


def written_as_issued(code: str) -> str:
    """Write a code, however it was typed, in groups of four signs as it was issued."""
    signs = "".join(sign for sign in code.upper() if sign.isalnum()).translate(str.maketrans("ILO", "110"))
    return "-".join(signs[start : start + GROUP] for start in range(0, len(signs), GROUP))
