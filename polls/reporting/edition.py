"""An edition: the whole of a report in the order in which files show it. Every writer places it; none loops elsewhere.

``divisions`` hold all tables, by division of the respondents; ``sections`` the questions with sentences and charts;
``slides`` one finding each.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from polls.reporting import charts
from polls.reporting.charts.standalone import description_of, standalone
from polls.reporting.document import (
    Claim,
    ClaimKind,
    ColumnStatus,
    Finding,
    QuestionGroup,
    QuestionReport,
    Report,
    Table,
)
from polls.reporting.edition_texts import text
from polls.reporting.grid import Grid, grid_of
from polls.reporting.items_grid import items_grid
from polls.reporting.phrases import capitalised
from polls.reporting.plots import Plot, plot_of, plot_of_group

MOST_FINDINGS = 8


@dataclass(frozen=True)
class Imprint:
    """Who made the numbers and when, as text; what is empty is left out. ``reference`` names the run.

    ``statement`` is the method statement: pairs of an item and what is stated.
    """

    organisation: str
    made_on: str = ""
    fieldwork: str = ""
    reference: str = ""
    statement: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Picture:
    """One chart. ``key`` names it within the edition; ``alt`` tells it in words; ``notes`` stand under the drawing.

    ``svg`` is the drawing for a page that has its title beside it; ``alone`` has title and source in it.
    """

    key: str
    title: str
    alt: str
    svg: str
    alone: str


@dataclass(frozen=True)
class View:
    """A question by one division (``variable`` None: everyone together)."""

    variable: str | None
    label: str
    sentences: tuple[str, ...]
    picture: Picture | None
    plot: Plot | None
    grid: Grid


@dataclass(frozen=True)
class Section:
    """One question of the questionnaire. ``note`` says where the rest of it is to be found."""

    number: int
    code: str
    title: str
    base_note: str
    views: tuple[View, ...]
    note: str = ""


@dataclass(frozen=True)
class Division:
    """All tables by one division of the respondents, in the order of the questionnaire."""

    variable: str | None
    label: str
    grids: tuple[Grid, ...]


@dataclass(frozen=True)
class Point:
    """One finding: its sentence in full, and short as ``headline``; ``rest`` is what the headline leaves out."""

    headline: str
    rest: str
    sentence: str
    question: str
    base: str


@dataclass(frozen=True)
class Slide:
    """One finding with its chart; ``section`` is the number of its question."""

    point: Point
    section: int
    base_note: str
    label: str
    plot: Plot
    is_finding: bool


@dataclass(frozen=True)
class Edition:
    """A report for the writers. ``facts`` are pairs of what and value; ``reading`` says how to read the tables."""

    slug: str
    title: str
    subtitle: str
    language: str
    imprint: Imprint
    source: str
    points: tuple[Point, ...]
    sections: tuple[Section, ...]
    divisions: tuple[Division, ...]
    slides: tuple[Slide, ...]
    notes: tuple[str, ...]
    method: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]

    @property
    def reading(self) -> tuple[str, ...]:
        return tuple(text(self.language, f"read_{key}") for key in ("base", "interval", "letters", "hidden"))

    @property
    def pictures(self) -> tuple[Picture, ...]:
        return tuple(view.picture for section in self.sections for view in section.views if view.picture)


def picture_of(report: Report, imprint: Imprint, code: str, variable: str | None) -> Picture | None:
    """Give one chart: of a question, or of a question of several variables. Raises KeyError when there is none such."""
    source = _source(report, imprint)
    group = report.group(code)
    if group is not None and not group.is_single:
        return _picture(code, group.text, charts.draw_group(group, language=report.language), source)
    return _view(report.question(code), variable, source, report.language).picture


def _source(report: Report, imprint: Imprint) -> str:
    date = f", {imprint.made_on}" if imprint.made_on else ""
    return text(report.language, "source", organisation=imprint.organisation, title=report.title, date=date)


def build_edition(report: Report, imprint: Imprint) -> Edition:
    """Put a report in the order of its files."""
    language = report.language
    source = _source(report, imprint)
    sections = tuple(_section(number, group, source, language) for number, group in enumerate(report.groups, start=1))
    subtitle = " · ".join(filter(None, (report.overview.n_text, capitalised(report.filter_label))))
    return Edition(
        slug=report.slug,
        title=report.title,
        subtitle=subtitle,
        language=language,
        imprint=imprint,
        source=source,
        points=tuple(_point(finding.claim, finding.question_text) for finding in _findings(report)),
        sections=sections,
        divisions=tuple(_divisions(report)),
        slides=tuple(_slides(report, sections)),
        notes=report.overview.notes,
        method=report.method_notes,
        facts=tuple(_facts(report, imprint)),
    )


def _findings(report: Report) -> Sequence[Finding]:
    return report.overview.findings[:MOST_FINDINGS]


def _facts(report: Report, imprint: Imprint) -> Iterator[tuple[str, str]]:
    pairs = (
        ("by_whom", imprint.organisation),
        ("respondents", report.overview.n_text),
        ("fieldwork", imprint.fieldwork),
        ("computed", imprint.made_on),
        ("run", imprint.reference),
    )
    yield from ((text(report.language, key), value) for key, value in pairs if value)


def _divisions(report: Report) -> Iterator[Division]:
    if not report.questions:
        return
    for variable, table in report.questions[0].views.items():
        grids = tuple(
            grid_of(member, variable, language=report.language, item="" if group.is_single else label)
            for group in report.groups
            for label, member in zip(group.labels, group.members, strict=True)
        )
        yield Division(variable, table.label, grids)


def _section(number: int, group: QuestionGroup, source: str, language: str) -> Section:
    if not group.is_single:
        note = text(language, "items")
        return Section(number, group.code, group.text, group.base_note, (_items_view(group, source, language),), note)
    question = group.members[0]
    told = (variable for variable, table in question.views.items() if _divides(table))
    views = tuple(_view(question, variable, source, language) for variable in told)
    return Section(number, question.code, question.text, question.base_note, views)


def _divides(table: Table) -> bool:
    """Tell whether a table says something beside the total: not where one segment only was asked, or none."""
    total, *segments = table.columns
    asked = [each for each in segments if each.status is not ColumnStatus.NOT_ASKED]
    return len(asked) >= min(2, len(segments)) or any(not each.is_shown or each.base != total.base for each in asked)


def _items_view(group: QuestionGroup, source: str, language: str) -> View:
    """Show a question of several variables at once: its one chart, and what can be said of each."""
    pairs = zip(group.labels, group.members, strict=True)
    told = ((label, claim) for label, member in pairs for claim in member.claims if claim.variable is None)
    sentences = tuple(f"{label}: {_uncapitalised(claim.text)}" for label, claim in told)
    svg = charts.draw_group(group, language=language)
    picture = _picture(group.code, group.text, svg, source)
    return View(None, "", sentences, picture, plot_of_group(group, language=language), items_grid(group, language))


def _view(question: QuestionReport, variable: str | None, source: str, language: str) -> View:
    svg = charts.draw_chart(question, variable, language=language)
    label = "" if variable is None else question.views[variable].label
    key = question.code if variable is None else f"{question.code}-{variable}"
    title = question.text if variable is None else f"{question.text} ({label})"
    return View(
        variable=variable,
        label=label,
        sentences=tuple(_sentences(question, variable)),
        picture=_picture(key, title, svg, source),
        plot=plot_of(question, variable, language=language),
        grid=grid_of(question, variable, language=language),
    )


def _sentences(question: QuestionReport, variable: str | None) -> Iterator[str]:
    """Give what can be said of everyone, or of a division: the differences that there are, else that there are none."""
    if variable is None:
        yield from (claim.text for claim in question.claims if claim.variable is None)
        return
    compared = [claim for claim in question.claims if claim.variable == variable and claim.segment is None]
    different = [claim for claim in compared if claim.kind is ClaimKind.DIFFERENCE]
    yield from (claim.text for claim in different or compared[:1])


def _picture(key: str, title: str, svg: str, source: str) -> Picture | None:
    if not svg:
        return None
    return Picture(key, title, description_of(svg), svg, standalone(svg, title, source))


def _slides(report: Report, sections: Sequence[Section]) -> Iterator[Slide]:
    """Give a slide per finding, the most certain first; then one for each question that has none yet."""
    shown: set[tuple[int, str | None]] = set()
    by_code = {section.code: section for section in sections}
    for finding in _findings(report):
        section = by_code.get(finding.question)
        slide = section and _slide(section, finding.claim, finding.claim.variable, is_finding=True)
        if section and slide and (section.number, finding.claim.variable) not in shown:
            shown.add((section.number, finding.claim.variable))
            yield slide
    for section in sections:
        if (section.number, None) not in shown:
            claim = next((each for each in _claims(report, section.code) if each.variable is None), None)
            slide = _slide(section, claim, None, is_finding=False)
            if slide:
                yield slide


def _claims(report: Report, code: str) -> Sequence[Claim]:
    return next((question.claims for question in report.questions if question.code == code), ())


def _slide(section: Section, claim: Claim | None, variable: str | None, *, is_finding: bool) -> Slide | None:
    view = _view_to_show(section, variable)
    if view is None or view.plot is None:
        return None
    point = _point(claim, section.title) if claim else Point(section.title, "", "", section.title, section.base_note)
    return Slide(point, section.number, view.grid.base_note or section.base_note, view.label, view.plot, is_finding)


def _view_to_show(section: Section, variable: str | None) -> View | None:
    """Give the view of a slide; a total that would be a single bar is shown beside the groups of a division."""
    views = [each for each in section.views if each.variable == variable]
    if variable is None and views and views[0].plot and len(views[0].plot.categories) == 1:
        further = (each for each in section.views[1:] if each.plot and len(each.plot.categories) > 1)
        return next(further, views[0])
    return views[0] if views else None


_EVIDENCE = re.compile(r" \(([^()]*n\s=\s[^()]*)\)\.?")


def _point(claim: Claim, question: str) -> Point:
    headline, rest = headline_of(claim.text)
    return Point(headline, rest, claim.text, question, claim.base)


def headline_of(sentence: str) -> tuple[str, str]:
    """Cut a claim in a headline without its evidence, and the rest: the evidence and what follows.

    Shares that are compared stay in the headline; base, interval and test go to the rest.
    """
    found = _EVIDENCE.search(sentence)
    if found is None:
        return sentence, ""
    parts = found[1].split("; ")
    first = next(at for at, part in enumerate(parts) if re.search(r"n\s=\s", part))
    kept = f" ({'; '.join(parts[:first])})" if first else ""
    evidence = "; ".join(parts[first:])
    return f"{sentence[: found.start()]}{kept}.", f"{evidence}.{sentence[found.end() :]}"


def _uncapitalised(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
