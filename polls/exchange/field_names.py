"""What a part of a questionnaire is called in the list of what a format cannot say."""

from collections.abc import Mapping

from polls.codebook.schema import Text

FIELD_NAMES: Mapping[str, Text] = {
    "is_anonymous": {"nl": "anoniem of niet", "en": "anonymous or not"},
    "channel": {"nl": "hoe respondenten binnenkomen", "en": "how respondents get in"},
    "segment_variables": {"nl": "de segmenten", "en": "the segment variables"},
    "minimum_base": {"nl": "de kleinste groep die wordt getoond", "en": "the smallest group shown"},
    "equivalence_margin": {"nl": "de marge voor ‘vergelijkbaar’", "en": "the margin for “similar”"},
    "screen_outs": {"nl": "wie wordt uitgesloten", "en": "the screen-outs"},
    "quotas": {"nl": "de quota", "en": "the quotas"},
    "has_random_questions": {"nl": "de willekeurige volgorde van de vragen", "en": "the random order of the questions"},
    "is_shuffled": {"nl": "de willekeurige plaats van de pagina", "en": "the random place of the page"},
    "dont_know": {"nl": "‘weet niet’", "en": "“don't know”"},
    "minimum": {"nl": "het laagste", "en": "the lowest"},
    "maximum": {"nl": "het hoogste", "en": "the highest"},
    "decimals": {"nl": "het aantal decimalen", "en": "the number of decimals"},
    "unit": {"nl": "de eenheid", "en": "the unit"},
    "low_label": {"nl": "de tekst bij het laagste punt", "en": "the label at the low end"},
    "high_label": {"nl": "de tekst bij het hoogste punt", "en": "the label at the high end"},
    "min_choices": {"nl": "het kleinste aantal antwoorden", "en": "the fewest choices"},
    "max_choices": {"nl": "het grootste aantal antwoorden", "en": "the most choices"},
    "max_megabytes": {"nl": "de grootte van het bestand", "en": "the size of the file"},
    "taken_from": {"nl": "waar de waarde vandaan komt", "en": "where the value is taken from"},
    "source": {"nl": "de bron van de waarde", "en": "the source of the value"},
    "choices": {"nl": "de antwoorden", "en": "the choices"},
    "holds": {"nl": "wat de berekening oplevert", "en": "what the calculation gives"},
    "statement": {"nl": "de tekst bij het vakje", "en": "the text beside the box"},
    "variants": {"nl": "de andere formuleringen", "en": "the other wordings"},
    "checks": {"nl": "de controles", "en": "the checks"},
    "carries": {"nl": "de overgenomen antwoorden", "en": "the carried-over choices"},
    "carries_chosen": {"nl": "welke antwoorden worden overgenomen", "en": "which choices are carried over"},
    "has_random_choices": {"nl": "de willekeurige volgorde van de antwoorden", "en": "the random order of the choices"},
    "has_random_rows": {"nl": "de willekeurige volgorde van de rijen", "en": "the random order of the rows"},
    "is_pinned": {"nl": "de vaste plaats", "en": "the fixed place"},
    "is_carried": {"nl": "dat dit is overgenomen", "en": "that it was carried over"},
    "show_if": {"nl": "de voorwaarde", "en": "the condition"},
    "image_alt": {"nl": "de beschrijving van de afbeelding", "en": "the description of the picture"},
    "requirement": {"nl": "verplicht of niet", "en": "required or not"},
}
