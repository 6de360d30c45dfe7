"""What the check of a text says, in Dutch and in English."""

from collections.abc import Mapping

CHECK_PHRASES: Mapping[str, Mapping[str, str]] = {
    "agrees": {"nl": "Klopt: {detail}.", "en": "Agrees: {detail}."},
    "place": {"nl": "{row} – {column}, n = {n}", "en": "{row} – {column}, n = {n}"},
    "differs": {"nl": "Het moet {right} zijn: {detail}.", "en": "It should be {right}: {detail}."},
    "rounding": {
        "nl": "Afronding: het moet {right} zijn ({count} van {n}).",
        "en": "Rounding: it should be {right} ({count} of {n}).",
    },
    "rounding_weighted": {"nl": "Afronding: het moet {right} zijn.", "en": "Rounding: it should be {right}."},
    "segment": {
        "nl": "Dit is het cijfer van {other}. Voor {column} is het {right}.",
        "en": "This is the figure of {other}. For {column} it is {right}.",
    },
    "no_share": {
        "nl": "Deze vraag is niet gesteld aan {column}; er is geen cijfer.",
        "en": "This question was not asked of {column}; there is no figure.",
    },
    "hidden": {
        "nl": "Van deze groep zijn geen cijfers: te weinig respondenten, of niet gesteld.",
        "en": "There are no figures for this group: too few respondents, or not asked.",
    },
    "not_found": {
        "nl": "Dit getal is in de resultaten niet terug te vinden. Noem de vraag, het antwoord en de groep erbij.",
        "en": "This number cannot be found in the results. Name the question, the answer and the group with it.",
    },
    "strength": {
        "nl": "Niet zo te zeggen: {detail} is {right} (95%-interval {interval}).",
        "en": "Cannot be said so: {detail} is {right} (95% interval {interval}).",
    },
    "strength_alone": {
        "nl": "Niet zo te zeggen: {detail} is {right}.",
        "en": "Cannot be said so: {detail} is {right}.",
    },
    "base": {"nl": "De basis is hier {right}.", "en": "The base is {right} here."},
    "base_agrees": {"nl": "Klopt: de basis.", "en": "Agrees: the base."},
    "interval": {"nl": "Het interval is {right}.", "en": "The interval is {right}."},
    "interval_agrees": {"nl": "Klopt: het 95%-interval.", "en": "Agrees: the 95% interval."},
    "mean": {"nl": "Het gemiddelde is {right}.", "en": "The mean is {right}."},
    "mean_agrees": {"nl": "Klopt: het gemiddelde.", "en": "Agrees: the mean."},
    "points": {"nl": "Het verschil is {right}.", "en": "The difference is {right}."},
    "points_agrees": {"nl": "Klopt: het verschil.", "en": "Agrees: the difference."},
    "pvalue": {"nl": "De p-waarde is {right}.", "en": "The p-value is {right}."},
    "pvalue_agrees": {"nl": "Klopt: de p-waarde.", "en": "Agrees: the p-value."},
    "small_base": {
        "nl": "Kleine groep (n = {n}): noem de n of zeg dat de groep klein is.",
        "en": "Small group (n = {n}): name its n or say that the group is small.",
    },
    "causal": {
        "nl": "Een peiling toont geen oorzaak en bewijst niets. Schrijf wat respondenten zeggen.",
        "en": "A poll shows no cause and proves nothing. Write what respondents say.",
    },
    "difference_supported": {"nl": "Klopt: significant verschil ({test}).", "en": "Agrees: significant ({test})."},
    "difference_not": {
        "nl": "Dit verschil is niet significant ({test}). Schrijf: geen significant verschil.",
        "en": "This difference is not significant ({test}). Write: no significant difference.",
    },
    "difference_other_way": {
        "nl": "Het verschil gaat de andere kant op.",
        "en": "The difference goes the other way.",
    },
    "no_difference_supported": {
        "nl": "Klopt: geen significant verschil ({test}).",
        "en": "Agrees: no significant difference ({test}).",
    },
    "no_difference_not": {
        "nl": "Dit verschil is wel significant ({test}).",
        "en": "This difference is significant ({test}).",
    },
    "similar_supported": {
        "nl": "Klopt: het verschil is aantoonbaar klein.",
        "en": "Agrees: the difference is demonstrably small.",
    },
    "similar_not": {
        "nl": "Dat de groepen gelijk zijn is niet aangetoond. Schrijf: geen significant verschil.",
        "en": "That the groups are alike has not been shown. Write: no significant difference.",
    },
    "not_testable": {
        "nl": "Dit verschil is niet te toetsen: een van de groepen is te klein.",
        "en": "This difference cannot be tested: one of the groups is too small.",
    },
    "not_tested": {
        "nl": "Dit verschil is in deze resultaten niet getoetst.",
        "en": "This difference was not tested in these results.",
    },
    "highest_agrees": {"nl": "Klopt: het meest gegeven antwoord.", "en": "Agrees: the most frequent answer."},
    "highest_not": {
        "nl": "Niet het meest gegeven antwoord; dat is {right}.",
        "en": "Not the most frequent answer; that is {right}.",
    },
    "order_agrees": {"nl": "Klopt: de volgorde.", "en": "Agrees: the order."},
    "order_not": {"nl": "De volgorde is andersom: {right}.", "en": "It is the other way round: {right}."},
    "aside": {"nl": "Niet vergeleken: geen uitkomst van de poll.", "en": "Not compared: no result of the poll."},
}


def explain(language: str, key: str, /, **parts: str) -> str:
    """Give the sentence ``key`` with its parts filled in."""
    return CHECK_PHRASES[key][language].format(**parts)
