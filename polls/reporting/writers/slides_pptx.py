"""The findings as slides: one a slide, its sentence as the title, with a native chart that can be edited.

The notes of each slide have the question, the base and how the numbers were made.
"""

from collections.abc import Sequence
from typing import Any, BinaryIO

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR
from pptx.util import Emu, Inches, Pt

from polls.reporting.edition import Edition, Slide
from polls.reporting.edition_texts import text
from polls.reporting.writers.slide_charts import add_chart

WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
LEFT = Inches(0.7)
ROOM = WIDTH - 2 * LEFT

FONT = "Calibri"
DEEP, INK, SOFT, ACCENT = "0A3541", "0F2A33", "47606A", "E8743B"
TINT = "8FC4CF"

TITLE_LAYOUT, CONTENT_LAYOUT = 6, 5
"""Of the library's own template: a blank page, and a page with a title only."""

MOST_POINTS = 5
TITLE_SIZES = ((75, 28), (120, 24), (170, 20))
"""Up to so many letters, a title is so large: two lines at most."""


def write(edition: Edition, stream: BinaryIO) -> None:
    """Write the slides: a cover, the findings at a glance, a slide for each finding and question, the method."""
    deck = _Deck(edition)
    deck.cover()
    if edition.points:
        deck.summary()
    for slide in edition.slides:
        deck.finding(slide)
    deck.method()
    deck.presentation.save(stream)


