"""The contact list: find, add, change and remove people."""

from collections.abc import Mapping
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

from polls.codebook.attributes import Attribute
from polls.invitations import services
from polls.invitations.forms import ContactForm
from polls.invitations.forms.typed import attribute_name, choices_of, shown_value
from polls.invitations.models import Contact, Organisation

PER_PAGE = 50
MOST_SUGGESTIONS = 1_000


@permission_required("polls.view_contact", raise_exception=True)
@require_safe
def contacts(request: HttpRequest) -> HttpResponse:
    """List contacts by what was searched for and by attribute."""
    known = services.definitions()
    chosen = {code: asked(request, f"a-{code}") for code, attribute in known.items() if attribute.has_list}
    query = asked(request, "q")
    found = services.with_attributes(
        services.matching(Contact.objects.select_related("organisation"), query),
        {code: [value] for code, value in chosen.items() if value},
        known,
    )
    page = page_of(found, request)
    context = {
        "section": "contacts",
        "page": with_tags(page, known),
        "query": query,
        "filters": _filters(known, chosen),
        "is_filtered": bool(query or any(chosen.values())),
        "parameters": parameters_of(request),
        "has_any": page.paginator.count > 0 or Contact.objects.exists(),
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


def with_tags(people: Any, known: Mapping[str, Attribute]) -> Any:
    """Give each person what is known of them, in words: name, value, and whether it is the organisation's."""
    for person in people:
        person.tags = [
            (
                attribute_name(known[code]) if code in known else code,
                shown_value(known.get(code), value),
                code not in person.attributes,
            )
            for code, value in person.known.items()
        ]
    return people


def _edit(request: HttpRequest, contact: Contact, *, title: str) -> HttpResponse:
    form = ContactForm(
        request.POST if request.method == "POST" else None, instance=contact, known=services.definitions()
    )
    if request.method == "POST" and form.is_valid():
        messages.success(request, _("%(contact)s was saved.") % {"contact": form.stored()})
        return redirect("polls:contacts")
    context = {
        "section": "contacts",
        "form": form,
        "title": title,
        "contact": contact,
        "organisations": Organisation.objects.values_list("name", flat=True)[:MOST_SUGGESTIONS],
    }
    return render(request, "staff/contact_form.html", context, status=422 if form.errors else 200)


def _filters(known: Mapping[str, Attribute], chosen: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "name": f"a-{code}",
            "label": attribute_name(known[code]),
            "values": choices_of(known[code]),
            "chosen": value,
        }
        for code, value in chosen.items()
    ]


def asked(request: HttpRequest, name: str) -> str:
    """Read a parameter of the address, without what no database text can hold."""
    return request.GET.get(name, "").replace("\0", "")
