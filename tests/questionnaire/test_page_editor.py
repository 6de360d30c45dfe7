"""The one screen of the builder, over HTTP: as a plain form, and piece by piece as its script does it."""

from typing import Any

import pytest
from django.forms import BaseForm
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.roles import Role
from polls.questionnaire import services
from polls.questionnaire.design import to_questionnaire
from polls.questionnaire.models import Choice, Discarded, Page, Poll, Question
from tests.questionnaire.sample import NOW, SAMPLE, make_poll, make_user

pytestmark = pytest.mark.django_db


def as_role(role: Role = Role.EDITOR) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_user(role), backend="accounts.backends.RoleBackend")
    return client


def url_of(code: str) -> str:
    return f"/admin/polls/page/{Page.objects.get(code=code).pk}/change/"


def add_form(data: dict[str, Any], form: BaseForm) -> None:
    """Add what a browser would post of the form, if nothing were touched."""
    for bound in form:
        value = bound.value()
        if hasattr(bound.field.widget, "decompress"):
            for language, text in zip(("nl", "en"), bound.field.widget.decompress(value), strict=True):
                data[f"{bound.html_name}_{language}"] = text
        elif value is True:
            data[bound.html_name] = "on"
        elif value is not None and value is not False:
            data[bound.html_name] = value


def posted(client: Client, url: str) -> dict[str, Any]:
    """What a browser would post if somebody saved the screen unchanged."""
    editor = client.get(url).context["editor"]
    data: dict[str, Any] = {}
    for card in (editor.page_card, *editor.question_cards):
        add_form(data, card.form)
        for rowset in card.rowsets:
            data[rowset.prefix] = [form.key for form in rowset.forms]
            for form in rowset.forms:
                add_form(data, form)
    return data


def prefix_of(code: str) -> str:
    """The name of the question's or choice's fields in the posted data, without the last part."""
    if question := Question.objects.filter(code=code).first():
        return f"q{question.pk}"
    choice = Choice.objects.get(code=code)
    return f"q{choice.question_id}-choices-{choice.pk}"


def piece(data: dict[str, Any], prefix: str) -> dict[str, Any]:
    """What the script posts: one part of the page."""
    return {name: value for name, value in data.items() if name.startswith(f"{prefix}-")}


