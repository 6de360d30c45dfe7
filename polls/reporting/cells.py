"""The cells of a table: numbers of the Summary with their texts."""

from collections.abc import Sequence

from polls.analysis.summary_document import Group, ShownGroup
from polls.analysis.summary_document import Mean as MeanSummary
from polls.analysis.summary_document import Row as RowSummary
from polls.codebook.answers import DONT_KNOW
from polls.reporting.document import Cell, Mean
from polls.reporting.numbers import Interval, number, number_range, percent, percent_range, share_percent

MEAN_DECIMALS = 1
SD_DECIMALS = 2


def cell_of(group: Group, code: str, language: str, *, letters: str = "") -> Cell | None:
    """Make the cell of a row or a net in a group; None where it is hidden or nobody counts."""
    if group["hidden"] or group["base"] == 0:
        return None
    row = _row(group, code)
    if row is None or row["share"] is None:
        return None
    base, interval = group["base"], _pair(row["interval"])
    effective = group.get("effective_base")
    return Cell(
        count=row["count"],
        base=base,
        share=row["share"],
        interval=interval,
        method=row["method"] or "",
        percent=percent(row["count"], base, language)
        if effective is None
        else share_percent(row["share"], base, language),
        interval_text=percent_range(interval, base, language) if interval else "",
        is_small_base=group["small_base"],
        is_highest=row["count"] > 0 and _weight(row, group) == highest_count(group) and row in group["rows"],
        letters=letters,
        effective=effective,
    )


def answered_cell(group: Group, language: str) -> Cell | None:
    """Make the cell that tells how many of those asked wrote something."""
    if group["hidden"] or group["asked"] == 0:
        return None
    count, asked = group["answered"], group["asked"]
    written = percent(count, asked, language)
    return Cell(count, asked, count / asked, None, "", written, "", group["small_base"], False, "")


def mean_of(summary: MeanSummary, group: ShownGroup, language: str, *, decimals: int = MEAN_DECIMALS) -> Mean:
    """Make the mean of a group with its texts."""
    interval = _pair(summary["interval"])
    return Mean(
        mean=summary["mean"],
        sd=summary["sd"],
        median=summary["median"],
        interval=interval,
        base=group["valid"],
        mean_text=number(summary["mean"], language, decimals=decimals),
        sd_text="" if summary["sd"] is None else number(summary["sd"], language, decimals=SD_DECIMALS),
        median_text=_median(summary["median"], language, decimals),
        interval_text=number_range(interval, language, decimals=decimals) if interval else "",
        is_small_base=group["small_base"],
        effective=group.get("effective_base"),
    )


def highest_count(group: ShownGroup) -> float:
    """Give the count (weighted: the share) of the answer given most; "don't know" does not compete."""
    return max((_weight(row, group) for row in group["rows"] if row["code"] != DONT_KNOW), default=0)


def _weight(row: RowSummary, group: ShownGroup) -> float:
    return row["count"] if "effective_base" not in group else row["share"] or 0.0


def _median(median: float, language: str, decimals: int) -> str:
    """Write a median, without decimals where it is whole, as it mostly is an answer that somebody gave."""
    return number(median, language, decimals=0 if median == int(median) else decimals)


def _row(group: ShownGroup, code: str) -> RowSummary | None:
    rows: Sequence[RowSummary] = [*group["rows"], *group["nets"]]
    return next((row for row in rows if row["code"] == code), None)


def _pair(interval: Sequence[float] | None) -> Interval | None:
    return (interval[0], interval[1]) if interval else None
