"""What a report says where respondents are weighted."""

from collections.abc import Mapping

WEIGHT_PHRASES: Mapping[str, Mapping[str, str]] = {
    "weighted_n": {"nl": "gewogen, effectieve basis {n}", "en": "weighted, effective base {n}"},
    "base_weighted": {
        "nl": " Gewogen met ‘{name}’ (versie {version}); effectieve basis {n}.",
        "en": " Weighted by ‘{name}’ (version {version}); effective base {n}.",
    },
    "base_not_weighted": {"nl": " Deze vraag is niet gewogen.", "en": " This question is not weighted."},
    "note_effective": {"nl": "Effectieve basis: {bases}.", "en": "Effective base: {bases}."},
    "method_weighted": {
        "nl": "De respondenten zijn gewogen met ‘{name}’ (versie {version}) naar {variables}: gewichten van {smallest}"
        " tot {largest} maal het gemiddelde, effectieve basis {effective} van {n}, ontwerpeffect {effect}."
        " Aantallen zijn van respondenten, percentages en gemiddelden zijn gewogen; intervallen en toetsen volgen uit"
        " de residuen van de kalibratie.",
        "en": "Respondents are weighted by ‘{name}’ (version {version}) to {variables}: weights from {smallest} to"
        " {largest} times their mean, effective base {effective} of {n}, design effect {effect}. Counts are of"
        " respondents, percentages and means are weighted; intervals and tests use the residuals of the calibration.",
    },
}

WEIGHTED_TESTS: Mapping[str, Mapping[str, str]] = {
    "design_t": {"nl": "gewogen t-toets", "en": "weighted t test"},
    "mcnemar": {"nl": "toets van McNemar", "en": "McNemar’s test"},
    "rao_scott_f": {"nl": "chi-kwadraattoets van Rao en Scott", "en": "Rao–Scott chi-square test"},
}
"""By the name of the test in the Summary."""

WEIGHTED_SIGNS: Mapping[str, str] = {"design_t": "t", "rao_scott_f": "F"}
