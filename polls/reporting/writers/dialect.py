"""What a spreadsheet program expects of a CSV file: Dutch Excel another sign between cells than English Excel."""

from collections.abc import Mapping
from dataclasses import dataclass

BOM = "\ufeff".encode()
"""Tells Excel that the file is UTF-8."""


@dataclass(frozen=True)
class Dialect:
    """The sign between two cells, and the one before decimals."""

    separator: str
    decimal_sign: str


DIALECTS: Mapping[str, Dialect] = {"nl": Dialect(";", ","), "en": Dialect(",", ".")}
