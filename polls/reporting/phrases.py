"""The sentences of a report in Dutch and in English, one entry per sentence; ``say`` fills one in.

Parts in braces arrive formatted. A test holds that both languages have the same entries with the same parts.
"""

from collections.abc import Mapping, Sequence

from polls.reporting.numbers import unbroken
from polls.reporting.phrases_of_fieldwork import FIELDWORK_PHRASES
from polls.reporting.phrases_of_kinds import KIND_PHRASES
from polls.reporting.phrases_of_weights import WEIGHT_PHRASES, WEIGHTED_SIGNS, WEIGHTED_TESTS

PHRASES: Mapping[str, Mapping[str, str]] = {
    **FIELDWORK_PHRASES,
    **KIND_PHRASES,
    **WEIGHT_PHRASES,
    # Who is spoken of
    "respondents": {"nl": "respondenten", "en": "respondents"},
    "respondent": {"nl": "respondent", "en": "respondent"},
    "in_group": {"nl": "in de groep {label}", "en": "in the group {label}"},
    "at": {"nl": "bij {label}", "en": "at {label}"},
    "who_were_asked": {"nl": "aan wie deze vraag is gesteld", "en": "who were asked this question"},
    "with_opinion": {"nl": "met een mening", "en": "with an opinion"},
    "who_rated": {"nl": "die een cijfer gaven", "en": "who gave a score"},
    "who_gave_number": {"nl": "die een getal noemden", "en": "who gave a number"},
    "total": {"nl": "Totaal", "en": "Total"},
    "nobody_answered": {"nl": "nog geen antwoorden", "en": "no answers yet"},
    # How strong a share is
    "large_majority": {
        "nl": "een grote meerderheid ({percent}) van de {who}",
        "en": "a large majority ({percent}) of {who}",
    },
    "majority": {"nl": "een meerderheid ({percent}) van de {who}", "en": "a majority ({percent}) of {who}"},
    "more_than_half": {"nl": "meer dan de helft ({percent}) van de {who}", "en": "more than half ({percent}) of {who}"},
    "about_half": {"nl": "ongeveer de helft ({percent}) van de {who}", "en": "about half ({percent}) of {who}"},
    "half": {"nl": "de helft ({percent}) van de {who}", "en": "half ({percent}) of {who}"},
    "share": {"nl": "{percent} van de {who}", "en": "{percent} of {who}"},
    "none": {"nl": "geen van de {n} {who}", "en": "none of the {n} {who}"},
    "all": {"nl": "alle {n} {who}", "en": "all {n} {who}"},
    "names": {"nl": "noemt", "en": "name"},
    "name": {"nl": "noemen", "en": "name"},
    "answers": {"nl": "antwoordt", "en": "answer"},
    "answer": {"nl": "antwoorden", "en": "answer"},
    "claim": {"nl": "{subject} {verb} {answer} ({evidence}).", "en": "{subject} {verb} {answer} ({evidence})."},
    "highest": {"nl": " Dat is het meest gegeven antwoord{rest}.", "en": " That is the most frequent answer{rest}."},
    "then_follow": {"nl": "; daarna volgen {answers}", "en": ", followed by {answers}"},
    "then_follows": {"nl": "; daarna volgt {answers}", "en": ", followed by {answers}"},
    "shared_first": {
        "nl": " Even vaak gegeven: {answers}.",
        "en": " Given equally often: {answers}.",
    },
    "mean_rating": {
        "nl": "Het gemiddelde cijfer is een {mean} op een schaal van {low} tot en met {high} bij de {who} "
        "({evidence}).",
        "en": "On average, {who} give a {mean} on a scale from {low} to {high} ({evidence}).",
    },
    "mean_number": {
        "nl": "Het gemiddelde is {mean} en de mediaan {median} bij de {who} ({evidence}).",
        "en": "The mean among {who} is {mean}, the median {median} ({evidence}).",
    },
    "answered": {
        "nl": "{count} van de {asked} {who} vulden een antwoord in.",
        "en": "{count} of the {asked} {who} wrote an answer.",
    },
    "n": {"nl": "n = {n}", "en": "n = {n}"},
    "small_n": {"nl": "kleine groep, n = {n}", "en": "small group, n = {n}"},
    "interval": {"nl": "95%-interval {interval}", "en": "95% interval {interval}"},
    "whole_population": {"nl": "de hele groep is ondervraagd", "en": "the whole group was surveyed"},
    # Comparing
    "row_different": {
        "nl": "Significant verschil tussen {first} en {second} in {measure} ({evidence}).",
        "en": "Significant difference between {first} and {second} in {measure} ({evidence}).",
    },
    "row_no_difference": {
        "nl": "Geen significant verschil tussen {first} en {second} in {measure} ({evidence}).{verdict}",
        "en": "No significant difference between {first} and {second} in {measure} ({evidence}).{verdict}",
    },
    "not_testable": {
        "nl": "Het verschil tussen {first} en {second} in {measure} is niet te toetsen: een van de groepen telt minder "
        "dan 10 respondenten (n = {first_n} en {second_n}).",
        "en": "The difference between {first} and {second} in {measure} cannot be tested: one of the groups has fewer "
        "than 10 respondents (n = {first_n} and {second_n}).",
    },
    "not_testable_alike": {
        "nl": "Het verschil tussen {first} en {second} in {measure} is niet te toetsen: de antwoorden lopen niet "
        "uiteen (n = {first_n} en {second_n}).",
        "en": "The difference between {first} and {second} in {measure} cannot be tested: the answers do not vary "
        "(n = {first_n} and {second_n}).",
    },
    "share_that": {"nl": "het aandeel dat {answer} {verb}", "en": "the share that {verb} {answer}"},
    "that_names": {"nl": "noemt", "en": "names"},
    "that_answers": {"nl": "antwoordt", "en": "answers"},
    "the_mean": {"nl": "het gemiddelde", "en": "the mean"},
    "compared": {
        "nl": "{first_value} en {second_value}; n = {first_n} en {second_n}; verschil {difference}, 95%-interval "
        "{interval}; {test}",
        "en": "{first_value} and {second_value}; n = {first_n} and {second_n}; difference {difference}, 95% interval "
        "{interval}; {test}",
    },
    "tested_by": {"nl": "{test}, {p}", "en": "{test}, {p}"},
    "tested_by_corrected": {
        "nl": "{test}, {p} na correctie volgens {name}",
        "en": "{test}, {p} after {name} correction",
    },
    "detectable": {
        "nl": "bij deze aantallen was een verschil vanaf {points} aantoonbaar",
        "en": "with these numbers a difference from {points} could have been shown",
    },
    "similar": {
        "nl": " De groepen zijn vergelijkbaar: het verschil is aantoonbaar kleiner dan {margin}.",
        "en": " The groups are similar: the difference is demonstrably smaller than {margin}.",
    },
    "not_shown_to_differ": {
        "nl": " Dat de groepen gelijk zijn, is daarmee niet aangetoond.",
        "en": " That does not show that the groups are alike.",
    },
    "table_different": {
        "nl": "De antwoorden verschillen significant naar {variable} ({test}).",
        "en": "The answers differ significantly by {variable} ({test}).",
    },
    "table_not_shown": {
        "nl": "Dat de antwoorden verschillen naar {variable}, is niet aangetoond ({test}).",
        "en": "The answers have not been shown to differ by {variable} ({test}).",
    },
    "means_different": {
        "nl": "Het gemiddelde verschilt significant naar {variable} ({test}).",
        "en": "The mean differs significantly by {variable} ({test}).",
    },
    "means_not_shown": {
        "nl": "Dat het gemiddelde verschilt naar {variable}, is niet aangetoond ({test}).",
        "en": "The mean has not been shown to differ by {variable} ({test}).",
    },
    "point": {"nl": "{points} procentpunt", "en": "{points} percentage point"},
    "points": {"nl": "{points} procentpunten", "en": "{points} percentage points"},
    "and": {"nl": "{first} en {last}", "en": "{first} and {last}"},
    "or": {"nl": "{first} of {last}", "en": "{first} or {last}"},
    "quoted": {"nl": "‘{label}’", "en": "‘{label}’"},
    # Bases and notes
    "base_answered": {
        "nl": "Basis: {n} {who} die deze vraag beantwoordden",
        "en": "Base: {n} {who} who answered this question",
    },
    "base_valid": {
        "nl": "Basis: {n} {who} die deze vraag beantwoordden, zonder ‘{dont_know}’",
        "en": "Base: {n} {who} who answered this question, without ‘{dont_know}’",
    },
    "base_asked": {
        "nl": "Basis: {n} {who} aan wie deze vraag is gesteld",
        "en": "Base: {n} {who} who were asked this question",
    },
    "base_empty": {
        "nl": "Nog niemand heeft deze vraag beantwoord",
        "en": "Nobody has answered this question yet",
    },
    "base_multiple": {
        "nl": "; meer antwoorden mogelijk, dus samen meer dan 100%",
        "en": "; several answers possible, so together more than 100%",
    },
    "base_not_all": {
        "nl": "; gesteld aan {asked} van de {n} respondenten",
        "en": "; asked of {asked} of the {n} respondents",
    },
    "base_skipped": {"nl": "; {skipped} sloegen de vraag over", "en": "; {skipped} skipped the question"},
    "base_one_skipped": {"nl": "; 1 sloeg de vraag over", "en": "; 1 skipped the question"},
    "base_hidden": {
        "nl": "Niet getoond: minder dan {k} respondenten, of af te leiden uit andere cijfers",
        "en": "Not shown: fewer than {k} respondents, or derivable from other figures",
    },
    "hidden": {
        "nl": "niet getoond: minder dan {k} respondenten, of daaruit af te leiden",
        "en": "not shown: fewer than {k} respondents, or would reveal such a group",
    },
    "hidden_groups": {
        "nl": "Niet getoond: {labels}. Groepen van minder dan {k} respondenten blijven verborgen, en ook een groep "
        "waaruit zo’n groep af te leiden is.",
        "en": "Not shown: {labels}. Groups of fewer than {k} respondents stay hidden, and so does a group from which "
        "such a group could be derived.",
    },
    "empty": {"nl": "geen respondenten in deze groep", "en": "no respondents in this group"},
    "not_asked": {"nl": "niet gesteld aan deze groep", "en": "not asked of this group"},
    "not_asked_groups": {
        "nl": "Deze vraag is niet gesteld aan: {labels}.",
        "en": "This question was not asked of: {labels}.",
    },
    "row_answered": {"nl": "Antwoord ingevuld", "en": "Wrote an answer"},
    "mean_row": {"nl": "Gemiddelde", "en": "Mean"},
    "net_label": {"nl": "{labels} ({code})", "en": "{labels} ({code})"},
    "top2": {"nl": "top 2", "en": "top 2"},
    "bottom2": {"nl": "onderste 2", "en": "bottom 2"},
    "small_base": {"nl": "kleine groep", "en": "small group"},
    "small_bases": {
        "nl": "Kleine groep (minder dan 30 respondenten): {labels}. Lees de percentages met hun interval.",
        "en": "Small group (fewer than 30 respondents): {labels}. Read the percentages with their interval.",
    },
    "rounding": {
        "nl": "Door afronding tellen de percentages niet op tot precies 100.",
        "en": "Because of rounding the percentages do not add up to exactly 100.",
    },
    "correction": {
        "nl": "Paarsgewijze toetsen binnen een antwoord: niveau 5%, na correctie volgens {name}.",
        "en": "Pairwise tests within an answer: level 5%, after {name} correction.",
    },
    "filter": {"nl": "Alleen {label}", "en": "Only {label}"},
    "n_respondents": {"nl": "{n} respondenten", "en": "{n} respondents"},
    # In and under charts
    "chart_interval": {"nl": "Streepje: 95%-interval.", "en": "Line: 95% interval."},
    "chart_letters": {
        "nl": "Letter: significant hoger dan in de groep met die letter.",
        "en": "Letter: significantly higher than in the group of that letter.",
    },
    "chart_top2": {"nl": "Top\u00a02: {answer}.", "en": "Top\u00a02: {answer}."},
    "chart_mean": {
        "nl": "Gemiddelde: {mean} (95%-interval {interval}).",
        "en": "Mean: {mean} (95% interval {interval}).",
    },
    "chart_mean_mark": {"nl": "gemiddeld {mean}", "en": "mean {mean}"},
    "chart_unit": {"nl": "Gemiddelde, in {unit}.", "en": "Mean, in {unit}."},
    "chart_days": {"nl": "Antwoorden per dag", "en": "Responses by day"},
    # How it was computed
    "method_interval": {
        "nl": "Bij elk percentage staat het 95%-interval: Wilson, of waar de omvang van de groep bekend is met "
        "eindigepopulatiecorrectie.",
        "en": "Each percentage has its 95% interval: Wilson, with a finite population correction where the size of the "
        "group is known.",
    },
    "method_base": {
        "nl": "Percentages zijn berekend over wie de vraag beantwoordde; bij schalen, cijfers en getallen zonder "
        "‘weet niet’. Wie de vraag niet kreeg, telt nooit mee.",
        "en": "Percentages are of those who answered the question; for scales, scores and numbers without ‘don’t "
        "know’. Whoever was not asked is never counted.",
    },
    "method_test": {
        "nl": "Significant betekent: significant bij een toets op 5%, na correctie voor het aantal paren ({name}).",
        "en": "Significant means: significant in a test at 5%, after correction for the number of pairs ({name}).",
    },
    "method_hidden": {
        "nl": "Groepen van minder dan {k} respondenten worden nergens getoond.",
        "en": "Groups of fewer than {k} respondents are shown nowhere.",
    },
    "method_unweighted": {"nl": "Er is niet gewogen.", "en": "No weights were applied."},
    "findings_corrected": {
        "nl": "Verschillen staan hier alleen als zij ook na correctie over alle toetsen van het rapport overeind "
        "blijven (Benjamini-Hochberg, 5%).",
        "en": "Differences are listed here only if they also hold after correction over all tests of the report "
        "(Benjamini-Hochberg, 5%).",
    },
}

