"""Charts are accessible, safe and well formed, and say what the table says."""

import re
from dataclasses import replace
from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest

from polls.codebook.schema import QuestionKind
from polls.reporting.build import build_report
from polls.reporting.charts import NARROW, WIDE, OutlookLine, draw_chart, draw_days, draw_fieldwork_days, draw_outlook
from polls.reporting.charts.axis import share_axis, value_axis
from polls.reporting.charts.bars import sorted_bars
from polls.reporting.charts.lettering import width_of, wrapped
from polls.reporting.charts.palette import SERIES, WHITE, contrast, ramp, text_on
from tests.reporting.sector_poll import GROWTH_POLL, POLL, growth_summary, sector_summary

pytestmark = pytest.mark.pure

SVG = "{http://www.w3.org/2000/svg}"
REPORTS = {language: build_report(POLL, sector_summary(), language=language) for language in ("nl", "en")}
DRAWN = [
    (question.code, variable, width)
    for question in REPORTS["nl"].questions
    for variable in question.views
    for width in (WIDE, NARROW)
    if question.kind is not QuestionKind.LONG_TEXT
]


def drawn(code: str, variable: str | None, width: int = WIDE, language: str = "nl") -> ElementTree.Element:
    return ElementTree.fromstring(
        draw_chart(REPORTS[language].question(code), variable, language=language, width=width)
    )


def texts(chart: ElementTree.Element) -> list[str]:
    return [element.text or "" for element in chart.iter(f"{SVG}text")]


@pytest.mark.parametrize(("code", "variable", "width"), DRAWN)
def test_every_chart_has_a_name_and_a_description(code: Any, variable: Any, width: Any) -> None:
    chart = drawn(code, variable, width)
    by_id = {element.get("id"): element for element in chart.iter() if element.get("id")}
    named = [by_id[identity] for identity in chart.attrib["aria-labelledby"].split()]
    assert chart.get("role") == "img"
    assert [element.tag for element in named] == [f"{SVG}title", f"{SVG}desc"]
    assert REPORTS["nl"].question(code).text in (named[0].text or "")
    assert re.search(r"\d", named[1].text or "")


@pytest.mark.parametrize(("code", "variable", "width"), DRAWN)
def test_a_strict_policy_lets_every_chart_through(code: Any, variable: Any, width: Any) -> None:
    chart = drawn(code, variable, width)
    for element in chart.iter():
        assert element.tag not in (f"{SVG}style", f"{SVG}script", f"{SVG}foreignObject", f"{SVG}image")
        assert not [name for name in element.attrib if name == "style" or name.startswith("on") or "href" in name]


@pytest.mark.parametrize(("code", "variable", "width"), DRAWN)
def test_nothing_is_drawn_outside_the_chart(code: Any, variable: Any, width: Any) -> None:
    chart = drawn(code, variable, width)
    height = float(chart.attrib["viewBox"].split()[3])
    for element in chart.iter(f"{SVG}text"):
        x, y = float(element.attrib["x"]), float(element.attrib["y"])
        length = width_of(element.text or "", size=float(element.attrib["font-size"]))
        start = {"end": x - length, "middle": x - length / 2}.get(element.get("text-anchor", ""), x)
        assert start >= -length * 0.06
        assert start + length <= width + length * 0.06
        assert 0 < y <= height


def test_ids_differ_between_the_charts_of_a_page() -> None:
    ids = [element.attrib["id"] for key in DRAWN for element in drawn(*key).iter() if element.get("id")]
    assert len(ids) == len(set(ids))


def test_bars_say_percentage_interval_and_base() -> None:
    written = texts(drawn("criterion", None))
    assert "54%" in written
    assert "44–63%" in written
    assert any(text.startswith("Basis: 100 respondenten bij inhouse contactcenters") for text in written)
    assert any("Streepje: 95%-interval." in text for text in written)


