"""Why background work failed, in words for the person who asked for it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


@dataclass(frozen=True)
class Failure:
    """What happened, what is kept of it, and what to do now."""

    happened: Words
    kept: Words
    advice: Words


_KEPT = _("All responses and earlier results are kept.")

FAILURES: Mapping[str, Failure] = {
    "stopped": Failure(
        _("The work was begun three times and stopped half-way each time, as when a server runs out of memory."),
        _KEPT,
        _("Try again; if it happens once more, ask the administrator of the server to look at its log."),
    ),
    "moved": Failure(
        _("New responses came in while the responses were being read."),
        _KEPT,
        _("Nothing needs to be done: the results are made anew within a minute."),
    ),
    "population": Failure(
        _("A segment has more respondents than the population size that was stated for it."),
        _KEPT,
        _("Correct the population size in the design and publish the correction; reopen a closed poll first."),
    ),
    "weights": Failure(
        _("The weights do not fit these responses: a segment with a target has nobody in it, or somebody is in none."),
        _KEPT,
        _("Open the weights to see which segment it is, and make a new version."),
    ),
    "answers": Failure(
        _("A stored answer does not belong to the questionnaire, so that the numbers cannot be trusted."),
        _KEPT,
        _("Tell the administrator of the server: the log names the question."),
    ),
    "storage": Failure(
        _("The file could not be written: the disk of the server is full or may not be written to."),
        _KEPT,
        _("Ask the administrator of the server to make room, and try again."),
    ),
    "too_few": Failure(
        _("There are too few responses: a file of single responses would tell who said what."),
        _KEPT,
        _("Wait for more responses, or use the tables of the results."),
    ),
    "too_many": Failure(
        _("There are more responses than an Excel sheet can hold."),
        _KEPT,
        _("Choose CSV instead of Excel."),
    ),
    "unexpected": Failure(
        _("Something unexpected went wrong."),
        _KEPT,
        _("Try again; if it happens once more, ask the administrator of the server to look at its log."),
    ),
}


def failure_of(code: str) -> Failure:
    """Give the words of a failure; an unknown code is one that nobody expected."""
    return FAILURES.get(code, FAILURES["unexpected"])
