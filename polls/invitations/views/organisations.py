"""Organisations: find, add, change and remove them, with the people who work there."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from polls.invitations import services
from polls.invitations.forms import OrganisationForm
from polls.invitations.forms.typed import attribute_name, shown_value
from polls.invitations.models import Contact, Organisation
from polls.invitations.services.organisations import remove_organisation
from polls.invitations.views.contacts import asked, page_of, parameters_of

SHOWN_PEOPLE = 50

page = require_http_methods(["GET", "HEAD", "POST"])


@permission_required("polls.view_contact", raise_exception=True)
@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """List organisations by what was searched for, with how many contacts each has."""
    query = asked(request, "q")
    found = Organisation.objects.all()
    for word in query.split():
        found = found.filter(name__icontains=word)
    known = services.definitions()
    shown = page_of(found.annotate(people=Count("contacts")).order_by("name_key"), request)
    for organisation in shown:
        organisation.tags = [
            (attribute_name(known[code]) if code in known else code, shown_value(known.get(code), value))
            for code, value in organisation.attributes.items()
        ]
    context = {
        "section": "contacts",
        "page": shown,
        "query": query,
        "parameters": parameters_of(request),
        "has_any": bool(shown.paginator.count) or Organisation.objects.exists(),
    }
    return render(request, "staff/organisations.html", context)


@permission_required("polls.add_contact", raise_exception=True)
@page
def organisation_add(request: HttpRequest) -> HttpResponse:
    return _edit(request, Organisation(), title=_("New organisation"))


@permission_required("polls.change_contact", raise_exception=True)
@page
def organisation_edit(request: HttpRequest, pk: int) -> HttpResponse:
    organisation = get_object_or_404(Organisation, pk=pk)
    return _edit(request, organisation, title=organisation.name)


@permission_required("polls.delete_contact", raise_exception=True)
@page
def organisation_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once more; POST removes the organisation. Its people stay, without its attributes."""
    organisation = get_object_or_404(Organisation, pk=pk)
    if request.method != "POST":
        context = {"section": "contacts", "organisation": organisation, "people": organisation.contacts.count()}
        return render(request, "staff/organisation_delete.html", context)
    remove_organisation(organisation)
    messages.success(request, _("%(organisation)s was removed.") % {"organisation": organisation})
    return redirect("polls:organisations")


def _edit(request: HttpRequest, organisation: Organisation, *, title: str) -> HttpResponse:
    form = OrganisationForm(
        request.POST if request.method == "POST" else None, instance=organisation, known=services.definitions()
    )
    if request.method == "POST" and form.is_valid():
        messages.success(request, _("%(organisation)s was saved.") % {"organisation": form.stored()})
        return redirect("polls:organisations")
    people = Contact.objects.filter(organisation=organisation.pk or 0)
    context = {
        "section": "contacts",
        "form": form,
        "title": title,
        "organisation": organisation,
        "people": people[:SHOWN_PEOPLE],
        "people_count": people.count(),
    }
    return render(request, "staff/organisation_form.html", context, status=422 if form.errors else 200)
