"""Runs the checker over made texts."""

from collections.abc import Sequence

from polls.reporting.checking.check import check_text
from polls.reporting.checking.marks import CheckedText
from tests.reporting.checking.planting import Made
from tests.reporting.checking.polls_told import ai_report, golden_report

_REPORTS = {"golden": golden_report, "ai": ai_report}


def checked(made: Made) -> CheckedText:
    poll, language = made.poll.removeprefix("held-out-").split("-")
    return check_text(made.text, _REPORTS[poll](language), told_in=language)


def false_alarms(right: Sequence[Made]) -> list[Made]:
    """Give the right texts in which something is marked as wrong."""
    return [made for made in right if checked(made).alarms]


def missed(wrong: Sequence[Made]) -> list[Made]:
    """Give the texts in which nothing is marked in the sentence with the planted error."""
    return [made for made in wrong if not any(made.start <= mark.start < made.end for mark in checked(made).alarms)]
