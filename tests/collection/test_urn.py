"""The urn: nothing leads from a response to an invitation."""

from collections import Counter
from datetime import timedelta
from random import Random

import pytest
from django.db import connection
from nacl.exceptions import CryptoError
from nacl.public import SealedBox

from polls.collection.models import Response, SealedResponse
from polls.collection.services import empty_urn, empty_urns, finish, load, submit
from polls.invitations.models import Invitation
from polls.questionnaire.keys import unwrap
from polls.questionnaire.models import Poll
from polls.questionnaire.services import reopen
from tests.collection import sample

NOW = sample.LAUNCH + timedelta(hours=1)


def answer(poll: Poll, number: int, *, first: int = 0, **fields: object) -> list[str]:
    """Let ``number`` people answer; each writes a mark of its own in the remarks."""
    tokens = sample.invite_many(poll, number, **fields)
    for position, token in enumerate(tokens, start=first):
        participation = load(token)
        assert participation is not None
        submit(participation, {**sample.COMPLETE, "remarks": f"mark {position:04d}"}, language="nl", now=NOW)
    return tokens


def marks(poll: Poll) -> list[str]:
    return [answers["remarks"] for answers in Response.objects.filter(poll=poll).values_list("answers", flat=True)]


def test_a_small_batch_waits(poll: Poll) -> None:
    answer(poll, 14)
    assert empty_urn(poll) == 0
    answer(poll, 1)
    assert empty_urn(poll) == 10
    assert Response.objects.count() == 10
    assert SealedResponse.objects.count() == 5


def test_the_step_is_never_smaller_than_the_poll_says(db: None) -> None:
    poll = sample.launched(minimum_base=12)
    answer(poll, 23)
    assert empty_urn(poll) == 0
    answer(poll, 1)
    assert empty_urn(poll) == 12


def test_every_answer_comes_out_as_it_went_in(poll: Poll) -> None:
    answer(poll, 15)
    empty_urn(poll)
    finish(poll, now=NOW)
    assert sorted(marks(poll)) == [f"mark {number:04d}" for number in range(15)]
    response = Response.objects.filter(answers__remarks="mark 0003").get()
    assert response.answers == {**sample.COMPLETE, "remarks": "mark 0003"}
    assert response.version == poll.latest_version
    assert response.invitation is None
    assert response.submitted_at is None


def test_the_order_is_the_one_that_chance_gave(poll: Poll) -> None:
    answer(poll, 30)
    finish(poll, now=NOW, rng=Random(7))
    with connection.cursor() as cursor:
        column = "ctid" if connection.vendor == "postgresql" else "rowid"
        cursor.execute(f"SELECT answers FROM polls_response ORDER BY {column}")
        stored = [str(row[0]).split("mark ")[1][:4] for row in cursor.fetchall()]
    assert sorted(stored) == [f"{number:04d}" for number in range(30)]
    assert stored != sorted(stored)


def test_old_boxes_stay_shut_after_emptying(poll: Poll) -> None:
    answer(poll, 15)
    boxes = [bytes(box) for box in SealedResponse.objects.values_list("box", flat=True)]
    empty_urn(poll)
    poll.refresh_from_db()
    assert poll.urn_private_key is not None
    seal = SealedBox(unwrap(bytes(poll.urn_private_key)))
    for box in boxes:
        with pytest.raises(CryptoError):
            seal.decrypt(box)


def test_a_small_last_batch_is_mixed_with_all_earlier_ones(poll: Poll) -> None:
    answer(poll, 15)
    empty_urn(poll)
    before = set(Response.objects.values_list("pk", flat=True))
    answer(poll, 2, first=15)
    assert finish(poll, now=NOW) == 7
    after = set(Response.objects.values_list("pk", flat=True))
    assert len(after) == 17
    assert not before & after
    assert sorted(marks(poll)) == [f"mark {number:04d}" for number in range(17)]


def test_finishing_twice_changes_nothing(poll: Poll) -> None:
    answer(poll, 6)
    assert finish(poll, now=NOW) == 6
    assert finish(poll, now=NOW + timedelta(hours=1)) == 0
    poll.refresh_from_db()
    assert poll.state == Poll.State.CLOSED
    assert poll.closes_at == NOW
    assert Response.objects.count() == 6


def test_fewer_answers_than_the_smallest_group_stay_sealed(poll: Poll) -> None:
    answer(poll, 4)
    assert finish(poll, now=NOW) == 0
    assert Response.objects.count() == 0
    assert SealedResponse.objects.count() == 4


