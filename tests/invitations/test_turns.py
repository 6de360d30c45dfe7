"""On SQLite one worker at a time empties the outbox."""

import pytest
from django.db import connection
from django.utils import timezone

from polls.invitations import services, tasks
from polls.invitations.models import Contact
from polls.invitations.services.turns import turn
from tests.invitations.sample import make_contacts, make_poll, states

pytestmark = pytest.mark.django_db

MANY_AT_ONCE = {"sqlite": False, "postgresql": True}


def test_a_second_one_has_to_leave_it_and_the_turn_ends() -> None:
    with turn() as first, turn() as second:
        assert first
        assert second is MANY_AT_ONCE[connection.vendor]
    with turn() as third:
        assert third


def test_a_turn_ends_with_an_error_too() -> None:
    with pytest.raises(KeyError):
        _break_off()
    with turn() as next_one:
        assert next_one


def _break_off() -> None:
    with turn():
        raise KeyError


def test_the_task_sends_nothing_when_it_is_anothers_turn() -> None:
    make_contacts(2)
    services.invite(make_poll(closes_at=None), Contact.objects.all(), by=None, now=timezone.now())
    with turn():
        tasks.deliver_waiting()
        kept = states()
    tasks.deliver_waiting()
    assert kept == {"sqlite": ["queued", "queued"], "postgresql": ["sent", "sent"]}[connection.vendor]
    assert states() == ["sent", "sent"]