class _Deck:
    """A presentation that is being made, and how its parts look."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.presentation = Presentation()
        self.presentation.slide_width, self.presentation.slide_height = WIDTH, HEIGHT
        about = self.presentation.core_properties
        about.title, about.author, about.language = edition.title, edition.imprint.organisation, edition.language
        self.number = 0

    def cover(self) -> None:
        page = self._page()
        band = page.shapes.add_shape(MSO_SHAPE.RECTANGLE, Emu(0), Emu(0), WIDTH, Inches(5.3))
        _fill(band, DEEP)
        _decorative(band)
        _mark(page, LEFT, Inches(0.75))
        _write(page, LEFT + Inches(0.5), Inches(0.68), Inches(8), self.edition.imprint.organisation, 16, "FFFFFF",
               bold=True)  # fmt: skip
        _title(page, LEFT, Inches(2.4), ROOM, Inches(1.9), self.edition.title, 40, "FFFFFF", anchor=MSO_ANCHOR.BOTTOM)
        _write(page, LEFT, Inches(4.4), ROOM, self.edition.subtitle, 18, TINT)
        _write(page, LEFT, Inches(5.75), ROOM, self.edition.imprint.made_on, 16, SOFT)

    def summary(self) -> None:
        page = self._content(text(self.edition.language, "findings"))
        box = page.shapes.add_textbox(LEFT, Inches(1.6), ROOM, Inches(5))
        frame = box.text_frame
        frame.word_wrap = True
        for at, point in enumerate(self.edition.points[:MOST_POINTS]):
            paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
            paragraph.space_after = Pt(9)
            _hang(paragraph, Inches(0.42))
            _run(paragraph, f"{at + 1}\t", 20, "A3450F", bold=True)
            _run(paragraph, point.headline, 20, INK)
            if point.question != point.headline:
                paragraph.add_line_break()
                _run(paragraph, point.question, 13, SOFT)
        _notes(page, [point.sentence for point in self.edition.points[:MOST_POINTS]])
        self._foot(page, self.edition.subtitle)

    def finding(self, slide: Slide) -> None:
        page = self._content(slide.point.headline)
        question = f"{slide.point.question} ({slide.label})" if slide.label else slide.point.question
        if question != slide.point.headline:
            _write(page, LEFT, Inches(1.55), ROOM, question, 16, SOFT)
        add_chart(page, slide.plot, question, (LEFT, Inches(2.1), ROOM, Inches(4.55)))
        self._foot(page, slide.base_note)
        notes = [
            slide.point.sentence,
            f"{text(self.edition.language, 'question', number=slide.section)}: {question}",
            slide.base_note,
            *self.edition.method,
            self.edition.source,
        ]
        _notes(page, [note for note in notes if note])

    def method(self) -> None:
        page = self._content(text(self.edition.language, "method"))
        box = page.shapes.add_textbox(LEFT, Inches(1.6), ROOM, Inches(5))
        frame = box.text_frame
        frame.word_wrap = True
        lines = [f"{what}: {value}" for what, value in self.edition.facts] + list(self.edition.method)
        for at, line in enumerate(lines):
            paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
            paragraph.space_after = Pt(8)
            _run(paragraph, line, 16, INK)
        self._foot(page, self.edition.source)

    def _page(self) -> Any:
        self.number += 1
        return self.presentation.slides.add_slide(self.presentation.slide_layouts[CONTENT_LAYOUT])

    def _content(self, title: str) -> Any:
        page = self._page()
        rule = page.shapes.add_shape(MSO_SHAPE.RECTANGLE, LEFT, Inches(0.42), Inches(0.6), Inches(0.06))
        _fill(rule, ACCENT)
        _decorative(rule)
        size = next((size for longest, size in TITLE_SIZES if len(title) <= longest), 18)
        _title(page, LEFT, Inches(0.52), ROOM, Inches(1.0), title, size, DEEP)
        return page

    def _foot(self, page: Any, base: str) -> None:
        _write(page, LEFT, Inches(6.78), ROOM - Inches(1), base, 11, SOFT, height=Inches(0.5))
        _write(page, WIDTH - LEFT - Inches(0.8), Inches(6.78), Inches(0.8), str(self.number), 11, SOFT, is_right=True)


def _title(page: Any, left: int, top: int, width: int, height: int, title: str, size: int, colour: str, *,
           anchor: Any = MSO_ANCHOR.MIDDLE) -> None:  # fmt: skip
    """Fill the title of the page: the outline of the presentation and screen readers know it by that."""
    shape = page.shapes.title
    shape.left, shape.top, shape.width, shape.height = left, top, width, height
    frame = shape.text_frame
    frame.word_wrap = True
    frame.vertical_anchor = anchor
    frame.margin_left = frame.margin_right = 0
    paragraph = frame.paragraphs[0]
    paragraph.alignment = 1
    _run(paragraph, title, size, colour, bold=True)


def _write(page: Any, left: int, top: int, width: int, words: str, size: int, colour: str, *, bold: bool = False,
           is_right: bool = False, height: int = Inches(0.45)) -> None:  # fmt: skip
    box = page.shapes.add_textbox(left, top, width, height)
    frame = box.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = 0
    paragraph = frame.paragraphs[0]
    paragraph.alignment = 3 if is_right else 1
    _run(paragraph, words, size, colour, bold=bold)


def _hang(paragraph: Any, room: int) -> None:
    """Let all lines begin where the text behind the number does."""
    properties = paragraph._p.get_or_add_pPr()
    properties.set("marL", str(room))
    properties.set("indent", str(-room))


def _run(paragraph: Any, words: str, size: int, colour: str, *, bold: bool = False) -> None:
    run = paragraph.add_run()
    run.text = words
    font = run.font
    font.name, font.size, font.bold, font.color.rgb = FONT, Pt(size), bold, RGBColor.from_string(colour)


def _fill(shape: Any, colour: str) -> None:
    shape.fill.solid()
    shape.fill.fore_color.rgb = RGBColor.from_string(colour)
    shape.line.fill.background()
    shape.shadow.inherit = False


def _decorative(shape: Any) -> None:
    """Name a shape that says nothing, and put it behind what does."""
    shape.name = "–"
    tree = shape._element.getparent()
    tree.remove(shape._element)
    tree.insert(2, shape._element)


def _mark(page: Any, left: int, top: int) -> None:
    """Draw the house mark: three bars."""
    for at, (height, colour) in enumerate(((0.14, TINT), (0.28, "FFFFFF"), (0.21, TINT))):
        bar = page.shapes.add_shape(
            MSO_SHAPE.RECTANGLE, left + Inches(0.12 * at), top + Inches(0.28 - height), Inches(0.08), Inches(height)
        )
        _fill(bar, colour)
        bar.name = "–"


def _notes(page: Any, lines: Sequence[str]) -> None:
    page.notes_slide.notes_text_frame.text = "\n".join(lines)
