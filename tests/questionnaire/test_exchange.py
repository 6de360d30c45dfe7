"""Files of questionnaires in the product: upload, look, confirm; and downloads."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.models import User
from polls.codebook.schema import Questionnaire
from polls.exchange.findings import UnreadableError
from polls.exchange.formats import read_any
from polls.exchange.json_file import write_json
from polls.questionnaire import services
from polls.questionnaire.design import to_questionnaire
from polls.questionnaire.models import Poll, PollEvent, Question, QuestionnaireImport
from polls.questionnaire.rows import create_poll
from tests.exchange.lss import Part, lss
from tests.exchange.sample import FULL
from tests.questionnaire.sample import NOW, make_poll, make_user

pytestmark = pytest.mark.django_db

SURVEY = lss(Part("Q1", "L", answers=("A", "B")), Part("Q2", "S", relevance="strange(Q1)"), Part("Q3", "I"))


def upload(content: bytes, name: str = "survey.lss") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_user())
    return client


class TestServices:
    def test_nothing_is_made_before_confirming_and_one_poll_after(self) -> None:
        user = make_user()
        made = services.preview_import(upload(SURVEY), by=user, now=NOW)
        assert not Poll.objects.exists()
        poll = services.confirm_import(made, by=user, now=NOW)
        assert services.confirm_import(made, by=user, now=NOW) == poll
        assert (poll.slug, poll.state, poll.created_by) == ("titel-nl", "draft", user)
        assert to_questionnaire(poll) == replace(made.questionnaire, slug="titel-nl")
        event = PollEvent.objects.get(poll=poll)
        assert (event.action, event.detail) == ("imported", {"file": "survey.lss"})

    def test_a_short_name_that_is_taken_gets_a_number(self) -> None:
        make_poll("titel-nl")
        poll = services.confirm_import(services.preview_import(upload(SURVEY), by=None, now=NOW), by=None, now=NOW)
        assert poll.slug == "titel-nl-2"

    def test_previews_go_after_a_day(self) -> None:
        services.preview_import(upload(SURVEY), by=None, now=NOW)
        services.preview_import(upload(SURVEY), by=None, now=NOW + timedelta(hours=25))
        assert QuestionnaireImport.objects.count() == 1

    def test_a_file_that_is_too_large_is_not_even_read(self) -> None:
        with pytest.raises(UnreadableError) as refusal:
            services.preview_import(upload(b"{" * (5 * 1024 * 1024 + 1)), by=None, now=NOW)
        assert refusal.value.code == "too_large"


def test_every_kind_goes_to_rows_and_back_by_file() -> None:
    poll = create_poll(FULL, by=None)
    written = write_json(to_questionnaire(poll)).content
    again = create_poll(replace(read_any(written).questionnaire, slug="again"), by=None)
    assert replace(to_questionnaire(again), slug=FULL.slug) == to_questionnaire(poll)


class TestPages:
    def test_from_file_to_draft(self, editor: Client) -> None:
        shown = editor.post("/polls/import/", {"file": upload(SURVEY)}, follow=True)
        text = shown.content.decode()
        assert "strange(…)" in text
        assert "De taalkeuze staat hier al boven elke pagina" in text
        assert "<code>q1</code>" in text
        made = QuestionnaireImport.objects.get()
        done = editor.post(f"/polls/import/{made.pk}/", follow=True)
        assert Poll.objects.get().slug == "titel-nl"
        assert "Dit is het nieuwe concept" in done.content.decode()

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"<!DOCTYPE x [<!ENTITY a 'b'>]><document/>", "om veiligheidsredenen"),
            (b"hello", "niet herkend"),
            (b'{"format": "questionnaire/1"}', "Bij $.slug"),
            (b"<document><LimeSurveyDocType>Survey</LimeSurveyDocType></document>", "geen vragen"),
        ],
    )
    def test_a_file_that_cannot_be_read_says_so_at_the_field(self, editor: Client, content: bytes, words: str) -> None:
        shown = editor.post("/polls/import/", {"file": upload(content)})
        assert (shown.status_code, words in shown.content.decode()) == (422, True)
        assert "file" in shown.context["form"].errors
        assert not QuestionnaireImport.objects.exists()

    def test_the_files_of_a_poll(self, editor: Client) -> None:
        poll = make_poll()
        assert b"XLSForm" in editor.get(f"/polls/{poll.slug}/questionnaire/").content
        got = editor.get(f"/polls/{poll.slug}/questionnaire/json/")
        assert got["Content-Disposition"] == 'attachment; filename="sample-json.json"'
        assert json.loads(got.content)["slug"] == "sample"
        workbook = editor.get(f"/polls/{poll.slug}/questionnaire/xlsform/").content
        assert isinstance(read_any(workbook).questionnaire, Questionnaire)
        assert editor.get(f"/polls/{poll.slug}/questionnaire/nix/").status_code == 404

    def test_a_preview_of_somebody_that_is_gone(self, editor: Client) -> None:
        made = services.preview_import(upload(SURVEY), by=None, now=timezone.now())
        assert editor.get(f"/polls/import/{made.pk}/").status_code == 200


class TestVersions:
    def test_two_versions_side_by_side_and_who_made_them(self, editor: Client) -> None:
        user, poll = User.objects.get(), make_poll()
        services.publish(poll, by=user, now=NOW)
        Question.objects.filter(code="criterion").update(text={"nl": "Wat is het allerbelangrijkste?", "en": "X"})
        services.publish(poll, by=user, now=NOW, reason="Duidelijker")
        listed = editor.get(f"/polls/{poll.slug}/questionnaire/").content.decode()
        assert "Duidelijker" in listed
        shown = editor.get(f"/polls/{poll.slug}/versions/?from=1&to=2").content.decode()
        assert "Wat is het <del>belangrijkste?</del>" in shown
        assert "Wat is het <ins>allerbelangrijkste?</ins>" in shown
        same = editor.get(f"/polls/{poll.slug}/versions/?from=2").content.decode()
        assert "Tussen deze twee is geen verschil." in same

    def test_before_publishing_there_is_nothing_to_compare(self, editor: Client) -> None:
        assert editor.get(f"/polls/{make_poll().slug}/versions/").status_code == 404

    def test_a_paper_form_in_the_languages_of_the_poll(self, editor: Client) -> None:
        poll = make_poll()
        got = editor.get(f"/polls/{poll.slug}/questionnaire/paper-nl/")
        assert (got["Content-Type"], got.content[:5]) == ("application/pdf", b"%PDF-")
