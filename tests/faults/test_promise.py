"""The choice for anonymous or identified, and what it promises, is locked by the database itself (G-PRIV-6)."""

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from accounts.models import User
from polls.collection.models import Response
from polls.collection.services import load, submit
from polls.questionnaire.models import Poll
from tests.collection import sample
from tests.faults.figures import Tell

pytestmark = pytest.mark.django_db

PROMISES: dict[str, Any] = {
    "is_anonymous": (False, True),
    "minimum_base": (3, 3),
    "linked_until": (date(2030, 1, 1), date(2030, 1, 1)),
    "first_published_at": (None, None),
}
"""By column: what somebody would make of it in an anonymous and in an identified poll."""


def answered(*, is_anonymous: bool) -> Poll:
    poll = sample.launched(is_anonymous=is_anonymous, slug="anonymous" if is_anonymous else "identified")
    participation = load(sample.invited(poll))
    assert participation is not None
    submit(participation, sample.COMPLETE, language="nl", now=sample.LAUNCH)
    return poll


def is_refused(statement: str, values: list[Any]) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
    except DatabaseError:
        return True
    return False


def refusals(polls: list[Poll]) -> list[bool]:
    """Try to change each promise of each poll; say of each attempt whether it was refused."""
    return [
        is_refused(f"UPDATE polls_poll SET {column} = %s WHERE id = %s", [values[place], poll.pk])
        for column, values in PROMISES.items()
        for place, poll in enumerate(polls)
    ]


def test_the_database_refuses_to_change_the_promise(tell: Tell) -> None:
    refused = refusals([answered(is_anonymous=True), answered(is_anonymous=False)])
    tell(
        "G-PRIV-6",
        "anonymity, k and the last day of the link changed by SQL after launch",
        size="8 ways",
        allowed="none goes through",
        figure=f"{refused.count(False)} went through; control: without the trigger all do",
    )
    assert refused == [True] * 8


def test_without_its_guard_it_would_not(db: None) -> None:
    """The control: with the trigger gone each of the changes goes through."""
    polls = [answered(is_anonymous=True), answered(is_anonymous=False)]
    table = " ON polls_poll" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER promise_never_changes{table}")
    assert refusals(polls) == [False] * 8


def test_before_the_first_publication_it_lets_all_of_it_through(db: None) -> None:
    """The control: it is the publication that locks, not a table that cannot be written."""
    draft = Poll.objects.create(slug="draft")
    statements = [f"UPDATE polls_poll SET {column} = %s WHERE id = %s" for column in PROMISES]
    values = [changes[0] for changes in PROMISES.values()]
    assert not any(
        is_refused(statement, [value, draft.pk]) for statement, value in zip(statements, values, strict=True)
    )


def test_a_response_of_an_anonymous_poll_can_be_given_no_trace(db: None) -> None:
    poll = answered(is_anonymous=True)
    version = poll.latest_version
    assert version is not None
    response = Response.objects.create(poll=poll, version=version, answers={}, is_anonymous=True)
    traces = {"invitation_id": str(poll.invitations.get().pk.hex), "submitted_at": "2026-01-05 10:00:00+00:00"}
    assert all(
        is_refused(f"UPDATE polls_response SET {column} = %s WHERE poll_id = %s", [value, response.poll_id])
        for column, value in traces.items()
    )


@pytest.mark.parametrize("is_anonymous", [True, False])
def test_no_page_of_staff_changes_it(client: Client, is_anonymous: bool) -> None:
    poll = answered(is_anonymous=is_anonymous)
    user = User.objects.create_user("admin@ksf.example", "x", name="admin", role="administrator")
    client.force_login(user, backend="accounts.backends.RoleBackend")
    address = f"/admin/polls/poll/{poll.pk}/change/"
    client.post(address, {"is_anonymous": str(not is_anonymous), "minimum_base": "3", "linked_until": "2030-01-01"})
    stored = Poll.objects.get(pk=poll.pk)
    assert (stored.is_anonymous, stored.minimum_base) == (is_anonymous, 5)
    assert stored.linked_until == (None if is_anonymous else date(2027, 1, 5))


@pytest.mark.parametrize(("is_anonymous", "said"), [(True, "Deze peiling is anoniem"), (False, "niet anoniem")])
def test_what_respondents_read_follows_from_the_choice(client: Client, is_anonymous: bool, said: str) -> None:
    poll = sample.launched(is_anonymous=is_anonymous)
    html = client.get(f"/i/{sample.invited(poll, language='nl')}/").content.decode()
    assert said in html
    assert ("niet anoniem" in html) is not is_anonymous
