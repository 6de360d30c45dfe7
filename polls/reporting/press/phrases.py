"""The sentences of a press text in Dutch and in English. Parts in braces arrive written out, numbers as bound ones."""

from collections.abc import Mapping

PRESS_PHRASES: Mapping[str, Mapping[str, str]] = {
    "asked": {
        "nl": "Op de vraag ‘{question}’ {verb} {subject} (n = {n}) {answer}.",
        "en": "Asked ‘{question}’, {subject} (n = {n}) {verb} {answer}.",
    },
    "asked_consent": {
        "nl": "Op de vraag ‘{question}’ {verb} {subject} (n = {n}).",
        "en": "Asked ‘{question}’, {subject} (n = {n}) {verb}.",
    },
    "asked_small": {
        "nl": " Het gaat om een kleine groep; het percentage is daarom indicatief.",
        "en": " This is a small group, so the percentage is indicative.",
    },
    "asked_mean": {
        "nl": "Op de vraag ‘{question}’ is het gemiddelde antwoord van de {who} (n = {n}) {mean}.",
        "en": "Asked ‘{question}’, {who} (n = {n}) give {mean} on average.",
    },
    "next_one": {"nl": " Daarna volgt {answers}.", "en": " {answers} comes next."},
    "next_more": {"nl": " Daarna volgen {answers}.", "en": " {answers} come next."},
    "named": {"nl": "{answer} ({percent})", "en": "{answer} ({percent})"},
    "different": {
        "nl": " {Measure} verschilt significant tussen {first} ({first_share}; n = {first_n}) en {second} "
        "({second_share}; n = {second_n}).",
        "en": " {Measure} differs significantly between {first} ({first_share}; n = {first_n}) and {second} "
        "({second_share}; n = {second_n}).",
    },
    "no_difference": {
        "nl": " In {measure} is er geen significant verschil tussen {first} ({first_share}; n = {first_n}) en {second} "
        "({second_share}; n = {second_n}).",
        "en": " There is no significant difference in {measure} between {first} ({first_share}; n = {first_n}) and "
        "{second} ({second_share}; n = {second_n}).",
    },
    "group": {"nl": "de groep {label}", "en": "the group {label}"},
    "lead": {
        "nl": "Dat is een van de uitkomsten van de peiling ‘{title}’, waaraan {n} respondenten deelnamen.",
        "en": "That is one of the results of the poll ‘{title}’, in which {n} respondents took part.",
    },
    "lead_alone": {
        "nl": "Aan de peiling ‘{title}’ namen {n} respondenten deel.",
        "en": "{n} respondents took part in the poll ‘{title}’.",
    },
    "lead_most": {
        "nl": " Het meest gegeven antwoord op de vraag ‘{question}’ is {answer} ({percent}; n = {n}).",
        "en": " The answer given most to the question ‘{question}’ is {answer} ({percent}; n = {n}).",
    },
    "method_heading": {"nl": "Verantwoording", "en": "About this poll"},
    "margins_heading": {"nl": "De percentages en hun marges", "en": "The percentages and their margins"},
    "margins_of": {"nl": "‘{question}’ {lines}.", "en": "‘{question}’ {lines}."},
    "margin": {
        "nl": "{answer}: {percent} (n = {n}; 95%-interval {interval})",
        "en": "{answer}: {percent} (n = {n}; 95% interval {interval})",
    },
    "margin_difference": {
        "nl": "Verschil in {answer} tussen {groups}: {difference} (95%-interval {difference_interval}; "
        "aantoonbaar vanaf {detectable}; {test})",
        "en": "Difference in {answer} between {groups}: {difference} (95% interval "
        "{difference_interval}; detectable from {detectable}; {test})",
    },
    "margin_difference_only": {
        "nl": "Verschil in {answer} tussen {groups}: {difference} (95%-interval {difference_interval}; {test})",
        "en": "Difference in {answer} between {groups}: {difference} (95% interval {difference_interval}; {test})",
    },
}


def tell(language: str, key: str, /, **parts: str) -> str:
    """Give the sentence ``key`` with its parts filled in."""
    return PRESS_PHRASES[key][language].format(**parts)
