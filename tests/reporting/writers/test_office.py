"""Workbook, slides and document opened by LibreOffice: everything is still there. Started once for all of them."""

import io
from pathlib import Path

import pytest
from docx import Document
from pptx import Presentation

from polls.reporting.build import build_report
from polls.reporting.edition import Edition, Imprint, build_edition
from polls.reporting.press.compose import compose
from polls.reporting.press.document import PressText
from polls.reporting.press.facts import facts_of
from polls.reporting.press.markup import read_press_text
from polls.reporting.writers import press_docx, slides_pptx, tables_xlsx
from tests.reporting.sector_poll import POLL, sector_summary
from tests.reporting.writers.programs import printed

pytestmark = pytest.mark.pure

IMPRINT = Imprint("Klantenservice Federatie", "4 maart 2025", "3 maart 2025", "abc123")


@pytest.fixture(scope="module")
def edition() -> Edition:
    return build_edition(build_report(POLL, sector_summary(), language="nl"), IMPRINT)


@pytest.fixture(scope="module")
def press_text() -> PressText:
    report = build_report(POLL, sector_summary(), language="nl")
    return read_press_text(compose(POLL, report), facts_of(report), "nl")


@pytest.fixture(scope="module")
def deck(edition: Edition) -> bytes:
    stream = io.BytesIO()
    slides_pptx.write(edition, stream)
    return stream.getvalue()


@pytest.fixture(scope="module")
def document(edition: Edition, press_text: PressText) -> bytes:
    stream = io.BytesIO()
    press_docx.write(edition, press_text, stream)
    return stream.getvalue()


def squeezed(text: str) -> str:
    return " ".join(text.split())


def test_libreoffice_shows_all_that_is_in_the_files(
    edition: Edition, press_text: PressText, deck: bytes, document: bytes, tmp_path: Path
) -> None:
    """One start for all three, because a start takes longer than the rest of this room."""
    slides, words, book = tmp_path / "slides.pptx", tmp_path / "words.docx", tmp_path / "book.xlsx"
    slides.write_bytes(deck)
    words.write_bytes(document)
    with book.open("wb") as stream:
        tables_xlsx.write(edition, stream)
    pages = printed(tmp_path, slides, words, book)
    check_slides(edition, pages["slides.pptx"])
    check_document(press_text, squeezed(pages["words.docx"]))
    check_workbook(edition, squeezed(pages["book.xlsx"]))


def check_slides(edition: Edition, text: str) -> None:
    """Each slide has its sentence, and its chart the names and numbers of the first bar."""
    shown = [squeezed(page) for page in text.split("\f") if page.strip()]
    assert len(shown) == len(edition.slides) + 3  # a cover, the findings at a glance, the method
    for slide, page in zip(edition.slides, shown[2:], strict=False):
        assert squeezed(slide.point.headline) in page
        assert slide.plot.series[0].texts[0] in page
        assert slide.plot.categories[0].split()[0] in page


def check_document(press_text: PressText, shown: str) -> None:
    for paragraph in press_text.paragraphs:
        for word in paragraph.text.split()[:4]:
            assert word in shown
    assert "Bron: Klantenservice Federatie, Uitbesteden van klantcontact" in shown


def check_workbook(edition: Edition, shown: str) -> None:
    for grid in edition.divisions[2].grids:
        for line in grid.lines:
            assert line.label.split(" + ")[0].split()[0] in shown
    assert "58% 29 44% 71%" in shown  # quality among those who outsource already
    assert "###" not in shown  # no number is wider than its column


def test_a_slide_has_one_title_a_native_chart_and_notes(edition: Edition, deck: bytes) -> None:
    slides = list(Presentation(io.BytesIO(deck)).slides)
    assert [slide.shapes.title.text for slide in slides[2:-1]] == [each.point.headline for each in edition.slides]
    slide = slides[3]
    charts = [shape for shape in slide.shapes if shape.has_chart]
    assert len(charts) == 1
    plot = charts[0].chart.plots[0]
    assert list(plot.categories) == ["Telefoon", "E-mail", "Chat", "Geen van deze"]
    assert list(plot.series[0].values) == list(edition.slides[1].plot.series[0].values)
    notes = slide.notes_slide.notes_text_frame.text
    assert "Vraag 4: Welke kanalen besteedt u uit?" in notes
    assert "Basis: 152 respondenten" in notes
    assert "95%-interval" in notes
    assert "Telefoon: 61%" in charts[0]._element.nvGraphicFramePr.cNvPr.get("descr")


def test_a_chart_on_a_slide_carries_its_workbook(deck: bytes) -> None:
    slide = list(Presentation(io.BytesIO(deck)).slides)[3]
    chart = next(shape for shape in slide.shapes if shape.has_chart).chart
    assert chart.part.chart_workbook.xlsx_part.blob.startswith(b"PK")


def test_the_slide_of_findings_names_the_question_of_each_and_hangs_its_lines(deck: bytes, edition: Edition) -> None:
    slide = list(Presentation(io.BytesIO(deck)).slides)[1]
    paragraphs = next(shape for shape in slide.shapes if shape.name.startswith("TextBox")).text_frame.paragraphs
    number, (line, question) = 1, paragraphs[0].text.split("\v")
    assert (line, question) == (f"{number}\t{edition.points[0].headline}", edition.points[0].question)
    properties = paragraphs[0]._p.pPr
    assert int(properties.get("marL")) == -int(properties.get("indent")) > 0


def test_the_document_has_headings_a_language_and_the_text_as_it_is(document: bytes, press_text: PressText) -> None:
    read = Document(io.BytesIO(document))
    assert [paragraph.text for paragraph in read.paragraphs] == [
        paragraph.text for paragraph in press_text.paragraphs if paragraph.text.strip()
    ]  # fmt: skip
    assert read.paragraphs[0].style is not None
    assert read.paragraphs[0].style.name == "Title"
    assert read.core_properties.language == "nl-NL"


def test_the_same_edition_gives_the_same_document(edition: Edition, press_text: PressText, document: bytes) -> None:
    stream = io.BytesIO()
    press_docx.write(edition, press_text, stream)
    first, second = Document(io.BytesIO(document)), Document(stream)
    assert first.element.xml == second.element.xml
