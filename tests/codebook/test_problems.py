"""What an editor is told before publishing."""

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polls.codebook.problem_messages import MESSAGES
from polls.codebook.problems import Place, Problem, Severity, find
from polls.codebook.schema import (
    LANGUAGES,
    Channel,
    Check,
    Choice,
    Page,
    Question,
    QuestionKind,
    Questionnaire,
    Segment,
    SegmentVariable,
    Source,
)
from tests.codebook.sample import POLL, ROLE, ask, both, choices, random_poll

pytestmark = pytest.mark.pure


def poll(*questions: Question, **fields: Any) -> Questionnaire:
    """A poll of one page that is in order but for what the test puts in."""
    return Questionnaire(
        **{
            "slug": "p",
            "title": both("title"),
            "privacy": both("privacy"),
            "pages": (Page("page", questions or (single("first"),)),),
            **fields,
        }
    )


def single(code: str, **fields: Any) -> Question:
    return ask(code, QuestionKind.SINGLE, "x", "y", **fields)


def divided(*segments: Segment, source: str = "first", kind: Source = Source.QUESTION) -> tuple[SegmentVariable, ...]:
    return (SegmentVariable("group", both("group"), kind, source, segments),)


def segment(code: str, *values: str, **fields: Any) -> Segment:
    return Segment(code, both(code), values, **fields)


def found(questionnaire: Questionnaire) -> list[tuple[str, str]]:
    """The problems as (code, place with field), in order."""
    return [(problem.code, written(problem.place)) for problem in find(questionnaire)]


def written(place: Place) -> str:
    parts = (place.page, place.question, place.choice, place.variable, place.segment)
    return "/".join(part for part in parts if part) + (f":{place.field}" if place.field else "")


def only(questionnaire: Questionnaire) -> Problem:
    (problem,) = find(questionnaire)
    return problem


def test_a_poll_that_is_in_order_has_no_problems() -> None:
    assert find(poll()) == []
    assert find(POLL) == []


class TestOutline:
    def test_a_poll_without_pages(self) -> None:
        problem = only(poll(pages=()))
        assert (problem.code, problem.severity, problem.place) == ("no_pages", Severity.ERROR, Place(field="pages"))
        assert problem.message["nl"] == "De peiling heeft nog geen pagina met vragen."

    def test_a_page_without_questions(self) -> None:
        pages = (Page("one", (single("a"),)), Page("two", ()))
        assert found(poll(pages=pages)) == [("no_questions", "two:questions")]

    def test_a_full_page_is_a_warning(self) -> None:
        assert found(poll(*(single(f"q{number}") for number in range(12)))) == []
        problem = only(poll(*(single(f"q{number}") for number in range(13))))
        assert (problem.code, problem.severity) == ("many_questions", Severity.WARNING)
        assert problem.message["en"].startswith("There are 13 questions on this page. With at most 12")

    def test_a_poll_without_languages(self) -> None:
        assert found(poll(languages=())) == [("no_languages", ":languages")]


