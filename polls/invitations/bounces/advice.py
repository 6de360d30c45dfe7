"""What to do about a mail that did not arrive, from what the mail server said."""

import re
from enum import StrEnum

from polls.invitations.bounces.report import BounceKind, kind_of_status, status_in


class Advice(StrEnum):
    """What helps."""

    CORRECT_ADDRESS = "correct_address"
    WAIT = "wait"
    BLOCKED = "blocked"
    MAIL_TOO_LARGE = "mail_too_large"
    OUR_SETTINGS = "our_settings"
    CANNOT_KNOW = "cannot_know"
    TRY_AGAIN = "try_again"


_REPLY_CODE = re.compile(r"^\s*([245]\d\d)[ -]")


def advice_for(said: str, *, is_unknown: bool = False) -> Advice:
    """Choose by the enhanced status in what was said, or by the plain reply code where there is none."""
    if is_unknown:
        return Advice.CANNOT_KNOW
    status = status_in(said)
    reply = _REPLY_CODE.match(said)
    if status:
        return _of_status(status)
    if reply and reply[1] in ("550", "551", "553"):
        return Advice.CORRECT_ADDRESS
    if reply and reply[1] in ("452", "552"):
        return Advice.WAIT
    if reply and reply[1].startswith("4"):
        return Advice.TRY_AGAIN
    return Advice.BLOCKED if reply else Advice.OUR_SETTINGS


def _of_status(status: str) -> Advice:
    kind, subject, detail = status.split(".")
    if kind_of_status(status) is BounceKind.HARD:
        return Advice.CORRECT_ADDRESS
    if (subject, detail) in (("2", "2"), ("3", "1")):
        return Advice.WAIT
    if (subject, detail) in (("2", "3"), ("3", "4")):
        return Advice.MAIL_TOO_LARGE
    if kind == "4":
        return Advice.TRY_AGAIN
    return Advice.BLOCKED if subject in ("7", "2") else Advice.TRY_AGAIN
