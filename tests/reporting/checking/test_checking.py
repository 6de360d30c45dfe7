"""The check of a text against a run: the published article, planted errors, and one case of each rule."""

import re
from collections.abc import Callable

import pytest

from ksfsurvey.demo.questionnaires.ai import AI_POLL
from ksfsurvey.demo.questionnaires.outsourcing import OUTSOURCING_POLL
from polls.codebook.schema import Questionnaire
from polls.reporting.build import build_report
from polls.reporting.checking.check import check_text, language_of
from polls.reporting.checking.marks import Mark, MarkKind, Verdict
from polls.reporting.checking.numerals import Numeral, numbers_in
from polls.reporting.document import Report
from polls.reporting.press.compose import compose
from polls.reporting.press.facts import facts_of
from polls.reporting.press.markup import read_press_text
from tests.reporting.checking.measuring import false_alarms, missed
from tests.reporting.checking.planting import ERRORS, HELD_OUT, right_texts, wrong_texts
from tests.reporting.checking.polls_told import ai_report, golden_report
from tests.reporting.sector_poll import GROWTH_POLL, POLL, growth_summary, sector_summary

pytestmark = pytest.mark.pure

ARTICLE = """Een meerderheid van de respondenten (66%) staat positief of zeer positief tegenover het uitbesteden van \
klantcontact aan gespecialiseerde organisaties. Van de respondenten bij inhouse contactcenters noemt 54% kwaliteit van \
het klantcontact als belangrijkste criterium bij de keuze van een partnerorganisatie. Er is geen significant verschil \
tussen contactcenters die al uitbesteden en contactcenters die dat nog niet doen.

De inhouse contactcenters die al uitbesteden, noemen het efficiënter organiseren van klantcontact (34%) als \
belangrijkste doel van uitbesteden, gevolgd door kostenbesparing (16%) en een betere kwaliteit van het klantcontact \
(6%). Facilitaire contactcenters zeggen dat opdrachtgevers hen vooral kiezen om hun expertise en specialisatie (42%) \
en kwaliteit (23%). Kostenbesparing (8%) en efficiëntie (19%) worden minder vaak genoemd.

In 88% van de gevallen heeft de afdeling klantcontact de regierol in het uitbestedingsproces. Krapte op de \
arbeidsmarkt is voor inhouse contactcenters de belangrijkste externe overweging om met uitbesteden te beginnen (55%) \
en heeft tijdens het contract de meeste invloed (50%). Volgens 37% van de facilitaire contactcenters zijn economische \
ontwikkelingen de belangrijkste externe reden om uit te besteden; tijdens het contract is dat 52%."""
PUBLISHED = ["66", "54", "34", "16", "6", "42", "23", "8", "19", "88", "55", "50", "37", "52"]


def sector_report(language: str) -> Report:
    return build_report(POLL, sector_summary(), language=language)


def only_alarm(text: str, report: Report | None = None) -> tuple[str, MarkKind, str]:
    """Give the stretch, the kind and the right figure of the one alarm in a Dutch text."""
    checked = check_text(text, report or golden_report("nl"), told_in="nl")
    (mark,) = checked.alarms
    return text[mark.start : mark.end], mark.kind, mark.right


def alarms(text: str, language: str = "nl", report: Report | None = None) -> list[Mark]:
    return list(check_text(text, report or golden_report(language), told_in=language).alarms)


def test_the_published_article_agrees_with_its_run_in_every_figure() -> None:
    checked = check_text(ARTICLE, golden_report("nl"), told_in="nl")
    assert checked.alarms == ()
    shares = [ARTICLE[mark.start : mark.end] for mark in checked.marks if mark.kind is MarkKind.SHARE]
    assert shares == [f"{percent}%" for percent in PUBLISHED]
    assert {mark.verdict for mark in checked.marks} == {Verdict.AGREES}


@pytest.mark.parametrize("percent", PUBLISHED)
def test_every_published_figure_is_missed_when_it_is_changed(percent: str) -> None:
    wrong = f"{int(percent) + 3}%"
    text = re.sub(rf"\b{percent}%", wrong, ARTICLE, count=1)
    assert wrong in [text[mark.start : mark.end] for mark in alarms(text)]


