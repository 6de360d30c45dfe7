"""Why a file cannot be read at all, per language."""

from collections.abc import Mapping

from polls.codebook.schema import Text

FILE_PROBLEMS: Mapping[str, Text] = {
    "too_large": {
        "nl": "Het bestand is groter dan {most} MB. Kies een kleiner bestand.",
        "en": "The file is larger than {most} MB. Choose a smaller one.",
    },
    "not_xlsform": {
        "nl": "Deze werkmap is geen XLSForm: er is geen blad ‘survey’ met een kolom ‘type’.",
        "en": "This workbook is no XLSForm: it has no sheet ‘survey’ with a column ‘type’.",
    },
    "too_many_rows": {
        "nl": "De werkmap heeft meer rijen dan een vragenlijst ooit heeft, en wordt niet gelezen.",
        "en": "The workbook has more rows than a questionnaire ever has, and is not read.",
    },
    "damaged": {
        "nl": "Het bestand is beschadigd en kon niet worden gelezen.",
        "en": "The file is damaged and could not be read.",
    },
    "too_slow": {
        "nl": "Het bestand lezen duurde te lang. Is het wel een vragenlijst?",
        "en": "Reading the file took too long. Is it a questionnaire at all?",
    },
    "empty": {"nl": "Het bestand is leeg.", "en": "The file is empty."},
    "not_xml": {
        "nl": "Dit is geen leesbaar LimeSurvey-bestand: de XML is beschadigd of afgebroken. Exporteer de vragenlijst "
        "opnieuw.",
        "en": "This is not a readable LimeSurvey file: its XML is damaged or cut off. Export the survey again.",
    },
    "entities": {
        "nl": "Het bestand bevat een documenttype of entiteiten. Een LimeSurvey-export heeft die nooit; om "
        "veiligheidsredenen "
        "wordt dit bestand niet gelezen.",
        "en": "The file contains a document type or entities. A LimeSurvey export never has those; for safety this "
        "file is not read.",
    },
    "bomb": {
        "nl": "Het bestand is van binnen veel groter of dieper dan een vragenlijst ooit is, en wordt niet gelezen.",
        "en": "The file is far larger or deeper inside than a questionnaire ever is, and is not read.",
    },
    "not_limesurvey": {
        "nl": "Dit XML-bestand is geen LimeSurvey-vragenlijst. Kies in LimeSurvey ‘Exporteren › "
        "Vragenlijststructuur (.lss)’.",
        "en": "This XML file is not a LimeSurvey survey. In LimeSurvey choose “Export › Survey structure (.lss)”.",
    },
    "no_questions": {
        "nl": "Er staan geen vragen in dit bestand.",
        "en": "There are no questions in this file.",
    },
    "too_many_questions": {
        "nl": "Er staan meer dan {most} vragen en onderdelen in dit bestand.",
        "en": "There are more than {most} questions and parts in this file.",
    },
    "archive": {
        "nl": "Dit is een zip-archief (zoals .lsa of .zip). Pak het uit en kies het bestand met de "
        "vragenlijst (.lss, .xlsx of .json).",
        "en": "This is a zip archive (such as .lsa or .zip). Unpack it and choose the file with the questionnaire "
        "(.lss, .xlsx or .json).",
    },
    "unknown_format": {
        "nl": "Dit bestand is niet herkend. Kies een vragenlijst als JSON, XLSForm (.xlsx) of LimeSurvey (.lss).",
        "en": "This file was not recognised. Choose a questionnaire as JSON, XLSForm (.xlsx) or LimeSurvey (.lss).",
    },
    "not_json": {
        "nl": "Dit is geen leesbaar JSON-bestand: {reason}.",
        "en": "This is not a readable JSON file: {reason}.",
    },
    "not_questionnaire": {
        "nl": "Dit JSON-bestand volgt niet het schema van een vragenlijst. Bij {path}: {reason}.",
        "en": "This JSON file does not follow the schema of a questionnaire. At {path}: {reason}.",
    },
    "other_format": {
        "nl": "Dit JSON-bestand heeft een andere indeling dan “{known}”.",
        "en": "This JSON file has another format than “{known}”.",
    },
}
"""Why a file cannot be used at all."""
