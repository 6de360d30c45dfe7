"""An attacker with copies of the whole database, taken whenever they like, links no response to an invitation.

The poll is answered in an order that only the test knows, each response with a mark of its own. After every emptying
of the urn the attacker copies all tables and tries values, transaction numbers, order and attributes.
"""

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from random import Random

import numpy as np
import pytest
from django.apps import apps
from django.db import connection

from polls.codebook.leaving import Disposition, Leaving
from polls.collection.models import Draft, Response, SealedResponse
from polls.collection.services import drafts as drafts_service
from polls.collection.services import empty_urn, finish, load, submission, submit
from polls.collection.services.draft_box import DraftContent
from polls.collection.services.drafts import save_draft
from polls.collection.services.submission import turn_away
from polls.invitations.models import Invitation
from polls.invitations.tokens import hash_token, new_random
from polls.questionnaire.models import Poll
from tests.collection import sample
from tests.faults.figures import Tell, sized

NOW = sample.LAUNCH + timedelta(hours=1)
PEOPLE = sized(240, 1000)
STEP = 40
MARK = re.compile(r"mark (\d{4})")

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass(frozen=True)
class Copy:
    """What a copy of the database says: who answered, and with which attributes the visible responses come."""

    answered: frozenset[str]
    responses: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Person:
    """What only the test knows of a respondent."""

    token: str
    attributes: Mapping[str, str]
    language: str


def people(poll: Poll, rng: Random) -> list[Person]:
    made = [
        Person(
            token=new_random(),
            attributes={
                "role": rng.choices(["inhouse", "facilitair"], [8, 2])[0],
                "size": rng.choices(["large", "small"], [7, 3])[0],
            },
            language=rng.choices(["nl", "en"], [19, 1])[0],
        )
        for _ in range(PEOPLE)
    ]
    Invitation.objects.bulk_create(
        Invitation(poll=poll, token_hash=hash_token(each.token), attributes=each.attributes, language=each.language)
        for each in made
    )
    return made


def answer(person: Person, number: int) -> None:
    participation = load(person.token)
    assert participation is not None
    submit(participation, {**sample.COMPLETE, "remarks": f"mark {number:04d}"}, language=person.language, now=NOW)


def take_copy() -> Copy:
    return Copy(
        frozenset(Invitation.objects.filter(is_responded=True).values_list("token_hash", flat=True)),
        {
            response.answers["remarks"]: (*sorted(response.attributes.values()), response.language)
            for response in Response.objects.all()
        },
    )


def fieldwork(poll: Poll, rng: Random) -> tuple[list[Person], list[Copy]]:
    """Let everyone answer, in steps after which the urn is emptied, and take a copy after each."""
    everyone, copies = people(poll, rng), [take_copy()]
    for number, person in enumerate(everyone):
        answer(person, number)
        if number % STEP == STEP - 1:
            empty_urn(poll)
            copies.append(take_copy())
    finish(poll, now=NOW)
    copies.append(take_copy())
    return everyone, copies


def test_between_any_two_copies_a_combination_moves_by_k_or_not_at_all(tell: Tell) -> None:
    poll = sample.launched()
    _everyone, copies = fieldwork(poll, Random(11))
    smallest = min(
        min(new.values())
        for position, earlier in enumerate(copies)
        for later in copies[position + 1 :]
        if (new := newcomers(earlier, later))
    )
    tell(
        "G-PRIV-1",
        f"{len(copies)} copies of the database, one after each emptying of the urn, compared pair by pair",
        size=f"{PEOPLE} people",
        allowed=f"a combination moves by {poll.minimum_base} (k) or not at all",
        figure=f"smallest group of one combination that moved: {smallest}",
    )
    assert smallest >= poll.minimum_base
    assert len(copies[-1].responses) == PEOPLE


def test_control_boxes_that_all_leave_give_single_people_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without what stays behind and what is dropped, the same attacker finds groups smaller than k."""
    everything = "polls.collection.services.urn."
    monkeypatch.setattr(everything + "choose_leaving", lambda boxes, **_: list(range(len(boxes))))
    monkeypatch.setattr(everything + "kept_lengths", lambda boxes, **_: [len(box) for box in boxes])
    poll = sample.launched()
    _everyone, copies = fieldwork(poll, Random(11))
    moved = [new for earlier, later in pairwise(copies) if (new := newcomers(earlier, later))]
    assert min(min(new.values()) for new in moved) < poll.minimum_base


def newcomers(earlier: Copy, later: Copy) -> Counter[tuple[str, ...]]:
    """Count the responses that only the later copy has, by what is known of them besides the answers."""
    return Counter(later.responses[mark] for mark in later.responses.keys() - earlier.responses.keys())


def test_no_value_stands_in_the_row_of_a_response_and_in_that_of_its_invitation(tell: Tell) -> None:
    poll = sample.launched()
    fieldwork(poll, Random(5))
    responses = rows_of("polls_response")
    others = {
        table: {value for row in rows_of(table) for value in row}
        for table in connection.introspection.table_names()
        if table not in ("polls_response", "django_migrations")
    }
    shared = {value for values in others.values() for value in values}
    known = {str(poll.pk), str(poll.latest_version and poll.latest_version.pk), "nl", "en", "", "None"}
    known |= {"True", "False", "1", "0", "{}", "[]"}
    attributes = {value for row in rows_of("polls_invitation") for value in row if value.startswith("{")}
    linking = {value for row in responses for value in row} & shared - known - attributes
    tell(
        "G-PRIV-1",
        "every value of every table compared with those of the responses",
        size=f"{PEOPLE} people",
        allowed="none shared",
        figure=f"{len(linking)} shared",
    )
    assert linking == set()


def test_the_order_of_the_rows_says_nothing_about_the_order_of_answering(tell: Tell) -> None:
    poll = sample.launched()
    fieldwork(poll, Random(3))
    place = "ctid" if connection.vendor == "postgresql" else "rowid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT answers FROM polls_response ORDER BY {place}")
        order = [int(MARK.findall(str(row[0]))[0]) for row in cursor.fetchall()]
        cursor.execute("SELECT answers FROM polls_response ORDER BY id")
        keys = [int(MARK.findall(str(row[0]))[0]) for row in cursor.fetchall()]
    within = [order[start : start + STEP] for start in range(0, PEOPLE, STEP)]
    largest = max(abs(rank_z(part)) for part in [keys, *within])
    tell(
        "G-PRIV-1",
        "order of rows and keys correlated with the order of answering",
        size=f"{PEOPLE} people",
        allowed="|z| below 5",
        figure=f"largest |z| {largest:.1f}",
    )
    assert largest < 5


def linked_by_transaction(poll: Poll) -> list[int]:
    """Give how many people each transaction leaves in question that wrote both a response and a used invitation."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT xmin::text, count(*) FROM polls_response GROUP BY 1")
        responses = dict(cursor.fetchall())
        cursor.execute("SELECT xmin::text, count(*) FROM polls_invitation WHERE is_responded GROUP BY 1")
        return [number for transaction, number in cursor.fetchall() if transaction in responses]


