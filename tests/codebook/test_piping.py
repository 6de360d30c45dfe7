"""Earlier answers in later texts."""

from dataclasses import replace

import pytest

from polls.codebook.answers import Value
from polls.codebook.pipes import Pipe, pipes_in, without_answers
from polls.codebook.piping import asked_text, filled
from polls.codebook.schema import Choice, Page, Question, QuestionKind, Variant
from tests.codebook.sample import POLL, ask, both

pytestmark = pytest.mark.pure

CARRIED = Question(
    "best",
    QuestionKind.SINGLE,
    both("best"),
    choices=(Choice("else", {"nl": "{why.else|anders}", "en": "{why.else|other}"}),),
)
PAGES = (*POLL.pages, Page("more", (CARRIED,)))
LOGIC = replace(POLL, pages=PAGES)


@pytest.mark.parametrize(
    ("text", "values", "dutch"),
    [
        ("U koos {goal|niets}.", {"goal": "costs"}, "U koos costs nl."),
        ("U koos {goal|niets}.", {}, "U koos niets."),
        ("U koos {goal|niets}.", {"goal": ""}, "U koos niets."),
        ("U koos {goal}.", {"goal": "_dk"}, "U koos ."),
        ("{why}", {"why": ["price", "skill"]}, "price nl en skill nl"),
        ("{why}", {"why": ["price", "skill", "none"]}, "price nl, skill nl en none nl"),
        ("{why}", {"why": ["price", "else"], "why.else": "De <sfeer>"}, "price nl en De <sfeer>"),
        ("{seats} stoelen", {"seats": "12.5"}, "12,5 stoelen"),
        ("{remark|-}", {"remark": "Ha {goal}"}, "Ha {goal}"),
        ("{role|uw organisatie}", {"role": "inhouse"}, "inhouse nl"),
        ("{role|uw organisatie}", {"role": "anders"}, "anders"),
        ("{role|uw organisatie}", {}, "uw organisatie"),
        ("{best}", {"best": "else", "why.else": "Sfeer"}, "Sfeer"),
        ("{best}", {"best": "else"}, "anders"),
        ("{ } {Goal} {1} {goal", {"goal": "costs"}, "{ } {Goal} {1} {goal"),
        ("{{goal}}", {"goal": "costs"}, "{costs nl}"),
    ],
)
def test_answers_stand_in_words(text: str, values: dict[str, Value], dutch: str) -> None:
    assert filled(text, LOGIC, values, "nl") == dutch


def test_english_reads_in_english() -> None:
    assert (
        filled("{why}, {seats}", POLL, {"why": ["price", "skill"], "seats": "12.5"}, "en")
        == "price en and skill en, 12.5"
    )


def test_places_are_found_in_order() -> None:
    assert list(pipes_in("{a|x y} and {b.c}, {d|}")) == [Pipe("a", "x y"), Pipe("b.c"), Pipe("d")]


def test_apart_from_any_respondent_the_fallback_stands() -> None:
    assert without_answers({"nl": "Over {goal|uw doel}: {why}"}) == {"nl": "Over uw doel: …"}
    asked = ask("about", QuestionKind.SINGLE, "x", "y")
    poll = replace(POLL, pages=(Page("p", (replace(asked, text={"nl": "Over {goal|uw doel}"}),)),))
    assert poll.variable_by_code["about"].text == {"nl": "Over uw doel"}
    assert poll.question_by_code["about"].text == {"nl": "Over {goal|uw doel}"}


def test_the_wording_that_was_drawn_is_what_is_asked() -> None:
    question = replace(ask("q"), variants=(Variant("a", {"nl": "Kort {seats}?"}), Variant("b", {"nl": "Lang?"})))
    assert asked_text(question, POLL, {"q.wording": "a", "seats": "3"}, "nl") == "Kort 3?"
    assert asked_text(question, POLL, {"q.wording": "b"}, "nl") == "Lang?"
    assert asked_text(question, POLL, {}, "nl") == "q nl"
