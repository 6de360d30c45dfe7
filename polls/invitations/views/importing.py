"""Importing contacts: choose a file, look at what it would do, confirm."""

from collections import Counter
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from polls.invitations import services
from polls.invitations.contact_file import FILE_PROBLEMS, UnreadableFileError, message_of
from polls.invitations.forms import UploadForm
from polls.invitations.forms.importing import AttributeCodesForm, attribute_label
from polls.invitations.models import ContactImport

SHOWN_CONTACTS = 10
SHOWN_FINDINGS = 200

may_import = permission_required(("polls.add_contact", "polls.change_contact"), raise_exception=True)
page = require_http_methods(["GET", "HEAD", "POST"])


@may_import
@page
def contact_import(request: HttpRequest) -> HttpResponse:
    """Choose a file; reading it stores nothing but the preview."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.preview_import(form.cleaned_data["file"], by=request.user, now=timezone.now())
            return redirect("polls:contact_import_preview", made.pk)
        except UnreadableFileError as error:
            form.add_error("file", str(FILE_PROBLEMS[error.code]))
    context = {"section": "contacts", "form": form}
    return render(request, "staff/contact_import.html", context, status=422 if form.errors else 200)


@may_import
@page
def contact_import_preview(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show what the file would do. POST names the columns anew or confirms."""
    made = get_object_or_404(ContactImport, pk=pk, created_by=request.user.pk)
    if request.method == "POST" and "rename" in request.POST:
        return _rename(request, made)
    if request.method == "POST":
        return _confirm(request, made)
    return _preview(request, made, form=_codes_form(made))


def _confirm(request: HttpRequest, made: ContactImport) -> HttpResponse:
    try:
        leave_out_faulty = "leave_out_faulty" in request.POST
        services.confirm_import(made, by=request.user, now=timezone.now(), leave_out_faulty=leave_out_faulty)
    except services.FaultyRowsError:
        messages.error(request, _("Say that the rows with errors may be left out, or correct the file first."))
    return redirect("polls:contact_import_preview", made.pk)


def _rename(request: HttpRequest, made: ContactImport) -> HttpResponse:
    form = _codes_form(made, request.POST)
    if not form.is_valid():
        return _preview(request, made, form=form, status=422)
    services.rename_attributes(made, form.codes)
    return redirect("polls:contact_import_preview", made.pk)


def _preview(request: HttpRequest, made: ContactImport, *, form: AttributeCodesForm, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {"section": "contacts", "made": made, "form": form}
    if made.state == ContactImport.State.DONE:
        return render(request, "staff/contact_import_done.html", context)
    findings = [_worded(finding) for finding in made.findings]
    context |= {
        "effect": services.effect_of(made),
        "errors": [finding for finding in findings if finding["is_error"]][:SHOWN_FINDINGS],
        "notes": [finding for finding in findings if not finding["is_error"]][:SHOWN_FINDINGS],
        "contacts": made.rows[:SHOWN_CONTACTS],
        "columns": _columns(made, form),
        "known": list(services.definitions()),
    }
    return render(request, "staff/contact_import_preview.html", context, status=status)


def _worded(finding: dict[str, Any]) -> dict[str, Any]:
    return {**finding, "message": message_of(finding["code"], finding["details"])}


def _attribute_counts(made: ContactImport) -> dict[str, Counter[str]]:
    counts: dict[str, Counter[str]] = {}
    for row in made.rows:
        for name, value in row["attributes"].items():
            counts.setdefault(name, Counter())[value] += 1
    return counts


def _codes_form(made: ContactImport, data: Any = None) -> AttributeCodesForm:
    return AttributeCodesForm(data, names=list(_attribute_counts(made)))


def _columns(made: ContactImport, form: AttributeCodesForm) -> list[dict[str, Any]]:
    """Describe each column that becomes an attribute: its input, and the values that most contacts have."""
    return [
        {
            "field": form[f"code-{name}"],
            "values": [(attribute_label(value), count) for value, count in counts.most_common(6)],
            "more": max(len(counts) - 6, 0),
        }
        for name, counts in _attribute_counts(made).items()
    ]
