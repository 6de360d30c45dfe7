"""What a posted form becomes."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polls.codebook.answers import (
    Cleaned,
    clean,
    clean_text,
    is_answered,
    is_dont_know,
    is_skipped,
    other_key,
    skipped,
)
from polls.codebook.schema import LIST_KINDS, Choice, Question, QuestionKind, Requirement

pytestmark = pytest.mark.pure

DK = {"nl": "Weet niet", "en": "Don't know"}


def choice(code: str, **fields: Any) -> Choice:
    return Choice(code=code, label={"nl": f"{code} nl", "en": f"{code} en"}, **fields)


def question(kind: QuestionKind, **fields: Any) -> Question:
    return Question(code="q", kind=kind, text={"nl": "Vraag?", "en": "Question?"}, **fields)


def single(**fields: Any) -> Question:
    options = (choice("quality"), choice("cost"), choice("else", is_other=True))
    return question(QuestionKind.SINGLE, **{"choices": options, "dont_know": DK, **fields})


def multiple(**fields: Any) -> Question:
    options = (choice("phone"), choice("chat"), choice("else", is_other=True), choice("none", is_exclusive=True))
    return question(QuestionKind.MULTIPLE, **{"choices": options, "dont_know": DK, **fields})


def number(**fields: Any) -> Question:
    return question(QuestionKind.NUMBER, **fields)


def cleaned(asked: Question, raw: dict[str, Any], language: str = "nl") -> Cleaned:
    return clean(asked, raw, language)


def finding_code(asked: Question, raw: dict[str, Any]) -> str | None:
    finding = cleaned(asked, raw).finding
    return finding.code if finding else None


def message(asked: Question, raw: dict[str, Any], language: str) -> str:
    finding = cleaned(asked, raw).finding
    assert finding is not None
    return finding.message[language]


class TestSingle:
    def test_a_choice_is_stored_by_its_code(self) -> None:
        assert cleaned(single(), {"q": ["cost"]}) == Cleaned({"q": "cost"})

    def test_nothing_chosen_is_skipped(self) -> None:
        assert cleaned(single(), {}) == Cleaned({"q": ""})
        assert cleaned(single(), {"q": [""]}) == Cleaned({"q": ""})

    def test_dont_know_is_an_answer_only_when_offered(self) -> None:
        assert cleaned(single(), {"q": ["_dk"]}) == Cleaned({"q": "_dk"})
        refused = cleaned(single(dont_know=None), {"q": ["_dk"]})
        assert refused.values == {"q": ""}
        assert refused.finding is not None
        assert refused.finding.code == "unknown_choice"

    def test_an_unknown_code_is_refused_and_never_stored(self) -> None:
        assert cleaned(single(), {"q": ["qualitY"]}).values == {"q": ""}
        assert finding_code(single(), {"q": ["qualitY"]}) == "unknown_choice"
        assert finding_code(single(), {"q": ["cost\x00"]}) == "unknown_choice"

    def test_two_different_answers_are_refused_and_the_same_one_twice_is_not(self) -> None:
        assert finding_code(single(), {"q": ["cost", "quality"]}) == "several"
        assert cleaned(single(), {"q": ["cost", "cost"]}) == Cleaned({"q": "cost"})

    def test_other_brings_its_text(self) -> None:
        raw = {"q": ["else"], "q.else": ["  Een   duurzame partner\n "]}
        assert cleaned(single(), raw) == Cleaned({"q": "else", "q.else": "Een duurzame partner"})

    def test_other_without_text_is_kept_with_an_empty_text(self) -> None:
        assert cleaned(single(), {"q": ["else"]}) == Cleaned({"q": "else", "q.else": ""})

    def test_the_text_of_an_other_that_is_not_chosen_is_dropped(self) -> None:
        assert cleaned(single(), {"q": ["cost"], "q.else": ["iets"]}) == Cleaned({"q": "cost"})

    def test_typing_at_other_without_ticking_anything_chooses_it(self) -> None:
        assert cleaned(single(), {"q.else": ["iets"]}) == Cleaned({"q": "else", "q.else": "iets"})

    def test_an_other_of_two_hundred_characters_fits(self) -> None:
        assert cleaned(single(), {"q": ["else"], "q.else": ["x" * 200]}) == Cleaned({"q": "else", "q.else": "x" * 200})

    def test_a_too_long_other_is_refused_at_its_own_field(self) -> None:
        refused = cleaned(single(), {"q": ["else"], "q.else": ["x" * 201]})
        assert refused.values == {"q": "else", "q.else": ""}
        assert refused.finding is not None
        assert (refused.finding.code, refused.finding.field) == ("too_long", "q.else")

    def test_a_scale_is_cleaned_as_a_single_choice(self) -> None:
        scale = question(QuestionKind.SCALE, choices=(choice("1"), choice("2")))
        assert cleaned(scale, {"q": ["2"]}) == Cleaned({"q": "2"})
        assert finding_code(scale, {"q": ["3"]}) == "unknown_choice"

    def test_a_rating_takes_its_points_only(self) -> None:
        rating = question(QuestionKind.RATING, minimum=1, maximum=5)
        assert cleaned(rating, {"q": ["5"]}) == Cleaned({"q": "5"})
        assert [finding_code(rating, {"q": [point]}) for point in ("0", "6", "05", "2.5")] == ["unknown_choice"] * 4
        assert cleaned(question(QuestionKind.RATING), {"q": ["0"]}) == Cleaned({"q": "0"})


class TestHardRequirement:
    def test_no_answer_is_a_finding(self) -> None:
        hard = single(requirement=Requirement.HARD)
        assert cleaned(hard, {}).values == {"q": ""}
        assert message(hard, {}, "nl") == "Beantwoord deze vraag om verder te gaan."
        assert message(hard, {}, "en") == "Please answer this question to continue."

    def test_dont_know_satisfies_it(self) -> None:
        assert cleaned(single(requirement=Requirement.HARD), {"q": ["_dk"]}) == Cleaned({"q": "_dk"})

    def test_other_must_then_say_what(self) -> None:
        refused = cleaned(single(requirement=Requirement.HARD), {"q": ["else"], "q.else": [" "]})
        assert refused.values == {"q": "else", "q.else": ""}
        assert refused.finding is not None
        assert refused.finding.field == "q.else"
        assert refused.finding.message["nl"] == "Vul in wat u bedoelt met ‘else nl’."

    @pytest.mark.parametrize("requirement", [Requirement.SOFT, Requirement.NO])
    def test_softer_requirements_let_a_question_be_skipped(self, requirement: Requirement) -> None:
        assert cleaned(single(requirement=requirement), {}) == Cleaned({"q": ""})


class TestMultiple:
    def test_codes_are_stored_once_in_the_order_of_the_choices(self) -> None:
        assert cleaned(multiple(), {"q": ["chat", "phone", "chat"]}) == Cleaned({"q": ["phone", "chat"]})

    def test_nothing_ticked_is_skipped(self) -> None:
        assert cleaned(multiple(), {}) == Cleaned({"q": []})

    def test_an_exclusive_option_stands_alone(self) -> None:
        assert cleaned(multiple(), {"q": ["none"]}) == Cleaned({"q": ["none"]})
        assert cleaned(multiple(), {"q": ["none", "phone"]}).values == {"q": []}
        assert message(multiple(), {"q": ["none", "phone"]}, "nl") == (
            "‘none nl’ kan niet samen met een ander antwoord. Kies het een of het ander."
        )

    def test_dont_know_stands_alone(self) -> None:
        assert cleaned(multiple(), {"q": ["_dk"]}) == Cleaned({"q": ["_dk"]})
        assert message(multiple(), {"q": ["_dk", "phone"]}, "en").startswith("‘Don't know’ cannot go together")
        assert finding_code(multiple(dont_know=None), {"q": ["_dk"]}) == "unknown_choice"

    def test_one_unknown_code_refuses_the_lot(self) -> None:
        assert cleaned(multiple(), {"q": ["phone", "fax"]}).values == {"q": []}
        assert finding_code(multiple(), {"q": ["phone", "fax"]}) == "unknown_choice"

    def test_other_brings_its_text(self) -> None:
        raw = {"q": ["else", "phone"], "q.else": ["WhatsApp"]}
        assert cleaned(multiple(), raw) == Cleaned({"q": ["phone", "else"], "q.else": "WhatsApp"})


class TestNumber:
    @pytest.mark.parametrize(
        ("typed", "decimals", "language", "stored"),
        [
            ("12", 0, "nl", "12"),
            ("12,5", 1, "nl", "12.5"),
            ("12.5", 1, "nl", "12.5"),
            ("12,5", 1, "en", "12.5"),
            (" 012,50 ", 1, "nl", "12.5"),
            ("12,0", 0, "nl", "12"),
            ("-0,0", 1, "nl", "0"),
            ("-0,5", 1, "nl", "-0.5"),
            ("−3", 0, "nl", "-3"),
            ("1.234", 0, "nl", "1234"),
            ("1,234", 0, "en", "1234"),
            ("1.234.567,8", 1, "nl", "1234567.8"),
            ("1,234,567.8", 1, "en", "1234567.8"),
            ("1 234", 0, "nl", "1234"),
            ("1\u00a0234", 0, "nl", "1234"),
            ("1.234", 3, "nl", "1.234"),
            ("12 %", 0, "nl", "12"),
            ("€ 12,50", 2, "nl", "12.5"),
            ("8 uur", 0, "nl", "8"),
        ],
    )
    def test_is_read_as_people_type_it(self, typed: str, decimals: int, language: str, stored: str) -> None:
        asked = number(decimals=decimals, unit={"nl": "uur", "en": "hours"})
        assert cleaned(asked, {"q": [typed]}, language) == Cleaned({"q": stored})

    @pytest.mark.parametrize(
        "typed", ["twaalf", "1e5", "12-13", "NaN", "Infinity", "1.23.4", "٣", "0x1f", "--1", "1" * 41, "1 2", "%"]
    )
    def test_anything_else_is_not_a_number(self, typed: str) -> None:
        assert cleaned(number(decimals=2), {"q": [typed]}).values == {"q": ""}
        assert finding_code(number(decimals=2), {"q": [typed]}) == "not_a_number"

    def test_the_message_gives_an_example_that_would_do(self) -> None:
        assert message(number(), {"q": ["veel"]}, "nl") == "Vul een getal in met cijfers, zoals 12."
        assert message(number(maximum=5), {"q": ["veel"]}, "nl") == "Vul een getal in met cijfers, zoals 5."
        assert message(number(minimum=50), {"q": ["veel"]}, "en") == "Please enter a number in digits, such as 50."

    def test_sixteen_digits_are_too_many_to_hold_exactly(self) -> None:
        assert cleaned(number(), {"q": ["9" * 15]}) == Cleaned({"q": "9" * 15})
        assert finding_code(number(), {"q": ["9" * 16]}) == "not_a_number"

    @pytest.mark.parametrize(
        ("bounds", "typed", "message_nl"),
        [
            ({"minimum": 0, "maximum": 100}, "101", "Vul een getal in van 0 tot en met 100."),
            ({"minimum": 0, "maximum": 100}, "-1", "Vul een getal in van 0 tot en met 100."),
            ({"minimum": 0}, "-1", "Vul een getal in van 0 of hoger."),
            ({"maximum": 9}, "10", "Vul een getal in van 9 of lager."),
            ({}, "0,125", "Vul een heel getal in, zonder cijfers achter de komma."),
            ({"decimals": 1}, "0,25", "Vul een getal in met hoogstens 1 cijfers achter de komma."),
        ],
    )
    def test_bounds_and_decimals_are_said_in_numbers(self, bounds: Any, typed: str, message_nl: str) -> None:
        assert message(number(**bounds), {"q": [typed]}, "nl") == message_nl

    def test_the_bounds_themselves_are_allowed(self) -> None:
        asked = number(minimum=0, maximum=100)
        assert [cleaned(asked, {"q": [typed]}).finding for typed in ("0", "100")] == [None, None]

    def test_dont_know_stands_alone(self) -> None:
        asked = number(dont_know=DK)
        assert cleaned(asked, {"q": ["", "_dk"]}) == Cleaned({"q": "_dk"})
        assert finding_code(asked, {"q": ["12", "_dk"]}) == "exclusive"
        assert finding_code(number(), {"q": ["_dk"]}) == "not_a_number"


class TestText:
    def test_a_short_text_is_one_line(self) -> None:
        asked = question(QuestionKind.SHORT_TEXT)
        assert cleaned(asked, {"q": [" een\r\n twee\t\x00drie\x1b "]}) == Cleaned({"q": "een twee drie"})

    def test_two_different_texts_in_one_field_are_refused(self) -> None:
        assert finding_code(question(QuestionKind.SHORT_TEXT), {"q": ["een", "twee"]}) == "several"

    def test_a_long_text_keeps_its_lines(self) -> None:
        asked = question(QuestionKind.LONG_TEXT)
        assert cleaned(asked, {"q": ["\nregel een\r\n\r\nregel \x07twee\r"]}) == Cleaned(
            {"q": "regel een\n\nregel twee"}
        )

    def test_what_cannot_be_stored_or_turns_the_text_around_is_dropped(self) -> None:
        asked = question(QuestionKind.SHORT_TEXT)
        assert cleaned(asked, {"q": ["a\ud800b\u202ec\ufeff"]}) == Cleaned({"q": "abc"})

    def test_accents_and_emoji_stay(self) -> None:
        asked = question(QuestionKind.SHORT_TEXT)
        assert cleaned(asked, {"q": ["Re\u0308e\u0308el 👩‍💻"]}) == Cleaned({"q": "Rëëel 👩‍💻"})

    @pytest.mark.parametrize(("kind", "limit"), [(QuestionKind.SHORT_TEXT, 200), (QuestionKind.LONG_TEXT, 5000)])
    def test_the_length_has_a_limit_and_the_message_says_by_how_much(self, kind: QuestionKind, limit: int) -> None:
        asked = question(kind)
        assert cleaned(asked, {"q": ["x" * limit]}) == Cleaned({"q": "x" * limit})
        assert cleaned(asked, {"q": ["x" * (limit + 1)]}).values == {"q": ""}
        assert f"is {limit + 1} tekens lang" in message(asked, {"q": ["x" * (limit + 1)]}, "nl")

    def test_a_text_that_reads_as_the_code_of_dont_know_is_a_text(self) -> None:
        asked = question(QuestionKind.SHORT_TEXT)
        assert cleaned(asked, {"q": ["_dk"]}) == Cleaned({"q": "_dk"})
        assert not is_dont_know(asked, "_dk")
        assert is_dont_know(multiple(), ["_dk"])


class TestWords:
    def test_answered_skipped_and_not_asked_differ(self) -> None:
        assert [is_answered(value) for value in ("a", ["a"], "_dk", "", [], None)] == [True] * 3 + [False] * 3
        assert [is_skipped(value) for value in ("", [], "a", ["_dk"], None)] == [True, True, False, False, False]

    def test_skipped_has_the_type_of_the_kind(self) -> None:
        assert skipped(QuestionKind.MULTIPLE) == []
        assert skipped(QuestionKind.SINGLE) == ""

    def test_the_key_of_an_other_names_question_and_choice(self) -> None:
        assert other_key("criterion", "else") == "criterion.else"


JUNK = st.one_of(
    st.none(),
    st.integers(),
    st.text(),
    st.lists(st.one_of(st.text(), st.integers(), st.sampled_from(["phone", "_dk"]))),
)


@given(
    asked=st.sampled_from(list(QuestionKind)),
    posted=st.dictionaries(st.sampled_from(["q", "q.else", "q.phone", ""]), JUNK),
    language=st.sampled_from(["nl", "en", "fr", ""]),
    requirement=st.sampled_from(list(Requirement)),
)
def test_no_post_raises_or_stores_what_is_not_offered(
    asked: QuestionKind, posted: dict[str, Any], language: str, requirement: Requirement
) -> None:
    hostile = question(asked, choices=multiple().choices, dont_know=DK, requirement=requirement)
    outcome = clean(hostile, posted, language)
    assert set(outcome.values) <= {"q", "q.else", *hostile.keys}
    for variable in hostile.variables:
        if variable.code in outcome.values:
            assert isinstance(outcome.values[variable.code], list) == (variable.kind in LIST_KINDS)
    value = outcome.values.get("q", "")
    if asked in (QuestionKind.SINGLE, QuestionKind.SCALE, QuestionKind.MULTIPLE):
        codes = value if isinstance(value, list) else [value]
        assert set(codes) <= {"phone", "chat", "else", "none", "_dk", ""}
    assert all("\x00" not in text for text in outcome.values.values())


def test_a_cleaned_text_is_clean() -> None:
    for text in ("fully \x00", "e\x00\u0301", "\x00 a \x00 b"):
        once = clean_text(text, is_long=False)
        assert clean_text(once, is_long=False) == once
