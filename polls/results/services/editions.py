"""A finished run as its files show it."""

from typing import cast

from polls.analysis.summary_document import Summary
from polls.reporting.build import build_report
from polls.reporting.document import Report
from polls.reporting.edition import Edition, Picture, build_edition, picture_of
from polls.reporting.press.compose import compose
from polls.reporting.press.document import PressText
from polls.reporting.press.facts import facts_of
from polls.reporting.press.markup import read_press_text
from polls.results.models import Run
from polls.results.services.imprint import imprint_of


def report_of(run: Run, language: str) -> Report:
    """Give the report of a finished run in one language."""
    return build_report(run.version.questionnaire, cast(Summary, run.summary), language=language)


def edition_of(run: Run, language: str) -> Edition:
    """Give the edition of a finished run in one language."""
    return build_edition(report_of(run, language), imprint_of(run, language))


def chart_of(run: Run, language: str, *, question: str, variable: str | None) -> Picture | None:
    """Give one chart of a finished run; None where there is nothing to draw. Raises KeyError."""
    return picture_of(report_of(run, language), imprint_of(run, language), question, variable)


def press_text_of(run: Run, language: str) -> PressText:
    """Give the text for the press that is written from a finished run."""
    report = report_of(run, language)
    return read_press_text(compose(run.version.questionnaire, report), facts_of(report), language)
