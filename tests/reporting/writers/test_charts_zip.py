"""All charts as pictures in one archive."""

import io
import zipfile

import pytest
from PIL import Image

from polls.reporting.build import build_report
from polls.reporting.edition import Imprint, build_edition
from polls.reporting.writers import charts_zip
from tests.reporting.sector_poll import GROWTH_POLL, growth_summary

pytestmark = pytest.mark.pure


def test_every_chart_comes_as_svg_and_png_with_a_text() -> None:
    summary = growth_summary({"Noord": (12, 21), "Oost": (10, 10), "Zuid": (40, 33)})
    edition = build_edition(build_report(GROWTH_POLL, summary, language="nl"), Imprint("KSF", "4 maart 2025"))
    stream, told = io.BytesIO(), list[float]()
    charts_zip.write(edition, stream, told.append)
    archive = zipfile.ZipFile(stream)
    assert archive.namelist() == [
        "01-size.svg", "01-size.png", "02-size-region.svg", "02-size-region.png", "alternatieve-teksten.txt",
    ]  # fmt: skip
    assert told == [0.5, 1.0]
    picture = Image.open(io.BytesIO(archive.read("02-size-region.png")))
    assert (picture.format, picture.width) == ("PNG", 1920)
    assert len(picture.convert("RGB").getcolors(1 << 20) or []) > 20  # something was drawn, with its letters
    texts = archive.read("alternatieve-teksten.txt").decode()
    assert "02-size-region\nGroeit uw organisatie? (Regio)\n" in texts
    assert "Bron: KSF, Groei, 4 maart 2025" in texts