TEST_NAMES: Mapping[str, Mapping[str, str]] = {
    **WEIGHTED_TESTS,
    "pearson_chi_square": {"nl": "chi-kwadraattoets", "en": "chi-square test"},
    "fisher_freeman_halton": {"nl": "exacte toets van Fisher-Freeman-Halton", "en": "Fisher-Freeman-Halton exact test"},
    "fisher_freeman_halton_monte_carlo": {
        "nl": "exacte toets van Fisher-Freeman-Halton (Monte Carlo)",
        "en": "Fisher-Freeman-Halton exact test (Monte Carlo)",
    },
    "two_proportion_z": {"nl": "z-toets", "en": "z test"},
    "fisher_exact": {"nl": "exacte toets van Fisher", "en": "Fisher’s exact test"},
    "welch_t": {"nl": "t-toets van Welch", "en": "Welch’s t test"},
    "welch_anova": {"nl": "variantieanalyse van Welch", "en": "Welch’s analysis of variance"},
}

STATISTIC_SIGNS: Mapping[str, str] = {
    **WEIGHTED_SIGNS,
    "pearson_chi_square": "χ²",
    "two_proportion_z": "z",
    "welch_t": "t",
    "welch_anova": "F",
}
"""The sign of each statistic that is printed; an exact test has none."""

CORRECTIONS: Mapping[str, str] = {
    "holm": "Holm",
    "benjamini_hochberg": "Benjamini-Hochberg",
    "bonferroni": "Bonferroni",
}


def say(language: str, key: str, /, **parts: str | int) -> str:
    """Give the sentence ``key`` in ``language`` with its parts filled in; ``n = 52`` stays on one line."""
    return unbroken(PHRASES[key][language].format(**parts))


def listed(items: Sequence[str], language: str, conjunction: str = "and") -> str:
    """Join as in a sentence: ``a, b en c``. ``conjunction`` is ``and`` or ``or``. Nothing gives an empty text."""
    if len(items) < 2:
        return "".join(items)
    return say(language, conjunction, first=", ".join(items[:-1]), last=items[-1])


def quoted(label: str, language: str) -> str:
    """Put a label of the poll between quotation marks."""
    return say(language, "quoted", label=label)


def capitalised(sentence: str) -> str:
    """Start the sentence with a capital."""
    return sentence[:1].upper() + sentence[1:]
