"""The question library and the translation table."""

import pytest
from django.test import Client
from django.utils import timezone

from polls.codebook import problems
from polls.codebook.problem import Severity
from polls.exchange.library import shipped
from polls.questionnaire import services
from polls.questionnaire.design import to_questionnaire
from polls.questionnaire.models import LibraryQuestion, Page, Question
from tests.questionnaire.sample import NOW, make_poll, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_user())
    return client


class TestLibrary:
    def test_what_is_shipped_has_no_errors_but_the_texts_of_a_poll_and_is_in_two_languages(self) -> None:
        found = [problem for problem in problems.find(shipped()) if problem.severity is Severity.ERROR]
        assert {problem.place.field for problem in found} <= {"privacy"}
        assert all(set(question.text) == {"nl", "en"} for question in shipped().questions)

    def test_inserting_gives_a_whole_question_under_a_free_code(self, editor: Client) -> None:
        poll = make_poll()
        page = Page.objects.filter(poll=poll).order_by("position")[0]
        for _ in range(2):
            editor.post(f"/polls/{poll.slug}/library/", {"page": page.pk, "insert": "shipped-agreement"})
        asked = to_questionnaire(poll).question_by_code
        assert len(asked["agreement"].choices) == 5
        assert asked["agreement_2"].choices == asked["agreement"].choices
        assert asked["agreement"].dont_know == {"nl": "Weet ik niet / geen mening", "en": "Don't know / no opinion"}

    def test_a_kept_question_can_be_inserted_elsewhere_without_its_condition(self, editor: Client) -> None:
        poll, other = make_poll("first"), make_poll("second")
        editor.post("/polls/first/library/", {"keep": "channels"})
        kept = LibraryQuestion.objects.get()
        assert (kept.question.code, kept.question.show_if, len(kept.question.choices)) == ("channels", "", 3)
        assert "Welke kanalen gebruikt u?" in editor.get("/polls/second/library/").content.decode()
        page = Page.objects.filter(poll=other)[0]
        editor.post("/polls/second/library/", {"page": page.pk, "insert": f"kept-{kept.pk}"})
        assert "channels_2" in to_questionnaire(other).question_by_code
        assert "channels_2" not in to_questionnaire(poll).question_by_code

    def test_a_published_poll_and_a_page_of_another_poll_get_nothing(self, editor: Client) -> None:
        poll, other = make_poll("first"), make_poll("second")
        services.publish(poll, by=None, now=NOW)
        page, strange = Page.objects.filter(poll=poll)[0], Page.objects.filter(poll=other)[0]
        before = Question.objects.count()
        editor.post("/polls/first/library/", {"page": page.pk, "insert": "shipped-grade"})
        assert editor.post("/polls/first/library/", {"page": strange.pk, "insert": "shipped-grade"}).status_code == 404
        assert editor.post("/polls/second/library/", {"page": "x", "insert": "shipped-grade"}).status_code == 404
        assert Question.objects.count() == before


class TestTranslations:
    def test_all_texts_side_by_side_saved_in_one_go(self, editor: Client) -> None:
        poll = make_poll()
        question = Question.objects.get(page__poll=poll, code="criterion")
        Question.objects.filter(pk=question.pk).update(text={"nl": "Wat telt?"})
        shown = editor.get(f"/polls/{poll.slug}/translations/")
        assert shown.context["done"] == shown.context["total"] - 1
        key = f"question-{question.pk}-text"
        editor.post(f"/polls/{poll.slug}/translations/", {f"s-{key}": "", f"t-{key}": " What counts? "})
        question.refresh_from_db()
        assert question.text == {"nl": "Wat telt?", "en": "What counts?"}
        assert question.revision == 1

    def test_what_somebody_else_wrote_meanwhile_stays(self) -> None:
        poll = make_poll()
        question = Question.objects.get(page__poll=poll, code="criterion")
        key = f"question-{question.pk}-text"
        written, missed = services.save_texts(
            poll, "en", {key: "An older text"}, {key: "Mine"}, by=None, now=timezone.now()
        )
        assert (written, [entry.key for entry in missed]) == (0, [key])
        question.refresh_from_db()
        assert question.text["en"] == "What matters most?"

    def test_texts_of_other_polls_cannot_be_reached(self) -> None:
        poll, other = make_poll("first"), make_poll("second")
        question = Question.objects.get(page__poll=other, code="criterion")
        key = f"question-{question.pk}-text"
        typed = {key: "Mine"}
        assert services.save_texts(poll, "en", {key: "What matters most?"}, typed, by=None, now=NOW) == (0, [])
