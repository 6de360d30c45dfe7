"""The fieldwork page counts invitations, in total and per segment, at a constant price."""

import pytest
from django.test import Client

from accounts.models import User
from polls.collection.models import Draft, TurnedAway
from polls.collection.services.fieldwork import Standing, load_fieldwork
from polls.invitations.models import Invitation, Message
from polls.questionnaire.models import Poll
from tests.invitations.sample import NOW, QUESTIONNAIRE, invite_all, make_contacts, make_poll

pytestmark = pytest.mark.django_db


@pytest.fixture
def anonymous_poll(db: None) -> Poll:
    return _filled(make_poll(closes_at=None))


@pytest.fixture
def poll(db: None) -> Poll:
    return _filled(make_poll(closes_at=None, is_anonymous=False))


def _filled(poll: Poll) -> Poll:
    """Six in-house contacts, three outsourced, one of neither; four mails sent, one failed; two drafts."""
    make_contacts(6, attributes={"role": "inhouse"})
    make_contacts(3, attributes={"role": "facilitair"})
    make_contacts(1, attributes={})
    invite_all(poll)
    invitations = list(Invitation.objects.order_by("contact__pk"))
    for invitation in invitations[:4]:
        Message.objects.filter(invitation=invitation).update(state="sent")
    Message.objects.filter(invitation=invitations[4]).update(state="failed")
    for invitation in (invitations[3], invitations[6]):
        Draft.objects.create(invitation=invitation, body=b"x")
    for invitation in (invitations[0], invitations[1], invitations[7]):
        Invitation.objects.filter(pk=invitation.pk).update(is_responded=True)
    return poll


def test_counts_in_total(poll: Poll) -> None:
    assert load_fieldwork(poll, QUESTIONNAIRE).total == Standing(
        invited=10, waiting=5, sent=4, failed=1, started=5, finished=3, answered=3, opted_out=0
    )


def test_counts_per_segment_and_who_is_in_none(poll: Poll) -> None:
    ((label, segments),) = load_fieldwork(poll, QUESTIONNAIRE).by_variable
    assert label["en"] == "Kind of contact centre"
    counts = [
        (s.label and s.label["en"], s.standing.invited, s.standing.started, s.standing.answered) for s in segments
    ]
    assert counts == [
        ("In-house", 6, 3, 2),
        ("Outsourced", 3, 2, 1),
        (None, 1, 0, 0),
    ]


def test_an_open_anonymous_poll_counts_answers_in_steps(anonymous_poll: Poll) -> None:
    loaded = load_fieldwork(anonymous_poll, QUESTIONNAIRE)
    assert (loaded.total.invited, loaded.total.started, loaded.total.answered) == (10, 5, 0)
    ((_label, segments),) = loaded.by_variable
    assert [(each.standing.started, each.standing.answered) for each in segments] == [(0, 0), (0, 0), (0, 0)]


def test_a_closed_one_counts_them_exactly(anonymous_poll: Poll) -> None:
    anonymous_poll.state = Poll.State.CLOSED
    assert load_fieldwork(anonymous_poll, QUESTIONNAIRE).total.answered == 3


def test_the_page_of_an_open_anonymous_poll_tells_no_exact_number(client: Client, anonymous_poll: Poll) -> None:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    content = page(client, "viewer").decode()
    assert "under 5" in content
    assert "30%" not in content
    assert "counted in steps of 5" in content


def test_reminders_are_counted_by_number_and_do_not_count_as_invitations(poll: Poll) -> None:
    invitation = Invitation.objects.filter(is_responded=False).first()
    template = Message.objects.filter(invitation=invitation).first()
    assert template is not None
    for number in (1, 2):
        template.pk, template.key = None, f"reminder {number}"
        template.kind, template.round, template.state = "reminder", number, "sent"
        template.save()
    loaded = load_fieldwork(poll, QUESTIONNAIRE)
    assert loaded.reminders == {1: 1, 2: 1}
    assert loaded.total.invited == 10


def test_revoked_invitations_do_not_count(poll: Poll) -> None:
    Invitation.objects.update(is_revoked=True)
    assert load_fieldwork(poll, QUESTIONNAIRE).total == Standing()


def test_who_was_turned_away_has_finished_and_not_answered(poll: Poll) -> None:
    spent = Invitation.objects.filter(is_responded=True).order_by("contact__pk").first()
    version = poll.latest_version
    assert version is not None
    TurnedAway.objects.create(
        poll=poll, version=version, disposition="screened_out", is_anonymous=False, invitation=spent, submitted_at=NOW
    )
    loaded = load_fieldwork(poll, QUESTIONNAIRE)
    assert (loaded.total.finished, loaded.total.answered, loaded.total.turned_away) == (3, 2, 1)
    ((_label, segments),) = loaded.by_variable
    assert [(each.standing.finished, each.standing.answered) for each in segments] == [(2, 1), (1, 1), (0, 0)]


def test_of_an_anonymous_poll_the_total_knows_who_was_turned_away(anonymous_poll: Poll) -> None:
    anonymous_poll.state = Poll.State.CLOSED
    version = anonymous_poll.latest_version
    assert version is not None
    TurnedAway.objects.create(poll=anonymous_poll, version=version, disposition="screened_out", is_anonymous=True)
    total = load_fieldwork(anonymous_poll, QUESTIONNAIRE).total
    assert (total.finished, total.answered, total.turned_away) == (3, 2, 1)


def test_as_many_queries_however_many_there_are(poll: Poll, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(2):  # type: ignore[operator]
        load_fieldwork(poll, QUESTIONNAIRE)


def page(client: Client, role: str) -> bytes:
    user = User.objects.create_user(f"{role}@ksf.example", "x", name=role, role=role)
    client.force_login(user, backend="accounts.backends.RoleBackend")
    response = client.get("/polls/uitbesteden/fieldwork/")
    assert response.status_code == 200
    return response.content


def test_a_viewer_sees_the_numbers_and_no_way_to_mail(client: Client, poll: Poll) -> None:
    content = page(client, "viewer")
    assert b"30%" in content
    assert b"/polls/uitbesteden/remind/" not in content


def test_an_editor_sees_the_way_to_remind(client: Client, poll: Poll) -> None:
    assert b"/polls/uitbesteden/remind/" in page(client, "editor")


def test_an_open_link_poll_shows_its_link(client: Client) -> None:
    make_poll(closes_at=None, channel=Poll.Channel.OPEN)
    assert b"/o/uitbesteden/" in page(client, "viewer")


def test_an_open_link_poll_promises_no_reminders(client: Client) -> None:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    make_poll(closes_at=None, channel=Poll.Channel.OPEN)
    content = page(client, "viewer")
    assert b"the same person can answer more than once" in content
    assert b"only the others are reminded" not in content


def test_a_draft_has_no_fieldwork_yet(client: Client, db: None) -> None:
    Poll.objects.create(slug="uitbesteden")
    assert b"data-live" not in page(client, "viewer")