def test_bars_are_sorted_with_other_and_dont_know_last() -> None:
    table = REPORTS["nl"].question("criterion").total
    assert [bar.row.code for bar in sorted_bars(table, 0)] == ["quality", "cost", "expertise", "tech", "else", "_dk"]


def test_bars_keep_the_order_that_somebody_chose() -> None:
    table = REPORTS["nl"].question("criterion").total
    kept = replace(table, rows=tuple(reversed(table.rows)), is_in_order=True)
    assert [bar.row.code for bar in sorted_bars(kept, 0)] == [row.code for row in reversed(table.rows)]


def test_a_bar_is_as_long_as_its_share() -> None:
    bars = [float(bar.attrib["width"]) for bar in drawn("directs", None).iter(f"{SVG}rect")]
    assert bars[1] / bars[0] == pytest.approx(19 / 133, abs=0.002)


def test_segments_have_their_n_in_the_legend() -> None:
    written = texts(drawn("criterion", "outsources", language="en"))
    assert "Already outsources (n\u00a0=\u00a050)" in written
    assert "Total (n\u00a0=\u00a0100)" in written
    assert {"58%", "50%", "44–71%"} <= set(written)


def test_segments_differ_in_shape_and_not_only_in_colour() -> None:
    chart = drawn("directs", "role")
    assert len(list(chart.iter(f"{SVG}circle"))) == 1 + 3
    assert len(list(chart.iter(f"{SVG}polygon"))) == 1 + 3


def test_a_scale_adds_up_its_top_two() -> None:
    written = texts(drawn("opinion", "role"))
    assert [text for text in written if text in ("63%", "62%")] == ["63%", "63%", "62%"]
    assert any("Top\u00a02: ‘Positief’ of ‘Zeer positief’." in text for text in written)


def test_a_rating_has_its_mean_and_the_names_of_its_ends() -> None:
    written = texts(drawn("rating", None))
    assert "gemiddeld 6,7" in written
    assert {"Zeer onwaarschijnlijk", "Zeer waarschijnlijk", "0", "10"} <= set(written)


def test_a_hidden_group_is_named_but_not_drawn() -> None:
    report = build_report(
        GROWTH_POLL, growth_summary({"Noord": (2, 1), "Oost": (10, 10), "Zuid": (40, 33)}), language="nl"
    )
    svg = draw_chart(report.questions[0], "region", language="nl")
    assert "Noord: niet getoond: minder dan 5 respondenten" in svg
    assert "Noord (n" not in svg
    assert "67%" not in svg


def test_nothing_to_show_is_no_chart() -> None:
    report = build_report(GROWTH_POLL, growth_summary({"Noord": (1, 1)}), language="nl")
    assert draw_chart(report.questions[0], None, language="nl") == ""
    assert draw_chart(report.questions[0], "region", language="nl") == ""
    assert draw_chart(REPORTS["nl"].question("comment"), None, language="nl") == ""


def test_labels_cannot_break_out_of_the_drawing() -> None:
    hostile = "</text><script>alert(1)</script>&\"'"
    question = build_report(GROWTH_POLL, growth_summary({"Noord": (30, 30)}), language="nl").questions[0]
    table = replace(question.total, rows=(replace(question.total.rows[0], label=hostile),))
    attacked = replace(question, text=hostile, views={None: table})
    chart = ElementTree.fromstring(draw_chart(attacked, None, language="nl"))
    assert not list(chart.iter(f"{SVG}script"))
    assert hostile in [element.text for element in chart.iter(f"{SVG}title")]


def test_days() -> None:
    days = [(date(2026, 3, 2), 12), (date(2026, 3, 5), 30)]
    chart = ElementTree.fromstring(draw_days(days, language="nl", width=NARROW))
    assert len(list(chart.iter(f"{SVG}rect"))) == 2
    assert "Antwoorden per dag: 42 respondenten." in texts(chart)
    assert "2 mrt" in texts(chart)
    assert draw_days([], language="nl", width=NARROW) == ""