def test_answers_after_reopening_wait_until_they_are_a_group(poll: Poll) -> None:
    answer(poll, 6)
    finish(poll, now=NOW)
    reopen(poll, by=None, now=NOW)
    answer(poll, 4, first=6)
    finish(poll, now=NOW)
    assert len(marks(poll)) == 6
    reopen(poll, by=None, now=NOW)
    answer(poll, 1, first=10)
    finish(poll, now=NOW)
    assert len(marks(poll)) == 11


def test_every_urn_that_holds_enough_is_emptied(db: None) -> None:
    full, waiting = sample.launched(slug="full"), sample.launched(slug="waiting")
    answer(full, 15)
    answer(waiting, 3)
    assert empty_urns() == 10
    assert Response.objects.filter(poll=full).count() == 10
    assert SealedResponse.objects.filter(poll=waiting).count() == 3


def test_the_data_revision_says_that_responses_came_in(poll: Poll) -> None:
    answer(poll, 15)
    empty_urn(poll)
    poll.refresh_from_db()
    assert poll.data_revision == 1


def test_attributes_that_few_people_share_are_left_out(poll: Poll) -> None:
    sample.invite_many(poll, 20, attributes={"role": "facilitair", "size": "small"})
    answer(poll, 8)
    answer(poll, 5, first=8, attributes={"role": "facilitair", "size": "large"})
    answer(poll, 1, first=13, attributes={"role": "facilitair", "size": "small"})
    finish(poll, now=NOW)
    kept = Counter(tuple(sorted(each.items())) for each in Response.objects.values_list("attributes", flat=True))
    assert kept == {(("role", "inhouse"), ("size", "large")): 8, (): 6}


def test_what_leaves_while_the_poll_is_open_leaves_enough_for_the_last_step(poll: Poll) -> None:
    """Two copies of the database show who answered in between: never fewer than k of one combination."""
    answer(poll, 20)
    answer(poll, 9, first=20, attributes={"role": "facilitair", "size": "small"})
    assert empty_urn(poll) == 15
    assert {each["role"] for each in Response.objects.values_list("attributes", flat=True)} == {"inhouse"}
    answer(poll, 1, first=29, attributes={"role": "facilitair", "size": "small"})
    assert finish(poll, now=NOW) == 15
    roles = Counter(each["role"] for each in Response.objects.values_list("attributes", flat=True))
    assert roles == {"inhouse": 20, "facilitair": 10}


def test_a_language_that_few_chose_is_not_kept(poll: Poll) -> None:
    answer(poll, 6)
    participation = load(sample.invite_many(poll, 1)[0])
    assert participation is not None
    submit(participation, sample.COMPLETE, language="en", now=NOW)
    finish(poll, now=NOW)
    assert Counter(Response.objects.values_list("language", flat=True)) == {"": 7}


def test_nothing_in_the_database_joins_a_response_with_an_invitation(poll: Poll) -> None:
    answer(poll, 15)
    empty_urn(poll)
    invitations = values_of("polls_invitation", ["id", "token_hash"])
    assert not values_of("polls_response", ["id"]) & invitations
    assert Response.objects.filter(invitation__isnull=False).count() == 0
    assert Response.objects.filter(submitted_at__isnull=False).count() == 0


def values_of(table: str, columns: list[str]) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)} FROM {table}")
        return {str(value) for row in cursor.fetchall() for value in row}


@pytest.mark.django_db(transaction=True)
def test_postgresql_writes_all_in_one_transaction_so_that_its_number_tells_nothing() -> None:
    if connection.vendor != "postgresql":
        assert_sqlite_keeps_no_plain_text()
        return
    poll = sample.launched()
    answer(poll, 12)
    assert len(transaction_numbers("polls_sealedresponse")) == 12
    assert transaction_numbers("polls_sealedresponse") == transaction_numbers("polls_invitation")
    finish(poll, now=NOW)
    assert len(transaction_numbers("polls_invitation")) == 1
    assert transaction_numbers("polls_response") == transaction_numbers("polls_invitation")


def transaction_numbers(table: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT xmin::text FROM {table}")
        return {row[0] for row in cursor.fetchall()}


def assert_sqlite_keeps_no_plain_text() -> None:
    poll = sample.launched()
    answer(poll, 9)
    with connection.cursor() as cursor:
        cursor.execute("SELECT box FROM polls_sealedresponse")
        assert all(b"mark" not in bytes(row[0]) for row in cursor.fetchall())
    assert Invitation.objects.filter(is_responded=True).count() == 9
