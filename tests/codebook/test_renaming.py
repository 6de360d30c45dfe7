import pytest

from polls.codebook.renaming import rename, rename_in_text

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("source", "renamed"),
    [
        ("goal = costs", "aim = costs"),
        ("goal = goal", "aim = goal"),
        (
            "answered(goal) and (goal != costs or  role = inhouse)",
            "answered(aim) and (aim != costs or  role = inhouse)",
        ),
        ('role = "goal"', 'role = "goal"'),
        ("goal2 = costs", "goal2 = costs"),
        ("goal.first = x and goal.goal = y", "aim.first = x and aim.goal = y"),
        ("round(goal / 2, 1) + other", "round(aim / 2, 1) + other"),
        ("goal = ", "goal = "),
        ("", ""),
    ],
)
def test_a_question_gets_another_name_and_nothing_else_changes(source: str, renamed: str) -> None:
    assert rename(source, {"goal": "aim"}) == renamed


def test_two_questions_change_names_at_once() -> None:
    assert rename("a = x and b = y", {"a": "b", "b": "a"}) == "b = x and a = y"


def test_places_for_answers_in_a_text_follow() -> None:
    text = {"nl": "U koos {goal|iets} en {goal.first}; {goals} niet.", "en": "{goal}, goal"}
    renamed = {"nl": "U koos {aim|iets} en {aim.first}; {goals} niet.", "en": "{aim}, goal"}
    assert rename_in_text(text, {"goal": "aim"}) == renamed