def test_days_of_fieldwork_show_when_mail_went_out() -> None:
    days = [(date(2026, 3, 2), 12), (date(2026, 3, 5), 30)]
    chart = ElementTree.fromstring(draw_fieldwork_days(days, [date(2026, 3, 2)], language="nl", width=WIDE))
    assert len(list(chart.iter(f"{SVG}rect"))) == 2
    assert len(list(chart.iter(f"{SVG}polygon"))) == 1
    assert "Afgerond per dag: 42 in totaal. Driehoek: mail verstuurd." in texts(chart)
    assert "2 mrt: 12; 5 mrt: 30. Mail verstuurd op 2 mrt." in [each.text for each in chart.iter(f"{SVG}desc")]
    assert draw_fieldwork_days([], [], language="nl", width=WIDE) == ""


def test_an_outlook_has_a_bar_and_an_interval() -> None:
    lines = [OutlookLine("Iedereen", 60, 75.4, 70, 82), OutlookLine("Inhouse", 40, 40.0, 40, 40)]
    for width in (WIDE, NARROW):
        chart = ElementTree.fromstring(draw_outlook("end", lines, language="nl", width=width))
        assert len(list(chart.iter(f"{SVG}rect"))) == 2
        assert len(list(chart.iter(f"{SVG}circle"))) == 1
        assert {"Iedereen", "75", "70–82", "40–40"} <= set(texts(chart))
    assert "Iedereen: nu 60, verwacht 75 (70 tot 82)" in (next(iter(chart.iter(f"{SVG}desc"))).text or "")
    assert draw_outlook("end", [], language="nl", width=WIDE) == ""


def test_axes_have_round_ticks_that_hold_everything() -> None:
    assert share_axis(0.63, 0, 400).ticks == pytest.approx((0, 0.2, 0.4, 0.6, 0.8))
    assert share_axis(0.03, 0, 400).high == 0.4
    assert share_axis(1.0, 0, 400).high == 1.0
    assert value_axis(0, 57.5, 0, 400).ticks == (0, 20, 40, 60)
    assert value_axis(0, 10, 0, 400).ticks == (0, 2, 4, 6, 8, 10)
    axis = share_axis(0.8, 100, 300)
    assert (axis.at(0.4), axis.at(-1), axis.at(2)) == (200, 100, 300)


def test_colours_stand_out_from_the_ground_and_text_from_them() -> None:
    assert all(contrast(colour, WHITE) >= 3 for colour in SERIES)
    for points in range(2, 12):
        colours = ramp(points)
        assert len(set(colours)) == points
        assert all(contrast(text_on(colour), colour) >= 4.5 for colour in colours)


@pytest.mark.parametrize("width", [60, 120, 300])
def test_wrapped_lines_fit_and_keep_every_letter(width: Any) -> None:
    label = "Klantcontactdienstverleningsovereenkomst met de facilitaire organisatie"
    lines = wrapped(label, width)
    assert all(width_of(line) <= width for line in lines)
    assert "".join(lines).replace("-", "").replace(" ", "") == label.replace(" ", "")


def test_a_share_that_exceeds_another_has_the_letter_of_that_group() -> None:
    table = REPORTS["nl"].question("criterion").views["role"]
    row = next(row for row in table.rows if row.cells[1])
    cells = (row.cells[0], replace(row.cells[1], letters="B"), *row.cells[2:])  # type: ignore[type-var]
    changed = replace(table, rows=tuple(replace(row, cells=cells) if each is row else each for each in table.rows))
    question = replace(REPORTS["nl"].question("criterion"), views={"role": changed})
    drawing = draw_chart(question, "role", language="nl")
    assert ">B</text>" in drawing
    assert "A · " in drawing
    assert "Letter: significant hoger" in drawing
    assert "Letter:" not in draw_chart(REPORTS["nl"].question("criterion"), "role", language="nl")
