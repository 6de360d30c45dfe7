"""The page with flags, and their columns in files."""

import pytest
from django.test import Client

from accounts.models import User
from polls.collection.models import Paradata, Response
from polls.collection.services.paradata import PACE
from polls.questionnaire.models import Poll
from polls.results.services.quality import Flag, load_quality
from tests.collection import sample

pytestmark = pytest.mark.django_db


def filled(poll: Poll, *, fast: int, usual: int) -> Poll:
    """Fast respondents never outsource, the others all do so partly."""
    version = poll.latest_version
    assert version is not None
    poll.state = Poll.State.CLOSED
    poll.save(update_fields=["state"])
    for pace, number, answer in (("fast", fast, "never"), ("usual", usual, "partly")):
        Response.objects.bulk_create(
            Response(
                poll=poll,
                version=version,
                answers={**sample.COMPLETE, "outsources": answer},
                attributes={PACE: pace},
                is_anonymous=True,
            )
            for _ in range(number)
        )
    return poll


def test_flags_and_their_effect() -> None:
    poll = filled(sample.launched(), fast=10, usual=30)
    quality = load_quality(poll, sample.QUESTIONNAIRE)
    assert quality.n == 40
    assert quality.flags == [Flag("fast", 10), Flag("straight", 0), Flag("silent", 0), Flag("any", 10)]
    largest = quality.effects[0]
    assert largest.question["en"] == "Do you outsource?"
    assert (abs(largest.share - largest.share_without), largest.change) in ((0.25, 0.25), (0.25, -0.25))


def test_fewer_than_k_flagged_are_not_counted_out() -> None:
    quality = load_quality(filled(sample.launched(), fast=4, usual=30), sample.QUESTIONNAIRE)
    assert quality.flags[0] == Flag("fast", None)
    assert quality.effects == []


def test_nor_are_fewer_than_k_others() -> None:
    quality = load_quality(filled(sample.launched(), fast=30, usual=4), sample.QUESTIONNAIRE)
    assert quality.flags[0] == Flag("fast", None)


def test_of_fewer_than_k_responses_nothing_is_told() -> None:
    quality = load_quality(filled(sample.launched(), fast=0, usual=4), sample.QUESTIONNAIRE)
    assert (quality.flags, quality.effects) == ((), ())


def test_while_an_anonymous_poll_is_open_nothing_is_said_of_flags() -> None:
    poll = filled(sample.launched(), fast=10, usual=30)
    poll.state = Poll.State.PUBLISHED
    assert load_quality(poll, sample.QUESTIONNAIRE).flags == ()


def test_pages_have_their_time_and_who_stopped_there() -> None:
    poll = sample.launched()
    Paradata.objects.create(poll=poll, bands={"about": {"10": 20}}, been={"about": 10}, at={"about": 5})
    (page,) = load_quality(poll, sample.QUESTIONNAIRE).pages
    assert (page.position, page.reached, page.left) == (1, 30, 5)
    assert page.seconds == pytest.approx((28 * 40) ** 0.5)


def test_the_page_of_staff(client: Client) -> None:
    poll = filled(sample.launched(), fast=10, usual=30)
    Paradata.objects.create(poll=poll, bands={"about": {"10": 20}}, been={"about": 10}, at={"about": 5})
    user = User.objects.create_user("viewer@ksf.example", "x", name="viewer", role="viewer")
    client.force_login(user, backend="accounts.backends.RoleBackend")
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    html = client.get("/polls/sample/quality/").content.decode()
    assert "Remarkably fast" in html
    assert "Do you outsource?" in html
    assert "33 s" in html
