from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.roles import Role
from polls.questionnaire import services
from polls.questionnaire.models import Choice, Page, Poll, Question
from tests.questionnaire.sample import NOW, make_poll, make_user

pytestmark = pytest.mark.django_db
PAGES = ("publish", "close", "reopen", "duplicate")


def as_role(role: Role = Role.EDITOR) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_user(role), backend="accounts.backends.RoleBackend")
    return client


def test_the_publish_page_names_each_problem_with_a_link_to_its_place() -> None:
    poll = make_poll()
    question = Question.objects.get(code="channels")
    Choice.objects.filter(question=question).delete()
    Poll.objects.update(privacy={})
    page = as_role().get("/polls/sample/publish/").content.decode()
    choosing = question.page_id
    assert f'href="/admin/polls/page/{choosing}/change/?open={question.pk}#question-{question.pk}"' in page
    assert f'href="/admin/polls/poll/{poll.pk}/change/#field-privacy"' in page
    assert "This question has no choices yet." in page
    assert "Publish the poll" not in page


def test_a_problem_with_a_choice_or_a_segment_leads_to_its_row() -> None:
    poll = make_poll()
    choice = Choice.objects.get(code="costs")
    Choice.objects.filter(pk=choice.pk).update(label={})
    segment = poll.segment_variables.get().segments.get(code="in_house")
    poll.segment_variables.get().segments.filter(pk=segment.pk).update(label={})
    page = as_role().get("/polls/sample/publish/").content.decode()
    assert f"#choice-{choice.pk}" in page
    assert f"#segment-{segment.pk}" in page


def test_the_links_lead_to_spots_that_exist() -> None:
    poll = make_poll()
    client = as_role()
    question, variable = Question.objects.get(code="criterion"), poll.segment_variables.get()
    choice, segment = question.choices.get(code="costs"), variable.segments.get(code="in_house")
    page = client.get(f"/admin/polls/page/{question.page_id}/change/").content.decode()
    assert f'id="question-{question.pk}"' in page
    assert f'id="choice-{choice.pk}"' in page
    outline = client.get(f"/admin/polls/poll/{poll.pk}/change/").content.decode()
    for spot in ("field-privacy", "pages", f"segmentvariable-{variable.pk}", f"segment-{segment.pk}"):
        assert f'id="{spot}"' in outline


def test_publishing_a_good_poll_opens_it() -> None:
    make_poll()
    client = as_role()
    assert "Publish the poll" in client.get("/polls/sample/publish/").content.decode()
    assert client.post("/polls/sample/publish/").status_code == 302
    assert Poll.objects.get().state == Poll.State.PUBLISHED


@pytest.mark.parametrize(
    ("channel", "address"),
    [(Poll.Channel.INVITATION, "/polls/sample/invite/"), (Poll.Channel.OPEN, "/polls/sample/fieldwork/")],
)
def test_the_first_publication_leads_to_where_people_are_let_in(channel: Poll.Channel, address: str) -> None:
    poll = make_poll()
    poll.segment_variables.all().delete()  # an open link knows no contact list
    Page.objects.update(show_if="")
    Question.objects.update(show_if="")
    Poll.objects.update(channel=channel)
    client = as_role()
    assert client.post("/polls/sample/publish/").headers["Location"] == address
    Poll.objects.update(title={"nl": "Andere titel", "en": "Other title"})
    corrected = client.post("/polls/sample/publish/", {"reason": "A clearer title"})
    assert corrected.headers["Location"] == f"/admin/polls/poll/{poll.pk}/change/"


def test_publishing_a_poll_with_errors_says_so_and_changes_nothing() -> None:
    make_poll()
    Choice.objects.all().delete()
    answer = as_role().post("/polls/sample/publish/")
    assert answer.status_code == 422
    assert Poll.objects.get().state == Poll.State.DRAFT


def test_a_correction_shows_what_changes_and_asks_why() -> None:
    poll = make_poll()
    services.publish(poll, by=None, now=NOW)
    Question.objects.filter(code="criterion").update(text={"nl": "Wat telt?", "en": "What matters most?"})
    client = as_role()
    page = client.get("/polls/sample/publish/").content.decode()
    assert "Wat <del>is het belangrijkste?</del>" in page
    assert "Wat <ins>telt?</ins>" in page
    assert client.post("/polls/sample/publish/", {"reason": ""}).status_code == 422
    assert client.post("/polls/sample/publish/", {"reason": "Korter"}).status_code == 302
    assert poll.versions.get(number=2).reason == "Korter"


def test_without_a_change_there_is_nothing_to_publish() -> None:
    services.publish(make_poll(), by=None, now=NOW)
    page = as_role().get("/polls/sample/publish/").content.decode()
    assert "Nothing to publish" in page
    assert '<button class="btn btn-primary w-100"' not in page


def test_close_and_reopen() -> None:
    poll = make_poll()
    services.publish(poll, by=None, now=NOW)
    client = as_role()
    assert client.post("/polls/sample/close/").status_code == 302
    assert Poll.objects.get().phase_at(timezone.now()) == Poll.Phase.CLOSING
    past = client.post("/polls/sample/reopen/", {"closes_at": "2020-01-01T12:00"})
    assert past.status_code == 422
    assert client.post("/polls/sample/reopen/", {"closes_at": ""}).status_code == 302
    assert Poll.objects.get().phase_at(timezone.now()) == Poll.Phase.OPEN


def test_duplicating_asks_for_a_name_that_is_free() -> None:
    make_poll()
    client = as_role()
    assert 'value="sample-2"' in client.get("/polls/sample/duplicate/").content.decode()
    assert client.post("/polls/sample/duplicate/", {"slug": "sample"}).status_code == 422
    assert client.post("/polls/sample/duplicate/", {"slug": "wave-2"}).status_code == 302
    assert set(Poll.objects.values_list("slug", flat=True)) == {"sample", "wave-2"}


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("role", [Role.ANALYST, Role.VIEWER])
def test_who_may_not_design_is_refused(role: Role, name: str) -> None:
    make_poll()
    client = as_role(role)
    assert client.get(f"/polls/sample/{name}/").status_code == 403
    assert client.post(f"/polls/sample/{name}/", {"slug": "copy"}).status_code == 403
    assert Poll.objects.get().state == Poll.State.DRAFT


@pytest.mark.parametrize("name", PAGES)
def test_nobody_is_sent_to_the_log_in_page(name: str) -> None:
    make_poll()
    assert Client().get(f"/polls/sample/{name}/").headers["location"].startswith("/account/login/")


@pytest.mark.parametrize("name", PAGES)
def test_looking_changes_nothing(name: str) -> None:
    poll = make_poll()
    services.publish(poll, by=None, now=NOW)
    before = Poll.objects.values().get()
    as_role().get(f"/polls/sample/{name}/")
    assert Poll.objects.values().get() == before


def test_times_are_dutch() -> None:
    poll = make_poll(opens_at=NOW.replace(month=7), closes_at=NOW.replace(month=7) + timedelta(days=200))
    page = as_role().get(f"/polls/{poll.slug}/publish/").content.decode()
    assert "11:00" in page  # nine o'clock UTC in summer
