"""The picture of a publication where its address is shared."""

import re

import pytest

from polls.reporting.published.card import HEIGHT, SOURCE, draw_card

pytestmark = pytest.mark.pure

TEXT = "Wie klantcontact uitbesteedt of dat overweegt, let bij de keuze van een partner vooral op kwaliteit. " * 3
SOURCE_LINE = "152 respondenten · 4 november 2026 tot en met 22 november 2026"


@pytest.mark.parametrize("words", [1, 6, 10, 14, 40])
def test_no_line_runs_over_the_source(words: int) -> None:
    card = draw_card(" ".join(["uitbesteden"] * words), TEXT, "Klantenservice Federatie", SOURCE_LINE)
    baselines = sorted({float(y) for y in re.findall(r'<(?:text|tspan)[^>]* y="([\d.]+)"', card)})
    assert baselines[-1] == HEIGHT - 52
    assert baselines[-2] <= baselines[-1] - SOURCE
    assert "152 respondenten" in card


def test_what_does_not_fit_ends_in_an_ellipsis() -> None:
    card = draw_card("Kwaliteit", TEXT, "Klantenservice Federatie", SOURCE_LINE)
    assert " …" in card
