"""The answers of an earlier wave in the variables and codes of a later one."""

from dataclasses import replace

import pytest

from polls.codebook import recode, recode_checks
from polls.codebook.problem import Severity
from polls.codebook.recode import RecodeMap, VariableRecode, suggest
from polls.codebook.schema import Choice, Page, Question, QuestionKind, Questionnaire
from tests.codebook.sample import ask, both

pytestmark = pytest.mark.pure

GOAL = ask("goal", QuestionKind.SINGLE, "quality", "costs", "speed")
WHY = ask("why", QuestionKind.MULTIPLE, "price", "skill", "calm")
SEATS = ask("seats", QuestionKind.NUMBER)


def poll(*questions: Question) -> Questionnaire:
    return Questionnaire(slug="wave", title=both("wave"), pages=(Page("one", questions),))


MAP = RecodeMap(
    (
        VariableRecode("goal", "aim", {"quality": "good", "costs": "good"}),
        VariableRecode("why", "reason", {"price": "money", "skill": "money"}),
        VariableRecode("seats", "places"),
    )
)


class TestRecoding:
    def test_codes_go_over_and_may_be_merged(self) -> None:
        assert MAP.recode({"goal": "costs", "why": ["price", "skill"], "seats": "12.5"}) == {
            "aim": "good",
            "reason": ["money"],
            "places": "12.5",
        }

    def test_what_has_no_equivalent_is_as_if_it_had_not_been_asked(self) -> None:
        assert MAP.recode({"goal": "speed", "why": ["calm"], "other": "x"}) == {}
        assert MAP.recode({"why": ["calm", "price"]}) == {"reason": ["money"]}

    def test_skipped_and_dont_know_stay_what_they_are(self) -> None:
        assert MAP.recode({"goal": "", "why": [], "seats": "_dk"}) == {"aim": "", "reason": [], "places": "_dk"}
        assert MAP.recode({"goal": "_dk", "why": ["_dk"]}) == {"aim": "_dk", "reason": ["_dk"]}

    def test_looking_up(self) -> None:
        assert MAP.code("goal", "quality") == "good"
        assert MAP.code("goal", "speed") is None
        assert MAP.code("nothing", "quality") is None
        assert MAP.by_target["aim"].source == "goal"


class TestSuggesting:
    def test_equal_codes(self) -> None:
        later = poll(replace(GOAL, choices=GOAL.choices[:2]), SEATS)
        assert suggest(poll(GOAL, WHY, SEATS), later) == RecodeMap(
            (
                VariableRecode("goal", "goal", {"quality": "quality", "costs": "costs"}),
                VariableRecode("seats", "seats"),
            )
        )

    def test_equal_texts_and_labels_where_codes_were_renamed(self) -> None:
        renamed = replace(
            GOAL,
            code="aim",
            text={"en": "Goal  EN"},
            choices=(Choice("q", both("quality")), Choice("c", {"en": "COSTS en"}), Choice("x", both("else"))),
        )
        assert suggest(poll(GOAL), poll(renamed)).variables == (
            VariableRecode("goal", "aim", {"quality": "q", "costs": "c"}),
        )

    def test_an_earlier_question_is_used_once_and_code_goes_before_text(self) -> None:
        twin = replace(GOAL, code="aim")
        assert [variable.target for variable in suggest(poll(GOAL), poll(twin, GOAL)).variables] == ["goal"]

    def test_not_between_a_number_and_a_choice(self) -> None:
        assert suggest(poll(GOAL), poll(ask("goal", QuestionKind.NUMBER))) == RecodeMap()


class TestChecking:
    def codes(self, recode_map: RecodeMap, earlier: Questionnaire, later: Questionnaire) -> list[str]:
        return [problem.code for problem in recode_checks.find_problems(recode_map, earlier, later)]

    def test_a_map_of_equals_has_no_problems(self) -> None:
        earlier = poll(GOAL, WHY, SEATS)
        assert self.codes(suggest(earlier, earlier), earlier, earlier) == []

    def test_unknown_variables_and_codes(self) -> None:
        lines = (
            VariableRecode("gone", "goal"),
            VariableRecode("why", "gone"),
            VariableRecode("goal", "why", {"nix": "price", "quality": "nix"}),
        )
        found = self.codes(RecodeMap(lines), poll(GOAL, WHY), poll(GOAL, WHY))
        assert found == [
            "unknown_source",
            "unknown_target",
            "one_against_several",
            "unknown_earlier_code",
            "unknown_later_code",
            "without_equivalent",
            "never_reached",
        ]

    def test_a_variable_twice_and_another_family(self) -> None:
        lines = (VariableRecode("goal", "seats"), VariableRecode("goal", "seats"))
        found = recode_checks.find_problems(RecodeMap(lines), poll(GOAL), poll(SEATS))
        assert [problem.code for problem in found] == ["other_family", "source_twice", "target_twice", "other_family"]
        assert {problem.severity for problem in found} == {Severity.ERROR}

    def test_answers_that_are_lost_are_named(self) -> None:
        later = poll(replace(GOAL, choices=(GOAL.choices[0], Choice("calm", both("calm")))))
        lost, new = recode_checks.find_problems(suggest(poll(GOAL), later), poll(GOAL), later)
        assert (lost.severity, new.severity) == (Severity.WARNING, Severity.WARNING)
        assert "costs, speed" in lost.message["en"]
        assert "‘goal’ heeft antwoorden die eerder niet bestonden: calm." in new.message["nl"]


def test_the_document_reads_back() -> None:
    assert recode.from_document(recode.to_document(MAP)) == MAP
    with pytest.raises(ValueError, match="not a recode/1 document"):
        recode.from_document({"format": "recode/2"})
