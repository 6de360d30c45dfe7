"""What came by each link stands on the response page: participation, and no rate that needs who was asked."""

from collections.abc import Callable

import pytest
from django.test import Client

from polls.invitations.models import Invitation
from polls.invitations.tokens import hash_token, new_random
from polls.questionnaire.models import Poll
from tests.collection import sample
from tests.collection.links import made

pytestmark = pytest.mark.django_db

Staff = Callable[[str], Client]


def test_an_open_link_has_a_participation_rate_and_no_response_rate(staff: Staff) -> None:
    poll = sample.launched_open()
    made(poll, name="Nieuwsbrief")
    answered = [True] * 15 + [False] * 5
    Invitation.objects.bulk_create(
        Invitation(poll=poll, token_hash=hash_token(new_random()), is_responded=each, has_started=True)
        for each in answered
    )
    Poll.objects.filter(pk=poll.pk).update(state=Poll.State.CLOSED)
    page = staff("viewer").get("/polls/sample/response/").content.decode()
    assert "Nieuwsbrief" in page
    assert '<td class="number">75%</td>' in page
    assert "RR1" not in page


def test_a_poll_by_invitation_lists_no_links(staff: Staff) -> None:
    sample.launched()
    assert "Deelname per link" not in staff("viewer").get("/polls/sample/response/").content.decode()
