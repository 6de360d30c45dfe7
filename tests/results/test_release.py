"""What of single responses may leave in a file."""

import random
from typing import Any

import pytest

from polls.analysis.coding import from_rows
from polls.analysis.table import ResponseTable
from polls.codebook.schema import Holds, Page, Question, QuestionKind, Questionnaire
from polls.results.dataset.parts import rows_between
from polls.results.services.release import kept_lengths, notes_of, release_of
from polls.results.services.release_counts import ReleaseCounts, count_for_release
from tests.results import sample


def counted(known: Questionnaire, table: ResponseTable) -> ReleaseCounts:
    return count_for_release(known, [rows_between(table, at, min(at + 7, table.n)) for at in range(0, table.n, 7)])


def release(answers: list[dict[str, Any]], attributes: list[dict[str, str]], **fields: Any) -> Any:
    known = sample.questionnaire(**{"is_anonymous": True, **fields})
    return release_of(known, counted(known, from_rows(known, answers, attributes)))


def test_an_identified_poll_gives_everything() -> None:
    found = release([{}], [{"role": "bpo"}], is_anonymous=False)
    assert (found.left_out_attributes, found.left_out_texts) == ((), ())
    assert found.questionnaire == sample.questionnaire()


def test_fewer_than_k_anonymous_responses_give_no_file() -> None:
    assert release([{}] * 4, [{}] * 4) is None
    assert release([{}] * 5, [{}] * 5) is not None


@pytest.mark.parametrize(("rare", "left_out"), [(4, ("role",)), (5, ())])
def test_a_segment_column_goes_when_a_value_is_rarer_than_k(rare: int, left_out: tuple[str, ...]) -> None:
    found = release([{}] * (20 + rare), [{"role": "inhouse"}] * 20 + [{"role": "bpo"}] * rare)
    assert found.left_out_attributes == left_out
    assert ("role" in found.questionnaire.attributes) == (not left_out)


def test_those_without_a_value_are_a_group_as_well() -> None:
    found = release([{}] * 21, [{"role": "inhouse"}] * 20 + [{}])
    assert found.left_out_attributes == ("role",)


@pytest.mark.parametrize(("count", "stays"), [(9, False), (10, True)])
def test_a_column_of_texts_needs_ten_of_them(count: int, stays: bool) -> None:
    answers: list[dict[str, Any]] = [{"remark": "Woorden"}] * count + [{"remark": ""}] * 20
    found = release(answers, [{}] * len(answers))
    assert ("remark" in found.questionnaire.question_by_code) == stays


@pytest.mark.parametrize(("count", "stays"), [(9, False), (10, True)])
def test_so_does_the_text_of_an_other_choice(count: int, stays: bool) -> None:
    answers: list[dict[str, Any]] = [{"criterion": "other"}] * count + [{"criterion": "price"}] * 20
    found = release(answers, [{}] * len(answers))
    other = found.questionnaire.question_by_code["criterion"].choice_by_code["other"]
    assert other.is_other == stays


def test_every_combination_that_leaves_is_shared_by_k() -> None:
    rng = random.Random(5)
    for _ in range(30):
        count = rng.randint(5, 60)
        attributes = [{"role": rng.choice(["inhouse", "bpo", "elders"])} for _ in range(count)]
        found = release([{}] * count, attributes)
        values = [known["role"] if found.lengths[known["role"],] else None for known in attributes]
        assert min(values.count(value) for value in values) >= 5


def carried(kind: QuestionKind, **fields: Any) -> Question:
    return Question("via", kind, sample.both("Via", "Via"), **fields)


@pytest.mark.parametrize(("rare", "stays"), [(4, False), (5, True)])
def test_a_hidden_variable_with_choices_counts_as_an_attribute(rare: int, stays: bool) -> None:
    answers = [{"via": "mail"}] * 20 + [{"via": "site"}] * rare
    question = carried(QuestionKind.HIDDEN, choices=sample.choices(mail="Mail", site="Site"))
    assert has(question, answers) == stays


