"""The words by which questionable wording is recognised, per language. A short list that is right beats a long one."""

import re
from collections.abc import Mapping

Patterns = Mapping[str, re.Pattern[str]]


def _words(*words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)


LEADING: Patterns = {
    "nl": _words(
        r"vindt u ook", r"bent u het ermee eens", r"bent u ook van mening", r"zoals u weet", r"natuurlijk",
        r"uiteraard",
        r"vanzelfsprekend", r"vindt u (?:ook )?niet", r"zou u niet", r"iedereen weet", r"de meeste mensen",
        r"terecht",
        r"onze (?:uitstekende|geweldige|fantastische|goede|prachtige)",
    ),
    "en": _words(
        r"do you agree that", r"don['’]t you", r"wouldn['’]t you", r"isn['’]t it", r"as you know",
        r"of course", r"obviously",
        r"everyone knows", r"most people", r"surely", r"our (?:excellent|great|fantastic|wonderful)",
    ),
}  # fmt: skip

ABSOLUTE: Patterns = {
    "nl": _words("altijd", "nooit", "iedereen", "niemand", "elke keer"),
    "en": _words("always", "never", "everyone", "everybody", "nobody", "no one", "every time"),
}

NEGATION: Patterns = {
    "nl": _words("niet", "geen", "nooit", "niemand", "nergens", "zonder"),
    "en": _words("not", "no", "never", "nobody", "nowhere", "without", r"\w+n['’]t"),
}

AGREEMENT: Patterns = {"nl": _words("oneens"), "en": _words("disagree")}
"""Answers by which a scale is known to be one of agreement with a statement."""

EVALUATING: Patterns = {
    "nl": _words(r"tevreden(?:heid)?", "vindt", r"beoordeelt?", "waardeert", "eens", "mening", "belangrijk", "cijfer"),
    "en": _words("satisfied", "satisfaction", "rate", "agree", "important", "opinion", "think", "value"),
}
"""Questions that ask for a judgement, of which there can be one only."""

PAIRS: Patterns = {
    "nl": _words(
        r"voor- en nadelen", r"kosten en baten", r"normen en waarden", r"vraag en antwoord", r"min of meer",
        r"af en toe",
        r"een of meer(?:dere)?", r"één of meer(?:dere)?", r"wet- en regelgeving", r"al dan niet",
        r"naam en adres",
        r"hardware en software", r"jong en oud", r"wel of niet", r"meer of minder", r"\w+- en \w+",
    ),
    "en": _words(
        r"pros and cons", r"more or less", r"one or more", r"terms and conditions", r"questions? and answers?",
        r"research and development", r"health and safety", r"laws? and regulations?", r"whether or not",
        r"learning and development",
    ),
}  # fmt: skip
"""Two words that are one notion."""

JOINED: Patterns = {
    "nl": re.compile(r"(?<!\w)([a-zà-ÿ][\wà-ÿ-]{2,}) (?:en|of|en/of) (?:de |het |een |uw )?([a-zà-ÿ][\wà-ÿ-]{2,})"),
    "en": re.compile(r"(?<!\w)([a-z][\w-]{2,}) (?:and|or|and/or) (?:the |a |an |your )?([a-z][\w-]{2,})"),
}
"""Two words of small letters, joined."""

BETWEEN: Patterns = {"nl": _words("tussen", "van"), "en": _words("between", "from")}

SENSITIVE: Patterns = {
    "nl": _words(
        r"inkomen", r"salaris", r"uurloon", r"gezondheid", r"ziekte\w*", r"beperking", r"godsdienst",
        r"geloof", r"religie",
        r"politieke? \w+", r"geaardheid", r"etnische? \w+", r"afkomst", r"lid van een vakbond",
        r"burgerservicenummer", r"bsn",
    ),
    "en": _words(
        r"income", r"salary", r"wages?", r"health", r"illness", r"disability", r"religion", r"political \w+",
        r"sexual \w+", r"ethnic\w*", r"union member\w*", r"social security number",
    ),
}  # fmt: skip

DENIED: Patterns = {"nl": _words("niet", "geen", "helemaal niet"), "en": _words("not", "none", "not at all")}
"""The zero of a scale that runs from nothing to much, which needs no other side."""

UNFAVOURABLE: Patterns = {
    "nl": _words(
        r"\w*ontevreden", r"oneens", r"slecht(?:er)?", r"matig", r"onvoldoende", r"negatief", r"zwak",
        r"onbelangrijk",
        r"onwaarschijnlijk", r"moeilijk", r"ongunstig",
    ),
    "en": _words(
        r"dissatisfied", r"unsatisfied", r"disagree", r"bad", r"worse", r"poor", r"negative", r"weak",
        r"unimportant",
        r"unlikely", r"difficult", r"unfavourable", r"insufficient",
    ),
}  # fmt: skip

FAVOURABLE: Patterns = {
    "nl": _words(
        r"tevreden", r"eens", r"goed", r"beter", r"uitstekend", r"positief", r"sterk", r"belangrijk",
        r"waarschijnlijk",
        r"(?:ruim )?voldoende", r"makkelijk", r"gemakkelijk", r"gunstig", r"prima",
    ),
    "en": _words(
        r"satisfied", r"agree", r"good", r"better", r"excellent", r"positive", r"strong", r"important",
        r"likely",
        r"sufficient", r"easy", r"favourable", r"very well",
    ),
}  # fmt: skip