def test_no_alarm_on_200_right_texts() -> None:
    assert false_alarms(list(right_texts(200, seed=1))) == []


def test_all_of_200_planted_errors_are_found() -> None:
    wrong = list(wrong_texts(200, seed=1))
    assert {made.error for made in wrong} == set(ERRORS)
    assert missed(wrong) == []


def test_sentences_that_came_later_are_judged_as_well() -> None:
    assert false_alarms(list(right_texts(60, seed=1, polls=HELD_OUT))) == []
    assert missed(list(wrong_texts(60, seed=1, polls=HELD_OUT))) == []


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("54%", Numeral.PERCENT, "27/50"),
        ("54 procent", Numeral.PERCENT, "27/50"),
        ("54,3 percent", Numeral.PERCENT, "543/1000"),
        ("vijftig procent", Numeral.PERCENT, "1/2"),
        ("ruim de helft", Numeral.FRACTION, "1/2"),
        ("een op de drie", Numeral.FRACTION, "1/3"),
        ("1 in 3", Numeral.FRACTION, "1/3"),
        ("twee derde", Numeral.FRACTION, "2/3"),
        ("bijna driekwart", Numeral.FRACTION, "3/4"),
        ("three quarters", Numeral.FRACTION, "3/4"),
        ("nine out of ten", Numeral.FRACTION, "9/10"),
        ("een meerderheid", Numeral.STRENGTH, "1/2"),
        ("n=120", Numeral.BASE, "120"),
        ("n = 1.204", Numeral.BASE, "1204"),
        ("120 respondenten", Numeral.BASE, "120"),
        ("44–63%", Numeral.INTERVAL, "11/25"),
        ("between 44 and 63 per cent", Numeral.INTERVAL, "11/25"),
        ("8 procentpunten", Numeral.POINTS, "2/25"),
        ("gemiddeld een 7,2", Numeral.MEAN, "36/5"),
        ("p = 0,03", Numeral.PVALUE, "3/100"),
        ("12 mei 2026", Numeral.OTHER, "0"),
        ("95%-interval", Numeral.OTHER, "0"),
    ],
)
def test_numbers_are_found_as_people_write_them(text: str, kind: Numeral, value: str) -> None:
    (said,) = numbers_in(f"Zo schrijft men {text}.")
    assert (said.kind, str(said.value)) == (kind, value)


CRITERION = "van de inhouse contactcenters noemt kwaliteit als criterium bij de keuze van een partnerorganisatie"


def test_a_wrong_number_gets_the_right_one() -> None:
    assert only_alarm(f"Van de respondenten: 57% {CRITERION}.") == ("57%", MarkKind.SHARE, "54%")


def test_a_number_of_another_group_is_said_to_be_that() -> None:
    text = "50% van de organisaties die al uitbesteden noemt kwaliteit als criterium voor een partnerorganisatie."
    assert only_alarm(text) == ("50%", MarkKind.SEGMENT, "58%")


def test_a_number_of_a_group_that_was_not_asked_has_no_figure() -> None:
    text = "16% van de facilitaire contactcenters wil pieken opvangen als doel van uitbesteden."
    assert only_alarm(text)[1] is MarkKind.SEGMENT


@pytest.mark.parametrize("written", ["43%", "42,3%"])
def test_rounding_follows_one_rule(written: str) -> None:
    text = f"{written} van de facilitaire contactcenters zegt dat opdrachtgevers hen kiezen om expertise."
    assert only_alarm(text) == (written, MarkKind.ROUNDING, "42%")


def test_a_wrong_base_gets_the_right_one() -> None:
    text = f"54% {CRITERION} (n = 104)."
    assert only_alarm(text) == ("104", MarkKind.BASE, "100")


def test_a_wrong_interval_gets_the_right_one() -> None:
    text = f"54% {CRITERION} (n = 100; 95%-interval 47–61%)."
    assert only_alarm(text) == ("47–61%", MarkKind.INTERVAL, "44–63%")


def test_a_majority_needs_the_whole_interval_above_half() -> None:
    assert only_alarm(f"Een meerderheid {CRITERION}.") == ("Een meerderheid", MarkKind.STRENGTH, "54%")
    assert alarms(f"Meer dan de helft {CRITERION}.") == []


