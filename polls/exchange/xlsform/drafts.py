"""What the rows of an XLSForm become before their formulas are read: questions and pages with conditions in XPath."""

from collections.abc import Callable
from dataclasses import dataclass, field

from polls.codebook.codes import free_code
from polls.codebook.rules import RESERVED
from polls.codebook.schema import CODE, LIST_KINDS, Choice, Question, QuestionKind, Text
from polls.exchange.findings import Finding, finding
from polls.exchange.naming import code_after
from polls.exchange.xlsform.names import CONTACT
from polls.exchange.xlsform.table import Line, Workbook


@dataclass
class Draft:
    """A question whose conditions are still XPath: its own, and those of its rows by code."""

    question: Question
    place: str
    relevant: list[str] = field(default_factory=list)
    rows: dict[str, str] = field(default_factory=dict)
    calculation: str = ""


@dataclass
class PageDraft:
    """A page with its questions so far."""

    code: str
    place: str
    title: Text = field(default_factory=dict)
    intro: Text = field(default_factory=dict)
    relevant: str = ""
    drafts: list[Draft] = field(default_factory=list)


@dataclass
class Drafts:
    """All that was read so far. ``codes`` leads from names in the workbook to our variables."""

    workbook: Workbook
    lists: dict[str, list[Choice]]
    pages: list[PageDraft] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=lambda: set(RESERVED))
    findings: list[Finding] = field(default_factory=list)
    poll_texts: dict[str, Text] = field(default_factory=dict)

    def note(self, code: str, line: Line | str, /, **parts: str | int | Text) -> None:
        self.findings.append(finding(code, line if isinstance(line, str) else line.place, **parts))

    def code(self, line: Line, prefix: str = "q") -> str:
        """A free code after the name of the row, which names lead to from now on."""
        name = line.get("name")
        wanted = name if CODE.match(name) else code_after(name, prefix=prefix)
        code = free_code(wanted, self.taken)
        self.taken.add(code)
        if name:
            self.codes[name] = code
        else:
            self.note("name_missing", line, code=code)
        return code

    @property
    def questions(self) -> list[Draft]:
        return [draft for page in self.pages for draft in page.drafts]

    def variables_of_several(self) -> frozenset[str]:
        """Our variables that may hold several answers; of an attribute of the contact that is not known."""
        several = {code for name, code in self.codes.items() if name.startswith(CONTACT)}
        for draft in self.questions:
            if draft.question.kind in LIST_KINDS:
                several.add(draft.question.code)
            elif draft.question.kind is QuestionKind.MATRIX_MULTIPLE:
                several |= {f"{draft.question.code}.{row.code}" for row in draft.question.rows}
        return frozenset(several)

    def name_of(self, name: str) -> str | None:
        return self.codes.get(name)


Reader = Callable[[Line, Drafts], Draft | None]
