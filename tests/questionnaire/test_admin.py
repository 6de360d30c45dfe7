from typing import Any

import pytest
from django.contrib.admin import site
from django.forms import BaseForm
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries

from accounts.roles import Role
from polls.collection.models import Response
from polls.questionnaire import services
from polls.questionnaire.admin import PollAdmin
from polls.questionnaire.design import to_questionnaire
from polls.questionnaire.models import Page, Poll
from tests.questionnaire.sample import NOW, SAMPLE, make_poll, make_user

pytestmark = pytest.mark.django_db


def as_role(role: Role = Role.EDITOR) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_user(role), backend="accounts.backends.RoleBackend")
    return client


def posted(client: Client, url: str) -> dict[str, Any]:
    """What a browser would post if somebody saved the screen unchanged."""
    context = client.get(url).context
    data: dict[str, Any] = {"_continue": "1"}
    add_form(data, context["adminform"].form)
    for formset in context["inline_admin_formsets"]:
        add_formset(data, formset.formset)
    return data


def add_formset(data: dict[str, Any], formset: Any) -> None:
    add_form(data, formset.management_form)
    for form in formset.forms:
        add_form(data, form)
        for nested in getattr(form, "nested_formsets", []):
            add_formset(data, nested)


def add_form(data: dict[str, Any], form: BaseForm) -> None:
    for bound in form:
        widget = bound.field.widget
        names = [f"{bound.html_name}_nl", f"{bound.html_name}_en"] if hasattr(widget, "decompress") else None
        value = bound.value()
        if names:
            data.update(zip(names, widget.decompress(value), strict=True))
        elif isinstance(value, list):
            data[bound.html_name] = value
        elif value is not None and value is not False:
            data[bound.html_name] = bound.field.prepare_value(value) if value is not True else "True"
        elif value is False and bound.name == "is_anonymous":
            data[bound.html_name] = "False"
    for name, value in list(data.items()):
        if hasattr(value, "strftime"):
            data[name] = f"{value:%Y-%m-%dT%H:%M}"


def page_url(code: str) -> str:
    return f"/admin/polls/page/{Page.objects.get(code=code).pk}/change/"


class TestAPublishedPoll:
    @pytest.fixture
    def poll(self) -> Poll:
        poll = make_poll()
        services.publish(poll, by=None, now=NOW)
        return poll

    def test_keeps_its_promises_against_a_forged_form(self, poll: Poll) -> None:
        client, url = as_role(), f"/admin/polls/poll/{poll.pk}/change/"
        data = posted(client, url)
        data.update({"is_anonymous": "False", "minimum_base": "3", "channel": "open", "slug": "forged"})
        data["title_nl"] = "Nieuwe titel"
        assert client.post(url, data).status_code == 302
        poll.refresh_from_db()
        assert (poll.is_anonymous, poll.minimum_base, poll.channel, poll.slug) == (True, 5, "invitation", "sample")
        assert poll.title["nl"] == "Nieuwe titel"

    def test_saving_the_form_leaves_state_and_keys_alone(self, poll: Poll) -> None:
        client, url = as_role(), f"/admin/polls/poll/{poll.pk}/change/"
        data = posted(client, url)
        before = Poll.objects.values("state", "urn_public_key", "urn_private_key", "first_published_at").get()
        client.post(url, data)
        assert Poll.objects.values("state", "urn_public_key", "urn_private_key", "first_published_at").get() == before

    def test_saving_writes_only_what_the_form_shows(self) -> None:
        stale = make_poll("stale")
        services.publish(Poll.objects.get(pk=stale.pk), by=None, now=NOW)
        screen = PollAdmin(Poll, site)
        form = screen.get_form(RequestFactory().get("/"), Poll.objects.get(pk=stale.pk), change=True)(
            instance=stale, data={}
        )
        form.is_valid()
        stale.title = {"nl": "Nieuw"}
        screen.save_model(RequestFactory().post("/"), stale, form, change=True)
        stored = Poll.objects.get(pk=stale.pk)
        assert (stored.state, stored.title) == (Poll.State.PUBLISHED, {"nl": "Nieuw"})
        assert stored.urn_private_key

    def test_a_page_of_it_cannot_be_deleted(self, poll: Poll) -> None:
        client = as_role()
        page = poll.pages.get(code="choosing")
        answer = client.post(f"/admin/polls/page/{page.pk}/delete/", {"post": "yes"}, follow=True)
        assert "The structure of a published poll is fixed." in answer.content.decode()
        assert poll.pages.count() == 2

    def test_it_cannot_be_deleted_while_it_is_open(self, poll: Poll) -> None:
        answer = as_role().post(f"/admin/polls/poll/{poll.pk}/delete/", {"post": "yes"}, follow=True)
        assert "Close it first." in answer.content.decode()
        assert Poll.objects.exists()

    def test_it_cannot_be_deleted_once_it_has_answers(self, poll: Poll) -> None:
        Poll.objects.update(state=Poll.State.CLOSED)
        version = poll.latest_version
        assert version is not None
        Response.objects.create(poll=poll, version=version, answers={}, is_anonymous=True)
        answer = as_role().post(f"/admin/polls/poll/{poll.pk}/delete/", {"post": "yes"}, follow=True)
        assert "has answers and cannot be deleted" in answer.content.decode()
        assert Response.objects.exists()

    def test_closed_and_without_answers_it_can_be_deleted(self, poll: Poll) -> None:
        Poll.objects.update(state=Poll.State.CLOSED)
        assert as_role().post(f"/admin/polls/poll/{poll.pk}/delete/", {"post": "yes"}).status_code == 302
        assert not Poll.objects.exists()


