"""Whatever is posted: no error of ours, and nothing invalid is stored."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker

from polls.codebook.answers import Answers, clean
from polls.collection.models import Response
from polls.collection.services import load
from polls.collection.views.visit import REVIEW
from polls.questionnaire.models import Poll
from tests.collection import sample
from tests.examples import tried
from tests.worlds import undone

NAMES = [
    "outsources", "since", "channels", "channels.other", "channels.phone", "opinion", "grade", "share", "goal",
    "clients", "remarks", "unknown", "_next", "_back", "_language", "_lang", "_revision", "_shown", "_send", "poll",
]  # fmt: skip
VALUES = st.one_of(
    st.sampled_from(
        ["fully", "partly", "never", "phone", "other", "none", "_dk", "8", "11", "-1", "12,5", "1e9", "2015", "quality",
         "en", "nl", "0", "", " ", "\x00", "NaN", "Infinity", "٣", "9" * 400]
    ),
    st.text(max_size=30),
)  # fmt: skip
POSTS = st.dictionaries(st.sampled_from(NAMES), st.lists(VALUES, max_size=4), max_size=10)
PLACES = st.sampled_from(["about/", "views/", "last/", "about/draft/", "last/draft/", f"{REVIEW}/", "nowhere/"])
TOO_LONG = {"remarks": ["x" * 100_000], "clients": ["y" * 100_000], "outsources": ["z" * 100_000]}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Poll]:
    with undone(django_db_blocker):
        yield sample.launched(is_anonymous=False)


@pytest.fixture
def poll(world: Poll, django_db_blocker: DjangoDbBlocker) -> Iterator[Poll]:
    with undone(django_db_blocker):
        yield world


def is_valid(answers: Answers) -> bool:
    """Whether each stored answer is one that the questionnaire would take."""
    questions = sample.QUESTIONNAIRE.question_by_code
    for question in questions.values():
        mine = {key: value for key, value in answers.items() if key.partition(".")[0] == question.code}
        if not mine:
            continue
        posted = {key: value if isinstance(value, list) else [value] for key, value in mine.items()}
        cleaned = clean(question, posted, "en")
        if cleaned.values != mine or (cleaned.finding and cleaned.finding.code not in ("required", "required_other")):
            return False
    return all(key.partition(".")[0] in questions for key in answers)


@tried(40, 600)
@given(posts=st.lists(st.tuples(PLACES, POSTS), min_size=1, max_size=5))
def test_no_post_breaks_anything_or_stores_what_is_invalid(poll: Poll, posts: list[tuple[str, dict[str, Any]]]) -> None:
    Response.objects.all().delete()
    token = sample.invited(poll)
    client = Client()
    for place, fields in posts:
        response = client.post(f"/i/{token}/{place}", fields)
        assert response.status_code < 500
        participation = load(token)
        assert participation is not None
        assert is_valid(participation.draft.answers), participation.draft.answers
    for stored in Response.objects.all():
        assert is_valid(stored.answers), stored.answers


@pytest.mark.parametrize("place", ["last/", "last/draft/", "about/"])
def test_a_huge_text_is_refused_and_not_stored(poll: Poll, place: str) -> None:
    token = sample.invited(poll)
    response = Client().post(f"/i/{token}/{place}", TOO_LONG)
    assert response.status_code < 500
    participation = load(token)
    assert participation is not None
    assert is_valid(participation.draft.answers)


def test_answers_to_questions_that_are_not_asked_are_not_stored(poll: Poll) -> None:
    token = sample.invited(poll)
    Client().post(f"/i/{token}/last/", {"clients": "Ik hoor hier niet", "goal": "costs", "_back": "1"})
    participation = load(token)
    assert participation is not None
    assert "clients" not in participation.draft.answers


def test_a_link_of_one_poll_does_nothing_to_another(poll: Poll) -> None:
    mine = sample.invited(poll)
    sample.launched_open(slug="theirs")
    response = Client().post(f"/i/{mine}/about/?door=o/theirs/", {"outsources": "fully", "_back": "1"})
    assert response.status_code == 303
    participation = load(mine)
    assert participation is not None
    assert participation.poll == poll
    assert load("x" * 24) is None
    assert Client().post(f"/i/{'x' * 24}/about/?door=o/sample/", {"outsources": "fully"}).status_code == 404


def test_a_form_without_our_secret_is_refused(poll: Poll) -> None:
    token = sample.invited(poll)
    response = Client(enforce_csrf_checks=True).post(f"/i/{token}/about/", {"outsources": "fully"})
    assert response.status_code == 403
