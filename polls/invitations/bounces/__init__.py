"""What mail servers and providers tell of mails that did not arrive, read into one shape. Plain Python."""

from polls.invitations.bounces.advice import Advice, advice_for
from polls.invitations.bounces.delivery_status import read_delivery_status
from polls.invitations.bounces.providers import PROVIDERS, Provider, UnreadableError
from polls.invitations.bounces.report import BounceKind, Report, kind_of_status

__all__ = [
    "PROVIDERS",
    "Advice",
    "BounceKind",
    "Provider",
    "Report",
    "UnreadableError",
    "advice_for",
    "kind_of_status",
    "read_delivery_status",
]
