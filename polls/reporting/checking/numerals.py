"""Finds the numbers of a text: percentages, fractions in words, bases, intervals, points, means, p-values.

Dutch and English, digits and words. Each is found once: what one pattern has taken, a later one leaves alone.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Numeral(StrEnum):
    """What a number of a text is written as."""

    PERCENT = "percent"
    FRACTION = "fraction"
    STRENGTH = "strength"
    WHOLE = "whole"
    """Everyone (1) or nobody (0); ``ABOUT`` for "almost all", ``LESS`` for "not everyone"."""
    BASE = "base"
    INTERVAL = "interval"
    POINTS = "points"
    MEAN = "mean"
    PVALUE = "pvalue"
    OTHER = "other"


class Nearness(StrEnum):
    """What a word before a number makes of it: "ruim 54%" lies above, "bijna 55%" below, "circa 55%" near."""

    EXACT = "exact"
    ABOVE = "above"
    BELOW = "below"
    ABOUT = "about"
    MORE = "more"
    LESS = "less"


@dataclass(frozen=True)
class Said:
    """A number in the text: ``value`` as a share (0-1) for percentages, points and fractions, else as it stands.

    ``other`` is the upper bound of an interval. ``decimals`` is how many were written. ``word`` is set for strengths.
    """

    start: int
    end: int
    kind: Numeral
    value: Fraction
    nearness: Nearness = Nearness.EXACT
    decimals: int = 0
    other: Fraction | None = None
    word: str = ""


WORDS: Mapping[str, int] = {
    word: value
    for value, words in {
        1: "een één one a an",
        2: "twee two",
        3: "drie three",
        4: "vier four",
        5: "vijf five",
        6: "zes six",
        7: "zeven seven",
        8: "acht eight",
        9: "negen nine",
        10: "tien ten",
        11: "elf eleven",
        12: "twaalf twelve",
        15: "vijftien fifteen",
        20: "twintig twenty",
        25: "vijfentwintig twenty-five",
        30: "dertig thirty",
        40: "veertig forty",
        50: "vijftig fifty",
        60: "zestig sixty",
        70: "zeventig seventy",
        75: "vijfenzeventig seventy-five",
        80: "tachtig eighty",
        90: "negentig ninety",
        100: "honderd hundred",
    }.items()
    for word in words.split()
}

_PARTS: Mapping[str, Fraction] = {
    "helft": Fraction(1, 2),
    "half": Fraction(1, 2),
    "derde": Fraction(1, 3),
    "third": Fraction(1, 3),
    "thirds": Fraction(2, 3),
    "kwart": Fraction(1, 4),
    "quarter": Fraction(1, 4),
    "driekwart": Fraction(3, 4),
    "quarters": Fraction(3, 4),
    "vierde": Fraction(1, 4),
    "vijfde": Fraction(1, 5),
    "fifth": Fraction(1, 5),
    "zesde": Fraction(1, 6),
    "sixth": Fraction(1, 6),
    "achtste": Fraction(1, 8),
    "eighth": Fraction(1, 8),
    "tiende": Fraction(1, 10),
    "tenth": Fraction(1, 10),
}

_NEAR: Mapping[Nearness, str] = {
    Nearness.ABOVE: r"ruim|iets meer dan|net iets meer dan|net boven de|just over|slightly more than|a little over|"
    r"slightly over|well over",
    Nearness.BELOW: r"bijna|nagenoeg|vrijwel|net geen|krap|iets minder dan|net niet|just under|nearly|almost|virtually|"
    r"slightly less than|slightly under",
    Nearness.ABOUT: r"ongeveer|circa|ca\.|zo[’']?n|rond de|rond|om en nabij|grofweg|about|around|roughly|"
    r"approximately|some",
    Nearness.MORE: r"meer dan|more than|over|upwards of|groter dan",
    Nearness.LESS: r"minder dan|less than|fewer than|under",
}
_BEFORE = "|".join(f"(?P<{name.value}>{words})" for name, words in _NEAR.items())
_NEARNESS = rf"(?:\b(?:{_BEFORE})\s+)?"

_DIGITS = r"\d{1,3}(?:[.,]\d+)?"
_SMALL = r"(?:\d{1,2}|" + "|".join(sorted(WORDS, key=len, reverse=True)) + ")"
_PERCENT = r"(?:\s?%|\s(?:procent|percent|per cent|pct)\b)"
_PEOPLE = (
    r"respondenten|deelnemers|ondervraagden|geënquêteerden|personen|mensen|professionals|antwoorden|"
    r"contactcenters|contactcentra|callcenters|klantcontactcentra|organisaties|bedrijven|bureaus|instellingen|leden|"
    r"gemeenten|dienstverleners|opdrachtgevers|respondents|participants|people|interviewees|answers|centres|centers|"
    r"organisations|organizations|companies|members|agencies|clients|those"
)
_ALMOST = r"bijna|vrijwel|nagenoeg|zo\sgoed\sals|almost|nearly|virtually|practically"
_OF_ALL = rf"(?=\s(?:(?:van|of)\s)?(?:[\w-]+\s){{0,3}}(?:{_PEOPLE}|respondent|organisatie|organisation|centre)\b)"
_ABLE = r"(?!\s(?:weet|wist|kan|kon|mag|hoeft|is\swelkom|knows|knew|can|could|may|has\sto|is\swelcome)\b)"
"""What comes after "everyone" and "nobody" where nothing is said of what people answered."""

_ORDERED = (
    r"(?!\s(?:editie|keer|maal|jaar|plaats|ronde|meting|golf|peiling|edition|time|year|place|round|wave|poll|"
    r"consecutive|opeenvolgende|achtereenvolgende)\b)"
)
"""What comes after "een vijfde" where it is one in a row, and no part."""

_MONTHS = (
    r"januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|january|february|march|"
    r"may|june|july|august|october"
)

_PATTERNS: tuple[tuple[Numeral, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (Numeral.OTHER, r"\b\d{2}\s?%[-\s]?(?:betrouwbaarheids|confidence|interval|CI\b|BI\b|zekerheid)\w*"),
        (Numeral.OTHER, rf"\b\d{{1,2}}\s(?:{_MONTHS})\b(?:\s\d{{4}})?|\b(?:{_MONTHS})\s\d{{1,4}}\b(?:,\s\d{{4}})?"),
        (Numeral.OTHER, r"\b\d{1,2}[:.]\d{2}\s?(?:uur|hours|[ap]\.?m\.?)|[€$£]\s?\d[\d.,]*|\b\d+[-\s]?(?:punts|point)"
                        r"(?:schaal|\sscale)|\b\d+\s?(?:plus|%-niveau)|\bniveau\s\d+\s?%|\blevel\sof\s\d+\s?%|"
                        r"\b(?:toets\sop|test\sat)\s\d+\s?%|\b(?:minder|fewer)\s(?:dan|than)\s\d+\b(?!\s?(?:%|pro|per))"),
        (Numeral.PVALUE, r"\bp\s?(?P<sign>[=<>])\s?(?P<value>[01]?[.,]\d+)"),
        (Numeral.POINTS, rf"{_NEARNESS}(?P<value>{_DIGITS})\s?(?:procentpunt(?:en)?|percentage[-\s]points?|"
                         r"%-punt(?:en)?|punten\b|points\b)"),
        (Numeral.INTERVAL, rf"(?P<value>[−-]?{_DIGITS})\s?%?\s?[–-]\s?(?P<other>{_DIGITS}){_PERCENT}"),
        (Numeral.INTERVAL, rf"(?:tussen(?: de)?|between|van|from)\s(?P<value>{_DIGITS})(?:{_PERCENT})?\s"
                           rf"(?:en|and|tot|to)(?: de)?\s(?P<other>{_DIGITS}){_PERCENT}"),
        (Numeral.INTERVAL, rf"interval(?:\svan|\sof|:)?\s(?P<value>{_DIGITS})\s(?:tot|to)\s(?P<other>{_DIGITS})"
                           rf"{_PERCENT}"),
        (Numeral.PERCENT, rf"{_NEARNESS}(?<![\w.,])(?P<value>{_DIGITS}|{_SMALL}){_PERCENT}(?!-?punt)"),
        (Numeral.BASE, r"\bn\s?=\s?(?P<value>\d[\d.,]*\d|\d)(?:\s(?:en|and)\s(?P<other>\d[\d.,]*\d|\d))?"),
        (Numeral.FRACTION, rf"{_NEARNESS}\b(?P<top>{_SMALL})\s(?:op|van|in|out\sof)\s(?:de\s|elke\s|every\s|the\s)?"
                           rf"(?P<bottom>{_SMALL})\b"),
        (Numeral.FRACTION, rf"{_NEARNESS}\b(?:(?P<top>{_SMALL})[-\s])?(?P<part>kwart|quarters?|driekwart)\b"
                           r"(?=[\s(,.:;)]|$)"),
        (Numeral.FRACTION, rf"{_NEARNESS}\b(?P<top>{_SMALL})[-\s](?P<part>(?:derde|vijfde|zesde|achtste|tiende)n?|"
                           rf"(?:third|fifth|sixth|eighth|tenth)s?)\b(?=[\s(,.:;)]|$){_ORDERED}"),
        (Numeral.FRACTION, rf"{_NEARNESS}\b(?:de\s)?(?P<part>helft|half)\b(?!\sjaar|\syear|-)"),
        (Numeral.STRENGTH, r"\b(?:(?:een|de|a|the)\s)?(?P<size>(?:(?:ruime|grote|kleine|nipte|overgrote|large|vast|"
                           r"clear|narrow|small)\s))?(?P<word>meerderheid|merendeel|majority)\b"),
        (Numeral.STRENGTH, r"\b(?:(?:een|de|a|the)\s)?(?P<size>(?:(?:kleine|grote|small|large)\s))?"
                           r"(?P<word>minderheid|minority)\b"),
        (Numeral.STRENGTH, r"\b(?:het|the)\s(?:over)?(?:grote\s|great\s)?(?P<word>gros|bulk)(?=\s(?:van|of)\b)"),
        (Numeral.WHOLE, rf"\b(?:(?P<about>{_ALMOST})\s)?(?P<word>niemand|nobody|no[\s-]one)\b{_ABLE}"),
        (Numeral.WHOLE, r"\b(?P<about>nauwelijks|amper|hardly|scarcely)\s(?P<word>iemand|any(?:one|body))\b"),
        (Numeral.WHOLE, rf"\b(?:(?P<about>{_ALMOST})\s|(?P<less>niet|not)\s)?(?P<word>iedereen|everyone|everybody)\b"
                        rf"{_ABLE}"),
        (Numeral.WHOLE, rf"\b(?P<about>{_ALMOST})\s(?P<word>alle|all|elke?|iedere?|every)\b{_OF_ALL}"),
        (Numeral.STRENGTH, rf"\b(?P<word>de\smeeste|most)(?=\s(?:of\s(?:the\s)?)?(?:[\w-]+\s){{0,2}}(?:{_PEOPLE})\b)"),
        (Numeral.BASE, rf"(?<![\w.,])(?P<value>\d[\d.,]*\d|\d)\s(?=(?:[^\W\d]+\s){{0,2}}?(?:{_PEOPLE})\b)"),
        (Numeral.MEAN, r"(?:gemiddeld\w*|mean|average)\b[^.;:%()\d]{0,70}?(?P<value>\d+(?:[.,]\d+)?)"
                       r"(?![\d.,]*\d|\s?%)"),
        (Numeral.OTHER, r"(?<![\w.,])\d[\d.,]*\d|(?<![\w.,])\d"),
    )
)  # fmt: skip


_NONE = re.compile(r"niemand|nobody|no.one|iemand|any")


def numbers_in(text: str) -> list[Said]:
    """Find the numbers of a text, in reading order."""
    taken = [False] * len(text)
    found: list[Said] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if any(taken[match.start() : match.end()]):
                continue
            made = list(_made(kind, match))
            for said in made:
                taken[said.start : said.end] = [True] * (said.end - said.start)
            found += made
    return sorted(found, key=lambda said: said.start)


def _made(kind: Numeral, match: re.Match[str]) -> Iterator[Said]:
    groups = match.groupdict()
    start, end = match.start(), match.end()
    near = next((each for each in Nearness if groups.get(each.value)), Nearness.EXACT)
    if kind is Numeral.OTHER:
        yield Said(start, end, kind, Fraction(0))
    elif kind is Numeral.FRACTION:
        value = _fraction(groups)
        is_asked = match.string[end : end + 1] == "?"
        if value is not None and 0 < value < 1 and not is_asked:
            yield Said(start, end, kind, value, near)
    elif kind is Numeral.WHOLE:
        word = groups["word"].lower()
        yield Said(start, end, kind, Fraction(0 if _NONE.match(word) else 1), near, word=word)
    elif kind is Numeral.STRENGTH:
        yield Said(start, end, kind, Fraction(1, 2), word=groups["word"].lower())
    elif kind is Numeral.BASE:
        yield Said(*match.span("value"), kind, Fraction(re.sub(r"\D", "", groups["value"])))
        if groups.get("other"):
            yield Said(*match.span("other"), kind, Fraction(re.sub(r"\D", "", groups["other"])))
    else:
        scale = 100 if kind in (Numeral.PERCENT, Numeral.POINTS, Numeral.INTERVAL) else 1
        value, decimals = _number(groups["value"])
        other = _number(groups["other"])[0] / scale if groups.get("other") else None
        first = match.start("value") if kind is Numeral.MEAN else start
        word = groups.get("sign") or ""
        yield Said(first, end, kind, value / scale, near, decimals, other, word)


def _number(text: str) -> tuple[Fraction, int]:
    """Read a number in digits or words, and say how many decimals it has."""
    if text.lower() in WORDS:
        return Fraction(WORDS[text.lower()]), 0
    plain = text.replace(",", ".").replace("−", "-")
    return Fraction(plain), len(plain.partition(".")[2])


def _fraction(groups: Mapping[str, str | None]) -> Fraction | None:
    top = _small_number(groups.get("top"))
    if groups.get("bottom"):
        size = _small_number(groups["bottom"])
        return Fraction(top, size) if size > 1 else None
    part = (groups.get("part") or "").lower()
    whole = _PARTS.get(part, _PARTS.get(part.removesuffix("n"), _PARTS.get(part.removesuffix("s"))))
    if whole is None:
        return None
    return whole if whole.numerator > 1 else whole * top


def _small_number(text: str | None) -> int:
    """Read a small number in digits or words; 1 where there is none."""
    if not text:
        return 1
    return int(text) if text.isdigit() else WORDS[text.lower()]
