import pytest

from polls.codebook.texts import joined, joint

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("question", "part", "label"),
    [
        ("Hoe vaak?", "Telefoon", "Hoe vaak? – Telefoon"),
        ("Ik ben tevreden over:", "de snelheid", "Ik ben tevreden over – de snelheid"),
        ("Hoe vaak?", "", "Hoe vaak?"),
        ("", "Telefoon", "Telefoon"),
    ],
)
def test_a_question_and_its_part_are_joined_by_a_dash(question: str, part: str, label: str) -> None:
    assert joint(question, part) == label


def test_they_are_joined_in_every_language_that_either_has() -> None:
    text = {"nl": "Hoe vaak?", "en": "How often?"}
    assert joined(text, {"nl": "Telefoon"}) == {"nl": "Hoe vaak? – Telefoon", "en": "How often? – Telefoon"}
