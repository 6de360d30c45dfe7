"""What a sentence goes on about: the share of the sentence before, and the group after a colon."""

import pytest

from ksfsurvey.demo.publication_texts import ENTRIES, LEAD, TITLE
from polls.reporting.checking.check import check_text
from polls.reporting.checking.marks import Mark
from polls.reporting.press.facts import facts_of
from polls.reporting.press.markup import read_press_text
from tests.reporting.checking.polls_told import golden_report

pytestmark = pytest.mark.pure

TEXTS = [TITLE, LEAD, *(text for entry in ENTRIES for text in (entry.title, entry.text))]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_nothing_in_the_publication_of_the_demo_alarms(text: dict[str, str], language: str) -> None:
    report = golden_report(language)
    read = read_press_text(text[language], facts_of(report), language).text
    assert [(read[mark.start : mark.end], mark.message) for mark in alarms(read, language)] == []


def alarms(text: str, language: str) -> list[Mark]:
    return list(check_text(text, golden_report(language), told_in="en").alarms)


@pytest.mark.parametrize(
    ("text", "language", "wrong"),
    [
        (
            "66% van de respondenten is positief of zeer positief. Bij facilitaire contactcenters is dat aandeel 50%.",
            "nl",
            ["50%"],
        ),
        (
            "66% van de respondenten is positief of zeer positief. Bij facilitaire contactcenters is dat aandeel 77%.",
            "nl",
            [],
        ),
        ("66% of respondents are positive. At inhouse contact centres this share is 60%.", "en", []),
        ("47% of respondents are positive. At inhouse contact centres this share is 45%.", "en", []),
        ("47% of respondents are positive. At inhouse contact centres this share is 51%.", "en", ["51%"]),
        ("Contact centres that already outsource are clear: 58% name quality of customer contact.", "en", []),
        ("Contact centres that already outsource are clear: 54% name quality of customer contact.", "en", ["54%"]),
        (
            "Contact centres that already outsource are clear: 54% of inhouse contact centres name quality of"
            " customer contact.",
            "en",
            [],
        ),
    ],
)
def test_a_number_is_held_against_what_was_said_before(text: str, language: str, wrong: list[str]) -> None:
    assert [text[mark.start : mark.end] for mark in alarms(text, language)] == wrong
