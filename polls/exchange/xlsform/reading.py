"""An XLSForm workbook as a questionnaire: each row arrives, or is listed with the reason why not."""

from collections.abc import Sequence
from dataclasses import replace

from polls.codebook.codes import suggest_code
from polls.codebook.schema import Choice, Page, Question, Questionnaire
from polls.exchange.findings import Imported, UnreadableError
from polls.exchange.formulas import Untranslatable
from polls.exchange.settling import settle
from polls.exchange.xlsform.drafts import Draft, Drafts, PageDraft
from polls.exchange.xlsform.formulas_in import ExpressionWriter
from polls.exchange.xlsform.grids_in import is_grid, read_grid
from polls.exchange.xlsform.kinds_in import normal_type, read_row
from polls.exchange.xlsform.names import CONTACT, INTRO, PAGE_INTRO, PRIVACY, THANKS
from polls.exchange.xlsform.table import Line, Workbook, read_workbook

MOST_QUESTIONS = 2000
POLL_TEXTS = {INTRO: "intro", PRIVACY: "privacy", THANKS: "thanks"}


def read_xlsform(content: bytes) -> Imported:
    """Read the workbook. Raises UnreadableError when it is no XLSForm."""
    workbook = read_workbook(content)
    if len(workbook.survey) > MOST_QUESTIONS:
        raise UnreadableError("too_many_questions", most=MOST_QUESTIONS)
    drafts = Drafts(workbook, {})
    _read_lists(workbook, drafts)
    for language in workbook.others:
        drafts.note("language_lost", language[:40], language=language[:40])
    _Rows(workbook.survey, drafts).read()
    if not drafts.questions:
        raise UnreadableError("no_questions")
    settled = settle(_questionnaire(workbook, drafts))
    return Imported(settled.questionnaire, (*drafts.findings, *settled.findings))


def _read_lists(workbook: Workbook, drafts: Drafts) -> None:
    for line in workbook.choices:
        name, code = line.get("list_name"), line.get("name")
        picture = next((text for text in line.texts.get("image", {}).values() if text), "")
        if picture and "." in picture and len(picture.split(".")[0]) != 64:
            drafts.note("media_lost", line, value=picture[:60])
            picture = ""
        choice = Choice(code, workbook.text(line, "label"), image=picture)
        drafts.lists.setdefault(name, []).append(choice)


