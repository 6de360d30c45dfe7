"""What is kept of one person over all polls: shown, given as a file, erased on request."""

import json

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from polls.collection.services.rights import data_of, erase, history_of
from polls.invitations.models import Contact


@require_safe
@permission_required("polls.view_contact", raise_exception=True)
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the history: each poll with what was sent and whether it was answered."""
    contact = get_object_or_404(Contact, pk=pk)
    context = {"section": "contacts", "contact": contact, "history": history_of(contact), "lists": contact.lists.all()}
    return render(request, "staff/person.html", context)


@require_safe
@permission_required("polls.view_contact", raise_exception=True)
def person_data(request: HttpRequest, pk: int) -> HttpResponse:
    """Give all that is kept as a file, for a person who asks."""
    contact = get_object_or_404(Contact, pk=pk)
    answer = HttpResponse(json.dumps(data_of(contact), ensure_ascii=False, indent=2), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="person-{contact.pk}.json"'
    answer["Cache-Control"] = "no-store"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("polls.delete_contact", raise_exception=True)
def person_erase(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once more; POST erases."""
    contact = get_object_or_404(Contact, pk=pk)
    if request.method != "POST":
        identified = sum(1 for each in history_of(contact) if each.is_responded and not each.poll.is_anonymous)
        context = {"section": "contacts", "contact": contact, "identified": identified}
        return render(request, "staff/person_erase.html", context)
    erase(contact, by=request.user, now=timezone.now())
    messages.success(request, _("This person was erased from all polls, and will not be mailed again."))
    return redirect("polls:contacts")