class TestAsAForm:
    def test_saved_unchanged_stays_what_it_was(self) -> None:
        poll = make_poll()
        client, url = as_role(), url_of("choosing")
        assert client.post(url, posted(client, url)).status_code == 302
        assert to_questionnaire(poll) == SAMPLE
        assert set(Question.objects.values_list("revision", flat=True)) == {0}

    def test_stores_what_was_changed_and_who_did_it(self) -> None:
        poll = make_poll()
        client, url = as_role(), url_of("choosing")
        data = posted(client, url)
        data[f"{prefix_of('criterion')}-text_nl"] = "Wat telt het meest?"
        data["page-title_en"] = "Choose"
        client.post(url, data)
        page = to_questionnaire(poll).pages[0]
        assert (page.title["en"], page.questions[0].text["nl"]) == ("Choose", "Wat telt het meest?")
        assert str(Question.objects.get(code="criterion").edited_by) == "Editor"

    def test_lines_become_choices_with_codes_from_their_labels(self) -> None:
        poll = make_poll()
        client, url = as_role(), url_of("choosing")
        data = posted(client, url)
        data[f"{prefix_of('criterion')}-choices-lines"] = "Efficiënter werken | Efficiency\n\n Snelheid | Speed \n"
        client.post(url, data)
        choices = to_questionnaire(poll).question_by_code["criterion"].choices
        assert [choice.code for choice in choices[3:]] == ["efficienter_werken", "snelheid"]
        assert choices[3].label == {"nl": "Efficiënter werken", "en": "Efficiency"}

    def test_the_first_text_of_a_question_makes_its_code(self) -> None:
        poll = make_poll()
        client, url = as_role(), url_of("choosing")
        client.post(url, {"_do": "add:long_text"})
        data = posted(client, url)
        data[f"{prefix_of('question_6')}-text_nl"] = "Wat is het doel van uitbesteden?"
        client.post(url, data)
        codes = [question.code for question in to_questionnaire(poll).pages[0].questions]
        assert codes == ["criterion", "channels", "doel_uitbesteden"]

    def test_a_code_that_another_page_has_is_not_given_again(self) -> None:
        make_poll()
        client, url = as_role(), url_of("choosing")
        data = posted(client, url)
        prefix = prefix_of("channels")
        data[f"{prefix}-code"] = "rating"
        client.post(url, data)
        assert Question.objects.get(pk=prefix[1:]).code == "rating_2"

    def test_rows_are_stored_in_the_order_in_which_they_were_posted(self) -> None:
        poll = make_poll()
        client, url = as_role(), url_of("choosing")
        data = posted(client, url)
        data[f"{prefix_of('criterion')}-choices"].reverse()
        client.post(url, data)
        codes = [choice.code for choice in to_questionnaire(poll).question_by_code["criterion"].choices]
        assert codes == ["other", "costs", "quality"]

    def test_a_row_that_is_ticked_for_deletion_goes(self) -> None:
        poll = make_poll()
        client, url = as_role(), url_of("choosing")
        client.post(url, {**posted(client, url), f"{prefix_of('costs')}-DELETE": "on"})
        assert [choice.code for choice in to_questionnaire(poll).question_by_code["criterion"].choices] == [
            "quality",
            "other",
        ]

    def test_a_mistake_keeps_everything_that_was_typed(self) -> None:
        make_poll()
        client, url = as_role(), url_of("choosing")
        data = posted(client, url)
        prefix = prefix_of("quality")
        data.update({f"{prefix}-code": "Not a code!", f"{prefix}-label_nl": "Een nieuw label"})
        answer = client.post(url, data)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert 'value="Een nieuw label"' in page
        assert "Use small letters, digits and underscores." in page
        assert Choice.objects.get(code="quality").label["nl"] == "Kwaliteit"

    def test_an_emptied_code_stays_what_it_was(self) -> None:
        make_poll()
        client, url = as_role(), url_of("choosing")
        client.post(url, {**posted(client, url), f"{prefix_of('channels')}-code": ""})
        assert Question.objects.filter(code="channels").exists()

    def test_another_kind_shows_other_fields(self) -> None:
        make_poll()
        client, url = as_role(), url_of("choosing")
        prefix = prefix_of("criterion")
        client.post(url, {**posted(client, url), f"{prefix}-kind": "number"})
        page = client.get(url).content.decode()
        assert f'name="{prefix}-minimum"' in page
        assert f'name="{prefix}-choices"' not in page

    def test_the_problems_of_this_page_are_listed_on_it(self) -> None:
        make_poll()
        Question.objects.filter(code="channels").update(show_if="nonsense = 1")
        assert "The condition names ‘nonsense’" in as_role().get(url_of("choosing")).content.decode()
        assert "‘nonsense’" not in as_role(Role.ADMINISTRATOR).get(url_of("rating_page")).content.decode()

    def test_a_conflict_keeps_what_was_typed_and_saving_again_stores_it(self) -> None:
        make_poll()
        client, url = as_role(), url_of("choosing")
        prefix = prefix_of("criterion")
        data = {**posted(client, url), f"{prefix}-text_nl": "Van mij", "page-title_nl": "Nieuw"}
        somebody = make_user(Role.ADMINISTRATOR)
        row = Question.objects.get(code="criterion")
        row.text = {"nl": "Van een ander"}
        services.save(services.Edit(row, 0, ("text",)), by=somebody, now=NOW)
        answer = client.post(url, data)
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "Administrator changed this" in page
        assert "Van mij</textarea>" in page
        assert Question.objects.get(code="criterion").text["nl"] == "Van een ander"
        assert Page.objects.get(code="choosing").title["nl"] == "Nieuw"
        data[f"{prefix}-revision"] = "1"
        data["page-revision"] = "1"
        assert client.post(url, data).status_code == 302
        assert Question.objects.get(code="criterion").text["nl"] == "Van mij"


