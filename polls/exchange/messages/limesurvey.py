"""What does not come along from a LimeSurvey file, or comes along as something else."""

from collections.abc import Mapping

from polls.codebook.schema import Text

LIMESURVEY: Mapping[str, tuple[str, Text]] = {
    "unknown_type": (
        "lost",
        {
            "nl": "Vraagtype ‘{kind}’ van LimeSurvey is hier niet bekend. De vraag is niet overgenomen.",
            "en": "LimeSurvey's question type ‘{kind}’ is not known here. The question was not taken.",
        },
    ),
    "comment_apart": (
        "changed",
        {
            "nl": "De toelichting bij deze lijst is een eigen vraag geworden: {code}.",
            "en": "The comment beside this list has become a question of its own: {code}.",
        },
    ),
    "comments_apart": (
        "changed",
        {
            "nl": "De toelichtingen bij de antwoorden zijn {count} eigen vragen geworden; elk verschijnt wanneer het "
            "antwoord is aangekruist.",
            "en": "The comments beside the answers have become {count} questions of their own; each appears when its "
            "answer is ticked.",
        },
    ),
    "comments_lost": (
        "lost",
        {
            "nl": "Deze vraag heeft {count} toelichtingen. De aankruisvraag is overgenomen, de toelichtingen niet.",
            "en": "This question has {count} comments. The question was taken, the comments were not.",
        },
    ),
    "split": (
        "changed",
        {
            "nl": "Deze vraag is in {count} vragen gesplitst: hier is elk veld een vraag of een matrix.",
            "en": "This question was split into {count} questions: here each field is a question or a matrix.",
        },
    ),
    "too_many_cells": (
        "lost",
        {
            "nl": "Deze tabel heeft {count} tekstvelden, te veel om er vragen van te maken. De vraag is niet "
            "overgenomen.",
            "en": "This table has {count} text fields, too many to make questions of. The question was not taken.",
        },
    ),
    "setting_lost": (
        "lost",
        {
            "nl": "De instelling ‘{name}’ ({value}) heeft hier geen tegenhanger of kon niet worden vertaald.",
            "en": "The setting ‘{name}’ ({value}) has no equivalent here or could not be translated.",
        },
    ),
    "prefix_lost": (
        "lost",
        {
            "nl": "Voor het getal stond ‘{prefix}’; alleen wat erachter staat, is overgenomen.",
            "en": "‘{prefix}’ stood before the number; only what stands behind it was taken.",
        },
    ),
    "time_lost": (
        "changed",
        {
            "nl": "Deze vraag vroeg ook een tijd ({form}). Hier wordt alleen de datum gevraagd.",
            "en": "This question also asked for a time ({form}). Here only the date is asked.",
        },
    ),
    "file_types_lost": (
        "lost",
        {
            "nl": "Deze bestandstypen worden hier niet aangenomen: {types}.",
            "en": "These file types are not accepted here: {types}.",
        },
    ),
    "one_file_only": (
        "changed",
        {
            "nl": "Er mochten {count} bestanden worden gestuurd; hier één.",
            "en": "{count} files could be sent; here it is one.",
        },
    ),
    "hidden": (
        "changed",
        {
            "nl": "Deze vraag was verborgen. Zij is een verborgen variabele geworden, gevuld door ‘{code}’ in de link.",
            "en": "This question was hidden. It has become a hidden variable, filled by ‘{code}’ in the link.",
        },
    ),
    "hidden_lost": (
        "lost",
        {
            "nl": "Deze vraag was verborgen en haar soort kan hier geen verborgen variabele zijn. Zij is niet "
            "overgenomen.",
            "en": "This question was hidden, and its kind cannot be a hidden variable here. It was not taken.",
        },
    ),
    "language_switch": (
        "lost",
        {
            "nl": "De taalkeuze staat hier al boven elke pagina. De vraag is niet overgenomen.",
            "en": "Here the choice of language stands above every page. The question was not taken.",
        },
    ),
    "equation_lost": (
        "lost",
        {
            "nl": "Deze berekening kon niet worden vertaald en is niet overgenomen: {equation}",
            "en": "This equation could not be translated and was not taken: {equation}",
        },
    ),
    "pattern_lost": (
        "lost",
        {
            "nl": "Het patroon waaraan het antwoord moest voldoen, is niet overgenomen: {pattern}",
            "en": "The pattern that the answer had to match was not taken: {pattern}",
        },
    ),
    "condition_lost": (
        "lost",
        {
            "nl": "De voorwaarde kon niet worden vertaald (bij: {what}). Zonder voorwaarde wordt dit altijd getoond. "
            "In LimeSurvey: {equation}",
            "en": "The condition could not be translated (at: {what}). Without one this is always shown. "
            "In LimeSurvey: {equation}",
        },
    ),
    "part_condition_lost": (
        "lost",
        {
            "nl": "De voorwaarde bij onderdeel {part} is niet overgenomen: {equation}",
            "en": "The condition on part {part} was not taken: {equation}",
        },
    ),
    "default_lost": (
        "lost",
        {
            "nl": "Het vooraf ingevulde antwoord is niet overgenomen: hier begint elke vraag leeg.",
            "en": "The default answer was not taken: here every question starts empty.",
        },
    ),
    "expression_in_text": (
        "changed",
        {
            "nl": "In de tekst staat een LimeSurvey-uitdrukking die hier letterlijk blijft staan: {expression}",
            "en": "The text holds an expression of LimeSurvey's that stays as it is written: {expression}",
        },
    ),
    "random_group": (
        "lost",
        {
            "nl": "De groep hoorde bij willekeurige volgorde ‘{group}’. De volgorde is hier vast.",
            "en": "The group belonged to random order ‘{group}’. Here the order is fixed.",
        },
    ),
    "strays": (
        "changed",
        {
            "nl": "Bij {count} vragen ontbrak de groep in het bestand. Zij staan samen op een eigen pagina.",
            "en": "The group of {count} questions is missing in the file. They stand together on a page of their own.",
        },
    ),
    "orphan": (
        "lost",
        {
            "nl": "Dit onderdeel hoort bij een vraag die niet in het bestand staat, en is niet overgenomen.",
            "en": "This part belongs to a question that is not in the file, and was not taken.",
        },
    ),
    "language_lost": (
        "lost",
        {
            "nl": "De teksten in taal ‘{language}’ zijn niet overgenomen: peilingen zijn in het Nederlands en Engels.",
            "en": "The texts in language ‘{language}’ were not taken: polls are in Dutch and English.",
        },
    ),
    "language_replaced": (
        "changed",
        {
            "nl": "De vragenlijst is in taal ‘{language}’. Haar teksten staan nu bij het Nederlands, om te vertalen.",
            "en": "The survey is in language ‘{language}’. Its texts now stand under Dutch, to be translated.",
        },
    ),
    "recoded": (
        "changed",
        {
            "nl": "Het bestand is niet in de tekencodering die het zelf noemt. Het is gelezen als Windows-tekst; kijk "
            "de bijzondere tekens na.",
            "en": "The file is not in the character encoding that it names. It was read as Windows text; look at the "
            "special characters.",
        },
    ),
    "quota_lost": (
        "lost",
        {
            "nl": "Dit quotum is niet overgenomen. Voeg het in de peiling toe.",
            "en": "This quota was not taken. Add it in the poll.",
        },
    ),
    "assessments_lost": (
        "lost",
        {
            "nl": "De {count} beoordelingsregels (assessments) hebben hier geen tegenhanger.",
            "en": "The {count} assessment rules have no equivalent here.",
        },
    ),
    "date_lost": (
        "lost",
        {
            "nl": "De begin- of einddatum {date} is niet overgenomen; kies die bij het publiceren.",
            "en": "The start or end date {date} was not taken; choose it when publishing.",
        },
    ),
    "page_per_group": (
        "changed",
        {
            "nl": "De vragenlijst stond per vraag of op één pagina; hier is elke groep een pagina.",
            "en": "The survey went question by question or stood on one page; here each group is a page.",
        },
    ),
    "display_lost": (
        "lost",
        {
            "nl": "Instellingen die alleen zeggen hoe LimeSurvey de vraag tekent, zijn niet overgenomen: {names}.",
            "en": "Settings that only say how LimeSurvey draws the question were not taken: {names}.",
        },
    ),
}