@pytest.mark.edition("PostgreSQL")
def test_no_transaction_that_wrote_a_response_points_at_an_invitation(tell: Tell) -> None:
    """PostgreSQL keeps with each row the number of the transaction that wrote it."""
    poll = sample.launched()
    fieldwork(poll, Random(4))
    groups = linked_by_transaction(poll)
    tell(
        "G-PRIV-1",
        "numbers of transactions (xmin) of responses compared with those of used invitations",
        size=f"{PEOPLE} people",
        allowed=f"no transaction with fewer than {poll.minimum_base} people (k)",
        figure=f"smallest group of people that one transaction points at: {min(groups, default=0) or 'none'}",
    )
    assert min(groups, default=poll.minimum_base) >= poll.minimum_base


@pytest.mark.edition("PostgreSQL")
def test_control_a_response_stored_as_it_comes_is_linked_by_its_transaction() -> None:
    """As is usual: the mark on the link and the response in one transaction."""
    poll = sample.launched(is_anonymous=False)
    everyone = people(poll, Random(4))[:20]
    for number, person in enumerate(everyone):
        answer(person, number)
    assert linked_by_transaction(poll) == [1] * 20


def test_no_text_of_an_answer_lies_anywhere_else_in_the_database() -> None:
    poll = sample.launched()
    fieldwork(poll, Random(9))
    found = {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        for row in rows_of(model._meta.db_table)
        if any(MARK.search(value) for value in row)
    }
    assert found == {"polls_response"}


def lengths_of_boxes(poll: Poll) -> list[set[int]]:
    """Let people write much or nothing, and one be sent away; give the lengths of drafts and of what is in the urn."""
    remarks = ["", "Prima. " * 300, "".join(f"Reden {number}: het is te druk. " for number in range(150))]
    everyone = people(poll, Random(6))[:4]
    drafts: set[int] = set()
    for person, remark in zip(everyone, remarks, strict=False):
        participation = load(person.token)
        assert participation is not None
        answers = {**sample.COMPLETE, "remarks": remark[:5000]}
        saved = save_draft(participation, DraftContent(answers=answers, page="last"), now=NOW)
        drafts |= {len(bytes(body)) for body in Draft.objects.values_list("body", flat=True)}
        submit(saved, answers, language="nl", now=NOW)
    participation = load(everyone[-1].token)
    assert participation is not None
    turn_away(participation, {"outsources": "never"}, Leaving(Disposition.SCREENED_OUT, "nothing", {}), now=NOW)
    return [drafts, {len(bytes(box)) for box in SealedResponse.objects.values_list("box", flat=True)}]


def test_no_length_tells_who_wrote_much_or_was_sent_away(tell: Tell) -> None:
    """Else the one long box of an early copy and the one long response of a later copy belong together."""
    lengths = lengths_of_boxes(sample.launched())
    tell(
        "G-PRIV-1",
        "lengths of drafts and boxes compared: nothing written, 2,000 and 5,000 signs written, sent away",
        size="4 people",
        allowed="one length of drafts, one of boxes",
        figure=f"{len(lengths[0])} of drafts, {len(lengths[1])} of boxes",
    )
    assert [len(each) for each in lengths] == [1, 1]


def test_control_boxes_that_are_as_long_as_they_must_be_tell_who_wrote_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts_service, "box_size", lambda sha256: 64)
    monkeypatch.setattr(submission, "box_size", lambda sha256: 64)
    lengths = lengths_of_boxes(sample.launched())
    assert min(len(each) for each in lengths) > 1


def rank_z(order: list[int]) -> float:
    """The z-score of the rank correlation with the order in which they were stored (about normal under chance)."""
    ranks = np.argsort(np.argsort(order))
    rho = float(np.corrcoef(ranks, np.arange(len(order)))[0, 1])
    return float(rho * (len(order) - 1) ** 0.5)


def rows_of(table: str) -> list[list[str]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
        return [[as_text(value) for value in row] for row in cursor.fetchall()]


def as_text(value: object) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return json.dumps(value, sort_keys=True) if isinstance(value, dict | list) else str(value)
