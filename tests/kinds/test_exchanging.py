"""Every kind out to a file and back, and in from LimeSurvey."""

from typing import Any

import pytest

from polls.codebook.kinds import QuestionKind
from tests.codebook.sample_kinds import EXAMPLES
from tests.kinds.exchanging import arrives_as, back_from_json, back_from_xlsform, compared, parts_of, unsaid_of

pytestmark = pytest.mark.pure

UNSAID = {
    "don't know": "dont_know",
    "the unit": "unit",
    "the choices": "choices",
    "the description of the picture": "choices",
    "the source of the value": "source",
}
"""What a workbook cannot say, as it is listed, and the field that it is."""


@pytest.mark.parametrize("kind", QuestionKind)
def test_json(kind: Any) -> None:
    question = EXAMPLES[kind].question
    assert back_from_json(question) == question


@pytest.mark.parametrize("kind", QuestionKind)
def test_xlsform(kind: Any) -> None:
    question = EXAMPLES[kind].question
    there, back = compared(question), compared(back_from_xlsform(question))
    lost = {name for name in there if there[name] != back[name]}
    assert back["kind"] == kind
    assert lost <= {UNSAID[name] for name in unsaid_of(question)}


@pytest.mark.parametrize("kind", QuestionKind)
def test_limesurvey(kind: Any) -> None:
    for part in parts_of(kind).values():
        assert arrives_as(part)[0] == kind


def test_limesurvey_has_all_kinds_but_those_that_it_has_not() -> None:
    assert {kind for kind in QuestionKind if not parts_of(kind)} == {
        QuestionKind.SCALE, QuestionKind.NPS, QuestionKind.STARS, QuestionKind.IMAGE_CHOICE, QuestionKind.CONSENT,
    }  # fmt: skip
