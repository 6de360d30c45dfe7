"""The words of the paper form and the codebook themselves, per language."""

from collections.abc import Mapping

from polls.codebook.schema import BaseRule, QuestionKind

FORM: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "paper": "Papieren vragenlijst", "page_of": "pagina {page} van {pages}", "page": "Deel {number}",
        "only_if": "Alleen invullen als {condition}.", "go_to": "ga naar vraag {number}", "to_end": "ga naar het einde",
        "one": "Kies één antwoord.", "several": "Er zijn meer antwoorden mogelijk.",
        "at_least": "Kies minstens {count}.", "at_most": "Kies hoogstens {count}.",
        "one_per_row": "Kies één antwoord per rij.", "several_per_row": "Per rij zijn meer antwoorden mogelijk.",
        "rank": "Zet een cijfer voor elk antwoord: 1 is het eerste of belangrijkste.",
        "divide": "Verdeel {total} over deze antwoorden.", "total": "Totaal",
        "number": "Vul een getal in.", "between": "Van {low} tot en met {high}.", "from": "{low} of hoger.",
        "up_to": "{high} of lager.", "date": "dag – maand – jaar", "month": "maand – jaar", "signed": "Kruis aan.",
        "file": "Voeg het bestand bij het formulier.", "required": "verplicht", "end": "Einde van de vragenlijst",
        "exclusive": "kruis dan niets anders aan",
    },
    "en": {
        "paper": "Paper questionnaire", "page_of": "page {page} of {pages}", "page": "Part {number}",
        "only_if": "Only answer if {condition}.", "go_to": "go to question {number}", "to_end": "go to the end",
        "one": "Choose one answer.", "several": "More than one answer is possible.",
        "at_least": "Choose at least {count}.", "at_most": "Choose at most {count}.",
        "one_per_row": "Choose one answer per row.", "several_per_row": "More than one answer per row is possible.",
        "rank": "Put a number before each answer: 1 is the first or most important.",
        "divide": "Divide {total} over these answers.", "total": "Total",
        "number": "Fill in a number.", "between": "From {low} to {high}.", "from": "{low} or more.",
        "up_to": "{high} or less.", "date": "day – month – year", "month": "month – year", "signed": "Tick the box.",
        "file": "Enclose the file with the form.", "required": "required", "end": "End of the questionnaire",
        "exclusive": "then tick nothing else",
    },
}  # fmt: skip

CODEBOOK: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "title": "Codeboek", "variable": "Variabele", "kind": "Soort", "question": "Vraag", "asked": "Gesteld",
        "base": "Basis", "codes": "Codes", "code": "Code", "label": "Label", "everyone": "aan iedereen",
        "only_if": "als {condition}", "skipped": "overgeslagen", "not_asked": "niet gesteld (ontbreekt)",
        "dont_know": "weet niet", "range": "Bereik", "unit": "Eenheid", "expression": "Berekening",
        "segments": "Segmenten", "segment": "Segment", "values": "Waarden", "population": "Populatie",
        "from_contact": "uit de contactlijst: {source}", "from_question": "uit vraag {source}",
        "how": "Hoe het is opgeslagen",
        "how_text": "Elk antwoord is een code, nooit een label. Een overgeslagen vraag is leeg, ‘weet niet’ is _dk, "
        "een vraag die niet is gesteld ontbreekt. Bij meer antwoorden staat een lijst van codes; de tekst van ‘anders, "
        "namelijk’ staat in vraag.antwoord.",
        "version": "Versie {number}", "draft": "Concept",
    },
    "en": {
        "title": "Codebook", "variable": "Variable", "kind": "Kind", "question": "Question", "asked": "Asked",
        "base": "Base", "codes": "Codes", "code": "Code", "label": "Label", "everyone": "of everyone",
        "only_if": "if {condition}", "skipped": "skipped", "not_asked": "not asked (absent)",
        "dont_know": "don't know", "range": "Range", "unit": "Unit", "expression": "Calculation",
        "segments": "Segments", "segment": "Segment", "values": "Values", "population": "Population",
        "from_contact": "from the contact list: {source}", "from_question": "from question {source}",
        "how": "How it is stored",
        "how_text": "Each answer is a code, never a label. A skipped question is empty, “don't know” is _dk, and a "
        "question that was not asked is absent. Several answers are a list of codes; the text of “other, namely” "
        "stands in question.choice.",
        "version": "Version {number}", "draft": "Draft",
    },
}  # fmt: skip

BASES: Mapping[str, Mapping[BaseRule, str]] = {
    "nl": {
        BaseRule.ASKED: "allen aan wie het is gevraagd",
        BaseRule.ANSWERED: "wie heeft geantwoord (ook ‘weet niet’)",
        BaseRule.VALID: "wie heeft geantwoord, zonder ‘weet niet’",
    },
    "en": {
        BaseRule.ASKED: "all who were asked",
        BaseRule.ANSWERED: "who answered (“don't know” included)",
        BaseRule.VALID: "who answered, without “don't know”",
    },
}

KINDS: Mapping[QuestionKind, Mapping[str, str]] = {
    QuestionKind.SINGLE: {"nl": "één antwoord", "en": "single choice"},
    QuestionKind.MULTIPLE: {"nl": "meer antwoorden", "en": "multiple choice"},
    QuestionKind.DROPDOWN: {"nl": "keuzelijst", "en": "dropdown"},
    QuestionKind.SCALE: {"nl": "schaal", "en": "labelled scale"},
    QuestionKind.RATING: {"nl": "cijfer", "en": "rating"},
    QuestionKind.NPS: {"nl": "aanbeveling (NPS)", "en": "recommendation (NPS)"},
    QuestionKind.STARS: {"nl": "sterren", "en": "stars"},
    QuestionKind.MATRIX_SINGLE: {"nl": "matrix, één per rij", "en": "matrix, one per row"},
    QuestionKind.MATRIX_MULTIPLE: {"nl": "matrix, meer per rij", "en": "matrix, several per row"},
    QuestionKind.MATRIX_NUMBER: {"nl": "matrix van getallen", "en": "matrix of numbers"},
    QuestionKind.RANKING: {"nl": "rangorde", "en": "ranking"},
    QuestionKind.ALLOCATION: {"nl": "verdeling", "en": "allocation"},
    QuestionKind.SLIDER: {"nl": "schuif", "en": "slider"},
    QuestionKind.NUMBER: {"nl": "getal", "en": "number"},
    QuestionKind.DATE: {"nl": "datum", "en": "date"},
    QuestionKind.MONTH: {"nl": "maand", "en": "month"},
    QuestionKind.SHORT_TEXT: {"nl": "korte tekst", "en": "short text"},
    QuestionKind.LONG_TEXT: {"nl": "lange tekst", "en": "long text"},
    QuestionKind.IMAGE_CHOICE: {"nl": "afbeelding kiezen", "en": "image choice"},
    QuestionKind.FILE: {"nl": "bestand", "en": "file"},
    QuestionKind.INFORMATION: {"nl": "mededeling", "en": "information"},
    QuestionKind.HIDDEN: {"nl": "verborgen", "en": "hidden"},
    QuestionKind.CALCULATED: {"nl": "berekend", "en": "calculated"},
    QuestionKind.CONSENT: {"nl": "toestemming", "en": "consent"},
}
