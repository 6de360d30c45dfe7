"""Exploring without flagged responses: the numbers of the results without them, and the same rules of what is told."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from polls.questionnaire.models import Poll
from polls.results.models import Release
from polls.results.services.printing import run_to_print
from tests.results import sample
from tests.results.test_exploring import EXPLORE, bases, seen
from tests.results.test_leaving_out import closed_poll, everyone_of, respond

pytestmark = pytest.mark.django_db


@pytest.fixture
def analyst(staff: Callable[[str], Client]) -> Client:
    client = staff("analyst")
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def refusal(client: Client, **chosen: Any) -> str:
    context = client.get(EXPLORE, chosen).context
    assert "question" not in context
    return str(context["refusal"])


def test_those_with_a_flag_are_left_out_and_it_says_so(analyst: Client) -> None:
    everyone_of(closed_poll(fast=10, usual=30))
    assert bases(seen(analyst, q="opinion"))["total"] == 40
    context = seen(analyst, q="opinion", without="fast")
    assert bases(context)["total"] == 30
    assert "without the 10 of 40 respondents who were flagged: remarkably fast" in context["report"].filter_label
    assert "Without 10 flagged respondents." in context["question"].table.base_note
    assert Release.objects.filter(spec__without=["fast"]).exists()


def test_a_few_flagged_ones_do_not_follow_and_are_not_counted_out(analyst: Client) -> None:
    everyone_of(closed_poll(fast=4, usual=30))
    assert refusal(analyst, q="opinion", without="fast").startswith("Too few respondents have such a flag")
    assert "4 of" not in analyst.get(EXPLORE, {"q": "opinion", "without": "fast"}).content.decode()


def test_a_choice_that_has_few_of_them_is_not_told(analyst: Client) -> None:
    poll = closed_poll(fast=8, usual=30)
    respond(poll, "p1", fast=2, role="bpo")
    respond(poll, "p5", usual=20, role="bpo")
    Poll.objects.filter(pk=poll.pk).update(data_revision=1)
    poll.refresh_from_db()
    everyone_of(poll)
    assert bases(seen(analyst, q="opinion", by="role", without="fast")) == {"total": 50, "inhouse": None, "bpo": None}
    assert refusal(analyst, q="opinion", filter="role:bpo", without="fast").startswith("Too few")


def test_later_responses_are_held_against_it(analyst: Client) -> None:
    poll = closed_poll(fast=10, usual=30)
    everyone_of(poll)
    assert bases(seen(analyst, q="opinion", without="fast"))["total"] == 30
    respond(poll, "p1", fast=2)
    respond(poll, "p5", usual=20)
    Poll.objects.filter(pk=poll.pk).update(data_revision=1)
    poll.refresh_from_db()
    run_to_print(poll, variable="", segment="", clock=sample.later)
    assert bases(seen(analyst, q="opinion"))["total"] == 62
    assert refusal(analyst, q="opinion", without="fast").startswith("Too few")


def test_an_open_anonymous_poll_offers_no_such_choice(analyst: Client) -> None:
    poll = closed_poll(fast=10, usual=30)
    everyone_of(poll)
    Poll.objects.filter(pk=poll.pk).update(state=Poll.State.PUBLISHED, opens_at=sample.NOW - timedelta(days=1))
    context = seen(analyst, q="opinion", without="any")
    assert "without" not in context["form"].fields
    assert bases(context)["total"] == 40


def test_an_unknown_flag_is_named(analyst: Client) -> None:
    everyone_of(closed_poll(fast=10, usual=30))
    context = analyst.get(EXPLORE, {"q": "opinion", "without": "weird"}).context
    assert context["form"].errors["without"] == ["“weird” is not on offer here. Choose again."]
