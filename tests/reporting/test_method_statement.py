"""The method statement: what the system fills in, and what is missing."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from polls.reporting.build import build_report
from polls.reporting.method_statement import ADDED, Item, Known, method_statement, missing_items
from tests.reporting.sector_poll import POLL, sector_summary

pytestmark = pytest.mark.pure


def known(language: str) -> Known:
    report = build_report(POLL, sector_summary(), language=language)
    return Known(
        questionnaire=POLL,
        report=report,
        is_by_invitation=True,
        is_closed=True,
        opened_at=datetime(2026, 9, 14, 9, 0, tzinfo=UTC),
        closed_at=datetime(2026, 10, 2, 17, 30, tzinfo=UTC),
        zone="UTC",
        invited=330,
        response_rate=152 / 330,
        weighting=report.method_notes[-1],
    )


COMPLETE = {item.value: {"nl": "iets", "en": "something"} for item in ADDED}


def stated(facts: Known, language: str) -> dict[Item, str]:
    return {each.item: each.text for each in method_statement(facts, COMPLETE, language)}


def test_the_system_fills_in_what_it_knows() -> None:
    dutch = stated(known("nl"), "nl")
    assert dutch[Item.DATES] == "Van 14 september 2026, 09:00 tot 2 oktober 2026, 17:30 (tijdzone UTC)."
    assert dutch[Item.SAMPLE] == "330 personen uitgenodigd; 152 vulden de vragenlijst volledig in."
    assert dutch[Item.RESPONSE].startswith("46% (responspercentage 1 (RR1) van AAPOR")
    assert dutch[Item.GROUPS].startswith("Rol: Inhouse contactcenters 100 en Facilitaire contactcenters 52")
    # 1.96 * sqrt(0.25 / 152) = 7.95 points, on 52 respondents 13.6
    assert dutch[Item.MARGINS].startswith("152 respondenten: hoogstens 8 procentpunten")
    assert "Facilitaire contactcenters (52): hoogstens 14 procentpunten." in dutch[Item.MARGINS]
    assert (
        "3. Heeft de afdeling klantcontact de regierol bij het uitbesteden? ‘Ja’ · ‘Nee’ · ‘Weet niet’"
        in (dutch[Item.WORDING])
    )
    assert stated(known("en"), "en")[Item.WEIGHTING] == "No weights were applied."


def test_nothing_is_missing_of_a_closed_poll_with_all_added() -> None:
    assert missing_items(known("nl"), COMPLETE, ("nl", "en")) == ()


def test_what_nobody_added_is_missing() -> None:
    assert missing_items(known("nl"), {}, ("nl",)) == ADDED
    halfway = COMPLETE | {"limits": {"nl": "iets", "en": ""}}
    assert missing_items(known("nl"), halfway, ("nl",)) == ()
    assert missing_items(known("nl"), halfway, ("en",)) == (Item.LIMITS,)


def test_an_open_poll_has_no_dates_and_no_response_yet() -> None:
    facts = replace(known("nl"), is_closed=False, invited=None, response_rate=None)
    assert missing_items(facts, COMPLETE, ("nl",)) == (Item.DATES, Item.SAMPLE, Item.RESPONSE)


def test_an_open_link_has_participants_and_no_margins() -> None:
    facts = replace(known("en"), is_by_invitation=False, invited=None, response_rate=None)
    english = stated(facts, "en")
    assert english[Item.MARGINS] == "No margins of error apply to an open link: participants are no sample."
    assert english[Item.RESPONSE] == "An open link has no response rate."
    assert missing_items(facts, COMPLETE, ("en",)) == ()
