"""Duplicating a poll: what goes along and what does not, then the button that does it."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from polls.collection.services.duplicating import duplicate_whole
from polls.invitations.services.copying import copied_mail
from polls.questionnaire import services
from polls.questionnaire.forms.design import DuplicateForm
from polls.questionnaire.models import Poll


@permission_required(("polls.add_poll", "polls.change_poll"), raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def duplicate(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what is copied; copy on POST."""
    poll = get_object_or_404(Poll, slug=slug)
    now = timezone.now()
    form = DuplicateForm(request.POST or None, initial={"slug": services.free_slug(poll.slug)})
    if request.method != "POST" or not form.is_valid():
        context = {"poll": poll, "verb": "duplicate", "phase": poll.phase_at(now), "section": "design", "form": form}
        context |= {"mail": copied_mail(poll)}
        status = 422 if request.method == "POST" else 200
        return render(request, "admin/polls/lifecycle/duplicate.html", context, status=status)
    copy = duplicate_whole(poll, by=request.user, now=now, slug=form.cleaned_data["slug"])
    messages.success(request, _("This is the copy. Nothing of the original was changed."))
    return redirect("admin:polls_poll_change", copy.pk)
