from typing import Any

import pytest
from django.contrib.admin import site
from django.forms import BaseForm
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries

from accounts.roles import Role
from polls.codebook import problems
from polls.collection.models import Response
from polls.questionnaire import services
from polls.questionnaire.admin import PollAdmin
from polls.questionnaire.design import to_questionnaire
from polls.questionnaire.models import Choice, Page, Poll, Question
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


def prefix_of(data: dict[str, Any], code: str) -> str:
    return next(name for name, value in data.items() if name.endswith("-code") and value == code)[: -len("-code")]


def page_url(code: str) -> str:
    return f"/admin/polls/page/{Page.objects.get(code=code).pk}/change/"


class TestAPageOfQuestions:
    def test_saved_unchanged_stays_what_it_was(self) -> None:
        poll = make_poll()
        client, url = as_role(), page_url("choosing")
        assert client.post(url, posted(client, url)).status_code == 302
        assert to_questionnaire(poll) == SAMPLE

    def test_a_new_question_with_choices_gets_codes_from_its_texts(self) -> None:
        poll = make_poll()
        client, url = as_role(), page_url("choosing")
        data = posted(client, url)
        data.update(
            {
                "questions-TOTAL_FORMS": "3",
                "questions-2-text_nl": "Wat is het doel van uitbesteden?",
                "questions-2-text_en": "What is the goal?",
                "questions-2-kind": "single",
                "questions-2-requirement": "soft",
                "questions-2-decimals": "0",
                "questions-2-position": "2",
                "questions-2-new_choices": "Efficiënter werken | Efficiency\nKosten | Costs\n",
                "questions-2-choices-TOTAL_FORMS": "0",
                "questions-2-choices-INITIAL_FORMS": "0",
            }
        )
        assert client.post(url, data).status_code == 302
        question = to_questionnaire(poll).question_by_code["doel_uitbesteden"]
        assert [choice.code for choice in question.choices] == ["efficienter_werken", "kosten"]
        assert question.choices[0].label == {"nl": "Efficiënter werken", "en": "Efficiency"}
        assert problems.find(to_questionnaire(poll)) == []

    def test_a_code_that_another_page_has_is_not_given_again(self) -> None:
        poll = make_poll()
        client, url = as_role(), page_url("choosing")
        data = posted(client, url)
        data.update(
            {
                "questions-TOTAL_FORMS": "4",
                "questions-2-text_nl": "Rating",
                "questions-3-text_nl": "Rating",
            }
        )
        for number in (2, 3):
            data.update(
                {
                    f"questions-{number}-kind": "long_text",
                    f"questions-{number}-requirement": "no",
                    f"questions-{number}-decimals": "0",
                    f"questions-{number}-position": str(number),
                    f"questions-{number}-choices-TOTAL_FORMS": "0",
                    f"questions-{number}-choices-INITIAL_FORMS": "0",
                }
            )
        client.post(url, data)
        codes = [question.code for question in to_questionnaire(poll).pages[0].questions]
        assert codes == ["criterion", "channels", "rating_2", "rating_3"]

    def test_rows_are_stored_in_the_order_in_which_they_were_dragged(self) -> None:
        poll = make_poll()
        client, url = as_role(), page_url("choosing")
        data = posted(client, url)
        data[f"{prefix_of(data, 'quality')}-position"] = "2"
        data[f"{prefix_of(data, 'other')}-position"] = "0"
        client.post(url, data)
        codes = [choice.code for choice in to_questionnaire(poll).question_by_code["criterion"].choices]
        assert codes == ["other", "costs", "quality"]

    def test_a_mistake_keeps_everything_that_was_typed(self) -> None:
        make_poll()
        client, url = as_role(), page_url("choosing")
        data = posted(client, url)
        prefix = prefix_of(data, "quality")
        data[f"{prefix}-code"] = "Not a code!"
        data[f"{prefix}-label_nl"] = "Een nieuw label"
        answer = client.post(url, data)
        assert answer.status_code == 200
        page = answer.content.decode()
        assert 'value="Een nieuw label"' in page
        assert "Use small letters, digits and underscores." in page
        assert Choice.objects.get(code="quality").label["nl"] == "Kwaliteit"

    def test_deleting_a_question_takes_its_choices(self) -> None:
        make_poll()
        client, url = as_role(), page_url("choosing")
        data = posted(client, url)
        data[f"{prefix_of(data, 'channels')}-DELETE"] = "on"
        client.post(url, data)
        assert not Question.objects.filter(code="channels").exists()
        assert not Choice.objects.filter(code="phone").exists()

    def test_an_emptied_code_stays_what_it_was(self) -> None:
        make_poll()
        client, url = as_role(), page_url("choosing")
        data = posted(client, url)
        data[f"{prefix_of(data, 'channels')}-code"] = ""
        client.post(url, data)
        assert Question.objects.filter(code="channels").exists()

    def test_the_problems_of_this_page_are_listed_on_it(self) -> None:
        make_poll()
        Question.objects.filter(code="channels").update(show_if="nonsense = 1")
        page = as_role().get(page_url("choosing")).content.decode()
        assert "The condition names ‘nonsense’" in page
        assert "‘nonsense’" not in as_role(Role.ADMINISTRATOR).get(page_url("rating_page")).content.decode()

    def test_save_and_add_a_page_opens_the_new_page(self) -> None:
        poll = make_poll()
        client, url = as_role(), page_url("choosing")
        data = {name: value for name, value in posted(client, url).items() if name != "_continue"}
        answer = client.post(url, {**data, "_addpage": "1"})
        assert answer.headers["location"] == f"/admin/polls/page/{poll.pages.last().pk}/change/"  # type: ignore[union-attr]
        assert poll.pages.count() == 3

    def test_empty_rows_on_demand_for_who_has_no_javascript(self) -> None:
        make_poll()
        page = as_role().get(page_url("choosing") + "?extra_question=2").content.decode()
        assert 'name="questions-3-text_nl"' in page
        assert 'name="questions-4-text_nl"' not in page


