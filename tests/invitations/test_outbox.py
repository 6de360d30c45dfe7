"""The outbox against a real mail server: nobody missed, nobody mailed twice, whatever breaks when."""

import threading
from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from polls.invitations import services, tasks
from polls.invitations.models import Contact, Invitation, Message, MessageEvent
from polls.invitations.services import outbox
from polls.invitations.services.links import Scope
from polls.questionnaire.models import Poll
from tests.invitations.sample import NOW, Post, deliver, invite_all, make_contacts, make_poll, states

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


def refuse(post: Post, reply: str, *, stage: str = "rcpt", only: str = "") -> None:
    post.replies = lambda at, recipient: reply if at == stage and only in recipient else None


def test_each_invited_person_gets_one_mail(poll: Poll, post: Post) -> None:
    make_contacts(7)
    invite_all(poll)

    delivery = deliver()

    assert sorted(post.recipients) == [f"person{number}@firm.example" for number in range(7)]
    assert states() == ["sent"] * 7
    assert delivery.counts == {"sent": 7}
    assert not delivery.is_more


def test_one_connection_carries_all_mails_of_a_round(poll: Poll, post: Post) -> None:
    make_contacts(7)
    invite_all(poll)
    deliver()
    assert post.sessions == 1


def test_a_second_round_sends_nothing(poll: Poll, post: Post) -> None:
    make_contacts(2)
    invite_all(poll)
    deliver()
    assert deliver().counts == {}
    assert len(post.accepted) == 2


def test_a_round_is_bounded_and_says_that_more_is_waiting(poll: Poll, post: Post) -> None:
    make_contacts(5)
    invite_all(poll)
    first = deliver(limit=3)
    assert (first.counts, first.is_more) == ({"sent": 3}, True)
    assert deliver(limit=3).is_more is False


def test_a_round_is_bounded_in_time(poll: Poll, post: Post) -> None:
    make_contacts(5)
    invite_all(poll)
    seconds = iter(range(0, 1000, 1))
    delivery = deliver(clock=lambda: float(next(seconds)), seconds=5.0)
    assert 1 <= delivery.counts["sent"] < 5
    assert delivery.is_more


def test_messages_wait_for_the_opening_of_the_poll(post: Post) -> None:
    poll = make_poll(opens_at=NOW + 2 * MINUTE)
    make_contacts(1)
    invite_all(poll)
    deliver(now=NOW + MINUTE)
    assert post.accepted == []
    deliver(now=NOW + 2 * MINUTE)
    assert len(post.accepted) == 1


def test_an_opening_that_is_put_off_puts_off_the_mail(poll: Poll, post: Post) -> None:
    make_contacts(1)
    invite_all(poll)
    Poll.objects.update(opens_at=NOW + 60 * MINUTE)
    deliver()
    assert states() == ["queued"]
    assert Message.objects.get().not_before == NOW + 60 * MINUTE
    assert post.accepted == []


