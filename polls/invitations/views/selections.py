"""Saved selections: conditions under a name, and who fits them now."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from polls.invitations import services
from polls.invitations.forms.audience import SelectionForm
from polls.invitations.models import Selection
from polls.invitations.views.contacts import page_of, with_tags
from polls.invitations.views.lists import ask_and_remove

page = require_http_methods(["GET", "HEAD", "POST"])
may_change = permission_required("polls.change_contact", raise_exception=True)


@permission_required("polls.view_contact", raise_exception=True)
@require_safe
def selections(request: HttpRequest) -> HttpResponse:
    """List the selections with how many contacts fit now."""
    known, now = services.definitions(), timezone.now()
    rows: list[tuple[Selection, int | None]] = []
    for selection in Selection.objects.select_related("created_by"):
        try:
            criteria = services.to_criteria(selection.criteria)
            rows.append((selection, services.fitting(criteria, now=now, known=known).count()))
        except services.CriteriaError:
            rows.append((selection, None))
    return render(request, "staff/selections.html", {"section": "contacts", "rows": rows})


@may_change
@page
def selection_add(request: HttpRequest) -> HttpResponse:
    return _edit(request, Selection(), title=_("New selection"))


@may_change
@page
def selection_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who fits now; POST counts with other conditions, or saves them."""
    selection = get_object_or_404(Selection, pk=pk)
    return _edit(request, selection, title=selection.name)


@permission_required("polls.delete_contact", raise_exception=True)
@page
def selection_delete(request: HttpRequest, pk: int) -> HttpResponse:
    return ask_and_remove(request, get_object_or_404(Selection, pk=pk), back="polls:selections")


def _edit(request: HttpRequest, selection: Selection, *, title: str) -> HttpResponse:
    known, now = services.definitions(), timezone.now()
    criteria = services.to_criteria(selection.criteria)
    form = SelectionForm(
        request.POST if request.method == "POST" else None, selection=selection, criteria=criteria, known=known
    )
    if request.method == "POST" and form.is_valid():
        criteria = form.criteria
        if "count" not in request.POST:
            return _save(request, selection, form)
    context: dict[str, Any] = {"section": "contacts", "form": form, "title": title, "selection": selection}
    if selection.pk or (request.method == "POST" and not form.errors):
        try:
            found = services.fitting(criteria, now=now, known=known).select_related("organisation")
            shown = page_of(found, request)
            context |= {"page": with_tags(shown, known), "count": shown.paginator.count, "parameters": ""}
        except services.CriteriaError as error:
            context["obstacle"] = error.polls
    return render(request, "staff/selection_form.html", context, status=422 if form.errors else 200)


def _save(request: HttpRequest, selection: Selection, form: SelectionForm) -> HttpResponse:
    selection.name = form.cleaned_data["name"]
    selection.criteria = services.from_criteria(form.criteria)
    if not selection.pk:
        selection.created_at, selection.created_by_id = timezone.now(), request.user.pk
    selection.save()
    messages.success(request, _("“%(name)s” was saved.") % {"name": selection})
    return redirect("polls:selection_edit", selection.pk)
