import pytest

from polls.codebook.renaming import rename

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
        ("goal = ", "goal = "),
        ("", ""),
    ],
)
def test_a_question_gets_another_name_and_nothing_else_changes(source: str, renamed: str) -> None:
    assert rename(source, {"goal": "aim"}) == renamed


def test_two_questions_change_names_at_once() -> None:
    assert rename("a = x and b = y", {"a": "b", "b": "a"}) == "b = x and a = y"
