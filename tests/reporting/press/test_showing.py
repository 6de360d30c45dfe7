"""A press text beside its check."""

import pytest

from polls.reporting.build import build_report
from polls.reporting.checking.check import check_text
from polls.reporting.press.document import ParagraphKind
from polls.reporting.press.facts import facts_of
from polls.reporting.press.markup import read_press_text
from polls.reporting.press.showing import shown_paragraphs
from tests.reporting.sector_poll import POLL, sector_summary

pytestmark = pytest.mark.pure

SOURCE = """# Kop

Van de inhouse contactcenters noemt {54%|criterion/quality} kwaliteit als belangrijkste criterium bij de selectie van \
een partnerorganisatie; 21% noemt daar kosten. Dat bewijst veel."""


def test_alarms_stand_on_what_they_are_about_and_nothing_of_the_text_is_lost() -> None:
    report = build_report(POLL, sector_summary(), language="nl")
    text = read_press_text(SOURCE, facts_of(report), "nl")
    paragraphs = shown_paragraphs(text, check_text(text.text, report, told_in="nl"))
    assert [paragraph.kind for paragraph in paragraphs] == [ParagraphKind.HEADLINE, ParagraphKind.LEAD]
    pieces = paragraphs[1].pieces
    assert "".join(piece.text for piece in pieces) == text.paragraphs[1].text
    assert [(piece.text, piece.mark.right, piece.place) for piece in pieces if piece.mark] == [
        ("21%", "19%", 1),
        ("bewijst", "", 2),
    ]
    assert [piece.text for piece in pieces if piece.number] == ["54%"]
