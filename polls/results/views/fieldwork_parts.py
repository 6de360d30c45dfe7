"""The parts of the fieldwork page, in words and drawings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from polls.codebook.schema import Text, in_language
from polls.collection.services.fieldwork import Fieldwork, SegmentStanding, Standing
from polls.reporting.charts import NARROW, WIDE, OutlookLine, draw_fieldwork_days, draw_outlook
from polls.results.services.advice import Advice, QuotaStanding
from polls.results.services.field_days import FieldDays, Mailing
from polls.results.services.outlook import Expected, Outlook
from polls.results.views.context import language_now
from polls.results.views.question_view import Chart, chart_of

CHART_WIDTH = 720
MOST_DAYS = 60


@dataclass(frozen=True)
class Row:
    """One line of a table of segments; ``expected`` is None where there is no forecast."""

    label: str
    standing: Standing
    expected: Expected | None

    @property
    def rate(self) -> int | None:
        """Answered of invited in whole percent."""
        rate = self.standing.response_rate
        return None if rate is None else round(100 * rate)

    @property
    def margin(self) -> int | None:
        """The margin of error in whole percentage points."""
        margin = self.expected.margin if self.expected else None
        return None if margin is None else round(100 * margin)


@dataclass(frozen=True)
class Table:
    """Where one variable's segments stand, and all together."""

    label: str
    rows: Sequence[Row]
    total: Row


@dataclass(frozen=True)
class Day:
    """What happened on one day, and the mailings that began on it."""

    day: date
    mailed: int
    started: int
    finished: int
    mailings: Sequence[Mailing]


def segment_tables(fieldwork: Fieldwork, outlook: Outlook | None) -> list[Table]:
    """Give a table per variable, or one with the total only where nobody is in segments."""
    total = Row(_("Total"), fieldwork.total, outlook.total if outlook else None)
    if not fieldwork.by_variable:
        return [Table(_("Everyone"), [], total)]
    return [
        Table(in_words(label), list(_rows(segments, outlook.by_variable[place][1] if outlook else None)), total)
        for place, (label, segments) in enumerate(fieldwork.by_variable)
    ]


def _rows(segments: Sequence[SegmentStanding], expected: Sequence[Expected | None] | None) -> Iterator[Row]:
    for place, segment in enumerate(segments):
        yield Row(name_of(segment.label), segment.standing, expected[place] if expected else None)


def funnel(total: Standing) -> list[dict[str, Any]]:
    """Give the steps from invited to finished, each with the width of its bar."""
    steps = [(_("Invited"), total.invited, False), (_("Mail sent"), total.mailed, False)]
    steps += [(_("Delivered"), total.sent, False), (_("Started"), total.started, True)]
    steps += [(_("Finished"), total.finished, True)]
    return [
        {
            "label": label,
            "count": count,
            "is_told": is_told,
            "percent": round(100 * count / total.invited) if total.invited else None,
            "width": round(CHART_WIDTH * min(count, total.invited) / total.invited) if total.invited else 0,
        }
        for label, count, is_told in steps
    ]


def advice_rows(advice: Sequence[Advice]) -> list[dict[str, Any]]:
    """Give each advice with the name of its segment or quota in the reader's language, shares in whole percent."""
    return [
        {
            "step": each.step.value,
            "label": in_words(each.label),
            **{name: round(100 * value) if isinstance(value, float) else value for name, value in each.numbers.items()},
        }
        for each in advice
    ]


def quota_rows(quotas: Sequence[QuotaStanding]) -> list[dict[str, Any]]:
    """Give how full each quota is, by name."""
    return [
        {
            "name": in_words(each.quota.label) or each.quota.code,
            "count": each.count,
            "limit": each.quota.limit,
            "is_full": each.count >= each.quota.limit,
        }
        for each in quotas
    ]


def day_rows(days: FieldDays) -> list[Day]:
    """Give the last days on which there was fieldwork, the newest first."""
    return [
        Day(
            day,
            days.mailed.get(day, 0),
            days.started.get(day, 0),
            days.finished.get(day, 0),
            [mailing for mailing in days.mailings if mailing.day == day],
        )
        for day in reversed(days.span[-MOST_DAYS:])
    ]


def days_chart(days: FieldDays) -> Chart | None:
    """Draw who finished by day; None before anybody has."""
    counts = [(day, days.finished.get(day, 0)) for day in days.span[-MOST_DAYS:]]
    mailed_on = sorted({mailing.day for mailing in days.mailings})
    language = language_now()
    drawn = (draw_fieldwork_days(counts, mailed_on, language=language, width=width) for width in (WIDE, NARROW))
    return chart_of(*drawn) if any(count for _day, count in counts) else None


def outlook_chart(fieldwork: Fieldwork, outlook: Outlook) -> Chart:
    """Draw everyone, and the segments of the first variable, now and at the end."""
    lines = [_line(_("Everyone"), fieldwork.total, outlook.total)]
    if fieldwork.by_variable:
        segments, expected = fieldwork.by_variable[0][1], outlook.by_variable[0][1]
        lines += [
            _line(name_of(segment.label), segment.standing, its)
            for segment, its in zip(segments, expected, strict=True)
            if its
        ]
    language = language_now()
    return chart_of(*(draw_outlook("end", lines, language=language, width=width) for width in (WIDE, NARROW)))


def _line(label: str, standing: Standing, expected: Expected) -> OutlookLine:
    answers = expected.answers
    return OutlookLine(label, standing.answered, answers.expected, answers.low, answers.high)


def name_of(label: Text | None) -> str:
    """Name a segment, or those who are in none."""
    return in_words(label) if label else _("Not in a segment")


def in_words(text: Text) -> str:
    """Give a text in the reader's language."""
    return in_language(text, language_now())