class TestNoLongerWanted:
    """What happens between queueing and sending counts."""

    @pytest.mark.parametrize("scope", [Scope.POLL, Scope.ALL])
    def test_who_opted_out_gets_no_mail(self, poll: Poll, post: Post, scope: Scope) -> None:
        make_contacts(2)
        invite_all(poll)
        services.opt_out(Invitation.objects.get(contact__email="person0@firm.example"), scope=scope, now=NOW)
        deliver()
        assert post.recipients == ["person1@firm.example"]
        assert sorted(states()) == ["cancelled", "sent"]

    @pytest.mark.parametrize("change", [{"is_responded": True}, {"is_revoked": True}, {"contact": None}])
    def test_who_answered_or_was_revoked_gets_no_mail(self, poll: Poll, post: Post, change: dict[str, object]) -> None:
        make_contacts(1)
        invite_all(poll)
        Invitation.objects.update(**change)
        deliver()
        assert (post.accepted, states()) == ([], ["cancelled"])

    @pytest.mark.parametrize("change", [{"closes_at": NOW}, {"state": Poll.State.CLOSED}])
    def test_a_closed_poll_sends_no_mail(self, poll: Poll, post: Post, change: dict[str, object]) -> None:
        make_contacts(1)
        invite_all(poll)
        Poll.objects.update(**change)
        deliver()
        assert (post.accepted, states()) == ([], ["cancelled"])

    def test_without_the_check_inside_the_claim_the_mail_would_go(
        self, poll: Poll, post: Post, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(outbox, "_may_go", lambda message, now: True)
        make_contacts(1)
        invite_all(poll)
        services.opt_out(Invitation.objects.get(), scope=Scope.ALL, now=NOW)
        deliver()
        assert len(post.accepted) == 1


class TestRefusals:
    def test_a_permanent_refusal_is_never_retried(self, poll: Poll, post: Post) -> None:
        refuse(post, "550 no such user")
        make_contacts(1)
        invite_all(poll)
        deliver()
        message = Message.objects.get()
        assert (message.state, message.last_error, message.attempts) == ("failed", "550 no such user", 1)
        assert deliver(now=NOW + timedelta(days=9)).counts == {}

    def test_one_bad_recipient_does_not_hold_up_the_others(self, poll: Poll, post: Post) -> None:
        refuse(post, "550 no such user", only="person1@")
        make_contacts(3)
        invite_all(poll)
        deliver()
        assert sorted(post.recipients) == ["person0@firm.example", "person2@firm.example"]
        assert Counter(states()) == {"sent": 2, "failed": 1}

    @pytest.mark.parametrize("stage", ["rcpt", "data"])
    def test_a_temporary_refusal_is_tried_again_later(self, poll: Poll, post: Post, stage: str) -> None:
        refuse(post, "451 try again later", stage=stage)
        make_contacts(1)
        invite_all(poll)
        deliver()
        assert states() == ["queued"]
        assert deliver(now=NOW + MINUTE / 2).counts == {}
        refuse(post, "")
        deliver(now=NOW + MINUTE)
        assert (len(post.accepted), states()) == (1, ["sent"])

    def test_six_temporary_refusals_are_enough(self, poll: Poll, post: Post) -> None:
        refuse(post, "451 try again later")
        make_contacts(1)
        invite_all(poll)
        pauses = [0, 1, 5, 15, 60, 240]
        for number in range(len(pauses)):
            deliver(now=NOW + sum(pauses[: number + 1]) * MINUTE)
        message = Message.objects.get()
        assert (message.state, message.attempts) == ("failed", 6)

    def test_a_message_that_cannot_be_written_fails_alone(self, poll: Poll, post: Post) -> None:
        make_contacts(2)
        invite_all(poll)
        Invitation.objects.filter(contact__email="person0@firm.example").update(token_hash="made with a lost key")
        deliver()
        assert post.recipients == ["person1@firm.example"]
        assert "INVITE_KEYS" in Message.objects.get(state="failed").last_error

    def test_a_refusal_of_our_own_address_is_not_blamed_on_the_recipient(self, poll: Poll, post: Post) -> None:
        post.handle_MAIL = refuse_sender  # type: ignore[attr-defined]
        make_contacts(1)
        invite_all(poll)
        deliver()
        assert states() == ["queued"]


async def refuse_sender(*arguments: object) -> str:
    return "550 sender not allowed"


class TestBrokenConnections:
    def test_an_unreachable_server_costs_no_attempt(self, poll: Poll, settings: Settings) -> None:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
        make_contacts(1)
        invite_all(poll)
        delivery = deliver()
        message = Message.objects.get()
        assert (message.state, message.attempts, delivery.is_more) == ("queued", 0, False)

    def test_a_connection_that_breaks_after_acceptance_is_retried_once_with_the_same_id(
        self, poll: Poll, post: Post
    ) -> None:
        refuse(post, "accept and hang up", stage="data")
        make_contacts(1)
        invite_all(poll)
        deliver()
        message = Message.objects.get()
        assert (message.state, message.unknowns) == ("queued", 1)
        deliver(now=NOW + MINUTE)
        deliver(now=NOW + 60 * MINUTE)
        message.refresh_from_db()
        assert (message.state, message.unknowns) == ("unknown", 2)
        headers = [envelope.content.split(b"Message-ID: ")[1].split(b"\r\n")[0] for envelope in post.accepted]  # type: ignore[union-attr,arg-type]
        assert headers == [message.message_id.encode()] * 2

    def test_a_server_that_hung_up_between_two_mails_is_called_again(self, poll: Poll, post: Post) -> None:
        make_contacts(2)
        invite_all(poll)
        relay = services.Relay()
        deliver(limit=1, relay=relay)
        relay.is_ready()
        relay._backend.connection.sock.close()  # type: ignore[attr-defined]
        deliver(relay=relay)
        assert states() == ["sent", "sent"]
        assert Message.objects.filter(unknowns__gt=0).count() == 0


class TestWorkersThatDie:
    def test_a_claim_holds_others_off_until_its_lease_ends(self, poll: Poll, post: Post) -> None:
        make_contacts(1)
        invite_all(poll)
        services.claim(now=NOW)  # and then the worker is killed
        assert deliver(now=NOW + 59 * MINUTE / 60).counts == {}

    def test_an_abandoned_message_is_sent_once_more(self, poll: Poll, post: Post) -> None:
        make_contacts(1)
        invite_all(poll)
        services.claim(now=NOW)
        deliver(now=NOW + 2 * MINUTE)
        message = Message.objects.get()
        assert (message.state, message.unknowns, message.attempts) == ("sent", 1, 2)

    def test_abandoned_twice_is_left_to_staff(self, poll: Poll, post: Post) -> None:
        make_contacts(1)
        invite_all(poll)
        services.claim(now=NOW)
        services.claim(now=NOW + 2 * MINUTE)
        deliver(now=NOW + 4 * MINUTE)
        assert (states(), post.accepted) == (["unknown"], [])

    def test_abandoned_and_then_opted_out_stays_unknown(self, poll: Poll, post: Post) -> None:
        make_contacts(1)
        invite_all(poll)
        services.claim(now=NOW)
        services.opt_out(Invitation.objects.get(), scope=Scope.POLL, now=NOW)
        deliver(now=NOW + 2 * MINUTE)
        assert (states(), post.accepted) == (["unknown"], [])

    def test_a_worker_that_wakes_up_after_its_lease_changes_nothing(self, poll: Poll) -> None:
        make_contacts(1)
        invite_all(poll)
        slow = services.claim(now=NOW)
        quick = services.claim(now=NOW + 2 * MINUTE)
        assert slow is not None
        assert quick is not None
        outbox._settle(quick, {"state": "sent", "sent_at": NOW}, MessageEvent.What.SENT, at=NOW)
        outbox._settle(slow, {"state": "failed"}, MessageEvent.What.FAILED, at=NOW)
        assert states() == ["sent"]

    def test_without_the_fence_the_late_worker_would_overwrite_the_outcome(self, poll: Poll) -> None:
        make_contacts(1)
        invite_all(poll)
        slow = services.claim(now=NOW)
        quick = services.claim(now=NOW + 2 * MINUTE)
        assert slow is not None
        assert quick is not None
        outbox._settle(quick, {"state": "sent", "sent_at": NOW}, MessageEvent.What.SENT, at=NOW)
        Message.objects.filter(pk=slow.pk).update(state="failed")
        assert states() == ["failed"]


@pytest.mark.django_db(transaction=True)
class TestManyWorkers:
    @pytest.fixture
    def crowd(self, post: Post) -> list[str]:
        poll = make_poll(closes_at=None)
        make_contacts(40)
        services.invite(poll, Contact.objects.all(), by=None, now=timezone.now())
        return [f"person{number}@firm.example" for number in range(40)]

    def run_side_by_side(self, number: int) -> None:
        def work() -> None:
            try:
                deliver(now=timezone.now(), limit=40)
            finally:
                connection.close()

        threads = [threading.Thread(target=work) for _ in range(number)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def test_workers_side_by_side_send_each_mail_once(self, crowd: list[str], post: Post) -> None:
        self.run_side_by_side(4)
        deliver(now=timezone.now())
        assert sorted(post.recipients) == sorted(crowd)

    def test_without_the_conditional_claim_mails_would_go_twice(
        self, crowd: list[str], post: Post, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        barrier = threading.Barrier(4, timeout=60)

        def look_then_take(*, now: datetime) -> Message | None:
            found = Message.objects.filter(state="queued").select_related("poll", "invitation__contact").first()
            barrier.wait()
            if found:
                Message.objects.filter(pk=found.pk).update(state="sending")
                found.state = Message.State.SENDING
            return found

        monkeypatch.setattr(outbox, "claim", look_then_take)
        monkeypatch.setattr(outbox, "_settle", lambda *arguments, **options: None)

        def work() -> None:
            try:
                deliver(now=timezone.now(), limit=1)
            finally:
                connection.close()

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(post.recipients) > len(set(post.recipients))


class TestCelery:
    def test_no_broker_costs_no_mail_and_no_error(self, poll: Poll, settings: Settings) -> None:
        make_contacts(1)
        invite_all(poll)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(tasks.deliver_waiting, "apply_async", broker_down)
            tasks.wake()
        assert states() == ["queued"]

    def test_the_task_empties_the_outbox(self, post: Post) -> None:
        poll = make_poll(closes_at=None)
        make_contacts(3)
        services.invite(poll, Contact.objects.all(), by=None, now=timezone.now())
        tasks.deliver_waiting()
        assert len(post.accepted) == 3

    def test_a_round_that_leaves_work_wakes_the_next(self, post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
        poll = make_poll(closes_at=None)
        make_contacts(51)
        services.invite(poll, Contact.objects.all(), by=None, now=timezone.now())
        woken: list[bool] = []
        monkeypatch.setattr(tasks, "wake", lambda: woken.append(True))
        tasks.deliver_waiting()
        assert woken == [True]


def broker_down(**options: object) -> None:
    raise ConnectionRefusedError("no broker")
