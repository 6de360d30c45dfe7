"""Mail servers that refuse, hang up, or take one recipient for poison: bounded, polite, and nobody else waits."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from pytest_django import Settings

from polls.invitations.models import Invitation, MailPlan, Message
from polls.invitations.services import outbox
from polls.invitations.services.planning import save_plan
from tests.faults.figures import Tell, sized
from tests.invitations.sample import NOW, Post, deliver, invite_all, make_contacts, make_poll, serve

pytestmark = pytest.mark.django_db


@pytest.fixture
def storm(settings: Settings) -> Iterator[Post]:
    """Give a mail server whose answers the test decides."""
    post = Post()
    controller = serve(post)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    yield post
    controller.stop()


DOMAINS = ("large.example", "small.example", "other.example")
HOUR = timedelta(hours=1)


def crowd(number: int) -> None:
    for place in range(number):
        email = f"person{place}@{DOMAINS[place % 3]}"
        make_contacts(1, email=email, email_key=email)


def run_for(hours: int, *, minutes: int = 10) -> None:
    """Wake the workers again and again, on a clock that runs ahead."""
    for passed in range(0, hours * 60, minutes):
        now = NOW + timedelta(minutes=passed)
        while deliver(now=now, limit=500).is_more:
            pass
        if not Message.objects.filter(state__in=["queued", "sending"]).exists():
            return


def test_a_storm_of_refusals_is_ridden_out_and_never_answered_with_haste(storm: Post, tell: Tell) -> None:
    people, rng = sized(60, 2000), random.Random(3)
    tries: Counter[str] = Counter()
    dead = {f"person{place}@{DOMAINS[place % 3]}" for place in range(0, people, 10)}

    def answer(stage: str, recipient: str) -> str | None:
        if stage == "rcpt":
            tries[recipient] += 1
            if recipient in dead:
                return "550 5.1.1 no such user"
            return rng.choice(["451 4.7.1 greylisted", "421 4.3.2 busy"]) if rng.random() < 0.2 else None
        return "452 4.2.2 over quota" if rng.random() < 0.05 else None

    storm.replies = answer
    crowd(people)
    poll = make_poll()
    invite_all(poll)
    poisoned = Invitation.objects.get(contact__email="person1@small.example")
    Invitation.objects.filter(pk=poisoned.pk).update(token_hash="made with a lost key")
    run_for(24)
    states = Counter(Message.objects.values_list("state", flat=True))
    tell(
        "G-MAIL-5",
        "a fifth of the mails refused for now (451, 421, 452), a tenth for good (550), one cannot be written",
        size=f"{people} mails",
        lost=people - len(dead) - 1 - len(set(storm.recipients)),
        doubled=len(storm.recipients) - len(set(storm.recipients)),
        allowed=f"at most {outbox.MOST_ATTEMPTS} tries, none after a 550",
        figure=f"{states['sent']} sent, {states['failed']} failed, most tries {max(tries.values())}, "
        f"{sum(tries[each] - 1 for each in dead)} tries after a 550",
    )
    assert states == {"sent": people - len(dead) - 1, "failed": len(dead) + 1}
    assert len(set(storm.recipients)) == len(storm.recipients) == states["sent"]
    assert max(tries.values()) <= outbox.MOST_ATTEMPTS
    assert all(tries[each] == 1 for each in dead)


def most_in_an_hour(people: int, rate: int) -> int:
    """Send to so many people under a limit to each domain; give the most mails to one domain in any hour."""
    crowd(people)
    poll = make_poll()
    save_plan(MailPlan(poll=poll, per_domain=rate), [], by=None, now=NOW)
    invite_all(poll)
    run_for(24, minutes=5)
    moments: dict[str, list[datetime]] = defaultdict(list)
    for domain, at in Message.objects.values_list("domain", "sent_at"):
        assert at is not None
        moments[domain].append(at)
    return max(sum(start <= at < start + HOUR for at in times) for times in moments.values() for start in times)


def test_no_hour_has_more_mails_to_a_domain_than_the_plan_says(storm: Post, tell: Tell) -> None:
    people, rate = sized(36, 300), sized(6, 50)
    most = most_in_an_hour(people, rate)
    tell(
        "G-MAIL-5",
        f"a limit of {rate} mails an hour to each of {len(DOMAINS)} mail domains",
        size=f"{people} mails",
        lost=people - len(set(storm.recipients)),
        doubled=len(storm.recipients) - len(set(storm.recipients)),
        allowed=f"{rate} in any hour",
        figure=f"most in any hour to one domain {most}; control: when no place is taken all go in one hour",
    )
    assert most <= rate
    assert len(storm.accepted) == people


def test_control_when_no_place_is_taken_all_go_in_one_hour(storm: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "take_place", lambda plan, domain, *, now: None)
    assert most_in_an_hour(21, 6) == 7
