"""The pages for texts, plan and log: checked where it is typed, and shown as it will be."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from polls.invitations import services, tasks
from polls.invitations.models import MailPlan, MailText, Message
from polls.questionnaire.models import Poll
from tests.invitations.sample import Post, deliver, invite_all, make_contacts, make_poll

pytestmark = pytest.mark.django_db

TEXTS = "/polls/uitbesteden/mail/texts"
PLAN = "/polls/uitbesteden/mail/plan/"
HOURS = {"hours_from": "09:00", "hours_until": "17:00", "days": ["0", "1"]}


@pytest.fixture
def editor(client: Client, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(tasks, "wake", lambda: None)
    user = User.objects.create_user("editor@ksf.example", "x", name="Roos", role="editor")
    client.force_login(user, backend="accounts.backends.RoleBackend")
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def open_poll(db: None) -> Poll:
    return make_poll(closes_at=None)


class TestTexts:
    def test_the_standard_text_stands_there_at_first(self, editor: Client, poll: Poll) -> None:
        page = editor.get(f"{TEXTS}/invitation/").content.decode()
        assert "Doet u mee? {titel}" in page
        assert "{greeting}" in page

    def test_what_is_written_is_kept_and_sent(self, editor: Client, open_poll: Poll, post: Post) -> None:
        data = {"subject_nl": "Hallo {naam}", "text_nl": "Dag {naam}\r\n\r\n{knop}", "subject_en": "", "text_en": ""}
        assert editor.post(f"{TEXTS}/invitation/", data).status_code == 302
        make_contacts(1)
        invite_all(open_poll)
        deliver()
        assert b"Subject: Hallo Person 0" in (post.accepted[0].content or b"")
        assert MailText.objects.get().text == {"nl": "Dag {naam}\n\n{knop}"}

    def test_a_wrong_placeholder_is_shown_at_its_place_and_not_saved(self, editor: Client, poll: Poll) -> None:
        answer = editor.post(f"{TEXTS}/reminder_last/", {"text_nl": "Beste {nmae},\n\n{0.__class__}"})
        assert answer.status_code == 422
        assert answer.context["form"].errors["text_nl"] == [
            "Line 1, place 7: {nmae} is no placeholder. Did you mean {name}?",
            "Line 3, place 1: {0.__class__} is no placeholder.",
        ]
        assert not MailText.objects.exists()

    def test_a_closing_time_that_is_taken_away_later_stops_the_launch(self, editor: Client, open_poll: Poll) -> None:
        Poll.objects.update(closes_at="2030-01-01T00:00Z")
        assert editor.post(f"{TEXTS}/invitation/", {"text_nl": "Tot {sluiting}"}).status_code == 302
        Poll.objects.update(closes_at=None)
        assert b"placeholder that cannot be filled in" in editor.get("/polls/uitbesteden/invite/").content
        with pytest.raises(services.CannotMailError):
            invite_all(Poll.objects.get())

    def test_one_may_go_back_to_the_standard(self, editor: Client, poll: Poll) -> None:
        editor.post(f"{TEXTS}/invitation/", {"text_nl": "Dag"})
        editor.post(f"{TEXTS}/invitation/", {"standard": "1"})
        assert not MailText.objects.exists()

    def test_what_says_the_same_as_the_standard_is_not_kept(self, editor: Client, poll: Poll) -> None:
        form = editor.get(f"{TEXTS}/invitation/").context["form"]
        editor.post(f"{TEXTS}/invitation/", form.initial)
        assert not MailText.objects.exists()

    @pytest.mark.parametrize("kind", ["thanks", "unknown"])
    def test_an_anonymous_poll_has_no_thanks(self, editor: Client, poll: Poll, kind: str) -> None:
        assert editor.get(f"{TEXTS}/{kind}/").status_code == 404

    def test_the_mail_is_seen_as_html_and_as_text(self, editor: Client, poll: Poll) -> None:
        address = "/polls/uitbesteden/mail/?kind=reminder_last&language=en"
        assert b"Dear Sanne de Vries," in editor.get(address).content
        plain = editor.get(f"{address}&part=text")
        assert plain["Content-Type"] == "text/plain; charset=utf-8"
        assert plain.content.decode().startswith("Last reminder: Outsourcing customer contact\n\n")


class TestPlan:
    def test_a_plan_is_stored_and_shown(self, editor: Client, open_poll: Poll) -> None:
        steps = {"step1-how": "after", "step1-after_days": "3", "step2-how": "at", "step2-at": "2031-07-01T09:30"}
        data = {"per_hour": "200", "has_hours": "on", "invite_at": "2031-06-01T09:00", **HOURS, **steps}
        assert editor.post(PLAN, data).status_code == 302
        plan = MailPlan.objects.get()
        assert (plan.per_hour, plan.has_hours, plan.days) == (200, True, [0, 1])
        assert [(step.number, step.after_days) for step in plan.steps.all()] == [(1, 3), (2, None)]
        page = editor.get(PLAN).content.decode()
        assert "3 days after each invitation, 09:00" in page
        assert "Tuesday 1 July 2031, 09:30" in page
        assert 'value="2031-06-01T09:00"' in page

    @pytest.mark.parametrize(
        ("changes", "place"),
        [
            ({"step1-how": "at", "step1-at": "2031-03-30T02:30"}, "does not exist"),
            ({"step1-how": "at", "step1-at": "2031-10-26T02:30"}, "comes twice"),
            ({"step1-how": "at", "step1-at": "2001-10-26T09:30"}, "This has passed."),
            ({"step1-how": "at", "step1-at": "tomorrow"}, "Write a day and a time"),
            ({"step1-how": "at"}, "Say on which day"),
            ({"step1-how": "after"}, "Say after how many days."),
            ({"step1-how": "after", "step1-after_days": "0"}, "greater than or equal to 1"),
            (
                {"step1-how": "after", "step1-after_days": "3", "step2-how": "after", "step2-after_days": "3"},
                "This must be more than 3 days.",
            ),
            ({"invite_at": "2031-07-01T09:00", "step1-how": "at", "step1-at": "2031-07-01T10:00"}, "at least a day"),
            ({"hours_until": "08:00"}, "later than the beginning"),
            ({"has_hours": "on", "days": []}, "at least one day"),
            ({"per_hour": "0"}, "greater than or equal to 1"),
        ],
    )
    def test_what_cannot_be_is_refused_at_its_place(
        self, editor: Client, open_poll: Poll, changes: dict[str, str], place: str
    ) -> None:
        answer = editor.post(PLAN, {**HOURS, **changes})
        assert answer.status_code == 422
        assert place in answer.content.decode()
        assert not MailPlan.objects.exists()

    def test_nothing_goes_after_the_closing(self, editor: Client, open_poll: Poll) -> None:
        Poll.objects.update(closes_at="2031-07-01T00:00Z")
        late = {"step1-how": "at", "step1-at": "2031-07-02T09:30"}
        assert b"closed by then" in editor.post(PLAN, {**HOURS, **late}).content

    def test_pausing_and_going_on(self, editor: Client, open_poll: Poll) -> None:
        editor.post(f"{PLAN}pause/", {"paused": "1"})
        assert MailPlan.objects.get().is_paused
        assert b"Let the mail go on" in editor.get(PLAN).content
        editor.post(f"{PLAN}pause/", {"paused": "0"})
        assert not MailPlan.objects.get().is_paused


class TestLog:
    @pytest.fixture
    def failed(self, open_poll: Poll, post: Post) -> Message:
        post.replies = lambda stage, recipient: "550 5.1.1 no such user" if "person0" in recipient else None
        make_contacts(2)
        invite_all(open_poll)
        deliver()
        return Message.objects.get(state="failed")

    def test_the_list_says_what_failed_and_what_to_do(self, editor: Client, failed: Message) -> None:
        page = editor.get("/polls/uitbesteden/messages/").content.decode()
        assert "The address does not exist. Correct it at the contact, then send again." in page

    def test_the_log_has_each_try_with_the_answer(self, editor: Client, failed: Message) -> None:
        page = editor.get(f"/polls/uitbesteden/messages/{failed.pk}/").content.decode()
        assert "refused for good" in page
        assert "550 5.1.1 no such user" in page
        sent = Message.objects.get(state="sent")
        assert "250 OK" in editor.get(f"/polls/uitbesteden/messages/{sent.pk}/").content.decode()

    def test_who_sent_again_stands_in_the_log(self, editor: Client, failed: Message, post: Post) -> None:
        post.replies = lambda stage, recipient: None
        editor.post("/polls/uitbesteden/messages/resend/", {"message": str(failed.pk)})
        deliver(now=timezone.now())
        page = editor.get(f"/polls/uitbesteden/messages/{failed.pk}/").content.decode()
        assert "Roos" in page
        assert Message.objects.filter(state="sent").count() == 2

    def test_staff_decide_about_the_unknown(self, editor: Client, failed: Message) -> None:
        Message.objects.filter(pk=failed.pk).update(state="unknown")
        assert b"Take the unknown one as arrived" in editor.get("/polls/uitbesteden/messages/").content
        editor.post("/polls/uitbesteden/messages/settle/", {"message": str(failed.pk)})
        assert Message.objects.get(pk=failed.pk).state == "sent"

    def test_a_message_of_another_poll_is_not_found(self, editor: Client, failed: Message) -> None:
        make_poll("other")
        assert editor.get(f"/polls/other/messages/{failed.pk}/").status_code == 404
