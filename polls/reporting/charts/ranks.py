"""Mean ranks as bars, the highest rank first, each with its interval."""

from dataclasses import dataclass

from polls.reporting.charts.axis import Axis, grid
from polls.reporting.charts.bars import BAR
from polls.reporting.charts.frame import NARROW, Body, Caption, framed, label_column
from polls.reporting.charts.lettering import LINE, SIZE, SMALL, wrapped
from polls.reporting.charts.palette import FAINT, INK, MUTED, SERIES, SOFT_INK
from polls.reporting.charts.svg import label, paragraph, rectangle, whisker
from polls.reporting.document import ExtraCell, ExtraKind, QuestionReport, Table
from polls.reporting.phrases import say

VALUES = 104.0


@dataclass(frozen=True)
class Ranked:
    """One option to draw: its name, and its mean rank with its texts."""

    name: str
    mean: float
    cell: ExtraCell


def draw_ranks(question: QuestionReport, table: Table, *, language: str, width: int) -> str:
    """Draw the mean ranks of the total: the longer the bar, the higher the rank. Empty when nothing may be shown."""
    lines = table.extras_of(ExtraKind.MEAN_RANK)
    ranked = [
        Ranked(extra.answer.strip("‘’"), cell.value, cell)
        for extra in lines
        if (cell := extra.cells[0]) is not None and cell.value is not None
    ]
    if not ranked:
        return ""
    ranked.sort(key=lambda each: each.mean)
    left = label_column([each.name for each in ranked], width, bold=True)
    # Rank 1 lies at the right: the scale runs over the negative ranks.
    axis = Axis(-len(lines) - 0.5, -1.0, left, width - VALUES, tuple(-float(rank) for rank in range(1, len(lines) + 1)))
    drawn, top = [], 6.0
    for place, each in enumerate(ranked):
        names = wrapped(each.name, width if width <= NARROW else left - 14, bold=not place)
        text = len(names) * SIZE * LINE
        height = text + BAR + 18.0 if width <= NARROW else max(text, BAR) + 12.0
        drawn.append(_one(each, axis, top, height, names, width, is_first=not place))
        top += height
    ticks = {tick: str(round(-tick)) for tick in axis.ticks}
    described = "; ".join(f"{each.name}: {each.cell.text} ({each.cell.detail})" for each in ranked) + "."
    notes = [f"{table.base_note} {say(language, 'chart_ranks')} {say(language, 'chart_interval')}"]
    caption = Caption("ranks", question.code, question.text, described, notes)
    return framed(Body([grid(axis, 2.0, top, ticks, base=None), *drawn], top + 18), caption, width)


def _one(
    each: Ranked, axis: Axis, top: float, height: float, names: list[str], width: int, *, is_first: bool
) -> str:  # fmt: skip
    is_narrow = width <= NARROW
    middle = top + height - 12.0 - BAR / 2 if is_narrow else top + height / 2
    text_top = top + SIZE if is_narrow else middle - (len(names) - 1) * SIZE * LINE / 2 + SIZE * 0.36
    anchor, x = ("start", 0.0) if is_narrow else ("end", axis.left - 12)
    colour = FAINT if each.cell.is_small_base else SERIES[0] if is_first else MUTED
    drawn = paragraph(x, text_top, names, anchor=anchor, bold=is_first, halo=is_narrow)
    drawn += rectangle(axis.left, middle - BAR / 2, axis.at(-each.mean) - axis.left, BAR, colour)
    if each.cell.interval and each.cell.interval[0] < each.cell.interval[1]:
        low, high = (axis.at(-bound) for bound in reversed(each.cell.interval))
        drawn += whisker(low, high, middle, INK)
    drawn += label(width - 66, middle + 4.6, each.cell.text, size=SIZE + 1, bold=is_first, anchor="end")
    return drawn + label(width, middle + 4.2, each.cell.detail, size=SMALL, anchor="end", fill=SOFT_INK)
