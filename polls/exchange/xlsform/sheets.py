"""The sheets of an XLSForm on their way out: rows by column, and the names that stand in them."""

import dataclasses
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import xlsxwriter

from polls.codebook.rules import RuleError, parse, parse_formula
from polls.codebook.schema import LIST_KINDS, Choice, Question, Questionnaire, Text
from polls.exchange.field_names import FIELD_NAMES
from polls.exchange.findings import Finding, finding
from polls.exchange.formulas import Untranslatable
from polls.exchange.xlsform.formulas_out import XPathWriter
from polls.exchange.xlsform.names import CONTACT, DONT_KNOW, LANGUAGE_COLUMNS, SURVEY_END, SURVEY_START

Row = dict[str, str]

LONGEST_CELL = 32_000


@dataclass
class Sheets:
    """What is written so far, and what could not be. ``place`` is the question at hand."""

    questionnaire: Questionnaire
    survey: list[Row] = field(default_factory=list)
    choices: list[Row] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    place: str = ""

    def note(self, code: str, **parts: str | int | Text) -> None:
        self.findings.append(finding(code, self.place, **parts))

    def texts(self, column: str, text: Text) -> Row:
        """One column per language of the poll."""
        return {
            f"{column}::{LANGUAGE_COLUMNS[language]}": text[language]
            for language in self.questionnaire.languages
            if text.get(language)
        }

    def add(self, kind: str, name: str = "", label: Text | None = None, **cells: str) -> Row:
        row = {"type": kind, "name": name, **self.texts("label", label or {}), **{k: v for k, v in cells.items() if v}}
        self.survey.append(row)
        return row

    def add_choices(self, name: str, choices: Iterable[Choice], dont_know: Text | None) -> None:
        for choice in choices:
            row = {"list_name": name, "name": choice.code, **self.texts("label", choice.label)}
            if choice.image:
                row |= {f"image::{LANGUAGE_COLUMNS[each]}": choice.image for each in self.questionnaire.languages}
            self.choices.append(row)
        if dont_know is not None:
            self.choices.append({"list_name": name, "name": DONT_KNOW, **self.texts("label", dont_know)})

    def condition(self, source: str) -> str:
        """The condition as XPath, or nothing where it cannot be said; that is listed."""
        if not source.strip():
            return ""
        try:
            return self.writer.condition(source)
        except Untranslatable as problem:
            self.note("condition_unsaid", condition=source[:300], what=problem.what[:80])
            return ""

    def formula(self, source: str) -> str:
        try:
            return self.writer.formula(source)
        except Untranslatable as problem:
            self.note("formula_unsaid", formula=source[:300], what=problem.what[:80])
            return "''"

    def list_unsaid(self, part: object, said: frozenset[str]) -> None:
        """List what is filled in and has no equivalent."""
        for each in dataclasses.fields(part):  # type: ignore[arg-type]
            default = each.default if each.default_factory is dataclasses.MISSING else each.default_factory()
            if each.name not in said and getattr(part, each.name) != default:
                self.note("field_unsaid", name=FIELD_NAMES.get(each.name, {"en": each.name}))

    @property
    def writer(self) -> XPathWriter:
        return XPathWriter(self._name_of, _lists(self.questionnaire))

    def _name_of(self, name: str) -> str:
        return name if name.split(".")[0] in self.questionnaire.question_by_code else f"{CONTACT}{name}"

    def content(self) -> bytes:
        """The workbook."""
        target = io.BytesIO()
        workbook = xlsxwriter.Workbook(
            target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        bold = workbook.add_format({"bold": True, "bg_color": "#E8EDF3"})
        for name, rows, columns in self._tables():
            sheet = workbook.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            for column, title in enumerate(columns):
                sheet.write_string(0, column, title, bold)
                sheet.set_column(column, column, 40 if title.startswith(("label", "hint")) else 18)
                for number, row in enumerate(rows, start=1):
                    if row.get(title):
                        sheet.write_string(number, column, row[title][:LONGEST_CELL])
        workbook.close()
        return target.getvalue()

    def _tables(self) -> Iterable[tuple[str, list[Row], list[str]]]:
        yield "survey", self.survey, _columns(self.survey, SURVEY_START, SURVEY_END)
        yield "choices", self.choices, _columns(self.choices, ("list_name", "name"), ())
        settings = self._settings()
        yield "settings", [settings], list(settings)

    def _settings(self) -> Row:
        poll = self.questionnaire
        language = next(iter(poll.languages), "nl")
        return {
            "form_title": poll.title.get(language, poll.slug),
            "form_id": poll.slug.replace("-", "_"),
            "default_language": LANGUAGE_COLUMNS[language],
        }


def attributes_in(questionnaire: Questionnaire) -> list[str]:
    """The contact attributes that conditions name, in order."""
    sources = [page.show_if for page in questionnaire.pages]
    for question in questionnaire.questions:
        sources += [question.show_if, *(row.show_if for row in question.rows)]
    names = [name for source in sources for name in sorted(_names_in(source))]
    names += [name for question in questionnaire.questions for name in sorted(_names_in_formula(question))]
    known = questionnaire.question_by_code
    return list(dict.fromkeys(name for name in names if name.split(".")[0] not in known))


def _names_in(source: str) -> frozenset[str]:
    try:
        return parse(source).names if source.strip() else frozenset()
    except RuleError:
        return frozenset()


def _names_in_formula(question: Question) -> frozenset[str]:
    try:
        return parse_formula(question.expression).names if question.expression.strip() else frozenset()
    except RuleError:
        return frozenset()


def _lists(questionnaire: Questionnaire) -> frozenset[str]:
    return frozenset(variable.code for variable in questionnaire.variables if variable.kind in LIST_KINDS)


def _columns(rows: list[Row], start: tuple[str, ...], end: tuple[str, ...]) -> list[str]:
    used = dict.fromkeys(name for row in rows for name in row)
    middle = [name for name in used if name not in (*start, *end)]
    return [*start, *sorted(middle, key=_order_of), *(name for name in end if name in used)]


def _order_of(column: str) -> tuple[int, int, str]:
    """Labels before hints before pictures, and the languages in the product's own order."""
    first, _, language = column.partition("::")
    order: Mapping[str, int] = {"label": 0, "hint": 1, "image": 2}
    languages = list(LANGUAGE_COLUMNS.values())
    return order.get(first, 3), languages.index(language) if language in languages else 9, column
