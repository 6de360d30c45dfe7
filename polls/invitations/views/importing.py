"""Importing contacts: choose a file, say what its columns are for, look at what it would do, confirm, undo."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from polls.invitations import services, tasks
from polls.invitations.contact_file import FILE_PROBLEMS, UnreadableFileError, message_of
from polls.invitations.forms import UploadForm
from polls.invitations.forms.importing import ColumnsForm, MeaningsForm
from polls.invitations.models import ContactImport, ContactList
from polls.invitations.views.changes import in_words

PER_PAGE = 50
SHOWN_ERRORS, SHOWN_NOTES = 2_000, 200
MOST_UNFINISHED = 10
LARGE = ("upload", "cells", "rows", "findings", "mapping")
"""What lists of imports need not load."""

State = ContactImport.State

may_import = permission_required(("polls.add_contact", "polls.change_contact"), raise_exception=True)
page = require_http_methods(["GET", "HEAD", "POST"])


@may_import
@page
def contact_import(request: HttpRequest) -> HttpResponse:
    """Choose a file; reading it stores no contact."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _took(services.take_import(form.cleaned_data["file"], by=request.user, now=timezone.now()))
        except UnreadableFileError as error:
            form.add_error("file", str(FILE_PROBLEMS[error.code]))
    return _choice(request, form, status=422 if form.errors else 200)


