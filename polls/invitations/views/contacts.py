"""The contact list: find, add, change and remove people."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from polls.invitations import services
from polls.invitations.forms import AttributeValues, ContactForm, attribute_label
from polls.invitations.models import Contact

PER_PAGE = 50


@permission_required("polls.view_contact", raise_exception=True)
@require_safe
def contacts(request: HttpRequest) -> HttpResponse:
    """List contacts by what was searched for and by attribute."""
    values = services.attribute_values()
    chosen = {name: _asked(request, f"a-{name}") for name in values}
    query = _asked(request, "q")
    found = services.with_attributes(
        services.matching(Contact.objects.select_related("organisation"), query),
        {name: [value] for name, value in chosen.items() if value},
    )
    context = {
        "section": "contacts",
        "page": page_of(found, request),
        "query": query,
        "filters": _filters(values, chosen),
        "is_filtered": bool(query or any(chosen.values())),
        "parameters": parameters_of(request),
        "total": Contact.objects.count(),
    }
    return render(request, "staff/contacts.html", context)


@permission_required("polls.add_contact", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def contact_add(request: HttpRequest) -> HttpResponse:
    return _edit(request, Contact(), title=_("New contact"))


@permission_required("polls.change_contact", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def contact_edit(request: HttpRequest, pk: int) -> HttpResponse:
    contact = get_object_or_404(Contact, pk=pk)
    return _edit(request, contact, title=str(contact))


@permission_required("polls.delete_contact", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def contact_delete(request: HttpRequest, pk: int) -> HttpResponse:
    contact = get_object_or_404(Contact, pk=pk)
    if request.method != "POST":
        return render(request, "staff/contact_delete.html", {"section": "contacts", "contact": contact})
    services.remove_contact(contact, now=timezone.now())
    messages.success(request, _("%(contact)s was removed from the contact list.") % {"contact": contact})
    return redirect("polls:contacts")


def page_of(rows: QuerySet[Any], request: HttpRequest) -> Page[Any]:
    """Give the page of ``rows`` that the address asks for; what is not a page gives the first or the last."""
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))


def parameters_of(request: HttpRequest) -> str:
    """Give the query of the address without its page, for the links to other pages."""
    return urlencode([(name, value) for name, value in request.GET.items() if name != "page" and value])


def _edit(request: HttpRequest, contact: Contact, *, title: str) -> HttpResponse:
    form = ContactForm(request.POST or None, instance=contact, known=services.attribute_values())
    if request.method == "POST" and form.is_valid():
        messages.success(request, _("%(contact)s was saved.") % {"contact": form.stored()})
        return redirect("polls:contacts")
    context = {"section": "contacts", "form": form, "title": title, "contact": contact}
    return render(request, "staff/contact_form.html", context, status=422 if form.errors else 200)


def _filters(values: AttributeValues, chosen: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "name": f"a-{name}",
            "label": attribute_label(name),
            "values": [(value, attribute_label(value), count) for value, count in counts.items()],
            "chosen": chosen[name],
        }
        for name, counts in values.items()
    ]


def _asked(request: HttpRequest, name: str) -> str:
    """Read a parameter of the address, without what no database text can hold."""
    return request.GET.get(name, "").replace("\0", "")
