"""Reading a posted composition: every field of it stands in the form, so that nothing is lost without a script."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.http import QueryDict

from polls.reporting.document import Report
from polls.reporting.published.composition import Composition, Entry, Texts

EVERYONE = ""
"""The division of those who are not divided, in a form."""


@dataclass(frozen=True)
class Asked:
    """What a button asks: ``verb`` (save, add, up, down, remove, offer, newest) and the entry that it is about."""

    verb: str
    place: int


def read_action(data: QueryDict) -> Asked:
    """Read which button was pressed: ``up-2``. What cannot be read saves."""
    verb, _dash, place = data.get("action", "save").partition("-")
    return Asked(verb, int(place) if place.isdecimal() else -1)


def read_composition(data: QueryDict, offered: Sequence[str]) -> Composition:
    """Read the composition of a form; ``offered`` are the languages that there can be."""
    languages = tuple(each for each in offered if each in data.getlist("language")) or tuple(offered[:1])
    count = data.get("entries", "0")
    entries = [_entry(data, number, offered) for number in range(min(int(count) if count.isdecimal() else 0, 100))]
    known: dict[str, Entry] = {}
    for entry in entries:
        if entry.question:
            known.setdefault(entry.key, entry)
    return Composition(languages, _texts(data, "title", offered), _texts(data, "lead", offered), tuple(known.values()))


def acted(composition: Composition, asked: Asked) -> Composition:
    """Move or remove the entry that a button is about. Other buttons change nothing here."""
    entries = list(composition.entries)
    if not 0 <= asked.place < len(entries):
        return composition
    if asked.verb == "remove":
        del entries[asked.place]
    other = asked.place + {"up": -1, "down": 1}.get(asked.verb, 0)
    if asked.verb in ("up", "down") and 0 <= other < len(entries):
        entries[asked.place], entries[other] = entries[other], entries[asked.place]
    return replace(composition, entries=tuple(entries))


def choices_of(report: Report, composition: Composition) -> list[tuple[str, str]]:
    """Give the questions that can be added, by code with their text."""
    return [
        (group.code, group.text)
        for group in report.groups
        if group.code not in composition.questions
        and any(each.total.rows or each.total.means for each in group.members)
    ]


def divisions_of(report: Report, question: str) -> list[tuple[str, str]]:
    """Give the divisions by which a question can be shown, by code with their label."""
    group = report.group(question)
    if group is None or not group.is_single:
        return []
    views = group.members[0].views
    return [(variable, table.label) for variable, table in views.items() if variable is not None]


def _entry(data: QueryDict, number: int, languages: Sequence[str]) -> Entry:
    name = f"entry-{number}"
    return Entry(
        question=data.get(f"{name}-question", ""),
        variable=data.get(f"{name}-variable", EVERYONE) or None,
        title=_texts(data, f"{name}-title", languages),
        text=_texts(data, f"{name}-text", languages),
        has_chart=f"{name}-chart" in data,
        has_table=f"{name}-table" in data,
    )


def _texts(data: QueryDict, name: str, languages: Sequence[str]) -> Texts:
    return {each: data.get(f"{name}-{each}", "").replace("\r\n", "\n").strip() for each in languages}
