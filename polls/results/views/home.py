"""The first page after log-in: all polls at a glance."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from polls.questionnaire.models import Poll
from polls.results.services.overview import Stage, glances


@permission_required("polls.view_poll", raise_exception=True)
def home(request: HttpRequest) -> HttpResponse:
    """List the polls, those in the field first."""
    order = [Stage.OPEN, Stage.CLOSING, Stage.SCHEDULED, Stage.DRAFT, Stage.CLOSED]
    found = sorted(glances(Poll.objects.all(), now=timezone.now()), key=lambda glance: order.index(glance.stage))
    return render(request, "staff/home.html", {"glances": found, "section": "polls"})
