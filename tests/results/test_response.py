"""Dispositions and rates of a poll, on the page and in the file."""

import csv
import io
from collections.abc import Callable

import pytest
from django.test import Client

from polls.analysis.outcomes import Disposition
from polls.collection.models import Draft
from polls.invitations.models import Invitation, Message
from polls.questionnaire.models import Poll
from polls.results.services.response import load_response
from tests.invitations.sample import QUESTIONNAIRE, invite_all, make_contacts, make_poll

pytestmark = pytest.mark.django_db

Staff = Callable[[str], Client]


@pytest.fixture
def poll(db: None) -> Poll:
    """Ten invited: three answered, one began, one opted out, one bounced, two mailed, two not mailed yet."""
    poll = make_poll(closes_at=None)
    make_contacts(7, attributes={"role": "inhouse"})
    make_contacts(3, attributes={"role": "facilitair"})
    invite_all(poll)
    Poll.objects.filter(pk=poll.pk).update(state="closed")
    invitations = list(Invitation.objects.order_by("contact__pk"))
    for invitation in invitations[:7]:
        Message.objects.filter(invitation=invitation).update(state="sent")
    Message.objects.filter(invitation=invitations[7]).update(state="failed")
    Draft.objects.create(invitation=invitations[3], body=b"x")
    Invitation.objects.filter(pk__in=[each.pk for each in invitations[:3]]).update(is_responded=True)
    Invitation.objects.filter(pk=invitations[4].pk).update(has_opted_out=True)
    poll.refresh_from_db()
    return poll


def test_everyone_has_one_disposition(poll: Poll) -> None:
    assert load_response(poll, QUESTIONNAIRE).total.counts == {
        Disposition.COMPLETE: 3,
        Disposition.BREAK_OFF: 1,
        Disposition.REFUSAL: 1,
        Disposition.NOTHING_RETURNED: 2,
        Disposition.UNDELIVERED: 1,
        Disposition.NO_INVITATION: 2,
    }


def test_a_break_off_stays_one_after_its_draft_is_gone(poll: Poll) -> None:
    Draft.objects.all().delete()
    Invitation.objects.filter(is_responded=False, messages__state="sent").update(has_started=True)
    assert load_response(poll, QUESTIONNAIRE).total.counts[Disposition.BREAK_OFF] == 4


def test_per_segment(poll: Poll) -> None:
    ((_label, segments),) = load_response(poll, QUESTIONNAIRE).by_variable
    assert [segment.outcomes.total for segment in segments] == [7, 3]
    assert segments[0].outcomes.completes == 3


def test_the_page_shows_codes_and_rates(staff: Staff, poll: Poll) -> None:
    page = staff("analyst").get(f"/polls/{poll.slug}/response/").content.decode()
    assert "2.12" in page
    assert "RR1" in page
    assert "30%" in page


def test_the_file_has_full_precision(staff: Staff, poll: Poll) -> None:
    answer = staff("analyst").get(f"/polls/{poll.slug}/response/response.csv")
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert ["", "Totaal", "RR1", "0.3"] in lines
    assert ["Soort contactcentrum", "Inhouse", "RR1", repr(3 / 7)] in lines


def test_an_open_anonymous_poll_says_when(staff: Staff, poll: Poll) -> None:
    Poll.objects.filter(pk=poll.pk).update(state="published")
    page = staff("analyst").get(f"/polls/{poll.slug}/response/").content.decode()
    assert "RR1" not in page
    assert "wanneer de peiling gesloten is" in page.lower()
    assert staff("viewer").get(f"/polls/{poll.slug}/response/response.csv").status_code == 302


def test_an_open_link_has_no_rate(staff: Staff) -> None:
    poll = make_poll("open", channel="open", closes_at=None)
    page = staff("analyst").get(f"/polls/{poll.slug}/response/").content.decode()
    assert "geen responspercentage" in page
