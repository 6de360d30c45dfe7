"""The codebook of a CSV of responses in DDI-Codebook 2.5, as archives of social data ask for.

Source of the elements and their order: DDI Alliance, DDI-Codebook 2.5 (2014).
"""

from collections.abc import Sequence
from itertools import groupby
from xml.etree.ElementTree import Element

from polls.codebook.schema import Questionnaire, in_language
from polls.reporting.writers.responses import Holds, Layout, Measure, ResponseColumn
from polls.reporting.writers.xml_text import child, legal, written

NAMESPACE = "ddi:codebook:2_5"
FILE_ID = "F1"

_NOTES = {
    "nl": "Antwoorden zijn codes. Een lege cel: niet beantwoord; _na: niet gesteld; _dk: weet niet; _nr: niet "
    "gerangschikt.",
    "en": "Answers are codes. An empty cell: not answered; _na: not asked; _dk: don’t know; _nr: not ranked.",
}


def codebook(questionnaire: Questionnaire, layout: Layout, file: str, language: str) -> str:
    """Write the codebook of the CSV file of this name."""
    root = Element("codeBook", {"xmlns": NAMESPACE, "version": "2.5", "xml:lang": language})
    _study(root, questionnaire, language)
    about = child(root, "fileDscr", ID=FILE_ID)
    text = child(about, "fileTxt")
    child(text, "fileName", file)
    child(child(text, "dimensns"), "varQnty", str(len(layout.columns)))
    child(text, "fileType", "text/csv; charset=utf-8")
    child(about, "notes", _NOTES[language])
    data = child(root, "dataDscr")
    identities = {column.name: f"V{place}" for place, column in enumerate(layout.columns, start=1)}
    _groups(data, questionnaire, layout.columns, identities, language)
    for column in layout.columns:
        _variable(data, questionnaire, column, identities[column.name], language)
    return written(root)


def _study(root: Element, questionnaire: Questionnaire, language: str) -> None:
    title = child(child(child(root, "stdyDscr"), "citation"), "titlStmt")
    child(title, "titl", in_language(questionnaire.title, language) or questionnaire.slug)
    child(title, "IDNo", questionnaire.slug)


def _groups(
    data: Element, questionnaire: Questionnaire, columns: Sequence[ResponseColumn], identities: dict[str, str],
    language: str,
) -> None:  # fmt: skip
    """Put the columns of each multiple choice together."""
    ticks = (column for column in columns if column.holds is Holds.TICK)
    for place, (source, members) in enumerate(groupby(ticks, key=lambda column: column.source), start=1):
        named = " ".join(identities[column.name] for column in members)
        group = child(data, "varGrp", ID=f"G{place}", type="multipleResp", var=named)
        child(group, "labl", in_language(questionnaire.variable_by_code[source].text, language))


def _variable(
    data: Element, questionnaire: Questionnaire, column: ResponseColumn, identity: str, language: str
) -> None:
    interval = "contin" if column.measure is Measure.SCALE else "discrete"
    made = child(data, "var", ID=identity, name=column.name, files=FILE_ID, dcml=str(column.decimals), intrvl=interval)
    child(made, "labl", column.heading)
    question = questionnaire.variable_by_code.get(column.source)
    if question is not None:
        child(child(made, "qstn"), "qstnLit", in_language(question.text, language))
        if question.show_if.strip():
            child(made, "universe", question.show_if.strip())
    for code, label in column.labels.items():
        _category(made, code, label)
    for code, label in column.reasons.items():
        _category(made, code, label).set("missing", "Y")
    is_number = column.holds in (Holds.NUMBER, Holds.TICK)
    child(made, "varFormat", type="numeric" if is_number else "character", schema="other")


def _category(variable: Element, code: str, label: str) -> Element:
    category = child(variable, "catgry")
    child(category, "catValu").text = legal(code)
    child(category, "labl", label)
    return category
