"""What is said, laid out and drawn of each kind of question, from answers to all of them."""

import random
from typing import Any
from xml.etree import ElementTree

import pytest

from polls.analysis.coding import from_rows
from polls.analysis.summary import summarise
from polls.codebook.answers import Answers
from polls.codebook.kinds import QuestionKind
from polls.codebook.schema import Page, Question, Questionnaire
from polls.reporting.build import build_report
from polls.reporting.charts import CHARTS, GROUP_CHARTS, NARROW, WIDE, draw_chart, draw_group
from polls.reporting.document import ExtraKind, QuestionReport, Report
from polls.reporting.tables import band_label
from tests.codebook.sample_kinds import CHANNELS, EVERY_KIND, EXAMPLES, both
from tests.kinds.drawing import draw_answers

pytestmark = pytest.mark.pure

DRAWN = [draw_answers(random.Random(seed), EVERY_KIND) for seed in range(120)]
DRAWN_KINDS = [kind for kind in QuestionKind if EXAMPLES[kind].question.keys]


def report_of(questionnaire: Questionnaire, answers: list[Answers], language: str = "nl") -> Report:
    table = from_rows(questionnaire, answers, [{}] * len(answers))
    return build_report(questionnaire, summarise(questionnaire, table), language=language)


def one(kind: QuestionKind, values: list[Any], language: str = "nl", **fields: Any) -> QuestionReport:
    question = Question("a", kind, both("Vraag", "Question"), **fields)
    poll = Questionnaire("poll", both("Peiling", "Poll"), (Page("p", (question,)),))
    return report_of(poll, [{"a": value} for value in values], language).question("a")


def sentence(report: QuestionReport) -> str:
    return report.claims[0].text


def test_a_ranking_is_told_by_its_mean_ranks() -> None:
    values = [["chat", "phone", "mail"]] * 20 + [["phone", "chat"]] * 12
    assert sentence(one(QuestionKind.RANKING, values, choices=CHANNELS)) == (
        "‘Chat’ staat bij de respondenten gemiddeld het hoogst: gemiddelde rang 1,4 van 3 "
        "(n\u00a0=\u00a032; 95%-interval 1,2 "
        "tot 1,6); 63% zet het op de eerste plaats. Daarna ‘Telefoon’ (1,6) en ‘E-mail’ (3,0)."
    )
    assert sentence(one(QuestionKind.RANKING, values, "en", choices=CHANNELS)) == (
        "‘Chat’ ranks highest on average among respondents: mean rank 1.4 of 3 "
        "(n\u00a0=\u00a032; 95% interval 1.2 to 1.6); 63% "
        "put it in first place. Next come ‘Phone’ (1.6) and ‘E-mail’ (3.0)."
    )


def test_a_ranking_has_lines_for_ranks_places_and_points() -> None:
    table = one(QuestionKind.RANKING, [["chat", "phone", "mail"]] * 40, choices=CHANNELS).total
    told = [
        (each.kind, each.label, cell.text) for each in table.extras if each.code == "chat" and (cell := each.cells[0])
    ]
    assert told == [
        (ExtraKind.MEAN_RANK, "Chat: gemiddelde rang", "1,0"),
        (ExtraKind.TOP_PLACES, "Chat: in de top 2", "100%"),
        (ExtraKind.POINTS, "Chat: punten (Borda: 3 voor de eerste plaats, 1 voor de laatste, 0 zonder plaats)", "3,0"),
    ]
    assert table.row("chat").label == "Chat: eerste plaats"


def test_a_net_promoter_score_names_its_groups() -> None:
    report = one(QuestionKind.NPS, ["10"] * 30 + ["7"] * 20 + ["3"] * 10)
    assert sentence(report) == (
        "De Net Promoter Score van de respondenten is 33 (n\u00a0=\u00a060; 95%-interval 14 tot "
        "53): 50% is promotor (9 of 10), "
        "17% criticaster (0 tot en met 6)."
    )
    assert [row.label for row in report.total.rows[-3:]] == [
        "Promotors (9–10)", "Passief tevredenen (7–8)", "Criticasters (0–6)",
    ]  # fmt: skip


