"""The files of a poll's questionnaire, and what they cannot say."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from polls.codebook.schema import Questionnaire, in_language
from polls.exchange.findings import Exported, Finding
from polls.exchange.json_file import write_json
from polls.exchange.paper.codebook import print_codebook
from polls.exchange.paper.form import print_form
from polls.exchange.xlsform.writing import write_xlsform
from polls.questionnaire.design import to_questionnaire
from polls.questionnaire.models import Poll

may_see = permission_required("polls.change_poll", raise_exception=True)


@dataclass(frozen=True)
class Format:
    """One kind of file: what it is for, its ending and content type, and its writer."""

    label: Promise | str
    purpose: Promise | str
    ending: str
    content_type: str
    write: Callable[[Questionnaire], Exported]


PDF = "application/pdf"
PAPER = _("To fill in with a pen, with “go to question …”. A tagged PDF.")
BOOK = _("All variables with their codes, labels, conditions and bases. A tagged PDF.")

FORMATS: Mapping[str, Format] = {
    "json": Format(
        "JSON",
        _("Everything, to keep or to import again. The schema is documented."),
        "json",
        "application/json",
        write_json,
    ),
    "xlsform": Format(
        "XLSForm (Excel)",
        _("For KoboToolbox, ODK and other products that read XLSForm."),
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        write_xlsform,
    ),
    "paper-nl": Format(_("Paper form, Dutch"), PAPER, "pdf", PDF, lambda poll: print_form(poll, "nl")),
    "paper-en": Format(_("Paper form, English"), PAPER, "pdf", PDF, lambda poll: print_form(poll, "en")),
    "codebook-nl": Format(_("Codebook, Dutch"), BOOK, "pdf", PDF, lambda poll: print_codebook(poll, "nl")),
    "codebook-en": Format(_("Codebook, English"), BOOK, "pdf", PDF, lambda poll: print_codebook(poll, "en")),
}


def formats_of(questionnaire: Questionnaire) -> dict[str, Format]:
    """The formats that make sense for the questionnaire: print in its own languages only."""
    languages = questionnaire.languages
    return {name: made for name, made in FORMATS.items() if "-" not in name or name.split("-")[1] in languages}


@may_see
@require_safe
def poll_files(request: HttpRequest, slug: str) -> HttpResponse:
    """List the files that can be had, each with what it leaves out."""
    poll = get_object_or_404(Poll, slug=slug)
    questionnaire = to_questionnaire(poll)
    context = {
        "poll": poll,
        "phase": poll.phase_at(timezone.now()),
        "section": "design",
        "verb": "files",
        "formats": formats_of(questionnaire),
        "xlsform_findings": [_worded(finding) for finding in write_xlsform(questionnaire).findings],
        "versions": poll.versions.select_related("published_by"),
    }
    return render(request, "staff/exchange/files.html", context)


@may_see
@require_safe
def poll_file(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Give one file of the design as it stands now."""
    poll = get_object_or_404(Poll, slug=slug)
    if name not in FORMATS:
        raise Http404(name)
    made = FORMATS[name]
    response = HttpResponse(made.write(to_questionnaire(poll)).content, content_type=made.content_type)
    response["Content-Disposition"] = f'attachment; filename="{poll.slug}-{name}.{made.ending}"'
    return response


def _worded(finding: Finding) -> dict[str, Any]:
    message = in_language(finding.message, get_language() or "nl")
    return {"place": finding.place, "message": message, "weight": finding.weight.value}
