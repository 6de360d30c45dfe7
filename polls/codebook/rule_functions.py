"""The functions of the expression language: how many values each takes, of which types, and what it gives.

Each has its twin in ``static/ksf/rules.js``; the test vectors run against both.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from polls.codebook.rule_values import (
    DONT_KNOW,
    MOST_DECIMALS,
    TODAY,
    Scalar,
    Values,
    date_of,
    finite,
    listed,
    number_of,
    rounded,
    text_of,
)


class Type(StrEnum):
    """What an expression gives. ``ANY`` is a value that may be of any type: an attribute, or an if of two types."""

    BOOLEAN = "boolean"
    NUMBER = "number"
    TEXT = "text"
    DATE = "date"
    MONTH = "month"
    CODE = "code"
    CODES = "codes"
    ANY = "any"


@dataclass(frozen=True)
class Function:
    """A function: the types of its arguments (the last one may repeat up to ``most``), its outcome and its work."""

    work: Callable[[Sequence[Scalar], Values], Scalar]
    takes: tuple[Type, ...]
    gives: Type
    least: int
    most: int

    def takes_at(self, index: int) -> Type:
        return self.takes[min(index, len(self.takes) - 1)]


MOST_ARGUMENTS = 100

_Arguments = Sequence[Scalar]


def _numbers(arguments: _Arguments) -> list[float]:
    read = (number_of(argument) for argument in arguments)
    return [number for number in read if number is not None]


def _sum(arguments: _Arguments, _values: Values) -> Scalar:
    numbers = _numbers(arguments)
    return finite(_total(numbers)) if numbers else None


def _mean(arguments: _Arguments, _values: Values) -> Scalar:
    numbers = _numbers(arguments)
    return finite(_total(numbers) / len(numbers)) if numbers else None


def _total(numbers: Sequence[float]) -> float:
    """Add in the order of the arguments: Python's own ``sum`` compensates in some versions, the browser never does."""
    total = 0.0
    for number in numbers:
        total += number
    return total


def _min(arguments: _Arguments, _values: Values) -> Scalar:
    return min(_numbers(arguments), default=None)


def _max(arguments: _Arguments, _values: Values) -> Scalar:
    return max(_numbers(arguments), default=None)


def _round(arguments: _Arguments, _values: Values) -> Scalar:
    number = number_of(arguments[0])
    decimals = number_of(arguments[1]) if len(arguments) > 1 else 0.0
    if number is None or decimals is None or decimals not in range(MOST_DECIMALS + 1):
        return None
    return rounded(number, int(decimals))


def _abs(arguments: _Arguments, _values: Values) -> Scalar:
    number = number_of(arguments[0])
    return None if number is None else abs(number)


def _count(arguments: _Arguments, _values: Values) -> Scalar:
    return float(sum(1 for argument in arguments for text in listed(argument) if text != DONT_KNOW))


def _if(arguments: _Arguments, _values: Values) -> Scalar:
    return arguments[1] if arguments[0] is True else arguments[2]


def _coalesce(arguments: _Arguments, _values: Values) -> Scalar:
    return next((argument for argument in arguments if argument is not None and argument != ""), None)


def _length(arguments: _Arguments, _values: Values) -> Scalar:
    text = text_of(arguments[0])
    return None if text is None else float(len(text))


def _contains(arguments: _Arguments, _values: Values) -> Scalar:
    text, part = text_of(arguments[0]), text_of(arguments[1])
    return text is not None and part is not None and part in text


def _lower(arguments: _Arguments, _values: Values) -> Scalar:
    text = text_of(arguments[0])
    return None if text is None else text.lower()


def _concat(arguments: _Arguments, _values: Values) -> Scalar:
    return "".join(text_of(argument) or "" for argument in arguments) or None


def _today(_arguments: _Arguments, values: Values) -> Scalar:
    day = date_of(_known_day(values))
    return None if day is None else day.isoformat()


def _days_between(arguments: _Arguments, _values: Values) -> Scalar:
    first, last = date_of(arguments[0]), date_of(arguments[1])
    return None if first is None or last is None else float((last - first).days)


def _years_between(arguments: _Arguments, _values: Values) -> Scalar:
    return _full_years(date_of(arguments[0]), date_of(arguments[1]))


def _age(arguments: _Arguments, values: Values) -> Scalar:
    return _full_years(date_of(arguments[0]), date_of(_known_day(values)))


def _full_years(first: date | None, last: date | None) -> float | None:
    if first is None or last is None:
        return None
    has_been = (last.month, last.day) >= (first.month, first.day)
    return float(last.year - first.year - (0 if has_been else 1))


def _year(arguments: _Arguments, _values: Values) -> Scalar:
    day = date_of(arguments[0])
    return None if day is None else float(day.year)


def _rank(arguments: _Arguments, _values: Values) -> Scalar:
    order, wanted = listed(arguments[0]), text_of(arguments[1])
    return float(order.index(wanted) + 1) if wanted in order else None


def _known_day(values: Values) -> Scalar:
    day = values.get(TODAY)
    return day if isinstance(day, str) else None


_N, _T, _D = Type.NUMBER, Type.TEXT, Type.DATE

FUNCTIONS: Mapping[str, Function] = {
    "sum": Function(_sum, (_N,), _N, 1, MOST_ARGUMENTS),
    "mean": Function(_mean, (_N,), _N, 1, MOST_ARGUMENTS),
    "min": Function(_min, (_N,), _N, 1, MOST_ARGUMENTS),
    "max": Function(_max, (_N,), _N, 1, MOST_ARGUMENTS),
    "round": Function(_round, (_N, _N), _N, 1, 2),
    "abs": Function(_abs, (_N,), _N, 1, 1),
    "count": Function(_count, (Type.ANY,), _N, 1, MOST_ARGUMENTS),
    "rank": Function(_rank, (Type.CODES, Type.CODE), _N, 2, 2),
    "if": Function(_if, (Type.BOOLEAN, Type.ANY, Type.ANY), Type.ANY, 3, 3),
    "coalesce": Function(_coalesce, (Type.ANY,), Type.ANY, 1, MOST_ARGUMENTS),
    "length": Function(_length, (_T,), _N, 1, 1),
    "contains": Function(_contains, (_T, _T), Type.BOOLEAN, 2, 2),
    "lower": Function(_lower, (_T,), _T, 1, 1),
    "concat": Function(_concat, (Type.ANY,), _T, 1, MOST_ARGUMENTS),
    "today": Function(_today, (), _D, 0, 0),
    "days_between": Function(_days_between, (_D, _D), _N, 2, 2),
    "years_between": Function(_years_between, (_D, _D), _N, 2, 2),
    "age": Function(_age, (_D,), _N, 1, 1),
    "year": Function(_year, (_D,), _N, 1, 1),
}
"""Every function by name, ``answered`` apart, which is a condition of its own."""
