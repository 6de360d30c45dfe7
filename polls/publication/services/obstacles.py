"""What stands in the way of a publication, and what its readers might be told wrongly."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from polls.publication.models import Publication
from polls.publication.services.composing import composition_of
from polls.reporting.checking.check import check_text
from polls.reporting.checking.marks import Mark
from polls.reporting.document import Report
from polls.reporting.press.document import PressText
from polls.reporting.press.facts import Fact, facts_of
from polls.reporting.press.markup import read_press_text
from polls.reporting.published.composition import Composition, Texts
from polls.results.models import Run
from polls.results.services.method_statement import statement_in
from polls.results.services.press import report_in


class Reason(StrEnum):
    """Why a publication cannot be offered yet."""

    STATEMENT = "statement"
    NO_ENTRIES = "no_entries"
    NO_TITLE = "no_title"
    NO_LEAD = "no_lead"
    UNKNOWN_NUMBER = "unknown_number"
    UNKNOWN_QUESTION = "unknown_question"


@dataclass(frozen=True)
class Obstacle:
    """One thing that is missing. ``about`` names it: an item of the method statement, a language, a number."""

    reason: Reason
    about: str = ""


@dataclass(frozen=True)
class Alarm:
    """A stretch of a text that the results do not support, with what the check says of it."""

    language: str
    text: str
    mark: Mark


def obstacles_of(publication: Publication, *, told_in: str) -> tuple[Obstacle, ...]:
    """List what stands in the way; nothing: it can be offered for approval. ``told_in``: the language of the words."""
    return tuple(_obstacles(publication.run, composition_of(publication), told_in))


def alarms_of(publication: Publication, *, told_in: str) -> tuple[Alarm, ...]:
    """Hold all texts of a publication against its run. An alarm stops nothing: people judge it."""
    composition = composition_of(publication)
    found: list[Alarm] = []
    for language in composition.languages:
        report = report_in(publication.run, language)
        facts = facts_of(report)
        for text in _texts(composition, language):
            read = read_press_text(text, facts, language).text
            found += [
                Alarm(language, read[mark.start : mark.end], mark)
                for mark in check_text(read, report, told_in=told_in).alarms
            ]
    return tuple(found)


def _obstacles(run: Run, composition: Composition, told_in: str) -> Iterator[Obstacle]:
    if not composition.entries:
        yield Obstacle(Reason.NO_ENTRIES)
    missing: dict[str, None] = {}
    for language in composition.languages:
        report = report_in(run, language)
        labels = {each.item: each.label for each in statement_in(run.poll, run, told_in)}
        missing |= {labels[each.item]: None for each in statement_in(run.poll, run, language) if each.is_missing}
        for reason, texts in ((Reason.NO_TITLE, composition.title), (Reason.NO_LEAD, composition.lead)):
            if not texts.get(language, "").strip():
                yield Obstacle(reason, language)
        yield from _unknown(report, composition, language)
    yield from (Obstacle(Reason.STATEMENT, label) for label in missing)


def _unknown(report: Report, composition: Composition, language: str) -> Iterator[Obstacle]:
    """Name numbers and questions that the run does not have, or may not show."""
    facts: Mapping[str, Fact] = facts_of(report)
    for text in _texts(composition, language):
        read: PressText = read_press_text(text, facts, language)
        yield from (Obstacle(Reason.UNKNOWN_NUMBER, number.key) for number in read.numbers if not number.is_known)
    groups = {group.code: group for group in report.groups}
    for entry in composition.entries:
        group = groups.get(entry.question)
        views = group.members[0].views if group and group.is_single else {None: None}
        if (group is None or entry.variable not in views) and language == composition.languages[0]:
            yield Obstacle(Reason.UNKNOWN_QUESTION, entry.key)


def _texts(composition: Composition, language: str) -> Iterator[str]:
    texts: list[Texts] = [composition.title, composition.lead]
    texts += [text for entry in composition.entries for text in (entry.title, entry.text)]
    yield from (each for text in texts if (each := text.get(language, "")))
