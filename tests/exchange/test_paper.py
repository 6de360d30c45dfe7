"""The paper form and the codebook."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from polls.codebook.schema import (
    Choice,
    Page,
    Question,
    QuestionKind,
    Questionnaire,
    Segment,
    SegmentVariable,
    Source,
)
from polls.exchange.paper import form, texts
from polls.exchange.paper.codebook import codebook_of, print_codebook
from polls.exchange.paper.form import form_of, print_form
from polls.exchange.paper.routing import END, ways_on
from polls.exchange.paper.words import WORDS, Speaker
from tests.exchange.sample import FULL, both, choices

pytestmark = pytest.mark.pure


def ask(code: str, show_if: str = "", kind: QuestionKind = QuestionKind.SINGLE) -> Question:
    return Question(code, kind, both(code.upper()), choices=choices("yes", "no"), show_if=show_if)


def poll(*questions: Question, then: str = "") -> Questionnaire:
    pages = (Page("one", questions), Page("two", (ask("last"),), show_if=then))
    return Questionnaire(slug="p", title=both("P"), pages=pages)


@pytest.mark.parametrize("table", [form.SHAPES, texts.KINDS])
def test_each_table_names_every_kind(table: Mapping[QuestionKind, object]) -> None:
    assert set(table) == set(QuestionKind)


@pytest.mark.parametrize("table", [texts.FORM, texts.CODEBOOK, WORDS])
def test_both_languages_say_the_same_things(table: Mapping[str, Mapping[str, str]]) -> None:
    assert set(table["nl"]) == set(table["en"])


class TestWaysOn:
    def test_an_answer_after_which_questions_fall_away_goes_past_them(self) -> None:
        questionnaire = poll(ask("a"), ask("b", "a = yes"), ask("c", "a = yes and b = no"))
        assert ways_on(questionnaire) == {("a", "no"): "last", ("b", "yes"): "last"}

    def test_what_may_still_come_is_not_passed_over(self) -> None:
        assert ways_on(poll(ask("a"), ask("b", "a = yes or role = bpo"))) == {}

    def test_to_the_end(self) -> None:
        assert ways_on(poll(ask("a"), then="a = yes")) == {("a", "no"): END}

    def test_a_question_of_several_answers_steers_nobody(self) -> None:
        assert ways_on(poll(ask("a", kind=QuestionKind.MULTIPLE), ask("b", "a includes yes"))) == {}


CONDITIONS = [
    ("single = quality", "vraag 1 is ‘Quality’"),
    ("single in (quality, costs) and seats >= 2", "vraag 1 is een van ‘Quality’, ‘Costs’ en vraag 3 is minstens 2"),
    (
        "not (multiple includes phone or answered(seats))",
        "niet: (bij vraag 2 is ‘Phone’ gekozen of vraag 3 is beantwoord)",
    ),
    ("grid.care = bad", "vraag 4 (Zorg) is ‘Bad’"),
    ("single = _dk", "vraag 1 is ‘weet niet’"),
    ("role = bpo", "u hoort bij de groep ‘Uitbesteed’"),
    ("size = small", "size is ‘small’"),
    ("round(seats) > 2", "round(seats) > 2"),
    ("((", "(("),
]


@pytest.mark.parametrize(("condition", "words"), CONDITIONS)
def test_conditions_in_words(condition: str, words: str) -> None:
    speaker = Speaker(FULL, "nl", {"single": 1, "multiple": 2, "seats": 3, "grid": 4})
    assert speaker.condition(condition) == words


GROUPS = [
    ("role = inhouse", "u hoort bij de groep ‘Eigen centra’"),
    ("role in (inhouse, bpo)", "u hoort bij de groep ‘Eigen centra’ of ‘Dienstverleners’"),
    ("role != bpo", "u niet hoort bij de groep ‘Dienstverleners’"),
    ("role = other", "role is ‘other’"),
    ("role = shared", "role is ‘shared’"),
]
"""The last: its group has other people as well."""


@pytest.mark.parametrize(("condition", "words"), GROUPS)
def test_groups_are_called_by_their_labels(condition: str, words: str) -> None:
    segments = (
        Segment("own", {"nl": "Eigen centra"}, ("inhouse",)),
        Segment("hired", {"nl": "Dienstverleners"}, ("bpo",)),
        Segment("rest", {"nl": "Overige"}, ("shared", "none")),
    )
    kind = SegmentVariable("kind", {"nl": "Soort"}, Source.CONTACT, "role", segments)
    grouped = replace(FULL, segment_variables=(kind,))
    assert Speaker(grouped, "nl", {"single": 1}).condition(condition) == words
    assert Speaker(grouped, "nl", {}).condition("role = inhouse") == "role is ‘inhouse’"


def questions_of(data: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {question["text"]: question for page in data["pages"] for question in page["questions"]}


class TestForm:
    def test_numbers_instructions_and_routing(self) -> None:
        data = form_of(FULL, "nl")
        asked = questions_of(data)
        first = asked["Wat telt het meest?"]
        assert (first["number"], first["is_required"], first["is_square"]) == (1, True, False)
        assert [(choice["label"], choice["go_to"]) for choice in first["choices"]] == [
            ("Quality", ""),
            ("Costs", ""),
            ("Else", "ga naar vraag 3"),
            ("Weet ik niet", ""),
        ]
        second = asked["Welke kanalen?"]
        assert second["condition"] == "Alleen invullen als vraag 1 is een van ‘Quality’, ‘Costs’."
        assert second["instruction"] == "Er zijn meer antwoorden mogelijk. Kies minstens 1. Kies hoogstens 2."

    def test_what_nobody_sees_is_not_on_paper_and_information_has_no_number(self) -> None:
        asked = questions_of(form_of(FULL, "nl"))
        assert asked["Dit is zo."]["number"] == 0
        assert not {"Campagne", "Dubbel"} & set(asked)

    def test_it_prints_as_a_tagged_pdf_in_its_language(self) -> None:
        printed = print_form(FULL, "en").content
        assert printed.startswith(b"%PDF-")
        assert b"/MarkInfo" in printed
        assert b"/Lang" in printed

    def test_texts_are_data_and_signs_without_a_glyph_do_no_harm(self) -> None:
        hostile = replace(
            ask("a"),
            text={"nl": '#panic("x") \\ $a^2$ *b* \U0001f600 日本 ﷽'},
            choices=(Choice("x", {"nl": '<script>#read("/etc/passwd")'}), Choice("y", {})),
        )
        assert print_form(poll(hostile), "nl").content.startswith(b"%PDF-")

    def test_an_empty_poll_prints(self) -> None:
        assert print_form(Questionnaire(slug="p", title={}, pages=()), "nl").content.startswith(b"%PDF-")


class TestCodebook:
    def test_each_variable_with_its_codes_condition_and_base(self) -> None:
        data = codebook_of(FULL, "nl", version=3)
        assert data["state"] == "Versie 3"
        by_code = {variable["code"]: variable for variable in data["variables"]}
        assert set(by_code) == {variable.code for variable in FULL.variables}
        assert by_code["multiple"]["asked"] == "als role is ‘bpo’ en single is een van ‘Quality’, ‘Costs’"
        assert by_code["single"]["codes"][-1] == {"code": "_dk", "label": "Weet ik niet"}
        assert by_code["grid.speed"]["text"] == "Hoe tevreden? – Snelheid"
        assert by_code["amounts.care"]["range"] == "0 – 99"
        assert by_code["rating"]["base"] == "wie heeft geantwoord, zonder ‘weet niet’"
        assert data["segments"][0]["segments"][0]["population"] == "120"

    def test_it_prints(self) -> None:
        assert print_codebook(FULL, "en").content.startswith(b"%PDF-")
