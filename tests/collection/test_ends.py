"""Links that cannot be answered (any more): each says why, and what to do."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone, translation

from polls.collection.views.ends import in_dutch_time
from polls.questionnaire.models import Poll
from tests.collection import sample
from tests.collection.conftest import Respondent


def test_a_poll_that_is_not_open_yet_says_when(db: None, respondent: Respondent) -> None:
    poll = sample.launched(opens_at=timezone.now() + timedelta(days=30))
    respondent.open(f"/i/{sample.invited(poll)}/?lang=en")
    assert respondent.response.status_code == 200
    assert 'data-end="not_yet_open"' in respondent.html
    assert "The poll opens on" in respondent.html
    assert "(Dutch time)" in respondent.html


def test_a_closed_poll_says_since_when(db: None, respondent: Respondent) -> None:
    poll = sample.launched()
    Poll.objects.update(closes_at=datetime(2026, 2, 1, 11, 30, tzinfo=UTC))
    respondent.open(f"/i/{sample.invited(poll)}/?lang=en")
    assert respondent.response.status_code == 410
    assert "The poll closed on Sunday 1 February 2026 at 12:30 (Dutch time)." in respondent.html


def test_a_withdrawn_link_tells_where_the_newer_one_is(poll: Poll, respondent: Respondent) -> None:
    respondent.open(f"/i/{sample.invited(poll, is_revoked=True)}/")
    assert respondent.response.status_code == 410
    assert 'data-end="revoked"' in respondent.html


def test_whoever_has_answered_is_thanked_again_with_the_polls_own_text(poll: Poll, respondent: Respondent) -> None:
    respondent.open(f"/i/{sample.invited(poll, is_responded=True)}/?lang=en")
    assert respondent.response.status_code == 200
    assert "Thank you for your time." in respondent.html


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), "Sunday 29 March 2026 at 01:59"),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "Sunday 29 March 2026 at 03:00"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "Sunday 25 October 2026 at 02:30"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "Sunday 25 October 2026 at 02:30"),
    ],
)
def test_times_are_dutch_also_around_the_change_of_the_clock(moment: datetime, words: str) -> None:
    with translation.override("en"):
        assert in_dutch_time(moment) == words