class TestCodes:
    @pytest.mark.parametrize("code", ["Q1", "1q", "a-b", "a b", "é", "_dk", "a" * 41, "a\n"])
    def test_a_malformed_code(self, code: str) -> None:
        assert [name for name, _ in found(poll(single(code)))] == ["malformed_code"]

    @pytest.mark.parametrize("code", ["a", "a" * 40, "q_1"])
    def test_a_code_in_order(self, code: str) -> None:
        assert found(poll(single(code))) == []

    def test_pages_divisions_and_segments_have_codes_of_that_form_too(self) -> None:
        variables = (replace(divided(segment("S", "x"))[0], code="Group"),)
        assert found(poll(pages=(Page("Page", (single("first"),)),), segment_variables=variables)) == [
            ("malformed_code", "Page:code"),
            ("malformed_code", "Group:code"),
            ("malformed_choice_code", "Group/S:code"),
        ]

    def test_choice_codes_may_start_with_a_digit(self) -> None:
        asked = replace(single("a"), choices=choices("1", "18_24", "_dk"))
        assert found(poll(asked)) == [("malformed_choice_code", "page/a/_dk:code")]

    def test_a_missing_code_is_found_by_its_position(self) -> None:
        problem = only(poll(single("a"), single("")))
        assert (problem.code, problem.place.position) == ("missing_code", (1, 0, 1))

    @pytest.mark.parametrize("word", ["and", "or", "not", "in", "includes", "answered"])
    def test_a_word_of_the_language_of_conditions(self, word: str) -> None:
        assert found(poll(single(word))) == [("reserved_code", f"page/{word}:code")]

    def test_an_attribute_cannot_be_such_a_word_either(self) -> None:
        assert found(poll(segment_variables=(replace(ROLE, source="in"),))) == [("reserved_code", "sector_role:source")]

    def test_a_question_code_used_twice_even_on_another_page(self) -> None:
        pages = (Page("one", (single("a"),)), Page("two", (single("a"),)))
        assert found(poll(pages=pages)) == [("code_used_twice", "two/a:code")]
        assert only(poll(pages=pages)).place.position == (1, 1, 0)

    def test_a_page_code_used_twice(self) -> None:
        pages = (Page("one", (single("a"),)), Page("one", (single("b"),)))
        assert found(poll(pages=pages)) == [("code_used_twice", "one:code")]

    def test_a_page_may_share_its_code_with_a_question(self) -> None:
        assert found(poll(pages=(Page("a", (single("a"),)),))) == []

    def test_a_choice_code_used_twice(self) -> None:
        asked = replace(single("a"), choices=choices("x", "y", "x"))
        assert found(poll(asked, single("b"))) == [("code_used_twice", "page/a/x:code")]
        assert only(poll(asked)).place.position == (1, 0, 0, 2)

    def test_a_question_and_an_attribute_share_a_code(self) -> None:
        assert found(poll(single("role"), segment_variables=(ROLE,))) == [("code_used_twice", "page/role:code")]

    def test_a_division_and_a_question_share_a_code(self) -> None:
        variables = (replace(ROLE, code="first"),)
        assert found(poll(segment_variables=variables)) == [("code_used_twice", "first:code")]

    def test_a_division_may_be_called_as_its_own_attribute_and_not_as_another(self) -> None:
        own = replace(ROLE, code="role")
        assert found(poll(segment_variables=(own,))) == []
        size = replace(ROLE, code="sector_role", source="size")
        crossed = replace(ROLE, code="size")
        assert found(poll(segment_variables=(size, crossed))) == [("code_used_twice", "size:code")]

    def test_divisions_and_segments_with_the_same_code(self) -> None:
        assert found(poll(segment_variables=(ROLE, ROLE))) == [("code_used_twice", "sector_role:code")]
        variables = divided(segment("s", "x"), segment("s", "y"))
        assert found(poll(segment_variables=variables)) == [("code_used_twice", "group/s:code")]


class TestChoicesAndBounds:
    def test_too_few_choices(self) -> None:
        asked = (ask("a"), ask("b", QuestionKind.MULTIPLE, "x"), ask("c", QuestionKind.SCALE, "x"))
        assert found(poll(*asked)) == [
            ("no_choices", "page/a:choices"),
            ("one_choice", "page/b:choices"),
            ("few_points", "page/c:choices"),
        ]

    def test_exclusive_belongs_to_several_answers(self) -> None:
        assert found(poll(ask("a", QuestionKind.MULTIPLE, "x", "none"))) == []
        assert found(poll(ask("a", QuestionKind.SINGLE, "x", "none"))) == [
            ("exclusive_in_single", "page/a/none:is_exclusive")
        ]

    def test_two_others_are_fine(self) -> None:
        asked = replace(single("a"), choices=(*choices("x", "else"), Choice("more", both("more"), is_other=True)))
        assert found(poll(asked)) == []

    @pytest.mark.parametrize(
        ("minimum", "maximum", "codes"),
        [
            (0, 20, []),
            (1, 2, []),
            (None, None, []),
            (0, 21, ["many_points"]),
            (5, 5, ["bounds_reversed"]),
            (11, None, ["bounds_reversed"]),
            (-1, 5, ["negative_rating"]),
        ],
    )
    def test_bounds_of_a_rating(self, minimum: int | None, maximum: int | None, codes: list[str]) -> None:
        asked = ask("a", QuestionKind.RATING, minimum=minimum, maximum=maximum)
        assert [name for name, _ in found(poll(asked))] == codes

    def test_the_points_of_a_rating_are_counted(self) -> None:
        problem = only(poll(ask("a", QuestionKind.RATING, minimum=0, maximum=100)))
        assert problem.message["en"] == "A rating has at most 21 points. This one has 101."

    @pytest.mark.parametrize(
        ("minimum", "maximum", "codes"),
        [(0, 1, []), (-5, None, []), (None, 0, []), (1, 1, ["bounds_reversed"]), (2, 1, ["bounds_reversed"])],
    )
    def test_bounds_of_a_number(self, minimum: int | None, maximum: int | None, codes: list[str]) -> None:
        asked = ask("a", QuestionKind.NUMBER, minimum=minimum, maximum=maximum)
        assert [name for name, _ in found(poll(asked))] == codes


