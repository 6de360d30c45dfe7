"""How many responses are flagged, what leaving them out would change, and how the pages are gone through.

Loads polars: imported only where numbers are made. Nothing here is told of fewer than k people.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from polls.analysis.shapes import Shape, shape_of
from polls.codebook.answers import DONT_KNOW
from polls.codebook.pace import median_seconds
from polls.codebook.schema import Question, Questionnaire, Text
from polls.collection.models import Paradata, Response
from polls.collection.services.counts import is_rounding
from polls.questionnaire.models import Poll
from polls.reporting.flags import ANY, FLAGS, PREFIX
from polls.reporting.quality import flagged
from polls.results.dataset import frames

AT_MOST = 50_000
"""Responses above which the page would keep people waiting: the flags are in the files of responses then."""


@dataclass(frozen=True)
class Flag:
    """One flag: how many responses have it. ``count`` is None where it is some, but fewer than k, or all but so few."""

    name: str
    count: int | None


@dataclass(frozen=True)
class Effect:
    """The answer to a question whose share changes most when flagged responses are left out; shares 0-1."""

    question: Text
    answer: Text
    share: float
    share_without: float

    @property
    def change(self) -> float:
        return self.share_without - self.share


@dataclass(frozen=True)
class PageRecord:
    """How one page is gone through. ``seconds``: the median; ``left``: how many stopped there, of ``reached``."""

    title: Text
    position: int
    seconds: float | None
    reached: int
    left: int


@dataclass(frozen=True)
class Quality:
    """``n`` responses with their flags; ``flags`` is empty where there are too few or too many to tell."""

    n: int
    flags: Sequence[Flag] = ()
    effects: Sequence[Effect] = ()
    pages: Sequence[PageRecord] = ()


@dataclass
class _Counts:
    n: int = 0
    flags: Counter[str] = field(default_factory=Counter)
    answers: dict[str, Counter[str]] = field(default_factory=dict)
    answers_without: dict[str, Counter[str]] = field(default_factory=dict)


def load_quality(poll: Poll, questionnaire: Questionnaire) -> Quality:
    """Count the flags of all visible responses, and the pages.

    While an anonymous poll is open nothing is said of flags: two looks at them would differ by a single respondent.
    """
    n = Response.objects.filter(poll=poll).count()
    pages = _pages(poll, questionnaire)
    k = poll.minimum_base
    if is_rounding(poll) or not k <= n <= AT_MOST:
        return Quality(n, pages=pages)
    choices = [each for each in questionnaire.variables if shape_of(each) is Shape.CHOICE]
    counts = _counted(poll, questionnaire, choices)
    flags = [Flag(name, _told(counts.flags[name], counts.n, k)) for name in (*FLAGS, ANY)]
    effects = [effect for each in choices if (effect := _effect(each, counts, k))]
    return Quality(counts.n, flags, sorted(effects, key=lambda one: -abs(one.change)), pages)


def _counted(poll: Poll, questionnaire: Questionnaire, choices: Sequence[Question]) -> _Counts:
    counts = _Counts()
    for read in frames(poll, questionnaire, with_pace=True):
        frame = flagged(questionnaire, read)
        counts.n += len(frame)
        for name in (*FLAGS, ANY):
            counts.flags[name] += int(frame[f"{PREFIX}{name}"].sum())
        kept = frame.filter(~pl.col(f"{PREFIX}{ANY}"))
        for each in choices:
            counts.answers.setdefault(each.code, Counter()).update(_answers(frame, each.code))
            counts.answers_without.setdefault(each.code, Counter()).update(_answers(kept, each.code))
    return counts


def _answers(frame: pl.DataFrame, code: str) -> list[str]:
    answers = frame[code].drop_nulls()
    return answers.filter(~answers.is_in(["", DONT_KNOW])).to_list()


def _told(count: int, n: int, k: int) -> int | None:
    return count if count == 0 or (count >= k and n - count >= k) else None


def _effect(question: Question, counts: _Counts, k: int) -> Effect | None:
    """Give the largest change; None where either group, with and without a flag, is smaller than k."""
    everyone, kept = counts.answers[question.code], counts.answers_without[question.code]
    base, base_without = everyone.total(), kept.total()
    if base_without < k or base - base_without < k:
        return None
    found = [
        Effect(question.text, option.label, everyone[option.code] / base, kept[option.code] / base_without)
        for option in question.options
    ]
    return max(found, key=lambda one: abs(one.change), default=None)


def _pages(poll: Poll, questionnaire: Questionnaire) -> list[PageRecord]:
    paradata = Paradata.objects.filter(poll=poll).first() or Paradata(poll=poll)
    records = []
    for position, page in enumerate(questionnaire.pages, 1):
        bands: Mapping[str, int] = paradata.bands.get(page.code, {})
        reached = sum(bands.values()) + paradata.been.get(page.code, 0)
        left = paradata.at.get(page.code, 0)
        if reached:
            records.append(PageRecord(page.title, position, median_seconds(bands), reached, left))
    return records
