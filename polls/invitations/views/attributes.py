"""Attributes of contacts: which there are, their names and their values."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from polls.invitations import services
from polls.invitations.forms import AttributeForm
from polls.invitations.forms.typed import attribute_name, choices_of, shown_value
from polls.invitations.models import Attribute, Contact

page = require_http_methods(["GET", "HEAD", "POST"])
may_change = permission_required("polls.change_contact", raise_exception=True)


@permission_required("polls.view_contact", raise_exception=True)
@require_safe
def attributes(request: HttpRequest) -> HttpResponse:
    """List the attributes with their kinds and values."""
    rows = [
        {
            "attribute": attribute,
            "name": attribute_name(attribute.definition),
            "values": [label for _code, label in choices_of(attribute.definition)],
        }
        for attribute in Attribute.objects.all()
    ]
    return render(request, "staff/attributes.html", {"section": "contacts", "rows": rows})


@may_change
@page
def attribute_add(request: HttpRequest) -> HttpResponse:
    return _edit(request, None)


@may_change
@page
def attribute_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change the names and add values; show how many contacts have each."""
    return _edit(request, get_object_or_404(Attribute, code=code))


@permission_required("polls.delete_contact", raise_exception=True)
@page
def attribute_delete(request: HttpRequest, code: str) -> HttpResponse:
    """Ask once more; POST removes the attribute with what everybody has of it."""
    attribute = get_object_or_404(Attribute, code=code)
    if request.method != "POST":
        counts = services.value_counts(code, Contact.objects.all())
        used = sum(count for value, count in counts.items() if value)
        context = {"section": "contacts", "name": attribute_name(attribute.definition), "used": used}
        return render(request, "staff/attribute_delete.html", context | {"attribute": attribute})
    name, number = attribute_name(attribute.definition), services.remove_attribute(attribute)
    text = ngettext(
        "“%(name)s” was removed, and %(number)s value with it.",
        "“%(name)s” was removed, and %(number)s values with it.",
        number,
    )
    messages.success(request, text % {"name": name, "number": number})
    return redirect("polls:attributes")


def _edit(request: HttpRequest, attribute: Attribute | None) -> HttpResponse:
    form = AttributeForm(request.POST if request.method == "POST" else None, attribute=attribute)
    if request.method == "POST" and form.is_valid():
        stored = form.stored()
        messages.success(request, _("“%(name)s” was saved.") % {"name": attribute_name(stored.definition)})
        return redirect("polls:attribute_edit", stored.code)
    context = {"section": "contacts", "form": form, "attribute": attribute, "title": _("New attribute")}
    if attribute:
        definition = attribute.definition
        counts = services.value_counts(attribute.code, Contact.objects.all())
        context["title"] = attribute_name(definition)
        context["counts"] = [
            (shown_value(definition, value) if value else _("not known"), count)
            for value, count in sorted(counts.items(), key=lambda each: -each[1])[:20]
        ]
    return render(request, "staff/attribute_form.html", context, status=422 if form.errors else 200)
