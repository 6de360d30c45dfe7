"""Who may come in by an open link: everybody. Of a crowd, each has to show first that it is somebody.

Nobody is turned away and nothing is dropped in silence. When many come from one network or by one link in a short time,
a newcomer's browser is asked for a little work, which a person does not notice and which makes ten thousand responses
dear. Without JavaScript there is a short wait instead, for a limited number per network. Nobody has to read distorted
letters, do a sum or remember anything, and nobody else is asked.
"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from polls.collection.services.crowds import count
from polls.collection.services.loading import Participation
from polls.collection.services.tickets import Ticket, is_solved, read_ticket, ticket_for
from polls.collection.services.waves import count_wave

QUICKEST = 2.0
"""Seconds in which nobody fills in a page."""

ENTRY_LASTS = 24 * 60 * 60
TASK_LASTS = 30 * 60
ODD_SHARE = 10
"""Who is odd (too quick, no ticket, or has filled in what a person does not see) may be so many times fewer."""

LEAST_BITS, MOST_BITS = 14, 20
LEAST_WAIT, MOST_WAIT = 10, 60
MOST_PATIENT = 20
"""How many of one network may come in by waiting, in the window in which is counted."""


@dataclass(frozen=True, slots=True)
class Knock:
    """What a newcomer's first post says besides the answers: texts as they were sent, "" where there is none.

    ``network`` is a hash that is good for a day. ``trap`` is what was typed where a person sees no field.
    """

    network: str
    entry: str = ""
    trap: str = ""
    task: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """What a newcomer has to do first. ``seconds`` are still to wait."""

    ticket: str
    bits: int
    seconds: int


def entry_for(participation: Participation, *, now: datetime) -> str:
    """Write the ticket of a newcomer's page."""
    return ticket_for(participation.token, poll=participation.poll.pk, door=_door(participation), now=now).signed()


def admit(participation: Participation, knock: Knock, *, now: datetime) -> Task | None:
    """Let a newcomer in (None), or say what has to be done first."""
    task = _read(participation, knock.task)
    if task is not None and task.bits and task.age_at(now) <= TASK_LASTS:
        return _after_task(participation, knock, task, now)
    crowd = _crowd(participation, knock, now)
    if crowd < 1:
        return None
    steps = int(crowd).bit_length() - 1
    given = ticket_for(
        participation.token,
        poll=participation.poll.pk,
        door=_door(participation),
        now=now,
        bits=min(LEAST_BITS + steps, MOST_BITS),
        wait=min(LEAST_WAIT * (steps + 1), MOST_WAIT),
    )
    count_wave(participation.poll.pk, _door(participation), "asked", now=now)
    return Task(given.signed(), given.bits, given.wait)


def is_entry(participation: Participation, text: str, *, now: datetime) -> bool:
    """Whether the text is a ticket that is still good for this newcomer."""
    entry = _read(participation, text)
    return entry is not None and entry.age_at(now) <= ENTRY_LASTS


def _crowd(participation: Participation, knock: Knock, now: datetime) -> float:
    """Give how much of a crowd the newcomer stands in: at 1 and above it is one."""
    share = ODD_SHARE if _is_odd(participation, knock, now) else 1
    place = f"{participation.poll.pk}:{_door(participation)}"
    of_network = count(f"{place}:network:{knock.network}")
    of_link = count(f"{place}:all")
    crowd: float = max((of_network - 1) * share / settings.CROWD_OF_NETWORK, (of_link - 1) / settings.CROWD_OF_LINK)
    return crowd


def _is_odd(participation: Participation, knock: Knock, now: datetime) -> bool:
    entry = _read(participation, knock.entry)
    if entry is None or knock.trap:
        return True
    return not QUICKEST <= entry.age_at(now) <= ENTRY_LASTS


def _after_task(participation: Participation, knock: Knock, task: Ticket, now: datetime) -> Task | None:
    poll, door = participation.poll.pk, _door(participation)
    if is_solved(knock.task, knock.answer, task.bits):
        count_wave(poll, door, "worked", now=now)
        return None
    left = task.wait - task.age_at(now)
    if left > 0:
        return Task(knock.task, task.bits, int(left) + 1)
    if count(f"{poll}:{door}:patient:{knock.network}") > MOST_PATIENT:
        again = ticket_for(participation.token, poll=poll, door=door, now=now, bits=task.bits, wait=MOST_WAIT)
        return Task(again.signed(), again.bits, again.wait)
    count_wave(poll, door, "waited", now=now)
    return None


def _read(participation: Participation, text: str) -> Ticket | None:
    if not text:
        return None
    return read_ticket(text, token=participation.token, poll=participation.poll.pk, door=_door(participation))


def _door(participation: Participation) -> int:
    return participation.door.id if participation.door else 0
