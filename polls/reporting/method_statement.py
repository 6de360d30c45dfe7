"""How a poll was made, by the items that AAPOR (Transparency Initiative) and ESOMAR/WAPOR ask of whoever publishes one.

Most is filled in from what the system knows; what only the makers know they add. An item that is missing stops a
publication: ``missing_items``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from math import sqrt
from statistics import NormalDist

from polls.analysis.summary_document import LeftOut
from polls.codebook.answers.dates import MONTHS
from polls.codebook.schema import Questionnaire, in_language
from polls.reporting.document import Report
from polls.reporting.leaving_out import left_out_sentences
from polls.reporting.numbers import number, share_percent
from polls.reporting.phrases import listed, quoted
from polls.reporting.statement_phrases import HELP, LABELS, state


class Item(StrEnum):
    """What is stated, in the order in which it is read."""

    SPONSOR = "sponsor"
    CONDUCTOR = "conductor"
    POPULATION = "population"
    SOURCE = "source"
    MODE = "mode"
    DATES = "dates"
    SAMPLE = "sample"
    RESPONSE = "response"
    INCENTIVES = "incentives"
    QUALITY = "quality"
    GROUPS = "groups"
    WEIGHTING = "weighting"
    MARGINS = "margins"
    TESTS = "tests"
    SMALL_GROUPS = "small_groups"
    WORDING = "wording"
    LIMITS = "limits"
    CONTACT = "contact"


ADDED = (Item.SPONSOR, Item.CONDUCTOR, Item.POPULATION, Item.SOURCE, Item.INCENTIVES, Item.LIMITS, Item.CONTACT)
"""What only the makers know. All of it is required: "none" is an answer too."""

Added = Mapping[str, Mapping[str, str]]
"""What the makers wrote, by item and language."""


@dataclass(frozen=True)
class Known:
    """What the system knows. Instants are aware, in the zone that the poll is held in (``zone``: its name).

    ``invited`` and ``response_rate`` (0-1, AAPOR RR1) are None where they cannot be told, as of an open link;
    ``left_out`` where no response was left out for its quality.
    """

    questionnaire: Questionnaire
    report: Report
    is_by_invitation: bool
    is_closed: bool
    opened_at: datetime | None
    closed_at: datetime | None
    zone: str
    invited: int | None
    response_rate: float | None
    weighting: str
    left_out: LeftOut | None = None


@dataclass(frozen=True)
class Stated:
    """One item in one language: its label, its text (empty where it is missing), and for what is added its help."""

    item: Item
    label: str
    text: str
    help: str
    is_added: bool

    @property
    def is_missing(self) -> bool:
        return not self.text


def method_statement(known: Known, added: Added, language: str) -> tuple[Stated, ...]:
    """State all items in one language, in order; those without a text are missing."""
    texts = {**_from_system(known, language), **_from_makers(added, language)}
    return tuple(
        Stated(item, LABELS[item.value][language], texts.get(item, ""), HELP.get(item.value, {}).get(language, ""),
               item in ADDED)
        for item in Item
    )  # fmt: skip


def missing_items(known: Known, added: Added, languages: Sequence[str]) -> tuple[Item, ...]:
    """Give the items that are missing in any of the languages that are to be published; none: nothing is in the way."""
    missing = {
        stated.item
        for language in languages
        for stated in method_statement(known, added, language)
        if stated.is_missing
    }
    return tuple(item for item in Item if item in missing)


def _from_makers(added: Added, language: str) -> dict[Item, str]:
    return {item: added.get(item.value, {}).get(language, "").strip() for item in ADDED}


def _from_system(known: Known, language: str) -> dict[Item, str]:
    return {
        Item.MODE: state(language, "mode_invitation" if known.is_by_invitation else "mode_open"),
        Item.DATES: _dates(known, language),
        Item.SAMPLE: _sample(known, language),
        Item.RESPONSE: _response(known, language),
        Item.QUALITY: left_out_sentences(known.left_out, language),
        Item.GROUPS: _groups(known, language),
        Item.WEIGHTING: known.weighting,
        Item.MARGINS: _margins(known, language),
        Item.TESTS: known.report.method_notes[2],
        Item.SMALL_GROUPS: known.report.method_notes[3],
        Item.WORDING: _wording(known.questionnaire, language),
    }


def _dates(known: Known, language: str) -> str:
    """Name first and last moment of the fieldwork with their zone; nothing while it goes on."""
    if known.opened_at is None or known.closed_at is None or not known.is_closed:
        return ""
    return state(
        language, "dates", first=_moment(known.opened_at, language), last=_moment(known.closed_at, language),
        zone=known.zone,
    )  # fmt: skip


def _moment(at: datetime, language: str) -> str:
    return f"{at.day} {MONTHS[language].split()[at.month - 1]} {at.year}, {at:%H:%M}"


def _sample(known: Known, language: str) -> str:
    n = number(known.report.overview.n, language)
    if not known.is_by_invitation:
        return state(language, "sample_open", n=n)
    return "" if known.invited is None else state(language, "sample", invited=number(known.invited, language), n=n)


def _response(known: Known, language: str) -> str:
    if not known.is_by_invitation:
        return state(language, "response_open")
    if known.response_rate is None or known.invited is None:
        return ""
    return state(language, "response", rate=share_percent(known.response_rate, known.invited, language))


def _groups(known: Known, language: str) -> str:
    """Give the size of each group that is shown."""
    lines = [
        f"{variable.label}: "
        + listed([f"{column.label} {column.n}" for column in variable.segments if column.n], language)
        for variable in known.report.overview.segment_variables
        if any(column.n for column in variable.segments)
    ]
    return "\n".join(lines) or state(language, "no_groups")


def _margins(known: Known, language: str) -> str:
    """State the largest margin of everyone and of each group shown; none of an open link."""
    if not known.is_by_invitation:
        return state(language, "margins_open")
    overview = known.report.overview
    lines = [state(language, "margins", n=overview.n_text, points=_margin(overview.n, None, language))]
    for variable in overview.segment_variables:
        for column in variable.segments:
            if column.base:
                points = _margin(column.base, column.population, language)
                lines.append(state(language, "margin_of", group=column.label, n=column.n, points=points))
    return "\n".join(lines)


def _margin(n: int, population: int | None, language: str) -> str:
    """Give half the Wald interval at 50 %, the widest there is, in percentage points (Cochran 1977, section 3.6)."""
    error = NormalDist().inv_cdf(0.975) * sqrt(0.25 / n) if n else 1.0
    if population is not None and population > 1:
        error *= sqrt(max(0, population - n) / (population - 1))
    return number(Fraction(error).limit_denominator(10**9) * 100, language)


def _wording(questionnaire: Questionnaire, language: str) -> str:
    """Give every question as it was asked, with its options in their order."""
    lines = []
    for place, question in enumerate(questionnaire.questions, start=1):
        options = [quoted(in_language(option.label, language), language) for option in question.options]
        if question.dont_know:
            options.append(quoted(in_language(question.dont_know, language), language))
        text = f"{place}. {in_language(question.text, language)}"
        lines.append(f"{text} {' · '.join(options)}" if options else text)
    return "\n".join(lines)
