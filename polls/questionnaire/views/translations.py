"""The translation table: all texts of a poll side by side, saved in one go."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from polls.questionnaire import services
from polls.questionnaire.models import Poll


@permission_required("polls.change_poll", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def translations(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the texts in the other language beside those in ``to`` (English unless stated), to be filled in."""
    poll = get_object_or_404(Poll, slug=slug)
    target = "nl" if request.GET.get("to") == "nl" else "en"
    if request.method == "POST":
        return _save(request, poll, target)
    source = "nl" if target == "en" else "en"
    found = services.text_entries(poll)
    lines = [_line(entry, source, target) for entry in found]
    done = sum(1 for line in lines if line["target"])
    context = {
        "poll": poll,
        "phase": poll.phase_at(timezone.now()),
        "section": "design",
        "verb": "files",
        "source": source,
        "target": target,
        "lines": lines,
        "done": done,
        "total": len(lines),
        "percent": round(100 * done / len(lines)) if lines else 100,
    }
    return render(request, "staff/exchange/translations.html", context)


def _line(entry: services.TextEntry, source: str, target: str) -> dict[str, Any]:
    text = {"source": entry.text.get(source, ""), "target": entry.text.get(target, "")}
    is_long = max(map(len, text.values())) > 90 or "\n" in "".join(text.values())
    return {"key": entry.key, "place": entry.place, "field": entry.field, "is_long": is_long, **text}


def _save(request: HttpRequest, poll: Poll, target: str) -> HttpResponse:
    posted = {name: str(value).replace("\r\n", "\n") for name, value in request.POST.items()}
    seen = {name[2:]: text for name, text in posted.items() if name.startswith("s-")}
    typed = {name[2:]: text for name, text in posted.items() if name.startswith("t-")}
    written, missed = services.save_texts(poll, target, seen, typed, by=request.user, now=timezone.now())
    shown = ngettext("%(count)d text has been saved.", "%(count)d texts have been saved.", written)
    messages.success(request, shown % {"count": written})
    if missed:
        places = ", ".join(entry.place or poll.slug for entry in missed[:10])
        told = _("Somebody else changed these meanwhile; they were left as they are: %(places)s.")
        messages.warning(request, told % {"places": places})
    return redirect(f"{reverse('polls:translations', args=[poll.slug])}?to={target}")
