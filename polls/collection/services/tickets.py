"""What a newcomer's page holds so that the server, which keeps nothing of them, knows when and where they came in.

A ticket is signed and is good for one token, and so for one response. A ticket with a task is answered with a number
for which the SHA-256 of ticket and number begins with so many zero bits, or by waiting.
"""

import hashlib
import math
from dataclasses import asdict, dataclass
from datetime import datetime

from django.core.signing import BadSignature, Signer

from polls.invitations.tokens import hash_token

LONGEST_ANSWER = 20
_TOKEN_PART = 16


@dataclass(frozen=True, slots=True)
class Ticket:
    """Made ``at`` (seconds since 1970) for the holder of a token at a link; ``bits`` and ``wait`` are the task."""

    token: str
    poll: int
    door: int
    at: float
    bits: int = 0
    wait: int = 0

    def signed(self) -> str:
        return _signer().sign_object(asdict(self))

    def age_at(self, now: datetime) -> float:
        """Give how old the ticket is, in seconds."""
        return now.timestamp() - self.at


def ticket_for(token: str, *, poll: int, door: int, now: datetime, bits: int = 0, wait: int = 0) -> Ticket:
    return Ticket(hash_token(token)[:_TOKEN_PART], poll, door, math.floor(now.timestamp() * 10) / 10, bits, wait)


def read_ticket(text: str, *, token: str, poll: int, door: int) -> Ticket | None:
    """Read a ticket that was signed for this token at this link; None for any other text."""
    try:
        ticket = Ticket(**_signer().unsign_object(text))
    except (BadSignature, ValueError, TypeError):
        return None
    ours = (hash_token(token)[:_TOKEN_PART], poll, door)
    return ticket if (ticket.token, ticket.poll, ticket.door) == ours else None


def is_solved(text: str, answer: str, bits: int) -> bool:
    """Whether the SHA-256 of ``text``, a colon and ``answer`` begins with at least ``bits`` zero bits."""
    if len(answer) > LONGEST_ANSWER:
        return False
    digest = hashlib.sha256(f"{text}:{answer}".encode()).digest()
    return int.from_bytes(digest, "big") >> (len(digest) * 8 - bits) == 0


def _signer() -> Signer:
    return Signer(salt="the door of a poll")
