"""The names and words of the flags of ``reporting.quality``, for whoever does not load polars: pages and texts."""

from collections.abc import Mapping

FLAGS = ("fast", "straight", "silent")
ANY = "any"
PREFIX = "flag."
PACE_COLUMN = "attributes._pace"

WORDS: Mapping[str, Mapping[str, str]] = {
    "fast": {"nl": "Opvallend snel", "en": "Remarkably fast"},
    "straight": {"nl": "Steeds hetzelfde in matrixvragen", "en": "Always the same in matrix questions"},
    "silent": {"nl": "Minder dan de helft ingevuld", "en": "Less than half answered"},
    ANY: {"nl": "Ten minste één kenmerk", "en": "At least one flag"},
}
"""Headings of the columns in files, and names on pages."""
