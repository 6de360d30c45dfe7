"""What a posted form becomes, kind by kind."""

from dataclasses import replace
from typing import Any

import pytest

from polls.codebook import document, problems
from polls.codebook.answers import clean
from polls.codebook.path import open_questions, settle, steps, values_of
from polls.codebook.schema import Page, Question, QuestionKind, Questionnaire, Requirement, Row, TextFormat
from tests.codebook.sample_kinds import CHANNELS, EVERY_KIND, EXAMPLES, Example, both

pytestmark = pytest.mark.pure

ASKED = [example for example in EXAMPLES.values() if example.posted]


def question(kind: QuestionKind, **changes: Any) -> Question:
    return replace(EXAMPLES[kind].question, **changes)


def finding(asked: Question, raw: dict[str, list[str]], language: str = "nl") -> tuple[str, str]:
    found = clean(asked, raw, language).finding
    assert found is not None
    return found.code, found.message[language]


def test_there_is_an_example_of_every_kind() -> None:
    assert list(EXAMPLES) == list(QuestionKind)


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_the_example_is_cleaned_as_it_says(example: Example) -> None:
    cleaned = clean(example.question, example.posted, "nl")

    assert (cleaned.finding, cleaned.values) == (None, example.stored)


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_what_is_stored_stands_under_the_keys_of_the_question(example: Example) -> None:
    others = {f"{example.question.code}.{choice.code}" for choice in example.question.choices if choice.is_other}

    assert set(example.stored) - others in (set(example.question.keys), set())


@pytest.mark.parametrize("example", ASKED, ids=[example.question.kind.value for example in ASKED])
def test_an_empty_post_skips_the_question_and_is_refused_where_it_must_be_answered(example: Example) -> None:
    skipped = clean(example.question, {}, "nl")
    demanded = clean(replace(example.question, requirement=Requirement.HARD), {}, "nl")

    assert skipped.finding is None
    assert set(skipped.values) == set(example.question.keys)
    assert not any(skipped.values.values())
    assert demanded.finding is not None
    assert demanded.finding.code in ("required", "required_consent")


def test_every_kind_is_a_valid_poll_and_survives_the_document() -> None:
    assert [problem.code for problem in problems.find(EVERY_KIND) if problem.severity == "error"] == []
    assert document.from_document(document.to_document(EVERY_KIND)) == EVERY_KIND


def test_a_document_leaves_out_what_older_ones_do_not_have() -> None:
    plain = Question("a", QuestionKind.NUMBER, both("Vraag", "Question"))
    written = document.to_document(Questionnaire("old", both("t", "t"), (Page("p", (plain,)),)))
    assert list(written["pages"][0]["questions"][0]) == [
        "code", "kind", "text", "help", "choices", "requirement", "show_if", "dont_know", "minimum", "maximum",
        "decimals", "unit", "low_label", "high_label",
    ]  # fmt: skip


class TestBoundsOnChoices:
    def test_too_few_and_too_many_are_said(self) -> None:
        asked = question(QuestionKind.MULTIPLE, min_choices=2, max_choices=2)

        assert finding(asked, {"q_multiple": ["chat"]}) == ("too_few_choices", "Kies er minstens 2.")
        begun = clean(asked, {"q_multiple": ["chat"]}, "nl").values
        poll = Questionnaire("begun", both("t", "t"), (Page("p", (asked,)),))
        assert (begun, settle(poll, begun, {})) == ({"q_multiple": ["chat"]}, {"q_multiple": []})
        assert finding(asked, {"q_multiple": ["chat", "phone", "mail"]})[0] == "too_many_choices"
        assert clean(asked, {"q_multiple": ["none"]}, "nl").values == {"q_multiple": ["none"]}
        assert clean(asked, {"q_multiple": ["_dk"]}, "nl").values == {"q_multiple": ["_dk"]}