def test_stars_dates_and_consents_have_sentences_of_their_own() -> None:
    assert sentence(one(QuestionKind.STARS, ["4", "5"] * 20, maximum=5)) == (
        "De respondenten geven gemiddeld 4,5 van de 5 sterren (n\u00a0=\u00a040; 95%-interval 4,3 tot 4,7)."
    )
    assert sentence(one(QuestionKind.DATE, ["2026-01-31"] * 20 + ["2026-03-01"] * 15)) == (
        "De helft van de respondenten noemt 31-01-2026 of eerder (n\u00a0=\u00a035)."
    )
    assert sentence(one(QuestionKind.MONTH, ["2026-01"] * 40 + ["2026-05"] * 30, "en")) == (
        "Half of respondents give January 2026 or earlier (n\u00a0=\u00a070); 80% of the answers run from January 2026 "
        "to May 2026."
    )
    assert sentence(one(QuestionKind.CONSENT, ["yes"] * 36 + [""] * 4)) == (
        "Een grote meerderheid (90%) van de respondenten gaat akkoord (n\u00a0=\u00a040; 95%-interval 77–96%)."
    )
    assert sentence(one(QuestionKind.IMAGE_CHOICE, ["chat"] * 30 + ["mail"] * 10, choices=CHANNELS)).startswith(
        "Een meerderheid (75%) van de respondenten kiest ‘Chat’ "
    )


def test_a_percentage_stands_close_to_its_number() -> None:
    report = one(QuestionKind.SLIDER, ["20", "30"] * 20, unit=both("%", "%"))
    assert "is 25,0% en de mediaan 25% " in sentence(report)


@pytest.mark.parametrize(("code", "label"), [("2026-05", "mei 2026"), ("2026", "2026"), ("1990-1999", "1990–1999")])
def test_bands_of_dates_are_named(code: str, label: str) -> None:
    assert band_label(code, "nl") == label


@pytest.mark.parametrize("language", ["nl", "en"])
def test_questions_of_several_variables_stand_together(language: str) -> None:
    report = report_of(EVERY_KIND, DRAWN, language)
    assert [group.code for group in report.groups] == [
        question.code for question in EVERY_KIND.questions if question.kind is not QuestionKind.INFORMATION
    ]
    matrix = next(group for group in report.groups if group.kind is QuestionKind.MATRIX_SINGLE)
    assert matrix.labels == (("Snelheid", "Toon") if language == "nl" else ("Speed", "Tone"))
    assert [member.code for member in matrix.members] == ["q_matrix_single.speed", "q_matrix_single.tone"]
    assert not matrix.is_single
    assert report.groups[0].is_single


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("kind", DRAWN_KINDS)
def test_each_kind_is_drawn_as_well_formed_svg_with_a_description(kind: Any, width: int) -> None:
    report = report_of(EVERY_KIND, DRAWN)
    group = next(group for group in report.groups if group.kind is kind)
    drawn = [draw_group(group, language="nl", width=width)] if kind in GROUP_CHARTS else []
    drawn += [draw_chart(member, language="nl", width=width) for member in group.members]
    has_chart = kind in GROUP_CHARTS or CHARTS[kind] is not None
    assert bool(drawn[0]) == has_chart
    for svg in filter(None, drawn):
        tree = ElementTree.fromstring(svg)
        description = tree.findtext("{http://www.w3.org/2000/svg}desc")
        assert description is not None
        assert len(description) > 20


def test_nobody_answered_any_kind() -> None:
    report = report_of(EVERY_KIND, [{} for _ in range(10)])
    assert [claim for question in report.questions for claim in question.claims] == []
    assert {draw_group(group, language="nl") for group in report.groups if group.kind in GROUP_CHARTS} == {""}