class TestAPoll:
    def test_saved_unchanged_stays_what_it_was(self) -> None:
        poll = make_poll()
        client, url = as_role(), f"/admin/polls/poll/{poll.pk}/change/"
        assert client.post(url, posted(client, url)).status_code == 302
        assert to_questionnaire(Poll.objects.get()) == SAMPLE

    def test_a_new_one_gets_a_short_name_an_owner_and_a_first_page(self) -> None:
        client = as_role()
        data = {"title_nl": "Uitbesteden in 2026", "languages": ["nl"], "channel": "open", "is_anonymous": "True"}
        answer = client.post("/admin/polls/poll/add/", {**data, "minimum_base": "5", "equivalence_margin": "10"})
        poll = Poll.objects.get()
        assert (poll.slug, poll.languages, poll.is_anonymous) == ("uitbesteden-in-2026", ["nl"], True)
        assert poll.created_by is not None
        assert answer.headers["location"] == f"/admin/polls/page/{poll.pages.get().pk}/change/"

    def test_identified_can_be_chosen(self) -> None:
        data = {"title_nl": "Panel", "languages": ["nl"], "channel": "invitation", "is_anonymous": "False"}
        as_role().post("/admin/polls/poll/add/", {**data, "minimum_base": "5", "equivalence_margin": "10"})
        assert Poll.objects.get().is_anonymous is False

    @pytest.mark.parametrize("local", ["2026-03-29T02:30", "2026-10-25T02:30"], ids=["skipped hour", "doubled hour"])
    def test_a_local_time_that_is_not_one_moment_is_refused(self, local: str) -> None:
        poll = make_poll()
        client, url = as_role(), f"/admin/polls/poll/{poll.pk}/change/"
        answer = client.post(url, {**posted(client, url), "closes_at": local})
        assert answer.status_code == 200
        assert "it may be ambiguous or it may not exist" in answer.content.decode()

    def test_times_are_entered_and_shown_in_dutch_time(self) -> None:
        poll = make_poll()
        client, url = as_role(), f"/admin/polls/poll/{poll.pk}/change/"
        client.post(url, {**posted(client, url), "closes_at": "2026-07-01T12:00"})
        assert str(Poll.objects.get().closes_at) == "2026-07-01 10:00:00+00:00"
        assert 'value="2026-07-01T12:00"' in client.get(url).content.decode()

    def test_settings_that_somebody_else_changed_meanwhile_are_not_overwritten_unseen(self) -> None:
        poll = make_poll()
        client, url = as_role(), f"/admin/polls/poll/{poll.pk}/change/"
        form = client.get(url).context["adminform"].form
        data = {**posted(client, url), "seen": form.present, "title_nl": "Van mij"}
        Poll.objects.update(title={"nl": "Van een ander", "en": "Sample poll"})
        answer = client.post(url, data)
        page = answer.content.decode()
        assert "Somebody else changed these settings while you were at it." in page
        assert 'value="Van mij"' in page
        assert Poll.objects.get().title["nl"] == "Van een ander"
        again = answer.context["adminform"].form.present
        assert client.post(url, {**data, "seen": again}).status_code == 302
        assert Poll.objects.get().title["nl"] == "Van mij"

    def test_closing_before_opening_is_refused(self) -> None:
        poll = make_poll()
        client, url = as_role(), f"/admin/polls/poll/{poll.pk}/change/"
        dates = {"opens_at": "2026-07-02T12:00", "closes_at": "2026-07-01T12:00"}
        assert (
            "The poll must close after it opens." in client.post(url, {**posted(client, url), **dates}).content.decode()
        )

    def test_opening_a_screen_takes_a_bounded_number_of_queries(
        self, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        poll = make_poll()
        client = as_role()
        with django_assert_max_num_queries(30):
            client.get(f"/admin/polls/poll/{poll.pk}/change/")


class TestTheList:
    def test_shows_each_poll_with_its_phase(self) -> None:
        make_poll()
        services.publish(make_poll("open-one"), by=None, now=NOW)
        page = as_role().get("/admin/polls/poll/").content.decode()
        assert 'is-draft">Draft' in page
        assert 'is-open">Open' in page
        assert '<td class="number">5</td>' in page

    def test_takes_the_same_queries_for_many_polls(self, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        client = as_role()
        for number in range(12):
            make_poll(f"poll-{number}")
        client.get("/admin/polls/poll/")
        with django_assert_num_queries(4):
            client.get("/admin/polls/poll/")

    def test_can_be_searched_and_filtered(self) -> None:
        make_poll("first")
        services.publish(make_poll("second"), by=None, now=NOW)
        client = as_role()
        assert "second" not in client.get("/admin/polls/poll/?q=first").content.decode().split("<table")[1]
        assert (
            "first" not in client.get("/admin/polls/poll/?state__exact=published").content.decode().split("<table")[1]
        )
        assert "No poll fits" in client.get("/admin/polls/poll/?q=nothing").content.decode()


class TestAccess:
    @pytest.mark.parametrize("role", [Role.ANALYST, Role.VIEWER])
    def test_who_may_not_design_sees_no_screen_of_the_builder(self, role: Role) -> None:
        poll = make_poll()
        client = as_role(role)
        for url in ("/admin/polls/poll/", "/admin/polls/poll/add/", f"/admin/polls/poll/{poll.pk}/change/"):
            assert client.get(url).status_code == 403
        assert client.get(page_url("choosing")).status_code == 403
        assert client.post(page_url("choosing"), {"title_nl": "x"}).status_code == 403

    def test_records_are_to_look_at_only(self) -> None:
        poll = make_poll()
        version = services.publish(poll, by=None, now=NOW)
        client = as_role()
        for name, pk in (("questionnaireversion", version.pk), ("pollevent", poll.events.get().pk)):
            assert client.get(f"/admin/polls/{name}/").status_code == 200
            assert client.get(f"/admin/polls/{name}/{pk}/change/").status_code == 200
            assert client.post(f"/admin/polls/{name}/{pk}/change/", {"reason": "x"}).status_code == 403
            assert client.get(f"/admin/polls/{name}/{pk}/delete/").status_code == 403
            assert client.get(f"/admin/polls/{name}/add/").status_code == 403
