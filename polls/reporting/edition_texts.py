"""The words of an edition beside those of its report: headings, notes on how to read it, facts of its making."""

from collections.abc import Mapping

TEXTS: Mapping[str, Mapping[str, str]] = {
    "kind": {"nl": "Onderzoeksrapport", "en": "Research report"},
    "contents": {"nl": "Inhoud", "en": "Contents"},
    "findings": {"nl": "Wat opvalt", "en": "What stands out"},
    "no_findings": {
        "nl": "Geen uitkomst is zo zeker dat zij hier vooropstaat; alle antwoorden staan hierna per vraag.",
        "en": "No outcome is certain enough to head the report; all answers follow by question.",
    },
    "questions": {"nl": "De antwoorden per vraag", "en": "The answers by question"},
    "method": {"nl": "Verantwoording", "en": "Method"},
    "how_computed": {"nl": "Hoe is dit berekend?", "en": "How was this computed?"},
    "how_to_read": {"nl": "Zo leest u de tabellen", "en": "How to read the tables"},
    "about": {"nl": "Over dit onderzoek", "en": "About this study"},
    "question": {"nl": "Vraag {number}", "en": "Question {number}"},
    "by": {"nl": "Naar {label}", "en": "By {label}"},
    "answer": {"nl": "Antwoord", "en": "Answer"},
    "base": {"nl": "Basis", "en": "Base"},
    "source": {"nl": "Bron: {organisation}, {title}{date}", "en": "Source: {organisation}, {title}{date}"},
    "respondents": {"nl": "Respondenten", "en": "Respondents"},
    "fieldwork": {"nl": "Veldwerk", "en": "Fieldwork"},
    "computed": {"nl": "Berekend op", "en": "Computed on"},
    "by_whom": {"nl": "Uitgevoerd door", "en": "Conducted by"},
    "run": {"nl": "Kenmerk van de uitkomsten", "en": "Reference of the results"},
    "chart_of": {"nl": "Grafiek: {title}", "en": "Chart: {title}"},
    "table_of": {"nl": "Tabel: {title}", "en": "Table: {title}"},
    "page_of": {"nl": "Pagina {page} van {pages}", "en": "Page {page} of {pages}"},
    "read_letters": {
        "nl": "Een letter achter een percentage noemt de kolom waar het significant boven ligt.",
        "en": "A letter after a percentage names the column that it is significantly above.",
    },
    "read_interval": {
        "nl": "Onder elk percentage staat het 95%-interval: bij herhaling van het onderzoek ligt de werkelijke waarde "
        "in 95 van de 100 gevallen tussen deze grenzen.",
        "en": "Under each percentage stands its 95% interval: were the study repeated, the true value would lie "
        "between such bounds 95 times out of 100.",
    },
    "read_base": {
        "nl": "n is het aantal respondenten waarover is gepercenteerd. Bij een kleine groep (n onder 30) zijn de "
        "percentages grof; zij staan grijs.",
        "en": "n is the number of respondents that percentages are of. In a small group (n under 30) they are rough, "
        "and set in grey.",
    },
    "read_hidden": {
        "nl": "Een streepje betekent dat er niets getoond kan worden: de vraag is deze groep niet gesteld, of de groep "
        "is te klein.",
        "en": "A dash means that nothing can be shown: the group was not asked this question, or is too small.",
    },
    "items": {"nl": "De uitsplitsing van elk onderdeel staat in de tabellen van het Excelbestand.",
              "en": "The breakdown of each item is in the tables of the Excel workbook."},
}  # fmt: skip


def text(language: str, key: str, **parts: object) -> str:
    """Give a text in the language with its parts filled in. Raises KeyError."""
    return TEXTS[key][language].format(**parts)
