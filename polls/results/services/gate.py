"""The one gate through which numbers leave: each release is held against all that were before it, and written down.

Loads NumPy and SciPy: imported only where numbers are made.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from django.db import IntegrityError, transaction

from polls.analysis.disclosure.cells import RESPONDENTS, Cells, count_cells
from polls.analysis.disclosure.gate import is_withheld, only_shown, released, told_by
from polls.analysis.disclosure.ledger import Shown, Told, read_shown
from polls.analysis.summary_document import Summary
from polls.analysis.table import ResponseTable
from polls.codebook.schema import Questionnaire
from polls.questionnaire.models import Poll
from polls.results.models import Release, Run, WorkState

MOST_LOST = 0.2
"""Which part of the groups newer results may hide because of earlier ones; where it would be more they wait."""

ATTEMPTS = 5
"""How often a release is held against the ledger anew because another one came first."""


class WithheldError(Exception):
    """The numbers may not be shown now: with what was shown before, they would tell of fewer than k people."""


def pass_gate(
    run: Run, questionnaire: Questionnaire, table: ResponseTable, summary: Summary, *, now: datetime
) -> Summary:
    """Give what of a run's summary may be shown, and write down that it was told. Raises WithheldError.

    A run that has passed before gives the same again.
    """
    before = Release.objects.filter(run=run).first()
    if before is not None:
        return only_shown(summary, read_shown(before.told))
    cells = count_cells(questionnaire, table, _questions_of(summary, questionnaire))
    for _attempt in range(ATTEMPTS):
        kept, number = _screened(run, questionnaire, cells, summary)
        try:
            is_first = not _are_written(run, cells)
            write_down(run.poll, kept, number=number, spec=run.recipe, data_key=run.data_key, n=int(summary["n"]),
                       now=now, is_first=is_first, run=run)  # fmt: skip
        except IntegrityError:
            continue
        return only_shown(summary, kept.shown)
    raise WithheldError(f"{run.poll.slug}: other releases kept coming first")


def _questions_of(summary: Summary, questionnaire: Questionnaire) -> list[Any]:
    return [questionnaire.variable_by_code[each["code"]] for each in summary["questions"]]


def _screened(run: Run, questionnaire: Questionnaire, cells: Cells, summary: Summary) -> tuple[Told, int]:
    """Hold a summary against the ledger; give what may be told of it, and the number of this release."""
    ledger, number, cells = _ledger(run.poll, run.data_key, cells)
    if run.recipe.get("without") and not cells.is_flagged:
        raise WithheldError(f"{run.poll.slug}: of earlier responses nobody knows which were flagged")
    new = told_by(summary, cells)
    kept = released(summary, new, ledger, questionnaire)
    if is_withheld(summary, new, kept) or _is_a_step_too_small(run, kept, new, ledger, questionnaire, summary):
        raise WithheldError(run.poll.slug)
    return kept, number


def _is_a_step_too_small(
    run: Run, kept: Told, new: Told, ledger: Sequence[Told], questionnaire: Questionnaire, summary: Summary
) -> bool:
    """Whether results of everyone would lose much because of what earlier ones told; while the poll is open they wait.

    Much is a segment of all respondents, or one group in five: a single question does not hold up all others.
    """
    is_of_everyone = run.recipe["filter"] is None and not run.recipe.get("without")
    if run.poll.state == Poll.State.CLOSED or not is_of_everyone:
        return False
    same = [release for release in ledger if release.cells is new.cells]
    if len(same) == len(ledger):
        return False
    alone = released(summary, new, same, questionnaire).shown
    lost = [len(alone[base] - kept.shown[base]) for base in alone]
    is_segment_lost = alone[RESPONDENTS] != kept.shown[RESPONDENTS]
    return is_segment_lost or sum(lost) > MOST_LOST * sum(len(groups) for groups in alone.values())


def _ledger(poll: Poll, data_key: str, cells: Cells) -> tuple[list[Told], int, Cells]:
    """Read what was told before, the number of the next release, and the cells of the present state.

    In an identified poll answers are known by name to those who work with it; there only the same responses count.
    """
    rows = list(Release.objects.filter(poll=poll).order_by("number"))
    states = states_of(rows, data_key, cells, reaches_back=poll.is_anonymous)
    told = [
        Told(states[row.data_key], _without_further(read_shown(row.told), is_kept=False))
        for row in rows
        if poll.is_anonymous or row.data_key == data_key
    ]
    unwritten = Run.objects.filter(poll=poll, data_key=data_key, state=WorkState.DONE, release=None)
    told += [told_by(cast(Summary, run.summary), states[data_key]) for run in unwritten]
    return told, (rows[-1].number if rows else 0) + 1, states[data_key]


def states_of(rows: Sequence[Release], data_key: str, cells: Cells, *, reaches_back: bool) -> dict[str, Cells]:
    """Read the cells of each state that was told of; ``cells`` are those of the present one.

    Where an earlier state that is judged along with it is not divided by flags, no state is. Bases that were first told
    later than their state, those of coded answers, are added to it.
    """
    states: dict[str, Cells] = {}
    for key, found in (*_written(rows), (data_key, cells)):
        known = states.get(key)
        states[key] = known.with_bases(found) if known and known.keys == found.keys else found
    if reaches_back and not all(each.is_flagged for each in states.values()):
        return {key: each.without_flags() for key, each in states.items()}
    return states


def _written(rows: Iterable[Release]) -> list[tuple[str, Cells]]:
    return [(row.data_key, Cells.from_document(row.cells)) for row in rows if row.cells is not None]


def read_ledger(poll: Poll, rows: Sequence[Release], data_key: str, states: Mapping[str, Cells], *,
                is_further: bool) -> list[Told]:  # fmt: skip
    """Read what ``rows`` told for a table on ``states``; ``is_further``: only what was told of the same responses."""
    reaches_back = poll.is_anonymous and not is_further
    return [
        Told(states[row.data_key], _without_further(read_shown(row.told), is_kept=row.data_key == data_key))
        for row in rows
        if reaches_back or row.data_key == data_key
    ]


def _are_written(run: Run, cells: Cells) -> bool:
    """Whether the ledger holds the cells of the state of a run with all their bases."""
    rows = Release.objects.filter(poll=run.poll, data_key=run.data_key).order_by("number")
    told = {base for _key, found in _written(rows) for base in found.counts}
    return set(cells.counts) <= told


def _without_further(shown: Shown, *, is_kept: bool) -> Shown:
    """Leave out groups of which the cells of another state know nothing: those by a condition or an answer."""
    if is_kept:
        return shown
    return {
        base: frozenset(group for group in groups if not any(name.startswith("?") for name, _code in group))
        for base, groups in shown.items()
    }


def write_down(
    poll: Poll, kept: Told, *, number: int, spec: dict[str, Any], data_key: str, n: int, now: datetime,
    is_first: bool, run: Run | None = None,
) -> None:  # fmt: skip
    """Write a release into the ledger. Raises IntegrityError when its number has been taken by another."""
    with transaction.atomic():
        Release.objects.create(
            poll=poll,
            number=number,
            run=run,
            spec=spec,
            data_key=data_key,
            n=n,
            told=kept.shown_document(),
            cells=kept.cells.to_document() if is_first else None,
            at=now,
        )