class TestTexts:
    def test_title_and_privacy_cannot_be_missing(self) -> None:
        assert found(poll(title={}, privacy={"nl": " "}, languages=("nl",))) == [
            ("missing_text", ":title"),
            ("missing_text", ":privacy"),
        ]
        assert only(poll(privacy={}, languages=("nl",))).message["nl"] == "Vul de privacytekst in, in het Nederlands."

    def test_intro_and_thanks_may_be_empty_but_not_half_translated(self) -> None:
        assert found(poll(intro={"nl": "Welkom"}, thanks={"en": "Thanks"})) == [
            ("missing_translation", ":intro"),
            ("missing_translation", ":thanks"),
        ]
        assert only(poll(intro={"nl": "Welkom"})).message["en"] == "Fill in the introduction in English too."

    def test_a_language_that_the_poll_does_not_use_may_be_missing(self) -> None:
        asked = replace(single("a"), text={"nl": "Vraag?"})
        assert found(poll(asked, languages=("nl",))) == []
        assert found(poll(asked)) == [("missing_translation", "page/a:text")]

    def test_every_text_inside_is_looked_at(self) -> None:
        dutch = {"nl": "x"}
        asked = Question(
            "a",
            QuestionKind.SINGLE,
            text=dutch,
            help=dutch,
            choices=(Choice("x", dutch), Choice("y", {})),
            dont_know=dutch,
            unit=dutch,
            low_label=dutch,
            high_label=dutch,
        )
        variables = (SegmentVariable("g", dutch, Source.QUESTION, "a", (Segment("s", dutch, ("x",)),)),)
        pages = (Page("page", (asked,), title=dutch, intro=dutch),)
        assert found(poll(pages=pages, segment_variables=variables)) == [
            ("missing_translation", "page:title"),
            ("missing_translation", "page:intro"),
            ("missing_translation", "page/a:text"),
            ("missing_translation", "page/a:help"),
            ("missing_translation", "page/a:unit"),
            ("missing_translation", "page/a:low_label"),
            ("missing_translation", "page/a:high_label"),
            ("missing_translation", "page/a:dont_know"),
            ("missing_translation", "page/a/x:label"),
            ("missing_text", "page/a/y:label"),
            ("missing_text", "page/a/y:label"),
            ("missing_translation", "g:label"),
            ("missing_translation", "g/s:label"),
        ]

    def test_a_long_question_is_a_warning(self) -> None:
        assert found(poll(replace(single("a"), text={"nl": "x" * 300, "en": "x"}))) == []
        problem = only(poll(replace(single("a"), text={"nl": "x" * 301, "en": "x"})))
        assert (problem.code, problem.severity) == ("long_text", Severity.WARNING)
        assert problem.message["nl"] == "De tekst telt 301 tekens. Onder 300 leest hij beter op een telefoon."


def conditioned(condition: str, *earlier: Question) -> Questionnaire:
    """A poll whose last question has the condition."""
    return poll(*earlier, single("last", show_if=condition), segment_variables=(ROLE,))


