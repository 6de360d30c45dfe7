"""The variable that coded answers become, in a questionnaire for results."""

import pytest

from polls.codebook.coding.derived import coded_questions, final_codes, key_of, net_codes, with_coded
from polls.codebook.coding.frame import CodeFrame, CodeGroup, FrameCode
from polls.codebook.document import question_document, question_of, to_document
from polls.codebook.schema import Choice, Page, Question, QuestionKind, Questionnaire

pytestmark = pytest.mark.pure

WHY = Question("why", QuestionKind.LONG_TEXT, {"nl": "Waarom?", "en": "Why?"})
WHICH = Question(
    "which",
    QuestionKind.SINGLE,
    {"nl": "Welk?", "en": "Which?"},
    choices=(Choice("a", {"nl": "A"}), Choice("other", {"nl": "Anders", "en": "Other"}, is_other=True)),
)
POLL = Questionnaire("sample", {"nl": "Peiling"}, pages=(Page("first", (WHY, WHICH)),))
FRAME = CodeFrame(
    (
        FrameCode("wait", {"nl": "Wachttijd", "en": "Waiting"}, group="service"),
        FrameCode("staff", {"nl": "Mensen", "en": "People"}, group="service"),
        FrameCode("price", {"nl": "Prijs", "en": "Price"}),
    ),
    (CodeGroup("service", {"nl": "Dienst", "en": "Service"}),),
)


def test_an_edition_is_a_question_of_several_answers_and_one_of_its_groups() -> None:
    coded, nets = coded_questions(POLL, "why", FRAME, 2)
    assert (coded.code, coded.kind, coded.codes_of) == ("why_coded", QuestionKind.MULTIPLE, "why@2")
    assert coded.text == {"nl": "Waarom? (gecodeerd)", "en": "Why? (coded)"}
    assert [choice.code for choice in coded.options] == ["wait", "staff", "price", "unusable"]
    assert [choice.code for choice in nets.options] == ["service", "price", "unusable"]
    assert (nets.code, nets.codes_of, key_of(nets.codes_of)) == ("why_nets", "why@2/nets", "why")


def test_a_frame_without_groups_is_one_question() -> None:
    assert len(coded_questions(POLL, "why", CodeFrame((FrameCode("price", {"nl": "Prijs"}),)), 1)) == 1


def test_the_words_at_other_are_coded_too() -> None:
    (coded,) = coded_questions(POLL, "which.other", CodeFrame((FrameCode("price", {"nl": "Prijs"}),)), 1)
    assert (coded.code, coded.text["en"]) == ("which_other_coded", "Which? – Other (coded)")
    assert list(with_coded(POLL, [coded]).variable_by_code) == ["why", "which", "which_other_coded"]


def test_it_stands_behind_its_question_and_takes_no_name_that_is_taken() -> None:
    taken = Questionnaire("s", {}, pages=(Page("p", (WHY, Question("why_coded", QuestionKind.NUMBER, {}))),))
    found = with_coded(taken, coded_questions(taken, "why", FRAME, 1))
    assert [question.code for question in found.pages[0].questions] == ["why", "why_coded2", "why_nets", "why_coded"]
    assert with_coded(taken, []) is taken


def test_it_travels_as_a_document_and_leaves_no_trace_in_that_of_others() -> None:
    coded, _nets = coded_questions(POLL, "why", FRAME, 1)
    assert question_of(question_document(coded)) == coded
    assert "codes_of" not in str(to_document(POLL))


@pytest.mark.parametrize(
    ("given", "stored", "nets"),
    [
        (("price", "wait"), ["price", "wait"], ["price", "service"]),
        (("staff", "wait"), ["staff", "wait"], ["service"]),
        (("_dk",), ["_dk"], ["_dk"]),
        (("_nonsense",), ["unusable"], ["unusable"]),
        (("_empty",), ["unusable"], ["unusable"]),
    ],
)
def test_final_codes_are_stored_as_an_answer_is(given: tuple[str, ...], stored: list[str], nets: list[str]) -> None:
    assert final_codes(given) == stored
    assert net_codes(FRAME, stored) == nets
