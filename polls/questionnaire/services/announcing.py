"""Writing down what other programs may be told. The room above that tells them finds the rows by itself."""

from datetime import datetime

from polls.questionnaire.models import Announcement, Poll


def announce(poll: Poll, kind: Announcement.Kind, *, now: datetime, key: str = "", **about: object) -> None:
    """Write an announcement in the caller's transaction, so that it is there if and only if its cause is.

    One with a ``key`` is written once per poll, however often and by however many it is asked for. ``about`` holds what
    can be written as JSON, and nothing that tells of a person. ``now`` may lie ahead: nobody is told before.
    """
    row = Announcement(poll=poll, kind=kind, key=key, about=about, at=now)
    Announcement.objects.bulk_create([row], ignore_conflicts=bool(key))


def take_back(poll: Poll, kind: Announcement.Kind, **about: object) -> None:
    """Remove announcements about exactly this of which nobody has been told yet."""
    named = {f"about__{name}": value for name, value in about.items()}
    Announcement.objects.filter(poll=poll, kind=kind, told_at=None, **named).delete()
