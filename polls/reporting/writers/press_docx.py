"""The text for the press as a Word document, in styles that the reader's own template can take over."""

from datetime import datetime
from typing import Any, BinaryIO

from docx import Document
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from polls.reporting.edition import Edition
from polls.reporting.numbers import unbroken
from polls.reporting.press.document import ParagraphKind, PressText

FONT = "Calibri"
DEEP, SOFT, ACCENT = "0A3541", "47606A", "A3450F"

STYLES = {
    ParagraphKind.HEADLINE: "Title",
    ParagraphKind.LEAD: "Intense Quote",
    ParagraphKind.HEADING: "Heading 1",
    ParagraphKind.BODY: "Normal",
}

_LANGUAGES = {"nl": "nl-NL", "en": "en-GB"}
_TEXTS = {
    "release": {"nl": "Persbericht", "en": "Press release"},
    "page": {"nl": "Pagina", "en": "Page"},
}


def write(edition: Edition, press_text: PressText, stream: BinaryIO) -> None:
    """Write the text with the name of the organisation above it and the source under each page."""
    document = Document()
    _describe(document, edition, press_text)
    _set_styles(document, press_text.language)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.8)
    section.top_margin, section.bottom_margin = Cm(2.6), Cm(2.2)
    _head(section.header.paragraphs[0], document.styles["Normal"], edition, press_text.language)
    _foot(section.footer.paragraphs[0], document.styles["Normal"], edition, press_text.language)
    for paragraph in press_text.paragraphs:
        if paragraph.text.strip():
            document.add_paragraph(unbroken(paragraph.text), style=STYLES[paragraph.kind])
    document.save(stream)


def _describe(document: Any, edition: Edition, press_text: PressText) -> None:
    about = document.core_properties
    about.title = press_text.headline or edition.title
    about.author, about.language = edition.imprint.organisation, _LANGUAGES[press_text.language]
    about.comments = edition.source
    about.created = about.modified = datetime(2000, 1, 1)  # noqa: DTZ001 - the same text, the same bytes


def _set_styles(document: Any, language: str) -> None:
    styles = document.styles
    marks = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr")).find(qn("w:lang"))
    marks.set(qn("w:val"), _LANGUAGES[language])
    _style(styles["Normal"], 11, None)
    styles["Normal"].paragraph_format.space_after = Pt(8)
    styles["Normal"].paragraph_format.line_spacing = 1.2
    _style(styles["Title"], 24, DEEP, is_bold=True)
    _without_border(styles["Title"])
    styles["Title"].paragraph_format.space_after = Pt(10)
    _style(styles["Intense Quote"], 12.5, DEEP, is_bold=True)
    _without_border(styles["Intense Quote"])
    lead = styles["Intense Quote"].paragraph_format
    lead.left_indent = lead.right_indent = Cm(0)
    lead.space_before, lead.space_after = Pt(0), Pt(12)
    _style(styles["Heading 1"], 13, DEEP, is_bold=True)
    styles["Heading 1"].paragraph_format.space_before = Pt(14)
    styles["Heading 1"].paragraph_format.space_after = Pt(4)


def _style(style: Any, size: float, colour: str | None, *, is_bold: bool = False) -> None:
    style.font.name, style.font.size, style.font.bold, style.font.italic = FONT, Pt(size), is_bold, False
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    if colour:
        style.font.color.rgb = RGBColor.from_string(colour)


def _without_border(style: Any) -> None:
    about = style.element.get_or_add_pPr()
    for border in about.findall(qn("w:pBdr")):
        about.remove(border)


def _head(paragraph: Any, normal: Any, edition: Edition, language: str) -> None:
    _run(paragraph, edition.imprint.organisation, DEEP, is_bold=True)
    _run(paragraph, f"\t{_TEXTS['release'][language]}", ACCENT, is_bold=True)
    _tabs(paragraph, normal)


def _foot(paragraph: Any, normal: Any, edition: Edition, language: str) -> None:
    _run(paragraph, edition.source, SOFT)
    _run(paragraph, f"\t{_TEXTS['page'][language]} ", SOFT)
    _page_number(paragraph)
    _tabs(paragraph, normal)


def _tabs(paragraph: Any, normal: Any) -> None:
    """Put what follows the tab at the right margin; the styles of head and foot have stops of their own in between."""
    paragraph.style = normal
    paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(15.4), WD_TAB_ALIGNMENT.RIGHT)


def _run(paragraph: Any, words: str, colour: str, *, is_bold: bool = False) -> Any:
    run = paragraph.add_run(words)
    run.font.size, run.font.bold = Pt(9), is_bold
    run.font.color.rgb = RGBColor.from_string(colour)
    return run


def _page_number(paragraph: Any) -> None:
    """Put the field in that a word processor fills with the number of the page."""
    run = _run(paragraph, "", SOFT)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)
