"""The edition: what all files show, in one order."""

import pytest

from polls.codebook.schema import QuestionKind
from polls.reporting import charts
from polls.reporting.build import build_report
from polls.reporting.edition import Edition, Imprint, build_edition, headline_of
from polls.reporting.plots import GROUP_PLOTS, PLOTS, PlotKind
from tests.reporting.sector_poll import GROWTH_POLL, POLL, growth_summary, sector_summary

pytestmark = pytest.mark.pure

IMPRINT = Imprint("Klantenservice Federatie", "4 maart 2025", "", "abc123")


@pytest.fixture(scope="module")
def edition() -> Edition:
    return build_edition(build_report(POLL, sector_summary(), language="nl"), IMPRINT)


def test_a_headline_leaves_the_evidence_to_the_line_under_it() -> None:
    sentence = (
        "Een meerderheid (88%) van de respondenten antwoordt ‘Ja’ (n\u00a0=\u00a0152; 95%-interval 81–92%). "
        "Dat is het meest gegeven antwoord."
    )
    assert headline_of(sentence) == (
        "Een meerderheid (88%) van de respondenten antwoordt ‘Ja’.",
        "n\u00a0=\u00a0152; 95%-interval 81–92%. Dat is het meest gegeven antwoord.",
    )


def test_a_headline_keeps_the_shares_that_are_compared() -> None:
    sentence = "Significant verschil tussen A en B (77% en 60%; n\u00a0=\u00a052 en 97; verschil 17 procentpunten)."
    assert headline_of(sentence) == (
        "Significant verschil tussen A en B (77% en 60%).", "n\u00a0=\u00a052 en 97; verschil 17 procentpunten."
    )  # fmt: skip
    assert headline_of("Hierover is niets te zeggen.") == ("Hierover is niets te zeggen.", "")


def test_every_question_has_its_section_and_every_division_its_tables(edition: Edition) -> None:
    codes = [question.code for question in POLL.questions]
    assert [section.code for section in edition.sections] == codes
    assert [division.label for division in edition.divisions] == ["Totaal", "Rol", "Besteedt uit"]
    assert all([grid.code for grid in division.grids] == codes for division in edition.divisions)


def test_a_division_of_whom_one_group_was_asked_has_tables_but_no_chart_beside_the_total(edition: Edition) -> None:
    views = {section.code: [view.variable for view in section.views] for section in edition.sections}
    assert [code for code, variables in views.items() if variables != [None, "role", "outsources"]] == ["criterion"]


def test_there_is_one_slide_per_finding_and_then_one_per_question_that_has_none(edition: Edition) -> None:
    findings = [slide for slide in edition.slides if slide.is_finding]
    assert [slide.point.question for slide in findings] == [
        tuple(POLL.questions)[place].text["nl"] for place in (2, 3, 1, 0)
    ]  # fmt: skip
    assert [slide.section for slide in edition.slides[len(findings) :]] == [5, 6]  # a text has no chart


def test_a_plot_has_the_numbers_of_the_table(edition: Edition) -> None:
    plot = edition.slides[1].plot
    assert plot.kind is PlotKind.BARS
    assert plot.categories == ("Telefoon", "E-mail", "Chat", "Geen van deze")
    assert plot.series[0].texts == ("61%", "39%", "20%", "20%")
    assert plot.series[0].values[0] == 92 / 152
    assert plot.description == "Telefoon: 61%; E-mail: 39%; Chat: 20%; Geen van deze: 20%."


def test_a_scale_is_shown_beside_its_groups_where_it_would_be_one_bar(edition: Edition) -> None:
    plot = edition.slides[3].plot
    assert (plot.kind, plot.categories[0]) == (PlotKind.STACKED, "Totaal (n\u00a0=\u00a0136)")
    assert len(plot.categories) == 3


def test_every_chart_of_the_pages_has_a_native_one() -> None:
    drawn = {draw for pair in charts.CHARTS.values() if pair for draw in pair}
    assert drawn == set(PLOTS)
    assert set(charts.GROUP_CHARTS.values()) == set(GROUP_PLOTS)
    assert set(charts.CHARTS) == set(QuestionKind)


def test_a_hidden_group_is_nowhere() -> None:
    summary = growth_summary({"Noord": (2, 1), "Oost": (10, 10), "Zuid": (40, 33)})
    edition = build_edition(build_report(GROWTH_POLL, summary, language="nl"), IMPRINT)
    grid = edition.divisions[1].grids[0]
    assert [line.figures[1] for line in grid.lines] == [None, None]
    plot = edition.sections[0].views[1].plot
    assert plot is not None
    assert [series.name for series in plot.series] == ["Zuid (n\u00a0=\u00a073)"]  # Oost would give Noord away


def test_a_chart_that_goes_out_alone_has_question_and_source_in_it(edition: Edition) -> None:
    picture = edition.pictures[0]
    assert "Hoe staat u tegenover" in picture.alone
    assert "Bron: Klantenservice Federatie, Uitbesteden van klantcontact, 4 maart 2025" in picture.alone
    assert picture.alt.startswith("Totaal: Zeer negatief")
