"""The words for responses that are left out of the numbers for flags on their quality: how many, and by which flag."""

from collections.abc import Mapping

from polls.analysis.summary_document import LeftOut
from polls.reporting.flags import WORDS
from polls.reporting.numbers import number
from polls.reporting.phrases import capitalised, listed

_PHRASES: Mapping[str, Mapping[str, str]] = {
    "some": {
        "nl": "zonder de {n} van de {of} respondenten met een kenmerk: {flags}",
        "en": "without the {n} of {of} respondents who were flagged: {flags}",
    },
    "none": {
        "nl": "zonder respondenten met een kenmerk, maar niemand van de {of} had dat: {flags}",
        "en": "without flagged respondents, but none of {of} was: {flags}",
    },
    "several": {
        "nl": "Wie meer kenmerken heeft, telt bij elk daarvan mee. Weggelaten antwoorden blijven bewaard.",
        "en": "Who has several flags counts with each of them. What is left out is kept.",
    },
    "single": {"nl": "Weggelaten antwoorden blijven bewaard.", "en": "What is left out is kept."},
    "on_base": {
        "nl": " Zonder {n} respondenten met een kenmerk.",
        "en": " Without {n} flagged respondents.",
    },
    "everyone": {
        "nl": "Er zijn geen antwoorden weggelaten vanwege hun kwaliteit.",
        "en": "No responses were left out for their quality.",
    },
}  # fmt: skip


def left_out_label(left_out: LeftOut, language: str) -> str:
    """Say without whom numbers are, to stand in a sentence. A flag that few have is named without its number."""
    flags = [_flag(name, count if left_out["n"] else None, language) for name, count in left_out["by_flag"].items()]
    key = "some" if left_out["n"] else "none"
    n, of = number(left_out["n"], language), number(left_out["of"], language)
    return _PHRASES[key][language].format(flags=listed(flags, language), n=n, of=of)


def left_out_sentences(left_out: LeftOut | None, language: str) -> str:
    """Say for a statement of the method how many responses are left out and why; or that none is."""
    if left_out is None:
        return _PHRASES["everyone"][language]
    more = "several" if len(left_out["by_flag"]) > 1 else "single"
    return f"{capitalised(left_out_label(left_out, language))}. {_PHRASES[more][language]}"


def left_out_of_base(left_out: LeftOut | None, language: str) -> str:
    """Say beside the base of a table that respondents are left out; nothing where none is."""
    return _PHRASES["on_base"][language].format(n=number(left_out["n"], language)) if left_out else ""


def _flag(name: str, count: int | None, language: str) -> str:
    word = WORDS[name][language].lower()
    return word if count is None else f"{word} ({number(count, language)})"
