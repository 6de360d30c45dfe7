"""What of a run the public may be told beside all editions that it was told before. Loads NumPy.

In an anonymous poll every run has passed this already, against all that was told to anybody. In an identified one staff
know the answers by name, so that there runs are not held against each other; but readers are not staff.
"""

from dataclasses import dataclass
from typing import Any, cast

from polls.analysis.disclosure.cells import Cells
from polls.analysis.disclosure.gate import is_withheld, only_shown, released, told_by
from polls.analysis.disclosure.ledger import Told, read_shown
from polls.analysis.summary_document import Summary
from polls.publication.services.keys import PUBLISHED
from polls.results.models import Release, Run
from polls.results.services.gate import states_of


class WithheldError(Exception):
    """With what was published before, these numbers would tell of fewer than k people."""


@dataclass(frozen=True)
class Screened:
    """The summary for readers, what it tells as a document, and how many editions it was held against."""

    summary: Summary
    told: dict[str, Any]
    told_before: int


def screen(run: Run) -> Screened:
    """Hold a finished run against all published editions of its poll. Raises WithheldError."""
    summary, questionnaire = cast(Summary, run.summary), run.questionnaire
    rows = list(Release.objects.filter(poll=run.poll).order_by("number"))
    own = next((row.cells for row in rows if row.data_key == run.data_key and row.cells is not None), None)
    if own is None:  # every run that passed the gate has left the cells of its responses
        raise WithheldError(run.poll.slug)
    states = states_of(rows, run.data_key, Cells.from_document(own), reaches_back=True)
    earlier = [row for row in rows if PUBLISHED in row.spec]
    ledger = [Told(states[row.data_key], read_shown(row.told)) for row in earlier if row.data_key in states]
    new = told_by(summary, states[run.data_key])
    kept = released(summary, new, ledger, questionnaire)
    if is_withheld(summary, new, kept):
        raise WithheldError(run.poll.slug)
    is_whole = all(kept.shown[base] == groups for base, groups in new.shown.items())
    if not is_whole and run.recipe.get("weights"):  # what is weighted cannot be taken apart again
        raise WithheldError(run.poll.slug)
    return Screened(summary if is_whole else only_shown(summary, kept.shown), kept.shown_document(), len(earlier))
