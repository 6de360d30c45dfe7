import re

import pytest

from polls.codebook.codes import free_code, suggest_code
from polls.codebook.schema import CODE

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Wat is het belangrijkste criterium?", "belangrijkste_criterium"),
        ("Tevreden over één kanaal", "tevreden_over_kanaal"),
        ("What is the", "what_is_the"),
        ("2024 was beter", "question_2024_was_beter"),
        ("", "question"),
        ("???", "question"),
        ("Ja", "ja"),
        ("Zoë's café", "zoe_s_cafe"),
    ],
)
def test_a_code_is_made_of_the_telling_words(text: str, code: str) -> None:
    assert suggest_code(text, set(), prefix="question") == code


def test_a_code_is_never_too_long_or_malformed() -> None:
    code = suggest_code("klanttevredenheidsonderzoek " * 3, {"klanttevredenheidsonderzoek"}, prefix="q")
    assert len(code) <= 40
    assert re.match(CODE, code)


def test_a_taken_code_gets_a_number() -> None:
    assert free_code("ja", {"ja", "ja_2"}) == "ja_3"
    assert suggest_code("Ja", {"ja"}, prefix="choice") == "ja_2"
