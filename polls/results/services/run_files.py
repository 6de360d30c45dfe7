"""Files of a run: which there are and what each is for; asked for once, kept with the run, for all who see results."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from polls.questionnaire.models import Poll
from polls.results.models import Export, MethodStatement, PressDraft, Run, WorkState
from polls.results.services.actors import Actor, key_of
from polls.results.services.keeping import KEPT
from polls.results.services.waking import MAKE_EXPORT, wake


@dataclass(frozen=True)
class RunFormat:
    """A file that can be made of a run: what it is called, what it is for, its part of a file name and its ending."""

    name: str | Promise
    purpose: str | Promise
    stem: str
    ending: str


RUN_FORMATS: Mapping[str, RunFormat] = {
    "pdf": RunFormat(
        _("Report (PDF)"),
        _("To send and to print: findings, every question with charts and tables, and the method. Accessible."),
        "report",
        "pdf",
    ),
    "pptx": RunFormat(
        _("Slides (PowerPoint)"),
        _("One finding a slide, with charts that you can edit. Question, base and method are in the notes."),
        "slides",
        "pptx",
    ),
    "docx": RunFormat(
        _("Text for the press (Word)"),
        _("A press release in which every number is that of the results, with the method at the end."),
        "press",
        "docx",
    ),
    "xlsx": RunFormat(
        _("Tables (Excel)"),
        _("Every question by every division, with bases, intervals, letters and tests. Ready to print."),
        "tables",
        "xlsx",
    ),
    "charts": RunFormat(
        _("Charts (PNG and SVG)"),
        _("Every chart as a picture for a web page or magazine, with question, source and a text for screen readers."),
        "charts",
        "zip",
    ),
    "csv": RunFormat(
        _("Numbers (CSV)"),
        _("Every number on a line of its own, for a pivot table or a chart tool such as Datawrapper."),
        "numbers",
        "csv",
    ),
    "json": RunFormat(
        _("Run (JSON)"),
        _("Everything that was computed, at full precision and with formulas, for other software."),
        "run",
        "json",
    ),
    "all": RunFormat(_("All of these (ZIP)"), _("One archive with all files of the results."), "all", "zip"),
}  # fmt: skip
"""By the code of the format."""

WITH_TEXTS = frozenset({"pdf", "docx", "all"})
"""Formats that hold the text for the press or the method statement."""


def request_run_file(run: Run, *, format_name: str, language: str, by: Actor, now: datetime) -> Export:
    """Give the file of a finished run in this format and language, queued if there is none; one that failed is anew.

    Raises KeyError for a format that does not exist.
    """
    name = run_file_name(run, format_name, language)
    options = {"format": format_name, "language": language} | _texts(run.poll, format_name, language)
    made = Export.objects.filter(
        run=run, kind=Export.Kind.RESULTS, options=options, created_at__gt=now - KEPT[Export.Kind.RESULTS]
    )
    export = made.exclude(state=WorkState.FAILED).first()
    if export is None:
        export = Export.objects.create(
            poll=run.poll,
            run=run,
            kind=Export.Kind.RESULTS,
            options=options,
            file_name=name,
            created_at=now,
            created_by_id=key_of(by),
        )
        wake(MAKE_EXPORT, str(export.pk))
    return export


def _texts(poll: Poll, format_name: str, language: str) -> dict[str, str]:
    """Name the state of what people wrote that goes into the file: once that is changed, the file is made anew."""
    if format_name not in WITH_TEXTS:
        return {}
    press = PressDraft.objects.filter(poll=poll, language=language).values_list("revision", flat=True)
    statement = MethodStatement.objects.filter(poll=poll).values_list("revision", flat=True)
    return {"texts": "-".join(str(each.first() or 0) for each in (press, statement))}


def run_file_name(run: Run, format_name: str, language: str) -> str:
    """Name a file of a run for who saves it: with the segment, the weights and so on, where it has those."""
    known = RUN_FORMATS[format_name]
    return f"{'-'.join([run.poll.slug, known.stem, *chosen_parts(run), language])}.{known.ending}"


def chosen_parts(run: Run) -> list[str]:
    """Name what a run is of for the name of a file: the segment, the weights, the flags that are left out."""
    only, weights, without = (run.recipe.get(name) for name in ("filter", "weights", "without"))
    parts = [*([only["segment"]] if only else []), *([weights["name"]] if weights else [])]
    return [*parts, *(["without", *without] if without else [])]


def files_for(viewer: Actor) -> Q:
    """Match the files that who may see results may fetch: those of runs, and what they asked for themselves."""
    return Q(kind=Export.Kind.RESULTS) | Q(created_by_id=key_of(viewer))