@may_import
@page
def contact_import_columns(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what the columns are for."""
    made = _waiting(request, pk)
    if not made.cells:
        return redirect("polls:contact_import_preview", made.pk)
    known = services.definitions()
    form = ColumnsForm(
        request.POST if request.method == "POST" else None,
        described=services.describe_columns(made),
        known=known,
        initial={"existing_list": made.list_id, "rule": made.mapping.get("rule")},
    )
    if request.method == "POST" and form.is_valid():
        made.list = form.cleaned_data["existing_list"] or _new_list(request, form.cleaned_data["new_list"])
        services.choose_columns(made, form.columns, rule=form.cleaned_data["rule"])
        if services.unknown_of(made, known):
            return redirect("polls:contact_import_values", made.pk)
        return _check(made)
    context = {"section": "contacts", "made": made, "form": form, "rows": len(made.cells) - 1}
    context["needs_addresses"] = not form.is_bound and not services.has_addresses(made)
    return render(request, "staff/contact_import_columns.html", context, status=422 if form.errors else 200)


@may_import
@page
def contact_import_values(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what values mean that the attributes do not have."""
    made = _waiting(request, pk)
    known = services.definitions()
    unknown = services.unknown_of(made, known) if made.cells else {}
    if not unknown:
        return redirect("polls:contact_import_preview", made.pk)
    form = MeaningsForm(request.POST if request.method == "POST" else None, unknown=unknown, known=known)
    if request.method == "POST" and form.is_valid():
        services.give_meanings(made, form.meanings)
        return _check(made)
    context = {"section": "contacts", "made": made, "form": form}
    return render(request, "staff/contact_import_values.html", context, status=422 if form.errors else 200)


@may_import
@page
def contact_import_preview(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show how far the import is: what it would do, the work, or what it did. POST confirms."""
    made = _waiting(request, pk)
    if made.state == State.FAILED and not made.cells:
        return _unread(request, made)
    if request.method == "POST":
        return _confirm(request, made)
    if made.state == State.COLUMNS:
        return redirect("polls:contact_import_columns", made.pk)
    context: dict[str, Any] = {"section": "contacts", "made": made}
    if made.state in ContactImport.WORKING:
        return render(request, "staff/contact_import_work.html", context)
    if made.state in (State.DONE, State.UNDONE):
        context |= {"may_be_undone": services.may_be_undone(made, now=timezone.now()), "kept": _kept(made)}
        return render(request, "staff/contact_import_done.html", context)
    return _preview(request, made, context)


@may_import
@require_POST
def contact_import_undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take an import back."""
    made = get_object_or_404(ContactImport, pk=pk, created_by=request.user.pk)
    if not services.may_be_undone(made, now=timezone.now()):
        messages.error(request, _("This import can no longer be undone."))
    elif services.is_small(made):
        services.undo_import(made)
    else:
        services.hand_over(made, State.UNDOING)
        tasks.wake_imports()
    return redirect("polls:contact_import_preview", made.pk)


@permission_required("polls.view_contact", raise_exception=True)
@require_safe
def contact_imports(request: HttpRequest) -> HttpResponse:
    """List the imports of the last weeks."""
    return render(request, "staff/contact_imports.html", {"section": "contacts", "past": _past()})


def _past() -> Any:
    made = ContactImport.objects.filter(state__in=(State.DONE, State.UNDONE)).select_related("created_by", "list")
    return made.defer(*LARGE)[:50]


def _choice(request: HttpRequest, form: UploadForm, *, status: int = 200, **context: Any) -> HttpResponse:
    """Show the page to choose a file, with those of the same person that are not finished."""
    unfinished = ContactImport.objects.filter(created_by=request.user.pk)
    unfinished = unfinished.filter(state__in=(*ContactImport.WAITING, *ContactImport.WORKING)).defer(*LARGE)
    unfinished = unfinished.exclude(outcome__has_key="problem")  # there is nothing to go on with
    context |= {"section": "contacts", "form": form, "past": _past(), "unfinished": unfinished[:MOST_UNFINISHED]}
    return render(request, "staff/contact_import.html", context, status=status)


def _took(made: ContactImport) -> HttpResponse:
    """Lead on from a file that was taken: to its columns, or to the page that waits for it to be read."""
    if made.state == State.COLUMNS:
        return redirect("polls:contact_import_columns", made.pk)
    tasks.wake_imports()
    return redirect("polls:contact_import_preview", made.pk)


def _unread(request: HttpRequest, made: ContactImport) -> HttpResponse:
    """Say at the choice of a file why this one could not be read; where it is still there, POST has it tried again."""
    may_try_again = services.waits_unread(made)
    if request.method == "POST" and may_try_again:
        services.hand_over(made, State.READING)
        tasks.wake_imports()
        return redirect("polls:contact_import_preview", made.pk)
    form = UploadForm({})
    form.errors.clear()
    if problem := made.outcome.get("problem"):
        form.add_error("file", str(FILE_PROBLEMS[problem]))
    return _choice(request, form, unread=made, may_try_again=may_try_again)


def _waiting(request: HttpRequest, pk: UUID) -> ContactImport:
    made = ContactImport.objects.select_related("list").defer("upload")
    return get_object_or_404(made, pk=pk, created_by=request.user.pk)


def _new_list(request: HttpRequest, name: str) -> ContactList | None:
    by = request.user.pk
    return ContactList.objects.create(name=name, created_at=timezone.now(), created_by_id=by) if name else None


def _check(made: ContactImport) -> HttpResponse:
    if services.is_small(made):
        services.check(made)
    else:
        services.hand_over(made, State.CHECKING)
        tasks.wake_imports()
    return redirect("polls:contact_import_preview", made.pk)


def _confirm(request: HttpRequest, made: ContactImport) -> HttpResponse:
    leave_out_faulty = "leave_out_faulty" in request.POST
    if made.outcome.get("left_out") and not leave_out_faulty:
        messages.error(request, _("Say that the rows with errors may be left out, or correct the file first."))
    elif made.state != State.PREVIEW:
        pass  # a second click: the page tells how far it is
    elif services.is_small(made):
        services.confirm_import(made, by=request.user, now=timezone.now(), leave_out_faulty=leave_out_faulty)
    else:
        made.mapping = {**made.mapping, "leave_out_faulty": leave_out_faulty}
        services.hand_over(made, State.STORING)
        tasks.wake_imports()
    return redirect("polls:contact_import_preview", made.pk)


def _preview(request: HttpRequest, made: ContactImport, context: dict[str, Any]) -> HttpResponse:
    errors = [each for each in made.findings if each["is_error"]][:SHOWN_ERRORS]
    notes = [each for each in made.findings if not each["is_error"]][:SHOWN_NOTES]
    verdict = request.GET.get("show", "")
    rows = [row for row in made.rows if not verdict or row["verdict"] == verdict]
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    known = services.definitions()
    effect = services.effect_of(made)
    context |= {
        "effect": effect,
        "errors": [_worded(each) for each in errors],
        "notes": [_worded(each) for each in notes],
        "page": shown,
        "rows": [{**row, "lines": in_words(row["changes"], known)} for row in shown],
        "verdict": verdict,
        "verdicts": [
            ("", _("all"), len(made.rows)),
            ("new", _("new"), effect.new),
            ("changed", _("changed"), effect.changed),
            ("unchanged", _("the same as before"), effect.unchanged),
        ],
        "parameters": f"show={verdict}" if verdict else "",
    }
    return render(request, "staff/contact_import_preview.html", context)


def _worded(finding: dict[str, Any]) -> dict[str, Any]:
    return {**finding, "message": message_of(finding["code"], finding["details"])}


def _kept(made: ContactImport) -> Any:
    kept = made.changes.exclude(kept="").filter(contact__isnull=False).select_related("contact")
    return kept[:PER_PAGE]
