"""Lines of a table that are no shares: mean ranks and places of a ranking, the range of dates."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from polls.analysis.shapes import Shape, shape_of
from polls.analysis.summary_document import Dates, Group, RankedOption
from polls.codebook.answers.dates import date_in_words
from polls.codebook.schema import Question, in_language
from polls.reporting.document import Extra, ExtraCell, ExtraKind
from polls.reporting.numbers import number, number_range, percent, percent_range
from polls.reporting.phrases import quoted, say

DECIMALS = 1


def extras_of(question: Question, groups: Sequence[Group], language: str) -> tuple[Extra, ...]:
    """Give the lines of one question over these groups; none for most kinds."""
    make = _MAKERS.get(shape_of(question))
    return tuple(make(question, groups, language)) if make else ()


def _of_ranking(question: Question, groups: Sequence[Group], language: str) -> Iterator[Extra]:
    top = next((ranked[0]["top"] for group in groups if (ranked := _ranking(group))), 0)
    lines: tuple[tuple[ExtraKind, str, Callable[..., ExtraCell | None]], ...] = (
        (ExtraKind.MEAN_RANK, "mean_rank", _mean_rank),
        (ExtraKind.TOP_PLACES, "top_places", _top),
        (ExtraKind.POINTS, "points_row", _points),
    )
    for kind, key, make in lines:
        for position, option in enumerate(question.options):
            label = in_language(option.label, language)
            cells = tuple(
                make(ranked[position], group, language) if (ranked := _ranking(group)) else None for group in groups
            )
            heading = say(language, key, label=label, top=top, options=len(question.options))
            yield Extra(kind, option.code, heading, quoted(label, language), cells)


def _ranking(group: Group) -> list[RankedOption]:
    return [] if group["hidden"] or group["base"] == 0 else group.get("ranking", [])


def _mean_rank(ranked: RankedOption, group: Group, language: str) -> ExtraCell | None:
    mean = ranked["mean"]
    if mean is None or group["hidden"]:
        return None
    interval = (mean["interval"][0], mean["interval"][1]) if mean["interval"] else None
    detail = number_range(interval, language, decimals=DECIMALS) if interval else ""
    text = number(mean["mean"], language, decimals=DECIMALS)
    return ExtraCell(text, detail, mean["mean"], interval, group["small_base"])


def _top(ranked: RankedOption, group: Group, language: str) -> ExtraCell | None:
    if ranked["share"] is None or ranked["interval"] is None or group["hidden"]:
        return None
    interval = (ranked["interval"][0], ranked["interval"][1])
    detail = f"{ranked['count']} · {percent_range(interval, group['base'], language)}"
    text = percent(ranked["count"], group["base"], language)
    return ExtraCell(text, detail, ranked["share"], interval, group["small_base"])


def _points(ranked: RankedOption, group: Group, language: str) -> ExtraCell | None:
    if ranked["points"] is None or group["hidden"]:
        return None
    text = number(ranked["points"], language, decimals=DECIMALS)
    return ExtraCell(text, "", ranked["points"], None, group["small_base"])


def _of_dates(_question: Question, groups: Sequence[Group], language: str) -> Iterator[Extra]:
    lines = (
        (ExtraKind.TENTH, "tenth", lambda dates: dates["tenth"]),
        (ExtraKind.MEDIAN, "median_date", lambda dates: dates["median"]),
        (ExtraKind.NINETIETH, "ninetieth", lambda dates: dates["ninetieth"]),
    )
    for kind, key, pick in lines:
        label = say(language, key)
        yield Extra(kind, "", label, label, tuple(_date(group, pick, language) for group in groups))


def _date(group: Group, pick: Callable[[Dates], str | None], language: str) -> ExtraCell | None:
    dates = None if group["hidden"] else group.get("dates")
    told = pick(dates) if dates else None
    if told is None or group["hidden"]:
        return None
    return ExtraCell(in_language(date_in_words(told), language), is_small_base=group["small_base"])


_MAKERS: Mapping[Shape, Callable[[Question, Sequence[Group], str], Iterator[Extra]]] = {
    Shape.ORDER: _of_ranking,
    Shape.DAY: _of_dates,
    Shape.MONTH: _of_dates,
}
