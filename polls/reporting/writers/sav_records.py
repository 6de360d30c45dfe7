"""The dictionary of an SPSS system file: what its variables are, and the records that say so.

Written after the description of the format in PSPP's developer manual ("System File Format"). All texts are UTF-8.
"""

import struct
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

LONGEST_NAME = 64
LONGEST_LABEL = 255
LONGEST_VALUE_LABEL = 120
SEGMENT = 255
"""Bytes of a text that one variable record holds; a longer text takes several, each but the last of this width."""

STRING_FORMAT, NUMBER_FORMAT, MONTH_FORMAT, DATE_FORMAT = 1, 5, 28, 38
MEASURES: Mapping[str, int] = {"nominal": 1, "ordinal": 2, "scale": 3}
SYSTEM_MISSING = -sys.float_info.max


@dataclass(frozen=True)
class SavVariable:
    """A variable. ``width`` is the bytes of a text, 0 for a number; ``display`` the format code, width and decimals.

    ``missing`` is the lowest and the highest user-missing number; ``missing_text`` a user-missing text (8 bytes).
    """

    name: str
    label: str
    width: int = 0
    display: tuple[int, int, int] = (NUMBER_FORMAT, 8, 0)
    measure: str = "nominal"
    labels: Mapping[float, str] = field(default_factory=dict)
    missing: tuple[float, float] | None = None
    missing_text: str = ""

    @cached_property
    def segments(self) -> tuple[int, ...]:
        """The widths of the variable records that hold it: one, or several for a text over 255 bytes."""
        if self.width <= SEGMENT:
            return (self.width,)
        count = -(-self.width // 252)
        return (*[SEGMENT] * (count - 1), self.width - (count - 1) * 252)

    @property
    def elements(self) -> int:
        """How many pieces of 8 bytes a value takes."""
        return sum(max(1, -(-width // 8)) for width in self.segments)


@dataclass(frozen=True)
class MultipleSet:
    """Variables that are the options of one question; ``counted`` is the value that means "ticked"."""

    name: str
    label: str
    variables: tuple[str, ...]
    counted: str = "1"


@dataclass(frozen=True)
class SavDictionary:
    """Everything before the data. ``notes`` are lines that the file carries along."""

    label: str
    variables: tuple[SavVariable, ...]
    sets: tuple[MultipleSet, ...] = ()
    notes: tuple[str, ...] = ()

    @cached_property
    def short_names(self) -> Mapping[str, tuple[str, ...]]:
        """The names of at most 8 letters by which the records refer to one another, one for each segment."""
        numbers = iter(range(1, 1 + sum(len(variable.segments) for variable in self.variables)))
        return {variable.name: tuple(f"V{next(numbers)}" for _ in variable.segments) for variable in self.variables}

    def records(self, cases: int) -> Iterator[bytes]:
        """Write the dictionary of a file with so many cases."""
        yield self._header(cases)
        for variable in self.variables:
            yield from _variable_records(variable, self.short_names[variable.name])
        yield from self._value_labels()
        if self.notes:
            lines = [clipped(line, 80).ljust(80) for line in self.notes]
            yield struct.pack("<ii", 6, len(lines)) + b"".join(lines)
        yield _extension(3, struct.pack("<8i", 22, 0, 0, -1, 1, 1, 2, 65001), size=4)
        yield _extension(4, struct.pack("<3d", SYSTEM_MISSING, sys.float_info.max, _after_lowest()), size=8)
        if self.sets:
            yield _extension(7, "".join(self._set(each) for each in self.sets).encode())
        yield _extension(11, b"".join(_display(variable) for variable in self.variables), size=4)
        yield _extension(13, "\t".join(self._long_names()).encode())
        if long_texts := list(self._long_texts()):
            yield _extension(14, "".join(long_texts).encode())
        yield _extension(16, struct.pack("<qq", 1, cases), size=8)
        yield _extension(20, b"UTF-8")
        if missing := b"".join(_missing_text(each) for each in self.variables if each.missing_text):
            yield _extension(22, missing)
        yield struct.pack("<ii", 999, 0)

    def _header(self, cases: int) -> bytes:
        elements = sum(variable.elements for variable in self.variables)
        product = b"@(#) SPSS DATA FILE".ljust(60)
        # No clock in the file: the same responses give the same bytes.
        created = b"01 Jan 7000:00:00"
        numbers = struct.pack("<5id", 2, elements, 1, 0, cases, 100.0)
        return b"$FL2" + product + numbers + created + clipped(self.label, 64).ljust(64) + bytes(3)

    def _value_labels(self) -> Iterator[bytes]:
        index = 1
        for variable in self.variables:
            if variable.labels:
                labels = b"".join(_value_label(value, label) for value, label in variable.labels.items())
                yield struct.pack("<ii", 3, len(variable.labels)) + labels + struct.pack("<iii", 4, 1, index)
            index += variable.elements

    def _set(self, each: MultipleSet) -> str:
        label = clipped(each.label, LONGEST_LABEL).decode()
        names = " ".join(self.short_names[name][0].lower() for name in each.variables)
        size = len(label.encode())
        return f"${each.name}=D{len(each.counted)} {each.counted} {size} {label} {names}\n"

    def _long_names(self) -> Iterator[str]:
        return (f"{self.short_names[variable.name][0]}={variable.name}" for variable in self.variables)

    def _long_texts(self) -> Iterator[str]:
        return (
            f"{self.short_names[variable.name][0]}={variable.width:05d}\0\t"
            for variable in self.variables
            if variable.width > SEGMENT
        )


def clipped(text: str, most: int) -> bytes:
    """Give the text in UTF-8, cut between letters with an ellipsis where it has more than ``most`` bytes."""
    encoded = text.encode()
    if len(encoded) <= most:
        return encoded
    return encoded[: most - 3].decode(errors="ignore").rstrip().encode() + "…".encode()


def _variable_records(variable: SavVariable, names: Sequence[str]) -> Iterator[bytes]:
    for position, (width, name) in enumerate(zip(variable.segments, names, strict=True)):
        form = STRING_FORMAT << 16 | width << 8 if width else _packed(variable.display)
        label = b"" if position else clipped(variable.label, LONGEST_LABEL)
        record = struct.pack(
            "<6i", 2, width, int(bool(label)), -2 if variable.missing else 0, form, form
        ) + name.encode().ljust(8)
        if label:
            record += struct.pack("<i", len(label)) + label.ljust(-(-len(label) // 4) * 4)
        yield record + (struct.pack("<2d", *variable.missing) if variable.missing else b"")
        for _ in range(max(1, -(-width // 8)) - 1):
            yield struct.pack("<6i", 2, -1, 0, 0, 0, 0) + b" " * 8


def _packed(display: tuple[int, int, int]) -> int:
    code, width, decimals = display
    return code << 16 | width << 8 | decimals


def _value_label(value: float, label: str) -> bytes:
    text = clipped(label, LONGEST_VALUE_LABEL)
    padded = -(-(1 + len(text)) // 8) * 8 - 1
    return struct.pack("<dB", value, len(text)) + text.ljust(padded)


def _display(variable: SavVariable) -> bytes:
    measure, width = MEASURES[variable.measure], min(40, variable.width) if variable.width else 10
    align = 0 if variable.width else 1
    return b"".join(struct.pack("<3i", measure, width, align) for _ in variable.segments)


def _missing_text(variable: SavVariable) -> bytes:
    name = variable.name.encode()
    value = variable.missing_text.encode().ljust(8)
    return struct.pack("<i", len(name)) + name + struct.pack("<Bi", 1, 8) + value


def _extension(kind: int, data: bytes, *, size: int = 1) -> bytes:
    return struct.pack("<4i", 7, kind, size, len(data) // size) + data


def _after_lowest() -> float:
    """The lowest number that is not the system-missing value."""
    return float.fromhex("-0x1.ffffffffffffep+1023")
