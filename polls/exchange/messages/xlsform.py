"""What XLSForm cannot say, and what of an XLSForm has no equivalent here."""

from collections.abc import Mapping

from polls.codebook.schema import Text

XLSFORM: Mapping[str, tuple[str, Text]] = {
    "field_unsaid": (
        "lost",
        {
            "nl": "XLSForm heeft geen tegenhanger van ‘{name}’; het staat niet in de werkmap.",
            "en": "XLSForm has no equivalent of ‘{name}’; it is not in the workbook.",
        },
    ),
    "condition_unsaid": (
        "lost",
        {
            "nl": "Deze voorwaarde is in XLSForm niet te zeggen (bij: {what}). Zonder voorwaarde wordt dit altijd "
            "getoond: {condition}",
            "en": "This condition cannot be said in XLSForm (at: {what}). Without one this is always shown: "
            "{condition}",
        },
    ),
    "formula_unsaid": (
        "lost",
        {
            "nl": "Deze berekening is in XLSForm niet te zeggen (bij: {what}): {formula}",
            "en": "This calculation cannot be said in XLSForm (at: {what}): {formula}",
        },
    ),
    "title_unsaid": (
        "lost",
        {
            "nl": "XLSForm kent één titel; die in de andere taal staat niet in de werkmap.",
            "en": "XLSForm has one title; the one in the other language is not in the workbook.",
        },
    ),
    "soft_unsaid": (
        "changed",
        {
            "nl": "Vragen die hier nog één keer om een antwoord vragen, zijn in XLSForm gewoon niet verplicht.",
            "en": "Questions that ask once more for an answer here are simply not required in XLSForm.",
        },
    ),
    "attribute_hidden": (
        "changed",
        {
            "nl": "Dit kenmerk van de contacten is in de werkmap een verborgen veld: {name}. Vul het daar zelf.",
            "en": "This contact attribute is a hidden field in the workbook: {name}. Fill it there yourself.",
        },
    ),
    "row_type_unknown": (
        "lost",
        {
            "nl": "Het type ‘{kind}’ is hier niet bekend. De vraag is niet overgenomen.",
            "en": "The type ‘{kind}’ is not known here. The question was not taken.",
        },
    ),
    "row_type_unsuited": (
        "lost",
        {
            "nl": "Een vraag van het type ‘{kind}’ wordt hier niet gesteld: {reason}. Zij is niet overgenomen.",
            "en": "A question of type ‘{kind}’ is not asked here: {reason}. It was not taken.",
        },
    ),
    "metadata_lost": (
        "lost",
        {
            "nl": "De eigenschap ‘{kind}’ van een inzending wordt hier niet bewaard.",
            "en": "The property ‘{kind}’ of a submission is not kept here.",
        },
    ),
    "type_replaced": (
        "changed",
        {
            "nl": "Het type ‘{kind}’ is hier een vraag van de soort ‘{ours}’ geworden.",
            "en": "The type ‘{kind}’ has become a question of the kind ‘{ours}’ here.",
        },
    ),
    "column_lost": (
        "lost",
        {
            "nl": "Wat in kolom ‘{column}’ staat, heeft hier geen tegenhanger: {value}",
            "en": "What stands in column ‘{column}’ has no equivalent here: {value}",
        },
    ),
    "relevant_lost": (
        "lost",
        {
            "nl": "De voorwaarde kon niet worden vertaald (bij: {what}). Zonder voorwaarde wordt dit altijd "
            "getoond: {source}",
            "en": "The condition could not be translated (at: {what}). Without one this is always shown: {source}",
        },
    ),
    "calculation_lost": (
        "lost",
        {
            "nl": "De berekening kon niet worden vertaald (bij: {what}) en is niet overgenomen: {source}",
            "en": "The calculation could not be translated (at: {what}) and was not taken: {source}",
        },
    ),
    "constraint_lost": (
        "lost",
        {
            "nl": "Deze eis aan het antwoord is niet overgenomen: {source}",
            "en": "This constraint on the answer was not taken: {source}",
        },
    ),
    "list_missing": (
        "lost",
        {
            "nl": "De lijst ‘{name}’ staat niet in het blad choices; de vraag heeft nog geen antwoorden.",
            "en": "The list ‘{name}’ is not in the sheet choices; the question has no choices yet.",
        },
    ),
    "repeat_once": (
        "changed",
        {
            "nl": "Herhalen kan hier niet; de vragen van ‘{name}’ worden één keer gesteld.",
            "en": "Repeating is not possible here; the questions of ‘{name}’ are asked once.",
        },
    ),
    "group_flattened": (
        "changed",
        {
            "nl": "De groep ‘{name}’ ligt binnen een andere. Haar vragen staan nu op de pagina zelf.",
            "en": "The group ‘{name}’ lies within another one. Its questions now stand on the page itself.",
        },
    ),
    "group_not_closed": (
        "changed",
        {
            "nl": "Het begin en einde van de groepen klopt niet; dat is zo goed mogelijk gelezen.",
            "en": "The begin and end of the groups do not match; they were read as well as possible.",
        },
    ),
    "other_added": (
        "changed",
        {
            "nl": "‘or_other’ is het antwoord ‘anders, namelijk’ geworden.",
            "en": "‘or_other’ has become the choice “other, namely”.",
        },
    ),
    "media_lost": (
        "lost",
        {
            "nl": "Het bestand ‘{value}’ hoort niet bij de werkmap en is niet meegekomen.",
            "en": "The file ‘{value}’ is no part of the workbook and did not come along.",
        },
    ),
    "name_missing": (
        "changed",
        {
            "nl": "Deze rij heeft geen naam; de code is nu ‘{code}’.",
            "en": "This row has no name; its code is now ‘{code}’.",
        },
    ),
}