class TestAPublishedPoll:
    @pytest.fixture
    def poll(self) -> Poll:
        poll = make_poll()
        services.publish(poll, by=None, now=NOW)
        return poll

    def test_lets_wording_be_corrected(self, poll: Poll) -> None:
        client, url = as_role(), page_url("choosing")
        data = posted(client, url)
        data[f"{prefix_of(data, 'criterion')}-text_nl"] = "Wat telt het meest?"
        assert client.post(url, data).status_code == 302
        assert services.has_unpublished_wording(poll)
        assert services.errors_of(services.find_problems(poll, now=NOW)) == []

    def test_ignores_a_forged_change_of_structure(self, poll: Poll) -> None:
        client, url = as_role(), page_url("choosing")
        data = posted(client, url)
        question, choice = prefix_of(data, "criterion"), prefix_of(data, "quality")
        data.update(
            {
                f"{question}-code": "forged",
                f"{question}-kind": "multiple",
                f"{question}-show_if": "role = inhouse",
                f"{question}-new_choices": "Extra",
                f"{question}-position": "9",
                f"{question}-DELETE": "on",
                f"{choice}-code": "forged",
                f"{choice}-position": "9",
                "questions-TOTAL_FORMS": "3",
                "questions-2-text_nl": "Een nieuwe vraag",
                "questions-2-code": "forged_question",
                "questions-2-kind": "single",
                "questions-2-requirement": "soft",
                "questions-2-decimals": "0",
                "questions-2-choices-TOTAL_FORMS": "0",
                "questions-2-choices-INITIAL_FORMS": "0",
                "code": "forged_page",
            }
        )
        client.post(url, data)
        assert to_questionnaire(poll) == SAMPLE

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
        with django_assert_max_num_queries(25):
            client.get(page_url("choosing"))


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
