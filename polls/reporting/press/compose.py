"""The first version of a press text, written from a run: what stands out first, then question by question.

The strength of each sentence follows ``wording``: "a majority" only where the whole interval lies above half. Numbers
are bound to their cells. Small groups are named as such; what is hidden is not in the report and so not in the text.
"""

from collections.abc import Mapping
from typing import NamedTuple

from polls.codebook.schema import Question, QuestionKind, Questionnaire
from polls.reporting.audience import group_name
from polls.reporting.document import Cell, ClaimKind, Column, Comparison, QuestionReport, Report, Row, RowKind, Table
from polls.reporting.phrases import capitalised, listed, quoted
from polls.reporting.press.facts import FactKind, base_key, facts_of, mean_key, pair_key, share_key
from polls.reporting.press.markup import token
from polls.reporting.press.phrases import tell
from polls.reporting.verbs import share_that, verb
from polls.reporting.wording import key_row, strength, subject_of
from polls.reporting.wording_of_kinds import with_space

RUNNERS_UP = 2
MOST_DIFFERENCES = 2
"""So many differences are told of one question; where there is none, one time that there is none."""

SHORTEST_TITLE = 4
"""Letters of an answer that may stand as a title by itself."""

PAIR_KINDS = (FactKind.DIFFERENCE, FactKind.DIFFERENCE_INTERVAL, FactKind.DETECTABLE)


class Told(NamedTuple):
    """A share or a comparison that the text tells, to be repeated with its margin at the end."""

    question: str
    row: Row
    column: Column
    test: Comparison | None = None


