"""Sentences of the kinds that are told by something else than a share: scores, ranks, dates."""

from collections.abc import Callable, Mapping

from polls.analysis.shapes import Shape
from polls.codebook.schema import QuestionKind
from polls.reporting.document import Cell, Claim, ClaimKind, ExtraKind, Mean, RowKind, Table
from polls.reporting.numbers import number
from polls.reporting.phrases import listed, say

RUNNERS_UP = 2
ENDS = frozenset({"tenth", "ninetieth"})

MEAN_SENTENCES: Mapping[QuestionKind, str] = {
    QuestionKind.RATING: "mean_rating",
    QuestionKind.STARS: "mean_stars",
    QuestionKind.NPS: "mean_nps",
}
"""The sentence on the mean by kind; for all others it is that of a number."""


def evidence(cell: Cell | Mean, n: str, language: str) -> str:
    """Give what a sentence rests on: the base and the interval."""
    size = say(language, "small_n" if cell.is_small_base else "n", n=n)
    if cell.effective is not None:
        size += f"; {say(language, 'weighted_n', n=number(cell.effective, language))}"
    if cell.interval is None:
        return size
    if cell.interval[0] == cell.interval[1]:
        return f"{size}; {say(language, 'whole_population')}"
    return f"{size}; {say(language, 'interval', interval=cell.interval_text)}"


def with_space(unit: str) -> str:
    """Give a unit as it follows a number: a percent sign close to it, a word after a space."""
    return f" {unit}" if unit and unit != "%" else unit


def points_in_words(table: Table, position: int) -> dict[str, str]:
    """Give the shares of the nets of a net promoter score by their codes; nothing of other kinds."""
    nets = [(row.code, row.cells[position]) for row in table.rows if row.kind is RowKind.NET]
    return {code: cell.percent for code, cell in nets if cell is not None}


def ranking_claim(table: Table, position: int, language: str) -> Claim | None:
    """Say which answer ranks highest on average, how many put it first, and what comes after it."""
    column = table.columns[position]
    ranked = [
        (extra, cell)
        for extra in table.extras_of(ExtraKind.MEAN_RANK)
        if (cell := extra.cells[position]) is not None and cell.value is not None
    ]
    if not ranked or column.base is None:
        return None
    in_order = sorted(ranked, key=lambda pair: pair[1].value or 0.0)
    best, cell = in_order[0]
    first = table.row(best.code).cells[position]
    following = [
        say(language, "ranked_at", answer=extra.answer, mean=other.text)
        for extra, other in in_order[1 : 1 + RUNNERS_UP]
    ]
    size = say(language, "small_n" if cell.is_small_base else "n", n=column.n)
    interval = f"; {say(language, 'interval', interval=cell.detail)}" if cell.detail else ""
    text = say(
        language,
        "ranking",
        answer=best.answer,
        who=column.who,
        mean=cell.text,
        options=len(table.extras_of(ExtraKind.MEAN_RANK)),
        evidence=size + interval,
        percent=first.percent if first else "",
        rest=say(language, "ranking_rest", answers=listed(following, language)) if following else "",
    )
    return Claim(text, column.who, column.base, ClaimKind.MEAN, cell.is_small_base, column.variable, column.segment)


def dates_claim(table: Table, position: int, language: str) -> Claim | None:
    """Say by when half of the dates lie, and between which dates four in five."""
    column = table.columns[position]
    told = {extra.kind.value: cell.text for extra in table.extras if (cell := extra.cells[position]) is not None}
    if "median" not in told or column.base is None:
        return None
    ends = say(language, "dates_ends", **{name: told[name] for name in ENDS}) if told.keys() >= ENDS else ""
    size = say(language, "small_n" if column.is_small_base else "n", n=number(column.base, language))
    text = say(language, "dates", who=column.who, evidence=size, median=told["median"], ends=ends)
    return Claim(text, column.who, column.base, ClaimKind.MEAN, column.is_small_base, column.variable, column.segment)


OWN_CLAIMS: Mapping[Shape, Callable[[Table, int, str], Claim | None]] = {
    Shape.ORDER: ranking_claim,
    Shape.DAY: dates_claim,
    Shape.MONTH: dates_claim,
}
"""Shapes that have a sentence of their own instead of one on a share."""