class _Rows:
    """Walks the survey sheet from top to bottom. ``depth`` counts the groups that are open within a page."""

    def __init__(self, lines: Sequence[Line], drafts: Drafts) -> None:
        self.lines = lines
        self.drafts = drafts
        self.page: PageDraft | None = None
        self.is_own_page = False
        self.inner: list[str] = []

    def read(self) -> None:
        index = 0
        while index < len(self.lines):
            index = self.step(index)
        if self.inner or (self.page is not None and self.is_own_page):
            self.drafts.note("group_not_closed", "survey")

    def step(self, index: int) -> int:
        line = self.lines[index]
        kind = normal_type(line.get("type")).split(" ")[0]
        if kind in ("begin_group", "begin_repeat"):
            return self.open(index, kind)
        if kind in ("end_group", "end_repeat"):
            self.close()
        elif kind or line.texts:
            self.question(line)
        return index + 1

    def open(self, index: int, kind: str) -> int:
        line = self.lines[index]
        inner = self.inside(index)
        if kind == "begin_group" and is_grid(line, inner):
            self.add(read_grid(line, inner, self.drafts))
            return index + len(inner) + 2
        if kind == "begin_repeat":
            self.drafts.note("repeat_once", line, name=line.get("name"))
        if self.page is not None and self.is_own_page:
            self.drafts.note("group_flattened", line, name=line.get("name"))
            self.inner.append(line.get("relevant"))
        else:
            self.begin_page(line)
        return index + 1

    def inside(self, index: int) -> Sequence[Line]:
        """The rows up to the end of the group, when no other group begins within; else none."""
        for length, line in enumerate(self.lines[index + 1 :]):
            kind = normal_type(line.get("type")).split(" ")[0]
            if kind == "end_group":
                return self.lines[index + 1 : index + 1 + length]
            if kind.startswith(("begin_", "end_")):
                return ()
        return ()

    def begin_page(self, line: Line) -> None:
        text = self.drafts.workbook.text(line, "label")
        self.page = PageDraft(self.drafts.code(line, "page"), line.place, text, relevant=line.get("relevant"))
        self.is_own_page = True
        self.drafts.pages.append(self.page)

    def close(self) -> None:
        if self.inner:
            self.inner.pop()
        elif self.page is not None and self.is_own_page:
            self.page, self.is_own_page = None, False
        else:
            self.drafts.note("group_not_closed", "survey")

    def question(self, line: Line) -> None:
        if not self.is_ours(line) and (draft := read_row(line, self.drafts)) is not None:
            draft.relevant += [relevant for relevant in self.inner if relevant]
            self.add(draft)

    def is_ours(self, line: Line) -> bool:
        """Take the rows in which the writer here keeps texts, attributes and the text of "other, namely"."""
        name, text = line.get("name"), self.drafts.workbook.text(line, "label")
        if name in POLL_TEXTS:
            self.drafts.poll_texts[POLL_TEXTS[name]] = text
        elif name.startswith(CONTACT):
            self.drafts.codes[name] = name.removeprefix(CONTACT)
        elif self.page is not None and name == f"{self.page.code}{PAGE_INTRO}":
            self.page.intro = text
        else:
            return self.is_other_text(name)
        return True

    def is_other_text(self, name: str) -> bool:
        previous = self.page.drafts[-1] if self.page and self.page.drafts else None
        if previous is None or not name.startswith(f"{previous.question.code}."):
            return False
        code = name.removeprefix(f"{previous.question.code}.")
        if code not in previous.question.choice_by_code:
            return False
        marked = (replace(each, is_other=each.is_other or each.code == code) for each in previous.question.choices)
        previous.question = replace(previous.question, choices=tuple(marked))
        self.drafts.codes[name] = name
        return True

    def add(self, draft: Draft) -> None:
        if self.page is None:
            name = f"page_{len(self.drafts.pages) + 1}"
            self.page = PageDraft(self.drafts.code(Line("survey", 0, {"name": name})), "")
            self.is_own_page = False
            self.drafts.pages.append(self.page)
        self.page.drafts.append(draft)


def _questionnaire(workbook: Workbook, drafts: Drafts) -> Questionnaire:
    title = workbook.settings.get("form_title") or workbook.settings.get("title") or ""
    name = workbook.settings.get("form_id") or title
    return Questionnaire(
        slug=suggest_code(name, (), prefix="form", words=9).replace("_", "-"),
        title={workbook.default: title} if title else {},
        pages=_Translator(drafts).pages(),
        languages=workbook.languages,
        intro=drafts.poll_texts.get("intro", {}),
        thanks=drafts.poll_texts.get("thanks", {}),
        privacy=drafts.poll_texts.get("privacy", {}),
    )


class _Translator:
    """Reads the formulas, once it is known what each name leads to."""

    def __init__(self, drafts: Drafts) -> None:
        self.drafts = drafts
        self.writer = ExpressionWriter(drafts.name_of, drafts.variables_of_several())

    def pages(self) -> tuple[Page, ...]:
        return tuple(
            Page(
                page.code,
                tuple(self.question(draft) for draft in page.drafts),
                page.title,
                page.intro,
                self.condition([page.relevant], page.place),
            )
            for page in self.drafts.pages
        )

    def question(self, draft: Draft) -> Question:
        question = replace(draft.question, show_if=self.condition(draft.relevant, draft.place))
        rows = tuple(
            replace(row, show_if=self.condition([draft.rows.get(row.code, "")], f"{draft.place}.{row.code}"))
            for row in question.rows
        )
        return replace(question, rows=rows, expression=self.formula(draft) if draft.calculation else "")

    def condition(self, sources: list[str], place: str) -> str:
        """The conditions joined; what cannot be translated is listed and left out."""
        written = []
        for source in filter(None, sources):
            try:
                written.append(self.writer.condition(source))
            except Untranslatable as problem:
                self.drafts.note("relevant_lost", place, what=problem.what[:80], source=source[:300])
        return written[0] if len(written) == 1 else " and ".join(f"({part})" for part in written)

    def formula(self, draft: Draft) -> str:
        try:
            return self.writer.formula(draft.calculation)
        except Untranslatable as problem:
            source = draft.calculation[:300]
            self.drafts.note("calculation_lost", draft.place, what=problem.what[:80], source=source)
            return ""