class Composer:
    """Writes one text: knows the report, its facts, and what it has told so far."""

    def __init__(self, questionnaire: Questionnaire, report: Report, lead: str = "") -> None:
        self.wanted = lead
        self.questions: Mapping[str, Question] = questionnaire.variable_by_code
        self.report, self.language = report, report.language
        self.facts = facts_of(report)
        self.told: list[Told] = []

    def text(self) -> str:
        """Write the whole text in the writer's mark-up."""
        first = self._first()
        lead = self._lead(first)
        body = [text for each in self.report.questions if each.code != first and (text := self._question(each))]
        blocks = [f"# {self.report.title}", lead, *body, *self._margins()]
        blocks += [f"## {tell(self.language, 'method_heading')}", " ".join(self.report.method_notes)]
        return "\n\n".join(blocks) + "\n"

    def number(self, key: str) -> str:
        """Give the bound number of this key. Raises KeyError where the run has no such number."""
        return token(self.facts[key])

    def _first(self) -> str:
        """Give the question that the writer chose, else the one that stands out most, empty where none does."""
        if self.wanted in [code for code, _text in self.possible_leads()]:
            return self.wanted
        found = (each.question for each in self.report.overview.findings if each.claim.variable is None)
        return next((code for code in found if self._is_told_by_share(self.report.question(code))), "")

    def possible_leads(self) -> list[tuple[str, str]]:
        """Give the questions that a text can begin with, by code and text: those of which a share can be told."""
        shown = (
            each for each in self.report.questions if each.total.columns[0].is_shown and each.total.columns[0].base
        )
        told = (each for each in shown if self._is_told_by_share(each))
        rows = ((each, key_row(each.total)) for each in told)
        return [(each.code, each.text) for each, row in rows if row is not None and row.kind is not RowKind.ANSWERED]

    def _is_told_by_share(self, question: QuestionReport) -> bool:
        return not question.total.means or question.kind is QuestionKind.SCALE

    def _lead(self, first: str) -> str:
        n = self.number(str(FactKind.RESPONDENTS))
        if not first:
            return tell(self.language, "lead_alone", title=self.report.title, n=n)
        lead = tell(self.language, "lead", title=self.report.title, n=n)
        return f"{self._question(self.report.question(first))} {lead}"

    def _question(self, question: QuestionReport) -> str:
        table = question.total
        if not table.columns[0].is_shown or not table.columns[0].base:
            return ""
        if not self._is_told_by_share(question):
            return self._mean_sentence(question)
        row = key_row(table)
        if row is None or row.kind is RowKind.ANSWERED:
            return ""
        sentence = self._share_sentence(question, row)
        if not sentence:
            return ""
        self.told.append(Told(question.code, row, table.columns[0]))
        return sentence + self._next(question, table, row) + "".join(self._comparisons(question, row))

    def _share_sentence(self, question: QuestionReport, row: Row) -> str:
        """Say of everyone asked how many gave the answer; nothing where nobody did."""
        cell, column = row.cells[0], question.total.columns[0]
        if cell is None or cell.count == 0:
            return ""
        kind, known = strength(cell), self.questions[question.code]
        n = self.number(base_key(question.code))
        percent = self.number(share_key(question.code, row.code))
        subject = subject_of(cell, percent, column.who, n, self.language)
        key = "asked_consent" if question.kind is QuestionKind.CONSENT else "asked"
        spoken = verb(known, row, self.language, is_plural=kind is ClaimKind.ALL)
        sentence = tell(
            self.language, key, question=question.text, subject=subject, verb=spoken, n=n, answer=row.answer
        )
        return sentence + (tell(self.language, "asked_small") if cell.is_small_base else "")

    def _most(self, question: QuestionReport) -> str:
        """Name the answer given most with its share; nothing where none is, or where two are given as often."""
        row, column = key_row(question.total), question.total.columns[0]
        cell = row.cells[0] if row and question.kind is not QuestionKind.CONSENT else None
        if row is None or row.kind is not RowKind.CHOICE or not cell or not cell.count or _is_shared(cell, question):
            return ""
        percent, n = self.number(share_key(question.code, row.code)), self.number(base_key(question.code))
        said = tell(self.language, "lead_most", question=question.text, answer=row.answer, percent=percent, n=n)
        return said + (tell(self.language, "asked_small") if column.is_small_base else "")

    def _mean_sentence(self, question: QuestionReport) -> str:
        key = mean_key(question.code)
        if key not in self.facts:
            return ""
        column = question.total.columns[0]
        n, mean = self.number(base_key(question.code)), self.number(key)
        unit = with_space(question.unit)
        text = tell(self.language, "asked_mean", question=question.text, who=column.who, n=n, mean=mean + unit)
        return text + (tell(self.language, "asked_small") if column.is_small_base else "")

    def _next(self, question: QuestionReport, table: Table, row: Row) -> str:
        """Name the answers after the one given most."""
        if row.kind is not RowKind.CHOICE or question.kind is QuestionKind.CONSENT:
            return ""
        choices = [each for each in table.rows if each.kind is RowKind.CHOICE]
        if len(choices) < 3:
            return ""
        others = [each for each in choices if each is not row and not each.is_last]
        counted = [(cell.exact, each) for each in others if (cell := each.cells[0]) is not None and cell.count]
        following = [each for _share, each in sorted(counted, key=lambda pair: -pair[0])[:RUNNERS_UP]]
        self.told += [Told(question.code, each, table.columns[0]) for each in following]
        named = [
            tell(self.language, "named", answer=each.answer, percent=self.number(share_key(question.code, each.code)))
            for each in following
        ]
        if not named:
            return ""
        key = "next_one" if len(named) == 1 else "next_more"
        return tell(self.language, key, answers=capitalised(listed(named, self.language)))

    def _comparisons(self, question: QuestionReport, row: Row) -> list[str]:
        found = [
            (test, table)
            for table in question.views.values()
            for test in table.comparisons
            if test.row == row.code and test.first and test.interval and test.verdict != "not_testable"
        ]
        different = [pair for pair in found if pair[0].is_significant][:MOST_DIFFERENCES]
        chosen = different or found[:1]
        self.told += [Told(question.code, row, table.columns[0], test) for test, table in chosen]
        return [self._comparison(question, test, table) for test, table in chosen]

    def _comparison(self, question: QuestionReport, test: Comparison, table: Table) -> str:
        columns = {column.segment: column for column in table.columns}
        in_order = (test.first, test.second) if (test.difference or 0) >= 0 else (test.second, test.first)
        parts: dict[str, str] = {}
        for name, segment in zip(("first", "second"), in_order, strict=True):
            column = columns[segment]
            key = share_key(question.code, test.row or "", column.variable, column.segment)
            base = base_key(question.code, column.variable, column.segment)
            parts |= {
                name: self._group(column.label),
                f"{name}_share": self.number(key),
                f"{name}_n": self.number(base),
            }
        row = table.row(test.row or "")
        measure = share_that(self.questions[question.code], row, self.language)
        parts |= {"measure": measure, "Measure": capitalised(measure)}
        return tell(self.language, "different" if test.is_significant else "no_difference", **parts)

    def _group(self, label: str) -> str:
        """Name a group so that it can be one of two: a quoted label is called a group."""
        name = group_name(label, self.language)
        return name if name != quoted(label, self.language) else tell(self.language, "group", label=name)

    def _margins(self) -> list[str]:
        """Repeat every share and comparison of the text with what it rests on, for the reader who wants to know."""
        shares: dict[str, list[str]] = {}
        tests: dict[str, list[str]] = {}
        for told in self.told:
            line, by_question = (self._margin(told), shares) if told.test is None else (self._margin_of(told), tests)
            by_question.setdefault(told.question, []).extend([line] if line else [])
        paragraphs = [
            tell(self.language, "margins_of", question=self.report.question(code).text, lines="; ".join(lines))
            + "".join(f" {line}." for line in tests.get(code, ()))
            for code, lines in shares.items()
            if lines
        ]
        return [f"## {tell(self.language, 'margins_heading')}", *paragraphs] if paragraphs else []

    def _margin_of(self, told: Told) -> str:
        """Tell a difference with its interval, and how large one would have had to be to show."""
        test = told.test
        if test is None or test.interval is None:
            return ""
        keys = {kind: pair_key(kind, told.question, test) for kind in PAIR_KINDS}
        known = {kind.value: self.number(key) for kind, key in keys.items() if key in self.facts}
        name = "margin_difference" if len(known) == len(PAIR_KINDS) else "margin_difference_only"
        return tell(
            self.language,
            name,
            answer=told.row.answer,
            groups=test.groups_label,
            test=f"{test.test_name}, {test.p_text}",
            **known,
        )

    def _margin(self, told: Told) -> str:
        key = share_key(told.question, told.row.code)
        if f"{FactKind.INTERVAL}:{key}" not in self.facts:
            return ""
        return tell(
            self.language,
            "margin",
            answer=told.row.answer,
            percent=self.number(key),
            n=self.number(base_key(told.question)),
            interval=self.number(f"{FactKind.INTERVAL}:{key}"),
        )


