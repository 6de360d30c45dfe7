"""One look, in one place: colours come from the tokens, nothing is inline, nothing comes from elsewhere."""

import re
from pathlib import Path

import pytest

from polls.reporting.charts.palette import SERIES, contrast

pytestmark = pytest.mark.pure

ROOT = Path(__file__).parents[2]
STYLES = ROOT / "ksfsurvey" / "static" / "ksf"
TOKENS = (STYLES / "tokens.css").read_text()
PAGES = [path for path in (ROOT / "templates").rglob("*.html") if "mail" not in path.relative_to(ROOT).parts]


def token(name: str) -> str:
    found = re.search(rf"--ksf-{name}: (#[0-9a-f]{{6}});", TOKENS)
    assert found, name
    return found[1]


def test_charts_and_pages_use_the_same_colours() -> None:
    assert tuple(token(f"chart-{number}") for number in range(1, len(SERIES) + 1)) == SERIES


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("ink", "paper"),
        ("ink-soft", "paper"),
        ("ink-soft", "surface-sunk"),
        ("primary", "paper"),
        ("primary", "primary-tint"),
        ("accent-ink", "accent-tint"),
        ("good", "good-tint"),
        ("warning", "warning-tint"),
        ("danger", "danger-tint"),
        ("surface", "primary"),
        ("surface", "deep"),
    ],
)
def test_text_can_be_read(text: str, ground: str) -> None:
    assert contrast(token(text), token(ground)) >= 4.5


@pytest.mark.parametrize("edge", ["line-strong", "focus", "primary"])
@pytest.mark.parametrize("ground", ["surface", "paper"])
def test_edges_of_controls_can_be_seen(edge: str, ground: str) -> None:
    assert contrast(token(edge), token(ground)) >= 3


def test_every_token_that_is_used_exists() -> None:
    used = {name for path in STYLES.glob("*.css") for name in re.findall(r"var\((--ksf-[\w-]+)", path.read_text())}
    assert used - set(re.findall(r"(--ksf-[\w-]+):", TOKENS)) == set()


def test_no_page_holds_styles_or_scripts_of_its_own() -> None:
    inline = re.compile(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=\"")
    allowed = re.compile(r'<script[^>]*type="application/json"')
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in PAGES
        for match in inline.finditer(allowed.sub("", path.read_text()))
    ]
    assert found == []


def test_nothing_is_fetched_from_another_site() -> None:
    fetched = re.compile(r"(?:src|href)=\"(?:https?:)?//|url\([\"']?(?:https?:)?//|@import")
    files = [*PAGES, *STYLES.rglob("*.css"), *STYLES.rglob("*.svg")]
    assert [str(path.relative_to(ROOT)) for path in files if fetched.search(path.read_text())] == []
