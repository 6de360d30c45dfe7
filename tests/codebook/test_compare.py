"""What may change in a poll that is in the field."""

from dataclasses import replace
from typing import Any

import pytest

from polls.codebook.compare import WordingChange, structure_problems, wording_changes
from polls.codebook.problem import Place, Severity
from polls.codebook.schema import (
    Channel,
    Page,
    Question,
    QuestionKind,
    Questionnaire,
    Requirement,
    Segment,
    SegmentVariable,
    Source,
)
from tests.codebook.sample import GOAL, POLL, ROLE, ask, both, choices

pytestmark = pytest.mark.pure

ASKED = ask("a", QuestionKind.SINGLE, "x", "y", help=both("help"))
OTHER = ask("b", QuestionKind.NUMBER, minimum=0, maximum=9)
BEFORE = Questionnaire(
    slug="p",
    title=both("title"),
    privacy=both("privacy"),
    pages=(Page("one", (ASKED, OTHER)), Page("two", (GOAL,))),
    segment_variables=(ROLE,),
)


def with_question(**fields: Any) -> Questionnaire:
    return with_questions(replace(ASKED, **fields), OTHER)


def with_questions(*questions: Question) -> Questionnaire:
    return replace(BEFORE, pages=(Page("one", questions), BEFORE.pages[1]))


def with_variable(**fields: Any) -> Questionnaire:
    return replace(BEFORE, segment_variables=(replace(ROLE, **fields),))


def with_segment(**fields: Any) -> Questionnaire:
    return with_variable(segments=(replace(ROLE.segments[0], **fields), ROLE.segments[1]))


def found(after: Questionnaire) -> list[tuple[str, str]]:
    return [(problem.code, written(problem.place)) for problem in structure_problems(BEFORE, after)]


def written(place: Place) -> str:
    parts = (place.page, place.question, place.choice, place.variable, place.segment)
    return "/".join(part for part in parts if part) + f":{place.field}"


class TestWhatMayChange:
    def test_nothing_changed(self) -> None:
        assert structure_problems(POLL, POLL) == []
        assert wording_changes(POLL, POLL) == []

    @pytest.mark.parametrize(
        "after",
        [
            replace(BEFORE, title=both("new"), intro=both("new"), thanks=both("new"), privacy=both("new")),
            replace(BEFORE, languages=("nl",), equivalence_margin=5),
            with_question(text=both("new"), help={}, unit=both("new"), low_label=both("new")),
            with_question(choices=tuple(replace(choice, label=both("new")) for choice in ASKED.choices)),
            with_question(show_if="  "),
            with_variable(label=both("new")),
            with_segment(label=both("new"), population=120),
        ],
    )
    def test_texts_languages_populations_and_margin(self, after: Questionnaire) -> None:
        assert structure_problems(BEFORE, after) == []