class TestConditions:
    def test_a_syntax_error_is_shown_with_its_character(self) -> None:
        problem = only(conditioned("role = inhouse annd size = x"))
        assert (problem.code, written(problem.place)) == ("condition_unreadable", "page/last:show_if")
        assert problem.message["nl"] == (
            "De voorwaarde is niet te lezen bij teken 16: "
            "Hier hoort ‘and’, ‘or’ of het einde van de voorwaarde te staan, niet ‘annd’."
        )

    def test_an_unknown_name(self) -> None:
        problem = only(conditioned("roll = inhouse"))
        assert problem.code == "condition_unknown_name"
        assert problem.message["en"].startswith("The condition names ‘roll’")

    def test_a_later_question_and_itself(self) -> None:
        first = single("a", show_if="b = x")
        assert found(poll(first, single("b"))) == [("condition_on_later", "page/a:show_if")]
        assert found(poll(single("a", show_if="answered(a)"))) == [("condition_on_itself", "page/a:show_if")]

    def test_a_page_cannot_depend_on_itself_or_on_later_pages(self) -> None:
        pages = (Page("one", (single("a"),), show_if="a = x or b = y"), Page("two", (single("b"),), show_if="a = x"))
        assert found(poll(pages=pages)) == [
            ("condition_on_itself", "one:show_if"),
            ("condition_on_later", "one:show_if"),
        ]

    def test_earlier_questions_on_the_same_page_are_fine(self) -> None:
        assert found(conditioned("a = x and b in (x, y) and role != bpo", single("a"), single("b"))) == []

    def test_an_unknown_code_in_a_comparison(self) -> None:
        problem = only(conditioned("a in (x, z)", single("a")))
        assert problem.severity is Severity.ERROR
        assert problem.message["nl"] == "‘z’ in de voorwaarde is geen antwoord op ‘a’. De antwoorden zijn: x, y."

    def test_dont_know_is_known_only_where_it_is_offered(self) -> None:
        assert found(conditioned("a = _dk", single("a", dont_know=both("dk")))) == []
        assert found(conditioned("a = _dk", single("a"))) == [("condition_unknown_choice", "page/last:show_if")]

    def test_an_unknown_value_of_an_attribute_is_a_warning(self) -> None:
        problem = only(conditioned("role = inhous"))
        assert (problem.code, problem.severity) == ("condition_unknown_value", Severity.WARNING)
        assert problem.message["en"].endswith("The known values are: bpo, inhouse.")

    def test_the_points_of_a_rating_are_its_answers(self) -> None:
        grade = ask("grade", QuestionKind.RATING)
        assert found(conditioned("grade >= 7 or grade = 10 or grade in (1, 2)", grade)) == []
        assert found(conditioned("grade = 11", grade)) == [("condition_unknown_choice", "page/last:show_if")]

    def test_a_number_takes_numbers_only(self) -> None:
        seats = ask("seats", QuestionKind.NUMBER, dont_know=both("dk"))
        assert found(conditioned("seats > 10 or seats = 2.5 or seats = _dk", seats)) == []
        assert found(conditioned("seats = many", seats)) == [("condition_not_a_number", "page/last:show_if")]

    def test_codes_that_are_no_numbers_have_no_order(self) -> None:
        assert found(conditioned("a > 3", single("a"))) == [("condition_order_of_codes", "page/last:show_if")]
        assert found(conditioned("a > 3", ask("a", QuestionKind.SCALE, "1", "2"))) == []
        mixed = ask("a", QuestionKind.SCALE, "1", "two")
        assert found(conditioned("a > 3", mixed)) == [("condition_order_of_codes", "page/last:show_if")]

    def test_an_open_question_can_only_be_answered_or_not(self) -> None:
        remark = ask("remark", QuestionKind.LONG_TEXT)
        assert found(conditioned("answered(remark)", remark)) == []
        assert found(conditioned("remark = x", remark)) == [("condition_on_text", "page/last:show_if")]

    def test_equals_on_several_answers_is_a_warning_that_names_includes(self) -> None:
        why = ask("why", QuestionKind.MULTIPLE, "x", "y")
        assert found(conditioned("why includes x or why in (x, y)", why)) == []
        problem = only(conditioned("why = x", why))
        assert (problem.code, problem.severity) == ("condition_equals_several", Severity.WARNING)
        assert "why includes x?" in problem.message["nl"]

    def test_spaces_alone_are_no_condition(self) -> None:
        assert found(conditioned("  ")) == []