class TestMatrix:
    def test_a_required_matrix_names_the_rows_that_are_open(self) -> None:
        asked = question(QuestionKind.MATRIX_SINGLE, requirement=Requirement.HARD)

        found = clean(asked, {"q_matrix_single.speed": ["1"]}, "nl").finding

        assert found is not None
        assert (found.code, found.field) == ("required_rows", "q_matrix_single.tone")
        assert found.message["nl"] == "Beantwoord ook: ‘Toon’."

    def test_a_wrong_row_is_named_and_the_others_are_kept(self) -> None:
        asked = question(QuestionKind.MATRIX_NUMBER)
        cleaned = clean(asked, {"q_matrix_number.speed": ["veel"], "q_matrix_number.tone": ["3"]}, "en")

        assert cleaned.values == {"q_matrix_number.speed": "", "q_matrix_number.tone": "3"}
        assert cleaned.finding is not None
        assert cleaned.finding.message["en"] == "Speed: Please enter a number in digits, such as 12."

    def test_a_row_with_a_condition_is_asked_only_when_it_holds(self) -> None:
        first = question(QuestionKind.SINGLE)
        matrix = question(
            QuestionKind.MATRIX_SINGLE,
            rows=(Row("speed", both("a", "a")), Row("tone", both("b", "b"), show_if="q_single = chat")),
        )
        poll = Questionnaire("rows", both("t", "t"), (Page("one", (first,)), Page("two", (matrix,))))

        phone = settle(poll, {"q_single": "phone", "q_matrix_single.speed": "1", "q_matrix_single.tone": "2"}, {})
        chat = settle(poll, {"q_single": "chat", "q_matrix_single.speed": "1"}, {})

        assert phone == {"q_single": "phone", "q_matrix_single.speed": "1"}
        assert chat == {"q_single": "chat", "q_matrix_single.speed": "1", "q_matrix_single.tone": ""}
        assert open_questions(poll, chat, {}, Requirement.SOFT)[0][1].code == "q_matrix_single"
        assert open_questions(poll, phone, {}, Requirement.SOFT) == ()


class TestRanking:
    def test_a_skipped_number_means_the_next_and_one_given_twice_is_refused(self) -> None:
        asked = question(QuestionKind.RANKING)

        assert clean(asked, {"q_ranking.mail": ["3"], "q_ranking.phone": ["1"]}, "nl").values == {
            "q_ranking": ["phone", "mail"]
        }
        assert finding(asked, {"q_ranking.mail": ["1"], "q_ranking.phone": ["1"]})[0] == "rank_twice"
        assert finding(asked, {"q_ranking.mail": ["4"]})[0] == "not_a_rank"
        assert finding(asked, {"q_ranking.mail": ["x"]})[0] == "not_a_rank"

    def test_a_top_two_takes_two(self) -> None:
        asked = question(QuestionKind.RANKING, min_choices=2, max_choices=2)
        assert finding(asked, {"q_ranking.mail": ["1"]})[0] == "too_few_ranks"
        assert finding(asked, {f"q_ranking.{c.code}": [str(n)] for n, c in enumerate(CHANNELS, 1)})[0] == (
            "too_many_ranks"
        )


class TestAllocation:
    def test_what_is_left_or_too_much_is_said(self) -> None:
        asked = question(QuestionKind.ALLOCATION)

        assert finding(asked, {"q_allocation.phone": ["60"], "q_allocation.chat": ["15"]}) == (
            "allocation_left",
            "Samen moet het 100 zijn. U kunt nog 25% verdelen.",
        )
        assert finding(asked, {"q_allocation.phone": ["90"], "q_allocation.chat": ["15"]}, "en") == (
            "allocation_over",
            "Together it must be 100. You have divided 5% too much.",
        )

    def test_a_draft_keeps_what_is_under_way_and_it_is_never_sent(self) -> None:
        asked = question(QuestionKind.ALLOCATION)
        begun = clean(asked, {"q_allocation.phone": ["60"]}, "nl").values
        poll = Questionnaire("begun", both("t", "t"), (Page("p", (asked,)),))

        assert begun == {"q_allocation.phone": "60", "q_allocation.chat": "", "q_allocation.mail": ""}
        assert settle(poll, begun, {}) == dict.fromkeys(asked.keys, "")
        assert [found.code for _, found in open_questions(poll, begun, {}, Requirement.SOFT)] == ["q_allocation"]

    def test_decimals_add_up_exactly(self) -> None:
        asked = question(QuestionKind.ALLOCATION, decimals=1, total=1)
        posted = {"q_allocation.phone": ["0,1"], "q_allocation.chat": ["0,2"], "q_allocation.mail": ["0,7"]}
        assert clean(asked, posted, "nl").values["q_allocation.mail"] == "0.7"

    def test_a_negative_part_is_refused(self) -> None:
        asked = question(QuestionKind.ALLOCATION)
        code, sentence = finding(asked, {"q_allocation.phone": ["-5"], "q_allocation.chat": ["105"]})
        assert (code, sentence) == ("out_of_range", "Telefoon: Vul een getal in van 0 tot en met 100.")