class TestWhatIsFixed:
    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"is_anonymous": False}, "is_anonymous"),
            ({"channel": Channel.OPEN}, "channel"),
            ({"minimum_base": 3}, "minimum_base"),
            ({"slug": "q"}, "slug"),
        ],
    )
    def test_the_promises_of_the_poll(self, fields: Any, field: str) -> None:
        assert found(replace(BEFORE, **fields)) == [("frozen", f":{field}")]

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"kind": QuestionKind.SCALE}, "kind"),
            ({"requirement": Requirement.HARD}, "requirement"),
            ({"show_if": "role = bpo"}, "show_if"),
            ({"dont_know": both("dk")}, "offers_dont_know"),
            ({"minimum": 0}, "minimum"),
            ({"maximum": 10}, "maximum"),
            ({"decimals": 2}, "decimals"),
        ],
    )
    def test_how_a_question_is_asked(self, fields: Any, field: str) -> None:
        assert found(with_question(**fields)) == [("frozen", f"one/a:{field}")]

    def test_the_label_of_dont_know_is_wording_once_it_is_offered(self) -> None:
        offered = replace(POLL, pages=(Page("one", (replace(ASKED, dont_know=both("dk")),)),))
        reworded = replace(POLL, pages=(Page("one", (replace(ASKED, dont_know=both("new")),)),))
        assert structure_problems(offered, reworded) == []

    def test_the_message_says_what_it_was_and_what_it_is_now(self) -> None:
        (problem,) = structure_problems(BEFORE, with_question(show_if="role = bpo"))
        assert problem.severity is Severity.ERROR
        assert problem.message["nl"] == (
            "De peiling loopt: de voorwaarde ligt vast. Was ‘leeg’, is nu ‘role = bpo’. "
            "Zet het terug, of maak een kopie van de peiling."
        )
        (offered,) = structure_problems(BEFORE, with_question(dont_know=both("dk")))
        assert "of er ‘weet niet’ bij staat ligt vast. Was ‘nee’, is nu ‘ja’." in offered.message["nl"]
        (anonymity,) = structure_problems(BEFORE, replace(BEFORE, is_anonymous=False))
        assert "It was ‘yes’ and is now ‘no’." in anonymity.message["en"]

    def test_choices_their_order_and_their_nature(self) -> None:
        assert found(with_question(choices=choices("x", "y", "z"))) == [("frozen_added", "one/a/z:code")]
        assert found(with_question(choices=choices("x"))) == [("frozen_removed", "one/a:choices")]
        assert found(with_question(choices=choices("y", "x"))) == [("frozen_order", "one/a:choices")]
        other = replace(ASKED.choices[1], is_other=True, is_exclusive=True)
        assert found(with_question(choices=(ASKED.choices[0], other))) == [
            ("frozen", "one/a/y:is_exclusive"),
            ("frozen", "one/a/y:is_other"),
        ]

    def test_a_renamed_code_is_one_removed_and_one_added(self) -> None:
        assert found(with_question(choices=choices("x", "why"))) == [
            ("frozen_removed", "one/a:choices"),
            ("frozen_added", "one/a/why:code"),
        ]

    def test_questions_and_their_order(self) -> None:
        assert found(with_questions(ASKED)) == [("frozen_removed", "one:questions")]
        assert found(with_questions(ASKED, OTHER, ask("c"))) == [("frozen_added", "one/c:code")]
        assert found(with_questions(OTHER, ASKED)) == [("frozen_order", "one:questions")]

    def test_a_question_moved_to_another_page(self) -> None:
        moved = replace(BEFORE, pages=(Page("one", (ASKED,)), Page("two", (OTHER, GOAL))))
        assert found(moved) == [("frozen_removed", "one:questions"), ("frozen_added", "two/b:code")]

    def test_pages_their_order_and_their_conditions(self) -> None:
        one, two = BEFORE.pages
        assert found(replace(BEFORE, pages=(one,))) == [("frozen_removed", ":pages")]
        assert found(replace(BEFORE, pages=(one, two, Page("three", ())))) == [("frozen_added", "three:code")]
        assert found(replace(BEFORE, pages=(two, one))) == [("frozen_order", ":pages")]
        assert found(replace(BEFORE, pages=(one, replace(two, show_if="a = x")))) == [("frozen", "two:show_if")]

    def test_divisions_and_who_falls_in_a_segment(self) -> None:
        assert found(replace(BEFORE, segment_variables=())) == [("frozen_removed", ":segment_variables")]
        added = (*BEFORE.segment_variables, SegmentVariable("size", both("size"), Source.QUESTION, "a", ()))
        assert found(replace(BEFORE, segment_variables=added)) == [("frozen_added", "size:code")]
        assert found(with_variable(source="size")) == [("frozen", "sector_role:source")]
        assert found(with_segment(values=("inhouse", "both"))) == [("frozen", "sector_role/inhouse:values")]
        more = (*ROLE.segments, Segment("c", both("c"), ("c",)))
        assert found(with_variable(segments=more)) == [("frozen_added", "sector_role/c:code")]
        assert found(with_variable(segments=ROLE.segments[::-1])) == [("frozen_order", "sector_role:segments")]


class TestWording:
    def test_each_changed_text_is_listed_with_its_place_and_language(self) -> None:
        after = replace(
            with_question(text={"nl": "a nl", "en": "better"}, help={}),
            title={"nl": "nieuw", "en": "title en"},
            segment_variables=with_segment(label=both("own")).segment_variables,
        )
        inhouse = Place(variable="sector_role", segment="inhouse", field="label")
        assert wording_changes(BEFORE, after) == [
            WordingChange(Place(field="title"), "nl", "title nl", "nieuw"),
            WordingChange(Place("one", "a", field="text"), "en", "a en", "better"),
            WordingChange(Place("one", "a", field="help"), "nl", "help nl", ""),
            WordingChange(Place("one", "a", field="help"), "en", "help en", ""),
            WordingChange(inhouse, "nl", "inhouse nl", "own nl"),
            WordingChange(inhouse, "en", "inhouse en", "own en"),
        ]

    def test_parts_that_only_one_has_are_left_to_the_structure(self) -> None:
        assert wording_changes(BEFORE, with_questions(ASKED, OTHER, ask("c"))) == []
        assert wording_changes(BEFORE, with_questions(ASKED)) == []
