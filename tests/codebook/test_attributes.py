"""Attributes: what people write, what is stored, and the groups by which polls divide."""

from decimal import Decimal

import pytest

from polls.codebook.attributes import (
    Attribute,
    AttributeKind,
    AttributeValue,
    group_of,
    inherited,
    overlapping,
    read_value,
    value_label,
)

pytestmark = pytest.mark.pure

ROLE = Attribute(
    "role",
    {"nl": "Soort", "en": "Kind"},
    AttributeKind.CHOICE,
    (
        AttributeValue("inhouse", {"nl": "Inhouse", "en": "In-house"}),
        AttributeValue(
            "facilitair", {"nl": "Facilitair", "en": "Outsourced"}, also=("BPO", "Facilitair contactcenter")
        ),
    ),
)
SMALL = AttributeValue("small", {"nl": "Klein"}, below=Decimal(50))
LARGE = AttributeValue("large", {"nl": "Groot"}, start=Decimal(50))
SIZE = Attribute("size", {"nl": "Omvang"}, AttributeKind.NUMBER, (SMALL, LARGE))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("facilitair", "facilitair"),
        (" FACILITAIR ", "facilitair"),
        ("Outsourced", "facilitair"),
        ("bpo", "facilitair"),
        ("In-House", "inhouse"),
        ("in house", "inhouse"),
        ("overig", None),
        ("", None),
        ("–", None),
    ],
)
def test_a_choice_is_read_by_code_label_and_spelling(text: str, code: str | None) -> None:
    assert read_value(ROLE, text) == code


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", "12"),
        ("1.250", "1250"),
        ("1.250.000", "1250000"),
        ("12,5", "12.5"),
        ("12.50", "12.5"),
        ("-3", "-3"),
        ("007", "7"),
        ("100", "100"),
        ("1e5", None),
        ("NaN", None),
        ("ca. 12", None),
        ("", None),
    ],
)
def test_a_number_is_read_as_the_dutch_write_it(text: str, number: str | None) -> None:
    assert read_value(SIZE, text) == number


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("31-12-2026", "2026-12-31"),
        ("1/2/2026", "2026-02-01"),
        ("2026-02-01 00:00:00", "2026-02-01"),
        ("31-02-2026", None),
        ("gisteren", None),
    ],
)
def test_a_date_is_read(text: str, day: str | None) -> None:
    assert read_value(Attribute("since", {}, AttributeKind.DATE), text) == day


@pytest.mark.parametrize(("text", "value"), [("Ja", "yes"), ("x", "yes"), ("Nee", "no"), ("0", "no"), ("?", None)])
def test_yes_and_no_are_read(text: str, value: str | None) -> None:
    assert read_value(Attribute("member", {}, AttributeKind.YES_NO), text) == value


def test_a_number_divides_by_its_band() -> None:
    assert [group_of(SIZE, value) for value in ("49.9", "50", "x")] == ["small", "large", ""]
    assert group_of(ROLE, "inhouse") == "inhouse"


def test_values_are_told_in_the_language_of_the_reader() -> None:
    assert [value_label(ROLE, "facilitair", language) for language in ("nl", "en")] == ["Facilitair", "Outsourced"]
    assert value_label(ROLE, "unheard_of", "nl") == "unheard_of"


def test_what_is_ones_own_goes_before_what_is_the_organisations() -> None:
    assert inherited({"role": "inhouse", "size": ""}, {"role": "facilitair", "size": "12"}) == {
        "role": "inhouse",
        "size": "12",
    }


def test_bands_that_overlap_are_found() -> None:
    middle = AttributeValue("middle", {}, start=Decimal(40), below=Decimal(60))
    assert overlapping([SMALL, LARGE]) == []
    assert overlapping([LARGE, middle, SMALL]) == [("small", "middle"), ("middle", "large")]
