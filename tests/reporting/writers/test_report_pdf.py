"""The printed report: what PDF/UA-1 asks for, and that everything of the edition is in it.

typst refuses to print what is not PDF/UA-1; these checks read the tags of the file again, with another library.
"""

import io
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pikepdf
import pytest

from polls.reporting.build import build_report
from polls.reporting.edition import Edition, Imprint, build_edition
from polls.reporting.writers import report_pdf
from tests.reporting.sector_poll import GROWTH_POLL, POLL, growth_summary, sector_summary

pytestmark = pytest.mark.pure

IMPRINT = Imprint("Klantenservice Federatie", "4 maart 2025", "3 maart 2025", "abc123")


def edition(language: str) -> Edition:
    return build_edition(build_report(POLL, sector_summary(), language=language), IMPRINT)


@pytest.fixture(scope="module", params=["nl", "en"])
def report(request: pytest.FixtureRequest) -> tuple[Edition, pikepdf.Pdf]:
    made, stream = edition(request.param), io.BytesIO()
    report_pdf.write(made, stream)
    return made, pikepdf.open(stream)


def elements(node: Any) -> Iterator[Any]:
    """Walk the tags of a document in reading order."""
    for kid in _kids(node):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from elements(kid)


def _kids(node: Any) -> list[Any]:
    kids = node.get("/K", [])
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def tags(pdf: pikepdf.Pdf) -> list[Any]:
    return list(elements(pdf.Root.StructTreeRoot))


def test_the_file_says_what_it_is(report: tuple[Edition, pikepdf.Pdf]) -> None:
    made, pdf = report
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang) == made.language
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    with pdf.open_metadata() as about:
        assert about["pdfuaid:part"] == "1"
        assert about["dc:title"] == made.title


def test_every_page_is_read_in_the_order_of_its_tags(report: tuple[Edition, pikepdf.Pdf]) -> None:
    assert all(str(page.obj.get("/Tabs")) == "/S" for page in report[1].pages)


def test_headings_go_down_one_level_at_a_time_and_name_every_question(report: tuple[Edition, pikepdf.Pdf]) -> None:
    levels = [int(str(tag.S)[2:]) for tag in tags(report[1]) if str(tag.S) in ("/H1", "/H2", "/H3", "/H4")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    made = report[0]
    assert levels.count(2) == len(made.sections) + 3  # the method has three parts
    assert levels.count(3) == len(made.sections) * 2 - 1  # one question was asked of one segment only


def test_every_chart_is_told_in_words(report: tuple[Edition, pikepdf.Pdf]) -> None:
    made, pdf = report
    told = [str(tag.Alt) for tag in tags(pdf) if str(tag.S) == "/Figure"]
    assert told == [picture.alt for picture in made.pictures]


def test_every_table_has_heads(report: tuple[Edition, pikepdf.Pdf]) -> None:
    made, pdf = report
    tables = [tag for tag in tags(pdf) if str(tag.S) == "/Table"]
    with_heads = [table for table in tables if any(str(tag.S) == "/TH" for tag in elements(table))]
    assert len(with_heads) == 2 * len(made.sections) - 1  # one question was asked of one segment only
    assert len(tables) == len(with_heads)


def test_all_fonts_are_in_the_file(report: tuple[Edition, pikepdf.Pdf]) -> None:
    resources: list[Any] = [page.obj.get("/Resources", {}) for page in report[1].pages]
    fonts = [font for each in resources for font in each.get("/Font", {}).values()]
    assert fonts
    for font in fonts:
        about = font.DescendantFonts[0].FontDescriptor
        assert any(name in about for name in ("/FontFile2", "/FontFile3"))


def test_charts_are_drawn_as_vectors(report: tuple[Edition, pikepdf.Pdf]) -> None:
    assert not [name for page in report[1].pages for name in page.get_images()]


def test_what_is_hidden_is_not_in_the_report() -> None:
    summary = growth_summary({"Noord": (2, 1), "Oost": (10, 10), "Zuid": (40, 33)})
    made = build_edition(build_report(GROWTH_POLL, summary, language="nl"), IMPRINT)
    table = report_pdf.report_of(made)["sections"][0]["views"][1]["tables"][0]
    assert [column["label"] for column in table["columns"]][:2] == ["Totaal", "Noord"]
    assert [line["cells"][1]["text"] for line in table["lines"]] == ["–", "–"]


def test_the_statement_of_the_method_says_once_who_did_it_and_when() -> None:
    statement = (("Uitgevoerd door", "KSF en een bureau"), ("Veldwerkperiode", "3 tot 9 maart"))
    imprint = Imprint("Klantenservice Federatie", "4 maart 2025", "3 maart 2025", "abc123", statement)
    made = build_edition(build_report(POLL, sector_summary(), language="nl"), imprint)
    assert report_pdf.report_of(made)["facts"] == [
        ["Uitgevoerd door", "KSF en een bureau"],
        ["Veldwerkperiode", "3 tot 9 maart"],
        ["Berekend op", "4 maart 2025"],
        ["Kenmerk van de uitkomsten", "abc123"],
    ]
    plain = report_pdf.report_of(edition("nl"))["facts"]
    assert plain[0] == ["Uitgevoerd door", "Klantenservice Federatie"]


def test_a_table_that_is_too_wide_is_continued() -> None:
    data = report_pdf.report_of(edition("nl"))
    widest = max(
        len(table["columns"]) for each in data["sections"] for view in each["views"] for table in view["tables"]
    )
    assert widest <= report_pdf.MOST_COLUMNS