@pytest.mark.parametrize("claim", ["vaker", "significant vaker"])
def test_a_difference_needs_its_test(claim: str) -> None:
    text = (
        f"Organisaties die al uitbesteden noemen kwaliteit {claim} als criterium voor een partnerorganisatie dan "
        "organisaties die nog niet uitbesteden."
    )
    assert only_alarm(text) == (claim, MarkKind.DIFFERENCE, "")


def test_a_difference_that_was_shown_may_be_told_in_its_direction_only() -> None:
    text = "{} antwoorden vaker ‘Ja’ op de vraag of de organisatie AI gebruikt in het klantcontact dan {}."
    groups = ["Inhouse contactcenters", "facilitaire contactcenters"]
    assert alarms(text.format(*groups), report=ai_report("nl")) == []
    assert [mark.kind for mark in alarms(text.format(*reversed(groups)), report=ai_report("nl"))] == ["difference"]


def test_no_significant_difference_is_not_equality() -> None:
    text = "Kwaliteit is als criterium voor een partnerorganisatie even vaak genoemd door {} als door {}."
    groups = ("organisaties die al uitbesteden", "organisaties die nog niet uitbesteden")
    assert only_alarm(text.format(*groups))[1] is MarkKind.DIFFERENCE


@pytest.mark.parametrize("words", ["bewijst", "doordat", "leidt tot"])
def test_causes_and_proof_are_marked(words: str) -> None:
    assert only_alarm(f"Dat {words} veel.") == (words, MarkKind.CAUSAL, "")


def test_a_number_of_something_else_cannot_be_found() -> None:
    text = "Volgens het CBS kocht 12% van de huishoudens een fiets."
    assert only_alarm(text) == ("12%", MarkKind.SHARE, "")


def test_a_hidden_group_is_never_told() -> None:
    report = build_report(
        GROWTH_POLL, growth_summary({"Noord": (2, 1), "Oost": (10, 10), "Zuid": (40, 33)}), language="nl"
    )
    for percent in range(1, 100):
        (mark,) = alarms(f"In Noord antwoordt {percent}% ‘Ja’ op de vraag of de organisatie groeit.", report=report)
        assert (mark.verdict, mark.kind, mark.right) == (Verdict.DIFFERS, MarkKind.SEGMENT, "")


def test_a_small_group_must_be_named_as_one() -> None:
    report = build_report(GROWTH_POLL, growth_summary({"Noord": (9, 11), "Zuid": (40, 33)}), language="nl")
    text = "In Noord antwoordt 45% ‘Ja’ op de vraag of de organisatie groeit."
    assert only_alarm(text, report)[1] is MarkKind.SMALL_BASE
    assert alarms(text.replace("45%", "45% (n = 20)"), report=report) == []


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(
    ("questionnaire", "report_in"), [(OUTSOURCING_POLL, golden_report), (AI_POLL, ai_report), (POLL, sector_report)]
)
def test_the_text_that_the_product_writes_raises_no_alarm(
    questionnaire: Questionnaire, report_in: Callable[[str], Report], language: str
) -> None:
    report = report_in(language)
    text = read_press_text(compose(questionnaire, report), facts_of(report), language).text
    checked = check_text(text, report, told_in="en")
    assert [(text[mark.start : mark.end], mark.message) for mark in checked.alarms] == []
    assert len(checked.of(Verdict.AGREES)) > 50


def test_marks_cut_the_text_without_loss() -> None:
    checked = check_text(ARTICLE, golden_report("nl"), told_in="en")
    assert "".join(piece.text for piece in checked.pieces) == ARTICLE


@pytest.mark.parametrize("text", ["", "   ", "(((", "%", "n =", "100% 100% ((54%)", "\n\n\n54%\n", "é" * 50, "0%"])
def test_no_text_is_too_strange(text: str) -> None:
    assert check_text(text, golden_report("en"), told_in="en").text == text


def test_the_language_of_a_text_is_guessed() -> None:
    assert language_of(ARTICLE) == "nl"
    assert language_of("A majority of the respondents are positive about it.") == "en"
