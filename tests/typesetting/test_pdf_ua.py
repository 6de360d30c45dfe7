"""Every PDF that we print is PDF/UA-1, says a checker that is not ours.

page-validation decides all rules of the Matterhorn Protocol that a machine can decide, and gives the expected failure
for each file of veraPDF's corpus. typst refuses as well to print what is not PDF/UA-1; these are two opinions.
"""

import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest

from ksfsurvey.demo.questionnaires.kinds import KINDS_POLL
from ksfsurvey.demo.questionnaires.outsourcing import OUTSOURCING_POLL
from polls.codebook.schema import Questionnaire
from polls.collection.services.posters import print_poster
from polls.exchange.paper.codebook import print_codebook
from polls.exchange.paper.form import print_form
from polls.reporting.build import build_report
from polls.reporting.edition import Imprint, build_edition
from polls.reporting.writers import report_pdf
from tests.reporting.sector_poll import POLL, sector_summary
from tests.reporting.writers.programs import library

pytestmark = pytest.mark.pure


def report(language: str) -> bytes:
    stream = io.BytesIO()
    made = build_report(POLL, sector_summary(), language=language)
    report_pdf.write(build_edition(made, Imprint("KSF", "4 maart 2025", "3 maart 2025", "abc123")), stream)
    return stream.getvalue()


def poster(poll: Questionnaire, language: str) -> bytes:
    return print_poster(poll, "https://poll.klantenservicefederatie.nl/o/beurs", language)


def form(poll: Questionnaire, language: str) -> bytes:
    return print_form(poll, language).content


def codebook(poll: Questionnaire, language: str) -> bytes:
    return print_codebook(poll, language).content


def faults(pdf: bytes) -> set[str]:
    """Give the rules of PDF/UA-1 that the file breaks, by the checker's names."""
    checked = library("page").validate_pdf_bytes(pdf, profile="ua1")
    assert checked.rules.total > 100
    return {failure.rule_id for failure in checked.failures}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_report(language: str) -> None:
    assert faults(report(language)) == set()


@pytest.mark.parametrize("printed", [poster, form, codebook])
@pytest.mark.parametrize(("poll", "language"), [(OUTSOURCING_POLL, "nl"), (KINDS_POLL, "en")])
def test_what_is_printed_of_a_questionnaire(
    printed: Callable[[Questionnaire, str], bytes], poll: Questionnaire, language: str
) -> None:
    assert faults(printed(poll, language)) == set()


def without_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Lang


def without_mark(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata() as about:
        del about["pdfuaid:part"]


def with_untagged_text(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].contents_add(b"0 0 10 10 re f")


def with_a_picture_untold(pdf: pikepdf.Pdf) -> None:
    del next(each for each in pdf.objects if is_figure(each)).Alt


def is_figure(each: Any) -> bool:
    return isinstance(each, pikepdf.Dictionary) and str(each.get("/S", "")) == "/Figure"


@pytest.mark.parametrize("spoil", [without_language, without_mark, with_untagged_text, with_a_picture_untold])
def test_what_is_taken_away_is_missed(spoil: Callable[[pikepdf.Pdf], None]) -> None:
    spoilt = io.BytesIO()
    with pikepdf.open(io.BytesIO(poster(OUTSOURCING_POLL, "nl"))) as pdf:
        spoil(pdf)
        pdf.save(spoilt)
    assert faults(spoilt.getvalue())
