"""Responses by day, as columns."""

from collections.abc import Sequence
from datetime import date
from math import ceil

from polls.reporting.charts.axis import value_axis
from polls.reporting.charts.frame import Body, Caption, framed
from polls.reporting.charts.lettering import SMALL, width_of
from polls.reporting.charts.palette import AXIS, GRID, SERIES, SOFT_INK
from polls.reporting.charts.svg import label, line, marker, rectangle
from polls.reporting.numbers import number
from polls.reporting.phrases import capitalised, say

HEIGHT = 130.0
LEFT = 34.0

MONTHS = {
    "nl": ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}

Days = Sequence[tuple[date, int]]
"""Counts by day, in order; a day that is left out had none."""


def draw_days(days: Days, *, language: str, width: int) -> str:
    """Draw how many answered on each day from the first to the last; empty without any day."""
    if not days:
        return ""
    title = say(language, "chart_days")
    total = say(language, "n_respondents", n=number(sum(count for _, count in days), language))
    caption = Caption("days", "days", title, _description(days, language), [f"{title}: {total}."])
    return framed(Body(_columns(days, language, width), HEIGHT + 18), caption, width)


def draw_fieldwork_days(days: Days, mailed_on: Sequence[date], *, language: str, width: int) -> str:
    """Draw how many finished on each day, with a mark on each day on which mail went out; empty without any day."""
    if not days:
        return ""
    drawn = _columns(days, language, width)
    room = _room(days, width)
    first, last = days[0][0], days[-1][0]
    marks = [day for day in mailed_on if first <= day <= last]
    drawn += [marker(3, LEFT + ((day - first).days + 0.5) * room, HEIGHT + 27, 5.0, SERIES[1]) for day in marks]
    total = say(language, "finished_note", n=number(sum(count for _, count in days), language))
    told = _description(days, language)
    if marks:
        sent = ", ".join(written_day(day, language) for day in marks)
        told = f"{told} {capitalised(say(language, 'mail_on', days=sent))}."
    notes = [" ".join([total, *([say(language, "mailings_note")] if marks else [])])]
    caption = Caption("days", "field-days", say(language, "chart_finished_days"), told, notes)
    return framed(Body(drawn, HEIGHT + 34), caption, width)


def _columns(days: Days, language: str, width: int) -> list[str]:
    first, span = days[0][0], (days[-1][0] - days[0][0]).days + 1
    room = _room(days, width)
    axis = value_axis(0, max(4, *(count for _, count in days)), HEIGHT, 8.0)
    drawn = [_grid_line(axis.at(tick), number(tick, language), width) for tick in axis.ticks]
    every = max(1, ceil(52 / room))
    for day, count in days:
        x, top = LEFT + (day - first).days * room, axis.at(count)
        drawn.append(rectangle(x + room * 0.12, top, min(room * 0.76, 40.0), HEIGHT - top, SERIES[0]))
    drawn += [
        _day(date.fromordinal(first.toordinal() + place), LEFT + (place + 0.5) * room, language, width)
        for place in range(0, span, every)
    ]
    return drawn


def _room(days: Days, width: int) -> float:
    """Give the width of one day."""
    return (width - LEFT) / max((days[-1][0] - days[0][0]).days + 1, 7)


def _description(days: Days, language: str) -> str:
    return "; ".join(f"{written_day(day, language)}: {count}" for day, count in days) + "."


def written_day(day: date, language: str) -> str:
    """Write a day without its year: ``3 mrt``."""
    return f"{day.day} {MONTHS[language][day.month - 1]}"


def _grid_line(y: float, text: str, width: int) -> str:
    colour = AXIS if y >= HEIGHT else GRID
    return line(LEFT, y, width, y, colour) + label(LEFT - 6, y + 4, text, size=SMALL, anchor="end", fill=SOFT_INK)


def _day(day: date, x: float, language: str, width: int) -> str:
    text = written_day(day, language)
    half = width_of(text, size=SMALL) / 2
    return label(min(x, width - half), HEIGHT + 15, text, size=SMALL, anchor="middle", fill=SOFT_INK)
