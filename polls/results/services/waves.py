"""A poll beside its earlier waves: the same question by recode map, with what changed and whether that is real."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from polls.analysis.summary_document import Summary
from polls.analysis.waves import Change, Panel, Point, changes, panel_changes, points, recoded
from polls.codebook.answers import DONT_KNOW
from polls.codebook.recode import RecodeMap, VariableRecode
from polls.codebook.schema import BaseRule, Question, Questionnaire
from polls.collection.models import Response
from polls.questionnaire.models import Poll, WaveMap
from polls.results.models import Run
from polls.results.services.runs import latest_run

MOST_WAVES = 12
LARGEST_PANEL = 20_000
"""Up to so many responses it is looked up who answered in both waves."""


@dataclass(frozen=True)
class Wave:
    """One poll of the chain. ``maps`` lead from it to the newest, step by step; none for the newest itself."""

    poll: Poll
    run: Run
    maps: tuple[RecodeMap, ...]


@dataclass(frozen=True)
class Trend:
    """One question over the waves: for each wave its rows, and the change into each wave from the one before."""

    question: Question
    rows: tuple[str, ...]
    points: tuple[Mapping[str, Point], ...]
    changes: tuple[Mapping[str, Change], ...]


def waves_of(poll: Poll) -> list[Wave]:
    """Give the waves with results, the oldest first and this poll last: the newest map back, and so on."""
    found: list[Wave] = []
    maps: tuple[RecodeMap, ...] = ()
    current: Poll | None = poll
    seen: set[int] = set()
    while current is not None and current.pk not in seen and len(found) < MOST_WAVES:
        seen.add(current.pk)
        run = latest_run(current)
        if run is not None:
            found.insert(0, Wave(current, run, maps))
        maps_back = WaveMap.objects.filter(later=current).select_related("earlier")
        back = maps_back.order_by("-earlier__created_at", "-earlier_id").first()
        maps = (back.recode_map, *maps) if back else ()
        current = back.earlier if back else None
    return found


def trends(waves: Sequence[Wave]) -> list[Trend]:
    """Give every question of the newest wave that an earlier one has too."""
    if len(waves) < 2:
        return []
    newest = waves[-1].run.questionnaire
    made = (_trend(question, waves, newest) for question in newest.variables)
    return [trend for trend in made if trend is not None]


def _trend(question: Question, waves: Sequence[Wave], newest: Questionnaire) -> Trend | None:
    told = [_counts(wave, question) for wave in waves]
    if told[-1] is None or sum(each is not None for each in told) < 2:
        return None
    rows = tuple(told[-1][0])
    shares = tuple(points(each[0], each[1], rows) if each else {} for each in told)
    steps = [slice(place - 1, place + 1) for place in range(1, len(waves))]
    moved = [_change(question, waves[step], shares[step], newest) for step in steps]
    return Trend(question, rows, shares, ({}, *moved))


def _counts(wave: Wave, question: Question) -> tuple[dict[str, int], int] | None:
    """Give the counts and the base of a question in a wave, in the codes of the newest; None where it has none."""
    path = _path(wave, question.code)
    if path is None:
        return None
    code = path[0].source if path else question.code
    summary: Summary = wave.run.summary  # type: ignore[assignment]
    found = next((each for each in summary["questions"] if each["code"] == code), None)
    total = found["groups"][0] if found else None
    if total is None or total["hidden"] or not total["rows"] or not total["base"]:
        return None
    counts, base = {row["code"]: row["count"] for row in total["rows"]}, total["base"]
    for step in path:
        result = recoded(counts, base, step, is_multiple=found is not None and found["kind"].endswith("multiple"))
        if result is None:
            return None
        counts, base = result
    return counts, base


def _path(wave: Wave, code: str) -> list[VariableRecode] | None:
    """Give the steps from the wave's variable to that of the newest; None where one is missing."""
    steps: list[VariableRecode] = []
    for each in reversed(wave.maps):
        step = each.by_target.get(code)
        if step is None:
            return None
        steps.insert(0, step)
        code = step.source
    return steps


def _change(
    question: Question, waves: Sequence[Wave], shares: Sequence[Mapping[str, Point]], newest: Questionnaire
) -> Mapping[str, Change]:
    rows = [row for row in shares[1] if row in shares[0]]
    panel = _panel(question, waves, rows) if rows else None
    if panel is not None and panel.both:
        return panel_changes(panel, rows)
    return changes(shares[0], shares[1], margin=newest.equivalence_margin / 100)


def _panel(question: Question, waves: Sequence[Wave], rows: Sequence[str]) -> Panel | None:
    """Look up who answered in both waves; None for anonymous polls, of which nobody knows, and very large ones."""
    if any(wave.poll.is_anonymous or wave.run.base > LARGEST_PANEL for wave in waves):
        return None
    leaves_dont_know = question.base_rule is BaseRule.VALID
    persons, numbers, values = [], [], []
    for number, wave in enumerate(waves):
        path = _path(wave, question.code)
        if path is None:
            return None
        for contact, value in _answers(wave, path[0].source if path else question.code):
            row = None if leaves_dont_know and value == DONT_KNOW else _row(value, path, rows)
            if row is not None:
                persons.append(contact)
                numbers.append(number)
                values.append(row)
    if not values:
        return None
    _, places = np.unique(np.array(persons), return_inverse=True)
    return Panel(places.astype(np.int64), np.array(numbers), np.array(values))


def _answers(wave: Wave, code: str) -> list[tuple[int, Any]]:
    found = Response.objects.filter(poll=wave.poll, invitation__contact__isnull=False)
    rows = found.values_list("invitation__contact_id", "answers")
    return [(contact, answers[code]) for contact, answers in rows if contact is not None and code in answers]


def _row(value: Any, path: Sequence[VariableRecode], codes: Sequence[str]) -> list[float] | None:
    """Write an answer as 1 and 0 for each code of the newest wave; None for no answer, or one without equivalent."""
    chosen = value if isinstance(value, list) else [value]
    if not chosen or chosen == [""]:
        return None
    for step in path:
        chosen = [new for each in chosen if (new := step.code(each)) is not None]
    if not chosen and not isinstance(value, list):
        return None
    return [float(code in chosen) for code in codes]