class TestInPieces:
    def post(self, client: Client, url: str, data: dict[str, Any]) -> Any:
        return client.post(url, data, headers={"accept": "application/json"})

    def test_tells_the_new_revision_and_the_keys_of_new_rows(self) -> None:
        make_poll()
        client, url = as_role(), url_of("choosing")
        prefix = prefix_of("criterion")
        data = piece(posted(client, url), prefix)
        data[f"{prefix}-choices"].append("new1")
        data.update({f"{prefix}-choices-new1-label_nl": "Snelheid", f"{prefix}-choices-new1-code": ""})
        answer = self.post(client, url, data)
        added = Choice.objects.get(code="snelheid")
        (card,) = answer.json()["cards"]
        assert (card["prefix"], card["revision"]) == (prefix, 1)
        assert card["rows"][f"{prefix}-choices-new1"] == {"key": added.pk, "code": "snelheid"}

    def test_leaves_the_other_questions_alone(self) -> None:
        make_poll()
        client, url = as_role(), url_of("choosing")
        data = piece(posted(client, url), prefix_of("criterion"))
        Question.objects.filter(code="channels").update(text={"nl": "Intussen"})
        self.post(client, url, {**data, f"{prefix_of('criterion')}-text_nl": "Nieuw"})
        assert Question.objects.get(code="channels").text == {"nl": "Intussen"}

    def test_two_editors_on_two_questions_do_not_meet(self) -> None:
        make_poll()
        client, url = as_role(), url_of("choosing")
        data = posted(client, url)
        for code in ("criterion", "channels"):
            own = {**piece(data, prefix_of(code)), f"{prefix_of(code)}-text_nl": f"Nieuw {code}"}
            assert self.post(client, url, own).status_code == 200
        assert Question.objects.get(code="channels").text["nl"] == "Nieuw channels"

    def test_a_conflict_names_the_other_and_what_differs(self) -> None:
        make_poll()
        client, url = as_role(), url_of("choosing")
        prefix = prefix_of("criterion")
        data = {**piece(posted(client, url), prefix), f"{prefix}-text_nl": "Van mij", f"{prefix}-text_en": ""}
        row = Question.objects.get(code="criterion")
        row.text = {"nl": "Van een ander"}
        services.save(services.Edit(row, 0, ("text",)), by=make_user(Role.ADMINISTRATOR), now=NOW)
        answer = self.post(client, url, data)
        (conflict,) = answer.json()["conflicts"]
        assert (answer.status_code, conflict["revision"]) == (409, 1)
        assert conflict["sentence"].startswith("Administrator changed this at 10:00")
        assert conflict["differences"] == [{"label": "question", "mine": "Van mij", "theirs": "Van een ander"}]

    def test_the_same_text_twice_is_no_conflict(self) -> None:
        make_poll()
        client, url = as_role(), url_of("choosing")
        prefix = prefix_of("criterion")
        data = {**piece(posted(client, url), prefix), f"{prefix}-text_nl": "Samen"}
        assert self.post(client, url, data).status_code == 200
        assert self.post(client, url, data).status_code == 200

    def test_a_mistake_is_told_per_field(self) -> None:
        make_poll()
        client, url = as_role(), url_of("choosing")
        prefix = prefix_of("criterion")
        answer = self.post(client, url, {**piece(posted(client, url), prefix), f"{prefix}-code": "No code!"})
        assert answer.status_code == 422
        assert list(answer.json()["errors"]) == [f"{prefix}-code"]

    def test_one_card_and_the_outline_come_by_themselves(self) -> None:
        make_poll()
        client, url = as_role(), url_of("choosing")
        row = Question.objects.get(code="channels")
        card = client.get(f"{url}?card={row.pk}").content.decode()
        assert card.startswith('<article class="question is-open"')
        outline = client.get(f"{url}?part=outline").content.decode()
        assert outline.startswith('<div data-part="outline">')
        assert f"?open={row.pk}#question-{row.pk}" in outline
        assert client.get(f"{url}?card=999999").status_code == 410


class TestSteps:
    def step(self, word: str) -> Any:
        return as_role().post(url_of("choosing"), {"_do": word}, follow=True)

    def codes(self, poll: Poll) -> list[list[str]]:
        return [[question.code for question in page.questions] for page in to_questionnaire(poll).pages]

    def test_a_question_is_added_behind_another_and_opened(self) -> None:
        poll = make_poll()
        answer = self.step(f"add:rating:{Question.objects.get(code='criterion').pk}")
        assert self.codes(poll)[0] == ["criterion", "question_6", "channels"]
        added = Question.objects.get(code="question_6")
        assert answer.redirect_chain[-1][0].endswith(f"?open={added.pk}#question-{added.pk}")

    def test_a_question_moves_down_and_on_to_the_next_page(self) -> None:
        poll = make_poll()
        self.step(f"down:{Question.objects.get(code='channels').pk}")
        assert self.codes(poll) == [["criterion"], ["channels", "rating", "size", "remarks"]]

    def test_a_deleted_question_can_be_put_back_from_the_screen(self) -> None:
        poll = make_poll()
        before = to_questionnaire(poll)
        client, url = as_role(), url_of("choosing")
        answer = client.post(url, {"_do": f"delete:{Question.objects.get(code='criterion').pk}"}, follow=True)
        assert "The question has been deleted." in answer.content.decode()
        client.post(url, {"_do": f"restore:{Discarded.objects.get().pk}"})
        assert to_questionnaire(poll) == before

    def test_pages_are_added_copied_moved_and_deleted(self) -> None:
        poll = make_poll()
        client, url = as_role(), url_of("choosing")
        second = Page.objects.get(code="rating_page").pk
        client.post(url, {"_do": f"copy-page:{second}"})
        client.post(url, {"_do": f"page-up:{second}"})
        client.post(url, {"_do": f"delete-page:{Page.objects.get(code='choosing').pk}"})
        assert [page.code for page in poll.pages.all()] == ["rating_page", "rating_page_2"]

    @pytest.mark.parametrize("word", ["nonsense", "add:nonsense", "up:x", "move:1", "restore:", "up:²", "add-page:0x1"])
    def test_a_word_that_is_none_changes_nothing(self, word: str) -> None:
        poll = make_poll()
        assert self.step(word).status_code == 200
        assert to_questionnaire(poll) == SAMPLE

    def test_what_is_of_another_poll_cannot_be_touched(self) -> None:
        make_poll("other")
        foreign = Question.objects.get(code="criterion").pk
        poll = make_poll()
        page = poll.pages.get(code="choosing")
        answer = as_role().post(f"/admin/polls/page/{page.pk}/change/", {"_do": f"delete:{foreign}"})
        assert answer.status_code == 404
        assert Question.objects.filter(pk=foreign).exists()