def _is_shared(cell: Cell, question: QuestionReport) -> bool:
    """Tell whether another answer was given as often."""
    shares = [each.cells[0] for each in question.total.rows if each.kind is RowKind.CHOICE]
    return sum(each is not None and each.exact == cell.exact for each in shares) > 1


def _says_enough(label: str, report: Report) -> bool:
    """Tell whether an answer is understood without its question: not a bare yes or no, nor one of two questions."""
    rows = (row for question in report.questions for row in question.total.rows if row.kind is RowKind.CHOICE)
    return len(label) >= SHORTEST_TITLE and sum(row.label == label for row in rows) == 1


def compose(questionnaire: Questionnaire, report: Report, *, lead: str = "") -> str:
    """Write the first version of a press text, in the writer's mark-up (``markup``), in the language of the report.

    ``lead`` is the code of the question to begin with; without one it is the finding that stands out most.
    """
    return Composer(questionnaire, report, lead).text()


def possible_leads(questionnaire: Questionnaire, report: Report) -> list[tuple[str, str]]:
    """Give code and text of each question that a text can begin with, in the order of the questionnaire."""
    return Composer(questionnaire, report).possible_leads()


def compose_lead(questionnaire: Questionnaire, report: Report) -> str:
    """Write an introduction: how many took part, and in short the answer that stands out most, where one does.

    It says in other words what the text on that question says in full (``compose_about``).
    """
    composer = Composer(questionnaire, report)
    first = composer._first()
    alone = tell(report.language, "lead_alone", title=report.title, n=composer.number(str(FactKind.RESPONDENTS)))
    return alone + (composer._most(report.question(first)) if first else "")


def compose_title(questionnaire: Questionnaire, report: Report, code: str) -> str:
    """Write a title for one variable: the answer given most with its share, else the question. Raises KeyError.

    An answer that says nothing without its question, or that another question has as well, stands behind it.
    """
    composer, question = Composer(questionnaire, report), report.question(code)
    row = key_row(question.total) if composer._is_told_by_share(question) else None
    if row is None or row.kind is not RowKind.CHOICE or row.cells[0] is None:
        return question.text
    told = f"{row.label}: {composer.number(share_key(code, row.code))}"
    return told if _says_enough(row.label, report) else f"{question.text} {told}"


def compose_about(questionnaire: Questionnaire, report: Report, code: str) -> str:
    """Write what can be said of one variable; empty where nothing can. Raises KeyError."""
    composer = Composer(questionnaire, report)
    return composer._question(report.question(code))
