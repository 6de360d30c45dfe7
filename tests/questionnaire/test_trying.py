"""Trying a design out over HTTP: explained, rehearsed, and never stored."""

import pytest
from django.test import Client

from accounts.roles import Role
from polls.collection.models import Draft, Response
from tests.questionnaire.sample import make_poll, make_user

pytestmark = pytest.mark.django_db


def page(query: str = "") -> str:
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_user(Role.EDITOR), backend="accounts.backends.RoleBackend")
    return client.get(f"/polls/sample/try/{query}").content.decode()


def test_says_of_each_question_why_it_is_shown() -> None:
    make_poll()
    told = page("?a-criterion=quality")
    assert '<code>criterion = quality</code> <span class="reason-value">true</span>' in told
    assert '<span class="reason-given">criterion: quality</span>' in told
    assert '<code>role = inhouse</code> <span class="reason-value">false</span>' in told


def test_random_respondents_are_counted_and_leave_nothing_behind() -> None:
    make_poll()
    told = page("?respondents=60&seed=3")
    assert "<dd>60 / 60</dd>" in told
    assert not Response.objects.exists()
    assert not Draft.objects.exists()


def test_nonsense_in_the_address_is_no_error() -> None:
    make_poll()
    assert "Random respondents" in page("?respondents=x&seed=²&a-criterion=%00&a-nonsense=1&a-channels=phone")
