"""A reader of the few statements of Stata that our do-files are made of; anything else is an error."""

import csv
import re
from collections.abc import Callable
from pathlib import Path

NAME = r"[A-Za-z_][A-Za-z0-9_]{0,31}"
QUOTED = '`"([^`"]*)"\''

Value = float | str
"""A number, or an extended missing value such as ``.a``."""


class Stata:
    """Data in memory as Stata has it: variables by name, their labels, and the labels of their values."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data: dict[str, list[Value]] = {}
        self.labels: dict[str, str] = {}
        self.values: dict[str, dict[str, str]] = {}
        self.shown_by: dict[str, str] = {}

    def run(self, script: str) -> None:
        """Run a do-file. Raises AssertionError at the first statement that Stata would not take."""
        for line in script.splitlines():
            if line.strip() and not line.startswith("*"):
                self._statement(line)

    def labelled(self, name: str) -> list[str]:
        """Give the values of a variable in words."""
        words = self.values[self.shown_by[name]]
        return [words[value if isinstance(value, str) else f"{value:g}"] for value in self.data[name]]

    def _statement(self, line: str) -> None:
        for pattern, act in self._statements().items():
            found = re.fullmatch(pattern, line)
            if found:
                act(*found.groups())
                return
        raise AssertionError(f"not a statement: {line}")

    def _statements(self) -> dict[str, Callable[..., object]]:
        return {
            r"version 14": lambda: None,
            r"compress": lambda: None,
            r'import delimited using "([^"]+)", delimiters\("(.)"\) varnames\(nonames\) rowrange\(2\) .*': self._load,
            rf"label data {QUOTED}": lambda _text: None,
            rf"rename ({NAME}) ({NAME})": self._rename,
            rf"drop ({NAME})": self.data.pop,
            rf"generate (?:long|double) ({NAME}) = \.": self._empty,
            rf'generate double ({NAME}) = real\((?:subinstr\(({NAME}), ",", ".", 1\)|({NAME}))\)': self._real,
            rf"replace ({NAME}) = (\d+|\.[a-d]) if ({NAME}) == {QUOTED}": self._replace,
            rf"label define ({NAME}) (.*), replace": self._define,
            rf"label values ({NAME}) ({NAME})": self.shown_by.__setitem__,
            rf"label variable ({NAME}) {QUOTED}": self._label,
            rf"notes ({NAME}): .+": lambda name: self.data[name],
            rf"order ((?:{NAME} ?)+)": self._order,
        }

    def _load(self, file: str, separator: str) -> None:
        rows = list(csv.reader((self.folder / file).read_text("utf-8-sig").splitlines(), delimiter=separator))[1:]
        self.data |= {f"v{place + 1}": [row[place] for row in rows] for place in range(len(rows[0]))}

    def _rename(self, old: str, new: str) -> None:
        assert new not in self.data
        self.data[new] = self.data.pop(old)

    def _empty(self, name: str) -> None:
        assert name not in self.data
        self.data[name] = ["." for _ in next(iter(self.data.values()))]

    def _real(self, name: str, with_comma: str | None, plain: str | None) -> None:
        texts = [
            str(text).replace(",", ".") if with_comma else str(text) for text in self.data[with_comma or plain or ""]
        ]
        self.data[name] = [float(text) if re.fullmatch(r"-?[\d.]+", text) else "." for text in texts]

    def _replace(self, name: str, value: str, source: str, code: str) -> None:
        new: Value = value if value.startswith(".") else float(value)
        pairs = zip(self.data[name], self.data[source], strict=True)
        self.data[name] = [new if text == code else old for old, text in pairs]

    def _define(self, name: str, pairs: str) -> None:
        assert re.fullmatch(rf"(?:(?:\d+|\.[a-d]) {QUOTED} ?)+", pairs), pairs
        self.values[name] = dict(re.findall(rf"(\d+|\.[a-d]) {QUOTED}", pairs))

    def _label(self, name: str, label: str) -> None:
        assert name in self.data
        assert len(label) <= 80
        self.labels[name] = label

    def _order(self, names: str) -> None:
        assert set(names.split()) == set(self.data)
