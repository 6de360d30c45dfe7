"""Who a number is about."""

from copy import deepcopy
from typing import Any

import pytest

from polls.reporting.audience import audience_of, group_name
from tests.reporting.sector_poll import POLL, sector_summary

pytestmark = pytest.mark.pure


def audience(question: str, segment: str | None, language: str = "nl", only: tuple[str, str] = ("", "")) -> str:
    summary = sector_summary(*only)
    asked = next(each for each in summary["questions"] if each["code"] == question)
    group = next(each for each in asked["groups"] if each["segment"] == segment and not each["hidden"])
    assert not group["hidden"]
    return audience_of(POLL, asked, group, summary["recipe"]["filter"], language).full


def test_everybody() -> None:
    assert audience("directs", None) == "respondenten"
    assert audience("directs", None, "en") == "respondents"


def test_a_segment_of_organisations_is_where_people_work() -> None:
    assert audience("directs", "inhouse") == "respondenten bij inhouse contactcenters"
    assert audience("directs", "inhouse", "en") == "respondents at inhouse contact centres"


def test_any_other_segment_is_quoted() -> None:
    assert audience("directs", "already") == "respondenten in de groep ‘Besteedt al uit’"
    assert audience("directs", "already", "en") == "respondents in the group ‘Already outsources’"


def test_the_total_of_a_routed_question_is_the_segment_that_was_asked() -> None:
    assert audience("criterion", None) == "respondenten bij inhouse contactcenters"


def test_a_question_asked_of_part_of_a_segment_is_not_about_the_segment() -> None:
    asked: Any = deepcopy(next(each for each in sector_summary()["questions"] if each["code"] == "criterion"))
    next(group for group in asked["groups"] if group["segment"] == "inhouse")["not_asked"] = 20
    who = audience_of(POLL, asked, asked["groups"][0], None, "nl")
    assert who.full == "respondenten aan wie deze vraag is gesteld"


def test_opinions_are_of_those_who_have_one() -> None:
    assert audience("opinion", None) == "respondenten met een mening"


def test_a_filter_belongs_to_every_base() -> None:
    assert audience("directs", None, only=("role", "bpo")) == "respondenten bij facilitaire contactcenters"
    assert (
        audience("directs", "already", only=("role", "inhouse"))
        == "respondenten bij inhouse contactcenters in de groep ‘Besteedt al uit’"
    )


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Inhouse contactcenters", "inhouse contactcenters"),
        ("BPO contactcenters", "BPO contactcenters"),
        ("KSF-leden", "‘KSF-leden’"),
        ("50 tot 250 medewerkers", "‘50 tot 250 medewerkers’"),
        ("Ja, volledig", "‘Ja, volledig’"),
    ],
)
def test_names_of_groups_within_a_sentence(label: Any, name: Any) -> None:
    assert group_name(label, "nl") == name
