"""A questionnaire as an XLSForm workbook, with the list of what XLSForm cannot say."""

from polls.codebook.schema import Page, Question, Questionnaire, Requirement, Text
from polls.exchange.findings import Exported
from polls.exchange.xlsform.kinds_out import write_question
from polls.exchange.xlsform.names import (
    CONTACT,
    INTRO,
    PAGE_INTRO,
    PRIVACY,
    SAID,
    SAID_OF_CHOICE,
    SAID_OF_PAGE,
    SAID_OF_POLL,
    SAID_OF_ROW,
    THANKS,
)
from polls.exchange.xlsform.sheets import Sheets, attributes_in


def write_xlsform(questionnaire: Questionnaire) -> Exported:
    """Write the workbook: survey, choices and settings."""
    sheets = Sheets(questionnaire)
    _write_poll(questionnaire, sheets)
    for page in questionnaire.pages:
        _write_page(page, sheets)
    sheets.place = ""
    _note(THANKS, questionnaire.thanks, sheets)
    if any(question.requirement is Requirement.SOFT for question in questionnaire.questions):
        sheets.note("soft_unsaid")
    return Exported(sheets.content(), tuple(sheets.findings))


def _write_poll(questionnaire: Questionnaire, sheets: Sheets) -> None:
    sheets.list_unsaid(questionnaire, SAID_OF_POLL)
    if len(questionnaire.title) > 1:
        sheets.note("title_unsaid")
    _note(INTRO, questionnaire.intro, sheets)
    _note(PRIVACY, questionnaire.privacy, sheets)
    for attribute in attributes_in(questionnaire):
        sheets.place = attribute
        sheets.add("hidden", f"{CONTACT}{attribute}")
        sheets.note("attribute_hidden", name=f"{CONTACT}{attribute}")


def _write_page(page: Page, sheets: Sheets) -> None:
    sheets.place = page.code
    sheets.list_unsaid(page, SAID_OF_PAGE)
    relevant = sheets.condition(page.show_if)
    sheets.add("begin_group", page.code, page.title, relevant=relevant, appearance="field-list")
    _note(f"{page.code}{PAGE_INTRO}", page.intro, sheets)
    for question in page.questions:
        _write_question(question, sheets)
    sheets.add("end_group")


def _write_question(question: Question, sheets: Sheets) -> None:
    sheets.place = question.code
    sheets.list_unsaid(question, SAID[question.kind])
    for choice in question.choices:
        sheets.place = f"{question.code}.{choice.code}"
        sheets.list_unsaid(choice, SAID_OF_CHOICE)
    for row in question.rows:
        sheets.place = f"{question.code}.{row.code}"
        sheets.list_unsaid(row, SAID_OF_ROW)
    sheets.place = question.code
    write_question(question, sheets)


def _note(name: str, text: Text, sheets: Sheets) -> None:
    if text:
        sheets.add("note", name, text)