def test_what_was_put_together_or_came_with_the_link_as_text_stays_out_of_anonymous_files() -> None:
    answers = [{"via": "jan@example.org"}] * 30
    assert not has(carried(QuestionKind.HIDDEN), answers)
    assert not has(carried(QuestionKind.CALCULATED, holds=Holds.TEXT), answers)
    assert has(carried(QuestionKind.CALCULATED), [{"via": "3"}] * 30)


def has(question: Question, answers: list[dict[str, Any]]) -> bool:
    known = Questionnaire("poll", sample.both("P", "P"), (Page("p", (question,)),), is_anonymous=True)
    found = release_of(known, counted(known, from_rows(known, answers, [{}] * len(answers))))
    return found is not None and question.code in found.questionnaire.question_by_code


def test_a_rare_value_is_left_empty_with_the_smallest_group_and_the_others_stay() -> None:
    attributes = [{"role": "inhouse"}] * 20 + [{"role": "bpo"}] * 12 + [{"role": "elders"}] * 3
    found = release([{}] * 35, attributes)
    assert found.left_out_attributes == ()
    assert found.lengths == {("inhouse",): 1, ("bpo",): 0, ("elders",): 0}
    assert found.is_coarsened


def test_the_last_attribute_goes_first() -> None:
    combinations: Any = {("a", "x"): 9, ("a", "y"): 3, ("a", "z"): 3, ("b", "x"): 8}
    assert kept_lengths(combinations, 5) == {("a", "x"): 2, ("a", "y"): 1, ("a", "z"): 1, ("b", "x"): 2}


def test_whoever_looks_the_same_in_the_file_is_k_people() -> None:
    rng = random.Random(9)
    for _ in range(200):
        combinations: Any = {
            (first, second): rng.randint(1, 12) for first in "abc" for second in ("x", "y", None) if rng.random() < 0.8
        }
        seen: dict[Any, int] = {}
        for combination, length in kept_lengths(combinations, 5).items():
            visible = tuple(value if place < length else None for place, value in enumerate(combination))
            seen[visible] = seen.get(visible, 0) + combinations[combination]
        assert sum(combinations.values()) < 5 or min(seen.values(), default=5) >= 5, combinations


def test_the_file_says_what_is_not_in_it() -> None:
    attributes = [{"role": "inhouse"}] * 20 + [{"role": "bpo"}] * 12 + [{"role": "elders"}] * 3
    found = release([{"remark": "x"}] * 9 + [{}] * 26, attributes)
    assert notes_of(found, "en")[0] == (
        "Attributes of some respondents are left empty: every combination in this file is shared by at least"
        " 5 respondents."
    )
    assert "remark" in notes_of(found, "nl")[-1]
    assert notes_of(release([{}], [{}], is_anonymous=False), "en") == []


@pytest.mark.parametrize(("asked", "stays"), [(4, False), (5, True)])
def test_a_question_that_gives_a_rare_attribute_away_does_not_leave(asked: int, stays: bool) -> None:
    """Criterion is asked of inhouse only: having an answer to it says which attribute was left empty."""
    answers = [{"opinion": "p1", "criterion": "price"}] * asked + [{"opinion": "p1"}] * 30
    found = release(answers, [{"role": "inhouse"}] * asked + [{"role": "bpo"}] * 30)
    assert ("criterion" in found.questionnaire.question_by_code) == stays
    assert ("criterion" not in found.left_out_texts) == stays


def test_that_few_answered_what_many_were_asked_gives_nobody_away() -> None:
    answers = [{"criterion": "price"}] * 2 + [{"criterion": ""}] * 10 + [{"opinion": "p1"}] * 30
    found = release(answers, [{"role": "inhouse"}] * 12 + [{"role": "bpo"}] * 30)
    assert "criterion" in found.questionnaire.question_by_code
