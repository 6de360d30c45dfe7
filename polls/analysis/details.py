"""What some kinds of question tell beside counts and means: the ranks of a ranking, the range of dates."""

from collections.abc import Sequence

import numpy as np

from polls.analysis.banner import Banner
from polls.analysis.countable import day_of, month_of
from polls.analysis.crosstab import Counts, count_items, in_groups
from polls.analysis.describe import describe_points
from polls.analysis.frequency import Frequencies
from polls.analysis.groups import means_of
from polls.analysis.intervals import share_interval
from polls.analysis.joint import STATUSES, Item
from polls.analysis.shapes import Shape, shape_of
from polls.analysis.summary_document import Dates, Group, Mean, RankedOption
from polls.analysis.table import ANSWERED, Column, NumberColumn, RankColumn

ENOUGH_FOR_ENDS = 50
"""From this base on at least five people lie on either side of the middle 80 %."""


def add_details(
    groups: Sequence[Group], frequencies: Frequencies, column: Column, banner: Banner, *, confidence: float
) -> None:
    """Write into the groups of one question what belongs to its kind."""
    shape = shape_of(frequencies.question)
    if isinstance(column, RankColumn):
        for group, ranking in zip(groups, _rankings(frequencies, column, banner, confidence), strict=True):
            if not group["hidden"]:
                group["ranking"] = ranking
    elif isinstance(column, NumberColumn) and shape in (Shape.DAY, Shape.MONTH):
        for position, group in enumerate(groups):
            if not group["hidden"]:
                group["dates"] = _dates(column, banner, position, shape)


def top_places(options: int) -> int:
    """Give how many places at the top are told together: three, or two of a short list."""
    return 3 if options > 4 else 2


def _rankings(
    frequencies: Frequencies, column: RankColumn, banner: Banner, confidence: float
) -> list[list[RankedOption]]:
    """Describe each option in each group. The mean rank is over those who ranked it."""
    options = column.ranks.shape[1]
    by_option = []
    cells = count_items(banner, [Item(ranks, options + 1) for ranks in column.ranks.T])
    for option, counted in zip(frequencies.question.options, cells, strict=True):
        counts = in_groups(banner, counted)[:, STATUSES:]
        means = means_of(describe_points(counts[:, 1:], np.arange(1, options + 1)), banner.populations, confidence)
        by_option.append(_ranked(option.code, frequencies, counts[:, 1:], means, banner, confidence))
    return [list(group) for group in zip(*by_option, strict=True)]


def _ranked(
    code: str, frequencies: Frequencies, counts: Counts, means: Sequence[Mean | None], banner: Banner, confidence: float
) -> list[RankedOption]:
    options = counts.shape[1]
    top = top_places(options)
    in_top, base = counts[:, :top].sum(axis=1), frequencies.base
    points = counts @ np.arange(options, 0, -1)
    low, high, methods = share_interval(in_top, base, banner.populations, confidence=confidence)
    numbers = zip(
        counts.sum(axis=1).tolist(),
        means,
        in_top.tolist(),
        base.tolist(),
        low.tolist(),
        high.tolist(),
        methods.tolist(),
        points.tolist(),
        frequencies.valid.tolist(),
        strict=True,
    )
    return [
        {
            "code": code,
            "ranked": ranked,
            "mean": mean,
            "top": top,
            "count": count,
            "share": count / n if n else None,
            "interval": [lower, upper] if n else None,
            "method": method if n else None,
            "points": total / valid if valid else None,
        }
        for ranked, mean, count, n, lower, upper, method, total, valid in numbers
    ]


def _dates(column: NumberColumn, banner: Banner, group: int, shape: Shape) -> Dates | None:
    values = np.sort(column.values[banner.members(group) & (column.status == ANSWERED)])
    if len(values) == 0:
        return None
    write, n = day_of if shape is Shape.DAY else month_of, len(values)
    has_ends = n >= ENOUGH_FOR_ENDS
    return {
        "tenth": write(values[-(-n // 10) - 1]) if has_ends else None,
        "median": write(values[(n - 1) // 2]),
        "ninetieth": write(values[-(-n * 9 // 10) - 1]) if has_ends else None,
    }
