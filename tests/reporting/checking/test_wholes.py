"""Parts and wholes in words: sentences with fifths, "the bulk of", "everyone", "nobody", each judged on its own.

They were written before the check knew these words; the names of their sections say whether they are right.
"""

from collections.abc import Iterator
from fractions import Fraction
from functools import cache

import pytest

from polls.reporting.build import build_report
from polls.reporting.checking.check import check_text
from polls.reporting.checking.numerals import Nearness, Numeral, numbers_in
from polls.reporting.document import Report
from tests.reporting.checking.planting import SENTENCES
from tests.reporting.checking.polls_told import ai_report, golden_report
from tests.reporting.sector_poll import GROWTH_POLL, growth_summary

pytestmark = pytest.mark.pure


@cache
def growth_report(language: str) -> Report:
    """Everybody grows in Noord, 56 of 60 in Oost, 24 of 60 in Zuid, nobody in West."""
    counts = {"Noord": (60, 0), "Oost": (56, 4), "Zuid": (24, 36), "West": (0, 60)}
    return build_report(GROWTH_POLL, growth_summary(counts), language=language)


REPORTS = {"golden": golden_report, "ai": ai_report, "growth": growth_report}


def sentences() -> Iterator[tuple[str, str, str]]:
    """Give poll and language, whether it is right, and the sentence."""
    poll = verdict = ""
    for line in (SENTENCES / "wholes.txt").read_text().splitlines():
        if line.startswith("## "):
            poll, verdict = line.removeprefix("## ").split()
        elif line:
            yield poll, verdict, line


@pytest.mark.parametrize(("poll", "verdict", "sentence"), list(sentences()))
def test_a_sentence_alarms_when_it_is_wrong_and_only_then(poll: str, verdict: str, sentence: str) -> None:
    name, language = poll.split("-")
    checked = check_text(sentence, REPORTS[name](language), told_in="en")
    assert [mark.message for mark in checked.alarms] == [] if verdict == "right" else checked.alarms


@pytest.mark.parametrize(
    ("text", "value", "nearness"),
    [
        ("twee vijfde", Fraction(2, 5), Nearness.EXACT),
        ("ruim drie tiende", Fraction(3, 10), Nearness.ABOVE),
        ("vrijwel een zesde", Fraction(1, 6), Nearness.BELOW),
        ("nagenoeg de helft", Fraction(1, 2), Nearness.BELOW),
        ("drie achtste", Fraction(3, 8), Nearness.EXACT),
        ("just over two-fifths", Fraction(2, 5), Nearness.ABOVE),
        ("about five sixths", Fraction(5, 6), Nearness.ABOUT),
        ("more than seven eighths", Fraction(7, 8), Nearness.MORE),
        ("nine tenths", Fraction(9, 10), Nearness.EXACT),
    ],
)
def test_parts_are_read_with_what_stands_before_them(text: str, value: Fraction, nearness: Nearness) -> None:
    (said,) = numbers_in(f"Zo schrijft {text} het.")
    assert (said.kind, said.value, said.nearness) == (Numeral.FRACTION, value, nearness)


@pytest.mark.parametrize(
    ("text", "value", "nearness"),
    [
        ("iedereen", 1, Nearness.EXACT),
        ("niet iedereen", 1, Nearness.LESS),
        ("vrijwel iedereen", 1, Nearness.ABOUT),
        ("bijna alle inhouse contactcenters", 1, Nearness.ABOUT),
        ("almost all of the respondents", 1, Nearness.ABOUT),
        ("nearly everyone", 1, Nearness.ABOUT),
        ("niemand", 0, Nearness.EXACT),
        ("no one", 0, Nearness.EXACT),
        ("nauwelijks iemand", 0, Nearness.ABOUT),
    ],
)
def test_wholes_are_read(text: str, value: int, nearness: Nearness) -> None:
    (said,) = numbers_in(f"Zo schrijft {text} dat.")
    assert (said.kind, said.value, said.nearness) == (Numeral.WHOLE, Fraction(value), nearness)


@pytest.mark.parametrize("text", ["de derde keer", "een vijfde editie", "the third time", "bijna alle kanalen"])
def test_what_is_one_in_a_row_or_no_group_is_no_share(text: str) -> None:
    assert numbers_in(f"Dat is {text}.") == []
