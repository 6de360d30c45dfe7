"""Mail to people who do not want it any more, or need none: it stops within the second, and machines stop nothing."""

import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from polls.invitations import services
from polls.invitations.models import Contact, Invitation, Message, Suppression
from polls.invitations.services import outbox
from polls.invitations.services.links import Scope
from polls.invitations.tokens import derive
from polls.questionnaire.models import Poll
from tests.faults.conftest import Post
from tests.faults.figures import Tell, sized
from tests.faults.site import wait_until
from tests.invitations.sample import make_contacts, make_poll


def invited(number: int) -> Poll:
    poll = make_poll(closes_at=None)
    make_contacts(number)
    services.invite(poll, Contact.objects.all(), by=None, now=timezone.now())
    return poll


@contextmanager
def delivering() -> Iterator[threading.Thread]:
    """Let a worker empty the outbox beside what happens here."""

    def work() -> None:
        try:
            while services.deliver_waiting(now=timezone.now(), clock=time.monotonic).is_more:
                pass
        finally:
            connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    try:
        yield worker
    finally:
        worker.join()


def stop(invitation: Invitation, how: str) -> None:
    if how == "answers":
        Invitation.objects.filter(pk=invitation.pk).update(is_responded=True)
    else:
        services.opt_out(invitation, scope=Scope(how), now=timezone.now())


@pytest.fixture
def begun_at(monkeypatch: pytest.MonkeyPatch) -> dict[str, float]:
    """Note when the claim of each mail that goes began, by its recipient."""
    begun: dict[str, float] = {}
    claim = outbox.claim

    def noted(*, now: datetime) -> Message | None:
        before = time.monotonic()
        message = claim(now=now)
        if message is not None and message.state == Message.State.SENDING:
            assert message.invitation.contact
            begun[message.invitation.contact.email] = before
        return message

    monkeypatch.setattr(outbox, "claim", noted)
    return begun


@pytest.mark.django_db(transaction=True)
def test_nothing_is_begun_for_who_has_said_no_or_answered(
    mail_here: Post, begun_at: dict[str, float], tell: Tell
) -> None:
    people, rng = sized(60, 2000), random.Random(7)
    invited(people)
    stopped_at: dict[str, float] = {}
    # Neither runs ahead of the other, however busy the machine is.
    mail_here.before = lambda count: wait_until(lambda: len(stopped_at) >= min(count, people), "people say no")
    everybody = list(Invitation.objects.select_related("contact", "poll"))
    rng.shuffle(everybody)
    with delivering() as worker:
        for number, invitation in enumerate(everybody):
            gone = number // 2  # half as fast as the mails, so that the two cross each other all the time
            wait_until(lambda gone=gone: len(mail_here.accepted) >= gone or not worker.is_alive(), "mails go out")  # type: ignore[misc]
            stop(invitation, rng.choice(["answers", "poll", "all"]))
            assert invitation.contact
            stopped_at[invitation.contact.email] = time.monotonic()
    late = [email for email, at in begun_at.items() if at > stopped_at[email]]
    cancelled = Message.objects.filter(state=Message.State.CANCELLED).count()
    tell(
        "G-MAIL-4",
        "people say no or answer while the worker is at their mail",
        size=f"{people} people",
        lost=people - cancelled - len(set(mail_here.accepted)),
        doubled=len(mail_here.accepted) - len(set(mail_here.accepted)),
        allowed="no mail begun after it",
        figure=f"{len(late)} begun after it, {len(begun_at)} went before, {cancelled} cancelled; control: without the "
        "look inside the claim all go",
    )
    assert late == []
    assert len(mail_here.accepted) == len(begun_at) == people - cancelled
    assert 0 < cancelled < people


@pytest.mark.django_db(transaction=True)
def test_without_the_look_inside_the_claim_mails_go_to_people_who_said_no(
    mail_here: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "_may_go", lambda message, now: True)
    invited(5)
    for invitation in Invitation.objects.select_related("poll"):
        stop(invitation, "all")
    with delivering():
        pass
    assert len(mail_here.accepted) == 5


@pytest.mark.django_db
def test_one_click_ends_all_mail_and_scanners_end_nothing(tell: Tell) -> None:
    people = sized(8, 1000)
    poll = invited(people)
    links = [f"/u/{derive(pk, poll.pk, 1)}/" for pk in Invitation.objects.values_list("pk", flat=True)]
    scanner = Client(enforce_csrf_checks=True)
    for link in links:
        for method in ("GET", "HEAD", "OPTIONS"):
            scanner.generic(method, link)
        scanner.post(link, {})  # what a scanner posts that fills in nothing
        scanner.post(link, {"scope": ""})
    changes = Suppression.objects.count() + Invitation.objects.filter(has_opted_out=True).count()
    began = time.monotonic()
    answer = Client(enforce_csrf_checks=True).post(links[0], {"List-Unsubscribe": "One-Click"})
    seconds = time.monotonic() - began
    ended = Contact.objects.filter(opted_out_at__isnull=False).count()
    tell(
        "G-MAIL-7",
        "scanners open each link 3 ways and post it empty twice; then one click",
        size=f"{people} links",
        allowed="no change by scanners; the click works within 1 s",
        figure=f"{changes} changes by scanners; the click: {answer.status_code} in {seconds:.2f} s, it ended mail for "
        f"{ended}",
    )
    assert changes == 0
    assert (answer.status_code, ended) == (200, 1)
    assert not answer.cookies
    assert Suppression.objects.count() == 1
