"""What is offered as answers."""

import pytest

from polls.codebook.lint import advise
from polls.codebook.lint.ranges import clashes
from polls.codebook.schema import Choice, Page, Question, QuestionKind, Questionnaire, Requirement, Row

pytestmark = pytest.mark.pure


def choices(*labels: str, language: str = "nl") -> tuple[Choice, ...]:
    return tuple(Choice(f"c{place}", {language: label}) for place, label in enumerate(labels))


def codes(question: Question) -> list[str]:
    return [item.code for item in advise(Questionnaire("q", {"nl": "P"}, (Page("page", (question,)),)))]


def scale(*labels: str, language: str = "nl") -> Question:
    return Question("q", QuestionKind.SCALE, {"nl": "Hoe was het?"}, choices=choices(*labels, language=language))


@pytest.mark.parametrize(
    "labels",
    [
        ("Uitstekend", "Zeer goed", "Goed", "Slecht"),
        ("Zeer tevreden", "Tevreden", "Redelijk tevreden", "Ontevreden"),
    ],
)
def test_a_scale_that_leans_to_one_side_is_told(labels: tuple[str, ...]) -> None:
    assert codes(scale(*labels)) == ["unbalanced"]


@pytest.mark.parametrize(
    ("labels", "language"),
    [
        (("Zeer slecht", "Slecht", "Neutraal", "Goed", "Zeer goed"), "nl"),
        (("Zeer ontevreden", "Ontevreden", "Tevreden", "Zeer tevreden"), "nl"),
        (("Helemaal niet belangrijk", "Een beetje belangrijk", "Belangrijk", "Zeer belangrijk"), "nl"),
        (("Nooit", "Soms", "Regelmatig", "Vaak", "Altijd"), "nl"),
        (("Slechter", "Gelijk", "Beter"), "nl"),
        (("Onvoldoende", "Voldoende", "Goed"), "nl"),
        (("Poor", "Fair", "Good"), "en"),
        (("Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree"), "en"),
        (("Not at all satisfied", "Slightly satisfied", "Satisfied", "Very satisfied"), "en"),
        (("Very unlikely", "Unlikely", "Likely", "Very likely"), "en"),
    ],
)
def test_a_usual_scale_is_left_alone(labels: tuple[str, ...], language: str) -> None:
    assert codes(scale(*labels, language=language)) == []


@pytest.mark.parametrize(
    ("labels", "found"),
    [
        (["1-10", "10-20", "20 of meer"], ["ranges_overlap", "ranges_overlap"]),
        (["1 t/m 10", "12 t/m 20", "21 of meer"], ["ranges_gap"]),
        (["minder dan 5", "5 tot 10", "10 tot 20", "20 of meer"], []),
        (["1–9", "10–49", "50–249", "250+"], []),
        (["Minder dan 18 jaar", "18 t/m 34 jaar", "35 t/m 54 jaar", "55 jaar of meer"], []),
        (["under 5", "5 to 10", "more than 10"], []),
        (["under 5", "6 to 10", "more than 10"], ["ranges_gap"]),
        (["€ 0 - € 1.000", "€ 1.000 - € 2.000"], ["ranges_overlap"]),
        (["Geen", "Eén of twee", "Drie of meer"], []),
        (["1", "2", "3", "4 of meer"], []),
        (["2024", "2025", "2026"], []),
        (["0", "1 tot en met 10", "meer dan 10", "Weet ik niet"], []),
    ],
)
def test_ranges_in_labels_meet(labels: list[str], found: list[str]) -> None:
    assert [clash.code for clash in clashes(labels)] == found


def test_a_required_judgement_needs_a_way_out() -> None:
    forced = Question("q", QuestionKind.RATING, {"nl": "Welk cijfer geeft u?"}, requirement=Requirement.HARD)
    assert codes(forced) == ["no_way_out"]
    offered = Question(
        "q", QuestionKind.RATING, {"nl": "Welk cijfer?"}, requirement=Requirement.HARD, dont_know={"nl": "Weet ik niet"}
    )
    assert codes(offered) == []


def test_a_required_fact_needs_none() -> None:
    labels = choices("Ja, volledig", "Ja, gedeeltelijk", "Nee")
    text = {"nl": "Besteedt uw organisatie uit?"}
    assert codes(Question("q", QuestionKind.SINGLE, text, choices=labels, requirement=Requirement.HARD)) == []


def test_what_is_personal_is_not_required() -> None:
    text = {"nl": "Wat is uw bruto inkomen per maand?"}
    assert codes(Question("q", QuestionKind.NUMBER, text, requirement=Requirement.HARD)) == ["sensitive_required"]
    assert codes(Question("q", QuestionKind.NUMBER, text)) == []


def test_the_same_label_twice_is_told() -> None:
    question = Question("q", QuestionKind.SINGLE, {"nl": "Welke?"}, choices=choices("E-mail", "Telefoon", "e-mail."))
    assert codes(question) == ["same_label"]


@pytest.mark.parametrize(
    ("kind", "amount", "rows", "found"),
    [
        (QuestionKind.SINGLE, 13, 0, ["many_choices"]),
        (QuestionKind.DROPDOWN, 200, 0, []),
        (QuestionKind.RANKING, 8, 0, ["many_to_rank"]),
        (QuestionKind.MATRIX_SINGLE, 5, 9, ["long_matrix"]),
        (QuestionKind.MATRIX_SINGLE, 8, 3, ["wide_matrix"]),
        (QuestionKind.MATRIX_SINGLE, 5, 8, []),
    ],
)
def test_too_much_to_read_is_told(kind: QuestionKind, amount: int, rows: int, found: list[str]) -> None:
    labels = choices(*(f"Antwoord {number} van alles" for number in range(amount)))
    lines = tuple(Row(f"r{number}", {"nl": f"Rij {number}"}) for number in range(rows))
    assert codes(Question("q", kind, {"nl": "Welke?"}, choices=labels, rows=lines)) == found