class TestSegments:
    def test_a_division_by_a_question(self) -> None:
        assert found(poll(segment_variables=divided(segment("s", "x"), segment("t", "y")))) == []

    @pytest.mark.parametrize(
        ("source", "code"), [("", "missing_source"), ("nowhere", "unknown_source"), ("remark", "unsuited_source")]
    )
    def test_the_source_must_be_a_closed_question(self, source: str, code: str) -> None:
        remark = ask("remark", QuestionKind.LONG_TEXT)
        variables = divided(segment("s", "x"), source=source)
        assert found(poll(single("first"), remark, segment_variables=variables)) == [(code, "group:source")]

    def test_a_contact_attribute_needs_contacts(self) -> None:
        assert found(poll(segment_variables=(ROLE,))) == []
        assert found(poll(segment_variables=(ROLE,), channel=Channel.OPEN)) == [
            ("contact_segment_in_open_poll", "sector_role:source")
        ]

    def test_a_division_without_segments_and_a_segment_without_values(self) -> None:
        assert found(poll(segment_variables=divided())) == [("no_segments", "group:segments")]
        assert found(poll(segment_variables=divided(segment("s"), segment("t", "")))) == [
            ("no_values", "group/s:values"),
            ("no_values", "group/t:values"),
        ]

    def test_an_unknown_value_and_one_in_two_segments(self) -> None:
        variables = divided(segment("s", "x", "z"), segment("t", "y", "x"))
        assert found(poll(segment_variables=variables)) == [
            ("unknown_value", "group/s:values"),
            ("value_used_twice", "group/t:values"),
        ]
        messages = [problem.message["nl"] for problem in find(poll(segment_variables=variables))]
        assert messages == [
            "‘z’ is geen antwoord op ‘first’. De antwoorden zijn: x, y.",
            "De waarde ‘x’ staat ook in het segment ‘s’. Een waarde hoort in één segment.",
        ]

    def test_a_negative_population(self) -> None:
        variables = divided(segment("s", "x", population=0), segment("t", "y", population=-1))
        assert found(poll(segment_variables=variables)) == [("negative_population", "group/t:population")]


class TestTheList:
    def test_it_follows_the_questionnaire(self) -> None:
        pages = (Page("b", (ask("q2"), ask("q1"))), Page("a", ()))
        broken = poll(pages=pages, title={}, languages=("nl",), segment_variables=divided(segment("s")))
        assert [written(problem.place) for problem in find(broken)] == [
            ":title",
            "b/q2:choices",
            "b/q1:choices",
            "a:questions",
            "group:source",
            "group/s:values",
        ]

    def test_every_message_is_there_in_both_languages(self) -> None:
        assert {frozenset(sentences) for _, sentences in MESSAGES.values()} == {frozenset(LANGUAGES)}
        assert {severity for severity, _ in MESSAGES.values()} == {"error", "warning"}

    @given(st.randoms())
    def test_whatever_was_left_half_finished_gives_problems_and_no_exception(self, rng: Random) -> None:
        half = random_poll(rng, looks_ahead=True)
        for problem in find(half):
            assert set(problem.message) == {"nl", "en"}
            assert "{" not in problem.message["nl"]


def test_an_anonymous_answer_may_not_tell_the_day_on_which_it_was_given() -> None:
    """Two copies of the database tell who answered in between; the day would tell which answer is theirs."""
    asked = (
        single("first", show_if="today() < 2026-12-01"),
        ask("since", QuestionKind.DATE),
        ask("days", QuestionKind.CALCULATED, expression="days_between(since, Today())"),
        single("second", show_if='first = "today("'),
    )
    told = [(code, place) for code, place in found(poll(*asked)) if code == "today_in_anonymous_poll"]
    assert told == [
        ("today_in_anonymous_poll", "page/first:show_if"),
        ("today_in_anonymous_poll", "page/days:expression"),
    ]
    assert "today_in_anonymous_poll" not in dict(found(poll(*asked, is_anonymous=False)))


def test_a_check_may_hold_a_date_against_today() -> None:
    check = Check("since <= today()", both("In the past, please."))
    assert found(poll(ask("since", QuestionKind.DATE, checks=(check,)))) == []
