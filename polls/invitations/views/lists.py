"""Lists of contacts: which there are, who is on them, and drawing one by lot."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from polls.invitations import services
from polls.invitations.forms.lists import METHODS, ListForm, SampleForm
from polls.invitations.forms.typed import attribute_name, shown_value
from polls.invitations.models import Contact, ContactList, ListMember, Selection
from polls.invitations.services.selecting import reachable
from polls.invitations.views.contacts import page_of, with_tags

page = require_http_methods(["GET", "HEAD", "POST"])
may_change = permission_required("polls.change_contact", raise_exception=True)


@permission_required("polls.view_contact", raise_exception=True)
@require_safe
def contact_lists(request: HttpRequest) -> HttpResponse:
    """List the lists with how many contacts are on each."""
    rows = ContactList.objects.select_related("created_by").annotate(people=Count("members")).order_by("name")
    return render(request, "staff/lists.html", {"section": "contacts", "lists": rows})


@may_change
@page
def list_add(request: HttpRequest) -> HttpResponse:
    return _edit(request, ContactList(), title=_("New list"))


@may_change
@page
def list_edit(request: HttpRequest, pk: int) -> HttpResponse:
    made = get_object_or_404(ContactList, pk=pk)
    return _edit(request, made, title=made.name)


@may_change
@require_POST
def list_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the ticked contacts off the list; they stay contacts."""
    made = get_object_or_404(ContactList, pk=pk)
    ticked = [int(key) for key in request.POST.getlist("contact") if key.isdecimal() and len(key) < 19]
    number, _by_model = ListMember.objects.filter(list=made, contact__in=ticked).delete()
    text = ngettext(
        "%(number)s contact was taken off the list.", "%(number)s contacts were taken off the list.", number
    )
    messages.success(request, text % {"number": number})
    return redirect("polls:list_edit", made.pk)


@permission_required("polls.delete_contact", raise_exception=True)
@page
def list_delete(request: HttpRequest, pk: int) -> HttpResponse:
    return ask_and_remove(request, get_object_or_404(ContactList, pk=pk), back="polls:lists")


def ask_and_remove(request: HttpRequest, thing: ContactList | Selection, *, back: str) -> HttpResponse:
    """Ask once more; POST removes it and goes ``back``."""
    if request.method != "POST":
        return render(request, "staff/list_delete.html", {"section": "contacts", "thing": thing, "back": back})
    thing.delete()
    messages.success(request, _("“%(name)s” was removed.") % {"name": thing})
    return redirect(back)


@may_change
@page
def sample_draw(request: HttpRequest) -> HttpResponse:
    """Say how a sample is drawn, see what that gives, and draw it."""
    known = services.definitions()
    form = SampleForm(request.POST if request.method == "POST" else None, known=known)
    context: dict[str, Any] = {"section": "contacts", "form": form}
    if request.method == "POST":
        is_valid = form.is_valid()
        try:
            contacts = _frame(form)
        except (services.CriteriaError, LookupError):
            form.add_error(
                "source", _("This selection cannot be used now: it speaks of an anonymous poll that is open.")
            )
        else:
            if is_valid and "count" not in request.POST:
                return _draw(request, form, contacts)
            context |= {"frame": contacts.count(), "groups": _groups(form, contacts)}
    return render(request, "staff/sample_draw.html", context, status=422 if form.errors else 200)


def _frame(form: SampleForm) -> QuerySet[Contact]:
    contacts = services.contacts_of(form.cleaned_data.get("source", ""), now=timezone.now())
    return reachable(contacts) if form.cleaned_data.get("is_reachable") else contacts


def _groups(form: SampleForm, contacts: QuerySet[Contact]) -> list[dict[str, Any]]:
    """Describe the groups that are drawn from: how many there are and how many would be drawn."""
    attribute = form.cleaned_data.get("attribute")
    if not attribute:
        return []
    drawn = services.draw(contacts, form.recipe()) if form.is_valid() else {}
    return [
        {
            "code": group,
            "name": form.group_label(group),
            "available": len(keys),
            "drawn": len(drawn[group][1]) if group in drawn else None,
            "size": form.data.get(f"size-{group}", ""),
        }
        for group, keys in sorted(services.strata_of(contacts, attribute).items())
    ]


def _draw(request: HttpRequest, form: SampleForm, contacts: QuerySet[Contact]) -> HttpResponse:
    choices = dict(_flat(form.fields["source"].choices))  # type: ignore[attr-defined]
    source = choices.get(form.cleaned_data["source"] or "everybody", "")
    made = services.keep_sample(
        form.cleaned_data["name"], contacts, form.recipe(), source=str(source), by=request.user, now=timezone.now()
    )
    messages.success(request, _("“%(name)s” was drawn and is kept as a list.") % {"name": made})
    return redirect("polls:list_edit", made.pk)


def _flat(choices: Any) -> list[tuple[str, str]]:
    flat: list[tuple[str, str]] = []
    for value, label in choices:
        flat += label if isinstance(label, (list, tuple)) else [(value, label)]
    return flat


def _edit(request: HttpRequest, made: ContactList, *, title: str) -> HttpResponse:
    form = ListForm(request.POST if request.method == "POST" else None, made=made)
    if request.method == "POST" and form.is_valid():
        answer = _save(request, made, form)
        if answer:
            return answer
    context: dict[str, Any] = {"section": "contacts", "form": form, "title": title, "made": made}
    if made.pk:
        known = services.definitions()
        shown = page_of(made.members.select_related("organisation"), request)
        context |= {"page": with_tags(shown, known), "parameters": "", "recipe": _recipe(made, known)}
    return render(request, "staff/list_form.html", context, status=422 if form.errors else 200)


def _save(request: HttpRequest, made: ContactList, form: ListForm) -> HttpResponse | None:
    keys = set(form.cleaned_data["add"])
    source = form.cleaned_data.get("source", "")
    if source:
        try:
            keys |= set(services.contacts_of(source, now=timezone.now()).values_list("pk", flat=True))
        except (services.CriteriaError, LookupError):
            form.add_error(
                "source", _("This selection cannot be used now: it speaks of an anonymous poll that is open.")
            )
            return None
    made.name = form.cleaned_data["name"]
    if not made.pk:
        made.created_at, made.created_by_id = timezone.now(), request.user.pk
    made.save()
    members = [ListMember(list=made, contact_id=key) for key in sorted(keys)]
    ListMember.objects.bulk_create(members, ignore_conflicts=True, batch_size=500)
    messages.success(request, _("“%(name)s” was saved.") % {"name": made})
    return redirect("polls:list_edit", made.pk)


def _recipe(made: ContactList, known: Any) -> dict[str, Any] | None:
    """Put the recipe of a sample into words."""
    if not made.is_sample:
        return None
    attribute = known.get(made.recipe["attribute"])
    return {
        **made.recipe,
        "how": METHODS.get(made.recipe["method"], ""),
        "by": attribute_name(attribute) if attribute else made.recipe["attribute"],
        "groups": [
            (shown_value(attribute, group) if group else _("not known"), available, drawn)
            for group, available, drawn in made.recipe["strata"]
        ]
        if made.recipe["attribute"]
        else [],
    }
