"""Plans: what is due goes once, at its time, at its pace, and stops when it should."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from polls.invitations import services
from polls.invitations.letters import LetterKind
from polls.invitations.models import Contact, Invitation, MailPlan, Message
from polls.invitations.services.following import follow_plans
from polls.invitations.services.planning import Step, planned_mails, save_plan, set_paused
from polls.invitations.services.texts import save_text
from polls.questionnaire.models import Poll, PollEvent
from tests.invitations.sample import NOW, Post, deliver, invite_all, make_contacts, make_poll, states

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
NINE = datetime(2026, 9, 1, 7, tzinfo=UTC)  # on that Tuesday in Amsterdam; NOW is eleven


def plan(poll: Poll, *steps: Step, **fields: Any) -> MailPlan:
    made = MailPlan(poll=poll, **fields)
    save_plan(made, steps, by=None, now=NOW)
    return made


def beat(now: datetime) -> int:
    """Do what the scheduler does in a minute."""
    made = follow_plans(now=now)
    deliver(now=now, limit=500)
    return made


def reminded() -> list[tuple[str, int]]:
    rows = Message.objects.filter(kind="reminder").order_by("pk")
    return list(rows.values_list("invitation__contact__email", "round"))


class TestInvitations:
    def test_wait_for_their_moment(self, poll: Poll, post: Post) -> None:
        plan(poll, invite_at=NOW + DAY)
        make_contacts(2)
        invite_all(poll)
        deliver()
        assert post.accepted == []
        deliver(now=NOW + DAY)
        assert len(post.accepted) == 2

    def test_follow_a_moment_that_is_changed_either_way(self, poll: Poll, post: Post) -> None:
        make_contacts(1)
        plan(poll, invite_at=NOW + 2 * DAY)
        invite_all(poll)
        made = MailPlan.objects.get()
        made.invite_at = NOW + DAY
        save_plan(made, [], by=None, now=NOW)
        deliver(now=NOW + DAY)
        assert len(post.accepted) == 1

    def test_that_wait_already_are_put_off_too(self, poll: Poll, post: Post) -> None:
        make_contacts(1)
        invite_all(poll)
        plan(poll, invite_at=NOW + DAY)
        deliver()
        assert (post.accepted, states()) == ([], ["queued"])


class TestReminders:
    @pytest.fixture(autouse=True)
    def _invited(self, poll: Poll, post: Post) -> None:
        make_contacts(3)
        invite_all(poll)
        deliver()

    def test_go_after_so_many_days_at_the_time_of_day(self, poll: Poll) -> None:
        plan(poll, Step(after_days=3, time_of_day=time(9)))
        assert beat(NINE + 3 * DAY - timedelta(minutes=1)) == 0
        assert beat(NINE + 3 * DAY) == 3
        assert states() == ["sent"] * 6

    def test_go_at_a_moment(self, poll: Poll) -> None:
        plan(poll, Step(at=NOW + 2 * DAY))
        assert beat(NOW + 2 * DAY - HOUR) == 0
        assert beat(NOW + 2 * DAY) == 3

    def test_any_number_of_beats_is_harmless(self, poll: Poll, post: Post) -> None:
        plan(poll, Step(after_days=3), Step(after_days=7))
        for hours in range(0, 24 * 10, 8):
            beat(NOW + hours * HOUR)
            follow_plans(now=NOW + hours * HOUR)
        assert sorted(reminded()) == sorted((f"person{n}@firm.example", r) for n in range(3) for r in (1, 2))
        assert len(post.accepted) == 9

    @pytest.mark.parametrize("change", [{"is_responded": True}, {"has_opted_out": True}, {"is_past_quota": True}])
    def test_stop_for_whom_they_are_not_meant_any_more(self, poll: Poll, change: dict[str, bool]) -> None:
        plan(poll, Step(after_days=1))
        Invitation.objects.filter(contact__email="person0@firm.example").update(**change)
        assert beat(NINE + 2 * DAY) == 2

    def test_in_the_outbox_are_cancelled_when_the_quota_fills(self, poll: Poll, post: Post) -> None:
        plan(poll, Step(after_days=1))
        follow_plans(now=NINE + 2 * DAY)
        Invitation.objects.update(is_past_quota=True)
        deliver(now=NINE + 2 * DAY)
        assert states() == ["sent"] * 3 + ["cancelled"] * 3

    def test_stop_when_the_poll_closes(self, poll: Poll) -> None:
        plan(poll, Step(after_days=1))
        Poll.objects.update(state=Poll.State.CLOSED)
        assert beat(NINE + 2 * DAY) == 0

    def test_that_were_missed_for_days_come_one_a_day(self, poll: Poll) -> None:
        plan(poll, Step(after_days=1), Step(after_days=2))
        late = NINE + 6 * DAY
        assert [beat(late + hours * HOUR) for hours in (0, 1, 19, 21)] == [3, 0, 0, 3]

    def test_by_hand_take_the_place_of_the_planned(self, poll: Poll) -> None:
        plan(poll, Step(after_days=3))
        services.remind(poll, by=None, now=NOW + DAY)
        assert beat(NINE + 4 * DAY) == 0

    def test_at_a_moment_are_not_for_those_invited_just_before(self, poll: Poll) -> None:
        plan(poll, Step(at=NOW + 2 * DAY))
        make_contacts(1)
        late = NOW + 2 * DAY - HOUR
        services.invite(poll, Contact.objects.all(), by=None, now=late)
        deliver(now=late)
        assert beat(NOW + 2 * DAY) == 3

    def test_have_the_texts_of_first_next_and_last(self, poll: Poll) -> None:
        plan(poll, Step(after_days=1), Step(after_days=3), Step(after_days=5))
        letters = [services.reminder_letter(poll, number) for number in (1, 2, 3, 4)]
        assert letters == [LetterKind.FIRST, LetterKind.SECOND, LetterKind.LAST, LetterKind.LAST]

    def test_do_not_go_with_a_text_that_cannot_be_filled_in(self, poll: Poll) -> None:
        plan(poll, Step(after_days=1))
        save_text(poll, LetterKind.FIRST, {}, {"nl": "Tot {sluiting}"})
        Poll.objects.update(closes_at=None)
        assert beat(NINE + 2 * DAY) == 0


class TestHoursAndPauses:
    def test_mail_waits_for_office_hours(self, poll: Poll, post: Post) -> None:
        plan(poll, has_hours=True)
        make_contacts(2)
        invite_all(poll)
        evening = NINE + timedelta(hours=9)  # 18:00
        assert deliver(now=evening).is_more is False
        assert post.accepted == []
        deliver(now=NINE + DAY)
        assert len(post.accepted) == 2

    def test_a_pause_holds_everything_and_leaves_no_trace(self, poll: Poll, post: Post) -> None:
        make_contacts(2)
        plan(poll, Step(after_days=1))
        invite_all(poll)
        set_paused(poll, True, by=None, now=NOW)
        set_paused(poll, True, by=None, now=NOW)
        beat(NOW + 3 * DAY)
        assert (post.accepted, states()) == ([], ["queued"] * 2)
        set_paused(poll, False, by=None, now=NOW)
        beat(NOW + 3 * DAY)
        assert states() == ["sent"] * 2
        actions = list(PollEvent.objects.order_by("pk").values_list("action", flat=True))
        assert [action for action in actions if action in ("paused", "resumed")] == ["paused", "resumed"]

    def test_one_paused_poll_does_not_hold_up_another(self, poll: Poll, post: Post) -> None:
        make_contacts(2)
        invite_all(poll)
        other = make_poll("other")
        invite_all(other)
        set_paused(poll, True, by=None, now=NOW)
        deliver()
        assert sorted(Message.objects.filter(state="sent").values_list("poll__slug", flat=True)) == ["other", "other"]


class TestPace:
    def sent_over(self, hours: float, *, every: int) -> list[datetime]:
        """Wake the worker every ``every`` seconds; give when each mail left."""
        for seconds in range(0, int(hours * 3600), every):
            deliver(now=NOW + timedelta(seconds=seconds), limit=50)
        return sorted(Message.objects.exclude(sent_at=None).values_list("sent_at", flat=True))  # type: ignore[arg-type]

    def test_no_hour_has_more_than_the_rate(self, poll: Poll, post: Post) -> None:
        plan(poll, per_hour=20)
        make_contacts(25)
        invite_all(poll)
        moments = self.sent_over(1.5, every=60)
        most = max(sum(start <= at < start + HOUR for at in moments) for start in moments)
        assert most <= 20
        assert len(moments) == 25  # and the rate is used

    def test_one_slow_domain_does_not_hold_up_the_others(self, poll: Poll, post: Post) -> None:
        plan(poll, per_domain=2)
        make_contacts(5)
        for number in range(3):
            make_contacts(1, email=f"a@other{number}.example", email_key=f"a@other{number}.example")
        invite_all(poll)
        deliver()
        assert sorted(recipient.split("@")[1] for recipient in post.recipients) == [
            "firm.example",
            "other0.example",
            "other1.example",
            "other2.example",
        ]

    def test_another_rate_holds_at_once(self, poll: Poll, post: Post) -> None:
        made = plan(poll, per_hour=1)
        make_contacts(5)
        invite_all(poll)
        deliver()
        assert len(post.accepted) == 1
        made.per_hour = None
        save_plan(made, [], by=None, now=NOW)
        deliver()
        assert len(post.accepted) == 5


class TestThanks:
    def test_go_once_to_who_answered_an_identified_poll(self, post: Post) -> None:
        poll = make_poll(is_anonymous=False)
        plan(poll, sends_thanks=True)
        make_contacts(2)
        invite_all(poll)
        deliver()
        Invitation.objects.filter(contact__email="person0@firm.example").update(is_responded=True)
        assert [beat(NOW + HOUR), beat(NOW + HOUR)] == [1, 0]
        assert Message.objects.get(kind="thanks").state == "sent"
        assert b"Dank voor het meedoen" in (post.accepted[-1].content or b"")

    def test_never_go_in_an_anonymous_poll(self, poll: Poll, post: Post) -> None:
        plan(poll, sends_thanks=True)
        make_contacts(1)
        invite_all(poll)
        Invitation.objects.update(is_responded=True)
        assert follow_plans(now=NOW) == 0


def test_the_plan_tells_what_goes_when_to_how_many(poll: Poll, post: Post) -> None:
    made = plan(poll, Step(after_days=3), Step(at=NOW + 8 * DAY), per_hour=100)
    make_contacts(4)
    invite_all(poll)
    deliver()
    Invitation.objects.filter(contact__email="person0@firm.example").update(is_responded=True)
    invited, first, second = planned_mails(made, now=NOW)
    assert (invited.letter, invited.sent + invited.waiting) == (LetterKind.INVITATION, 4)
    assert (first.letter, first.to_come, first.after_days, first.starts_at) == (LetterKind.FIRST, 3, 3, NINE + 3 * DAY)
    assert (second.letter, second.to_come, second.starts_at) == (LetterKind.LAST, 3, NOW + 8 * DAY)
