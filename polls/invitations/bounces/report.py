"""One report about one recipient of one mail."""

import re
from dataclasses import dataclass
from enum import StrEnum

LONGEST_DETAIL = 500

_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_OF_THE_ADDRESS = {(1, 0), (1, 1), (1, 2), (1, 3), (1, 6), (1, 10), (2, 1), (4, 4)}
"""Subject and detail of the permanent codes that say that the address or its domain does not exist (RFC 3463)."""


class BounceKind(StrEnum):
    """What a report means for the address."""

    HARD = "hard"
    SOFT = "soft"
    DELAYED = "delayed"
    COMPLAINT = "complaint"


@dataclass(frozen=True)
class Report:
    """``status`` is an enhanced code such as ``5.1.1`` or empty; ``detail`` what the server said.

    The mail is known by the tag of its return address, or by its Message-ID (with its angle brackets); either may be
    empty. ``reference`` is the same for the same report, however often it comes.
    """

    kind: BounceKind
    recipient: str
    status: str
    detail: str
    reference: str
    message_id: str = ""
    tag: str = ""


def kind_of_status(status: str) -> BounceKind:
    """Tell whether a code says that the address does not exist. Full boxes, sizes and policies say nothing about it."""
    match = _STATUS.fullmatch(status)
    if match and match[1] == "5" and (int(match[2]), int(match[3])) in _OF_THE_ADDRESS:
        return BounceKind.HARD
    return BounceKind.SOFT


def status_in(text: str) -> str:
    """Find an enhanced status code in what a server said; empty when there is none."""
    match = _STATUS.search(text)
    return match[0] if match else ""


def one_line(text: str) -> str:
    """Make a text from a stranger one line of bearable length, without what cannot be printed."""
    printable = "".join(sign if sign.isprintable() else " " for sign in text[: 4 * LONGEST_DETAIL])
    return " ".join(printable.split())[:LONGEST_DETAIL]


def message_id_in(text: str) -> str:
    """Find a Message-ID in a header or a text, with its angle brackets; empty when there is none."""
    match = re.search(r"<[!-;=?A-~]{1,100}@[!-;=?A-~]{1,90}>", text[:2000])
    return match[0] if match else ""
