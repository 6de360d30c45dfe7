"""One question as the results pages show it."""

import pytest

from polls.reporting.build import build_report
from polls.results.views.question_view import view_of
from tests.reporting.sector_poll import POLL, sector_summary

pytestmark = pytest.mark.pure


def test_what_can_be_said_of_everyone_is_said_where_one_group_is_all_that_was_asked() -> None:
    report = build_report(POLL, sector_summary(), language="nl")
    view = view_of(report.question("criterion"), 1, "role", language="nl")
    assert [claim.text[:66] for claim in view.claims] == [
        "Meer dan de helft (54%) van de respondenten bij inhouse contactcen"
    ]


def test_the_base_stands_beside_the_chart_and_not_in_it() -> None:
    report = build_report(POLL, sector_summary(), language="nl")
    view = view_of(report.question("criterion"), 1, "role", language="nl")
    assert view.chart is not None
    assert view.table.base_note.startswith("Basis: 100 respondenten")
    assert "Basis:" not in view.chart.wide
    assert "Streepje: 95%-interval." in view.chart.wide