class TestAPublishedPoll:
    @pytest.fixture
    def poll(self) -> Poll:
        poll = make_poll()
        services.publish(poll, by=None, now=NOW)
        return poll

    def test_lets_wording_be_corrected(self, poll: Poll) -> None:
        client, url = as_role(), url_of("choosing")
        data = {**posted(client, url), f"{prefix_of('criterion')}-text_nl": "Wat telt het meest?"}
        data[f"{prefix_of('quality')}-label_nl"] = "Hoge kwaliteit"
        assert client.post(url, data).status_code == 302
        assert Choice.objects.get(code="quality").label["nl"] == "Hoge kwaliteit"
        assert services.has_unpublished_wording(poll)
        assert services.errors_of(services.find_problems(poll, now=NOW)) == []

    def test_ignores_a_forged_change_of_structure(self, poll: Poll) -> None:
        client, url = as_role(), url_of("choosing")
        data = posted(client, url)
        question, choice = prefix_of("criterion"), prefix_of("quality")
        forged = {"code": "forged", "kind": "multiple", "show_if": "role = inhouse", "requirement": "no"}
        data.update({f"{question}-{name}": value for name, value in forged.items()})
        data.update({f"{choice}-code": "forged", f"{choice}-DELETE": "on", f"{question}-choices-lines": "Extra"})
        data[f"{question}-choices"] = ["new1", *reversed(data[f"{question}-choices"])]
        data.update({f"{question}-choices-new1-label_nl": "Nieuw", "page-code": "forged", "page-show_if": "x = 1"})
        client.post(url, data)
        assert to_questionnaire(poll) == SAMPLE

    @pytest.mark.parametrize("word", ["add:single", "add-page", "delete-page:{page}", "delete:{question}"])
    def test_no_step_can_be_taken(self, poll: Poll, word: str) -> None:
        keys = {"page": Page.objects.get(code="choosing").pk, "question": Question.objects.get(code="criterion").pk}
        answer = as_role().post(url_of("choosing"), {"_do": word.format(**keys)}, follow=True)
        assert "The structure of a published poll is fixed." in answer.content.decode()
        assert to_questionnaire(poll) == SAMPLE


class TestAccess:
    @pytest.mark.parametrize("role", [Role.ANALYST, Role.VIEWER])
    def test_who_may_not_design_can_neither_look_nor_write(self, role: Role) -> None:
        poll = make_poll()
        client, url = as_role(role), url_of("choosing")
        assert client.get(url).status_code == 403
        assert client.post(url, {"_do": "add-page"}).status_code == 403
        assert client.post(url, {"page-revision": "0", "page-title_nl": "x"}).status_code == 403
        assert to_questionnaire(poll) == SAMPLE

    def test_the_screen_may_frame_its_own_preview_only(self) -> None:
        make_poll()
        answer = as_role().get(url_of("choosing"))
        assert "default-src 'self'" in answer.headers["content-security-policy"]
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


def test_a_screen_takes_the_same_queries_for_few_and_for_many_questions(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    poll = make_poll()
    client, url = as_role(), url_of("choosing")
    Question.objects.filter(code="channels").update(show_if="nonsense = 1")  # a problem to be placed, both times
    client.get(url)
    page = poll.pages.all()[0]
    with django_assert_num_queries(26):
        client.get(url)
    for number in range(40):
        row = Question.objects.create(page=page, code=f"extra_{number}", position=10 + number, text={"nl": "Vraag"})
        Choice.objects.bulk_create(Choice(question=row, code=f"c{place}", label={"nl": "Ja"}) for place in range(3))
    with django_assert_num_queries(26):
        answer = client.get(url)
    assert answer.content.decode().count('<article class="question') == 42