class TestSlider:
    def test_it_stops_at_its_steps_within_its_bounds(self) -> None:
        asked = question(QuestionKind.SLIDER, minimum=10, maximum=60)
        assert clean(asked, {"q_slider": ["15"]}, "nl").values == {"q_slider": "15"}
        assert finding(asked, {"q_slider": ["16"]})[0] == "off_step"
        assert finding(asked, {"q_slider": ["65"]})[0] == "out_of_range"
        assert finding(asked, {"q_slider": ["1.5"]})[0] == "not_whole"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("2026-12-31", "2026-12-31"),
        ("31-12-2026", "2026-12-31"),
        ("1/2/2026", "2026-02-01"),
        ("31.12.2026", "2026-12-31"),
        ("31 december 2026", "2026-12-31"),
        ("3 mrt 2026", "2026-03-03"),
        ("29-02-2026", None),
        ("31-12-26", None),
        ("31-13-2026", None),
        ("morgen", None),
        ("9999999999999999999-1-1", None),
    ],
)
def test_dates_are_read_as_people_type_them(typed: str, stored: str | None) -> None:
    cleaned = clean(question(QuestionKind.DATE), {"q_date": [typed]}, "nl")

    assert cleaned.values == {"q_date": stored or ""}
    assert (cleaned.finding is None) == (stored is not None)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("2026-05", "2026-05"), ("5-2026", "2026-05"), ("May 2026", "2026-05"), ("mei/2026", "2026-05"), ("13-2026", "")],
)
def test_months_are_read_as_people_type_them(typed: str, stored: str) -> None:
    assert clean(question(QuestionKind.MONTH), {"q_month": [typed]}, "nl").values == {"q_month": stored}


def test_a_date_outside_its_bounds_is_refused_with_the_bound() -> None:
    asked = question(QuestionKind.DATE, earliest="2026-01-01", latest="2026-12-31")
    assert finding(asked, {"q_date": ["31-12-2025"]}) == ("too_early", "Kies 01-01-2026 of later.")
    assert finding(asked, {"q_date": ["2027-01-01"]}, "en") == ("too_late", "Please choose 31/12/2026 or earlier.")


@pytest.mark.parametrize(
    ("form", "typed", "stored"),
    [
        (TextFormat.EMAIL, " jan@voorbeeld.nl ", "jan@voorbeeld.nl"),
        (TextFormat.EMAIL, "jan@voorbeeld", None),
        (TextFormat.EMAIL, "jan@@voorbeeld.nl", None),
        (TextFormat.PHONE, "+31 (0)6-12345678", "+31 (0)6-12345678"),
        (TextFormat.PHONE, "bel mij", None),
        (TextFormat.PHONE, "1234", None),
        (TextFormat.POSTCODE, "1234ab", "1234 AB"),
        (TextFormat.POSTCODE, "0234 AB", None),
        (TextFormat.POSTCODE, "1234 SS", None),
    ],
)
def test_short_texts_have_the_form_that_was_asked(form: TextFormat, typed: str, stored: str | None) -> None:
    asked = question(QuestionKind.SHORT_TEXT, format=form)
    cleaned = clean(asked, {"q_short_text": [typed]}, "nl")

    assert cleaned.values == {"q_short_text": stored or ""}
    assert (cleaned.finding.code if cleaned.finding else None) == (None if stored else f"not_{form.value}")


def test_a_consent_must_be_ticked_when_it_is_required() -> None:
    asked = question(QuestionKind.CONSENT, requirement=Requirement.HARD)
    assert finding(asked, {}) == ("required_consent", "Vink het vakje aan om verder te gaan.")
    assert finding(asked, {"q_consent": ["no"]})[0] == "unknown_choice"


def test_what_is_never_shown_is_never_taken_from_a_post() -> None:
    for kind in (QuestionKind.HIDDEN, QuestionKind.CALCULATED, QuestionKind.INFORMATION):
        asked = EXAMPLES[kind].question
        assert clean(asked, {asked.code: ["phone"]}, "nl").values == {}


def test_a_page_of_hidden_variables_is_not_shown_and_its_answers_are_kept() -> None:
    hidden = Page("hidden", (EXAMPLES[QuestionKind.HIDDEN].question,))
    text = Page("text", (replace(EXAMPLES[QuestionKind.INFORMATION].question, show_if="q_hidden = chat"),))
    poll = Questionnaire("silent", both("t", "t"), (hidden, text))

    assert [step.page.code for step in steps(poll, values_of({"q_hidden": "chat"}, {}))] == ["text"]
    assert settle(poll, {"q_hidden": "chat"}, {}) == {"q_hidden": "chat"}
    assert settle(poll, {}, {}) == {"q_hidden": ""}


def test_a_matrix_and_an_allocation_are_tabulated_by_row_and_choice() -> None:
    variables = {variable.code: variable for variable in EVERY_KIND.variables}

    assert variables["q_matrix_single.speed"].kind is QuestionKind.SINGLE
    assert variables["q_matrix_multiple.tone"].kind is QuestionKind.MULTIPLE
    assert variables["q_matrix_number.tone"].kind is QuestionKind.NUMBER
    assert variables["q_matrix_single.speed"].text == {
        "nl": "Vraag matrix_single – Snelheid",
        "en": "Question matrix_single – Speed",
    }
    share = variables["q_allocation.phone"]
    assert (share.kind, share.minimum, share.maximum) == (QuestionKind.NUMBER, 0, 100)
    assert "q_information" not in variables
    assert variables["q_ranking"].kind is QuestionKind.RANKING
