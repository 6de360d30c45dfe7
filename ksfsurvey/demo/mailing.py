"""Sending the demo's mail at its own moments."""

from datetime import datetime

from polls.invitations import services


def deliver(*, now: datetime) -> None:
    """Empty the outbox at a moment in the past, which stands still meanwhile."""
    while services.deliver_waiting(now=now, clock=lambda: 0.0, limit=1000).counts:
        pass
