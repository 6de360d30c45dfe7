"""The press text of a poll: begun from the results, changed freely, with numbers that stay those of the results."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from polls.questionnaire.models import Poll
from polls.reporting.checking.check import check_text
from polls.reporting.press.facts import FactKind
from polls.reporting.press.markup import token
from polls.reporting.press.showing import shown_paragraphs
from polls.results.models import PressDraft, PressVersion, Run
from polls.results.services import press as services
from polls.results.services.runs import latest_run
from polls.results.views.context import about, language_now

LANGUAGE_NAMES = {"nl": "Nederlands", "en": "English"}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("polls.view_results", raise_exception=True)
def press(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show the text with its numbers and what the check says of it; take changes."""
    poll, run, language = _asked(request, slug)
    draft = services.draft_of(poll, language)
    if request.method == "POST":
        return _post(request, poll, run, draft, language)
    return render(request, "staff/press.html", _page(poll, run, draft, language, lead=request.GET.get("lead", "")))


@require_safe
@permission_required("polls.view_results", raise_exception=True)
def press_text(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the text as a file to paste from."""
    poll, run, language = _asked(request, slug)
    draft = services.draft_of(poll, language)
    run = _run_of(draft, run)
    if draft is None or run is None:
        return redirect(_url(poll, language))
    text = services.bind(draft.source, run, language).text.text
    answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{poll.slug}-press-{language}.txt"'
    return answer


@require_safe
@permission_required("polls.view_results", raise_exception=True)
def press_versions(request: HttpRequest, slug: str) -> HttpResponse:
    """List the versions of the text, and show the one that the address names."""
    poll, run, language = _asked(request, slug)
    draft = services.draft_of(poll, language)
    run = _run_of(draft, run)
    if draft is None or run is None:
        return redirect(_url(poll, language))
    number = request.GET.get("version", "")
    version = draft.versions.filter(number=number).first() if number.isdecimal() else None
    context = {
        **_common(poll, language),
        "draft": draft,
        "versions": draft.versions.select_related("kept_by"),
        "version": version,
        "text": services.bind(version.source, run, language).text if version else None,
    }
    return render(request, "staff/press_versions.html", context)


@require_POST
@permission_required("polls.write_press", raise_exception=True)
def press_restore(request: HttpRequest, slug: str) -> HttpResponse:
    """Make an earlier version the text again."""
    poll, _run, language = _asked(request, slug)
    draft = services.draft_of(poll, language)
    number, revision = request.POST.get("version", ""), request.POST.get("revision", "")
    if draft is not None and number.isdecimal() and revision.isdecimal():
        try:
            services.go_back(draft, int(number), revision=int(revision), by=request.user, now=timezone.now())
            messages.success(request, _("Version %(number)s is the text again.") % {"number": number})
        except PressVersion.DoesNotExist:
            messages.error(request, _("That version is not there."))
        except services.PressConflictError as conflict:
            messages.error(request, _conflict_sentence(conflict.draft))
    return redirect(_url(poll, language))


def _post(
    request: HttpRequest, poll: Poll, run: Run | None, draft: PressDraft | None, language: str
) -> HttpResponseBase:
    if not request.user.has_perm("polls.write_press"):
        return render(request, "403.html", status=403)
    action = request.POST.get("action", "save")
    if draft is None or run is None:
        if run is not None and action == "begin":
            lead = request.POST.get("lead", "")
            services.begin(poll, run, language, by=request.user, now=timezone.now(), lead=lead)
        return redirect(_url(poll, language))
    revision = request.POST.get("revision", "")
    source = request.POST.get("source", draft.source)
    try:
        _change(draft, run, action, source, int(revision) if revision.isdecimal() else 0, request)
    except services.PressConflictError as conflict:
        return _conflict(request, poll, run, conflict.draft, source, language)
    except services.TooLongError:
        return _refused(request, poll, run, draft, source, language)
    if _wants_json(request):
        return JsonResponse({"revision": draft.revision, "html": _preview(request, poll, run, draft, language)})
    messages.success(request, _("The text is saved."))
    return redirect(_url(poll, language))


def _change(draft: PressDraft, run: Run, action: str, source: str, revision: int, request: HttpRequest) -> None:
    now = timezone.now()
    if action == "newest":
        services.bind_to(draft, run, revision=revision, by=request.user, now=now)
    else:
        services.change(draft, source, revision=revision, by=request.user, now=now, is_kept=action == "keep")


def _conflict(
    request: HttpRequest, poll: Poll, run: Run, draft: PressDraft, source: str, language: str
) -> HttpResponseBase:
    sentence = _conflict_sentence(draft)
    if _wants_json(request):
        return JsonResponse({"sentence": sentence, "revision": draft.revision, "source": draft.source}, status=409)
    context = _page(poll, run, draft, language) | {"conflict": sentence, "mine": source}
    return render(request, "staff/press.html", context, status=409)


def _refused(
    request: HttpRequest, poll: Poll, run: Run, draft: PressDraft, source: str, language: str
) -> HttpResponseBase:
    problem = _("This text is too long for a press text.")
    if _wants_json(request):
        return JsonResponse({"problem": problem}, status=422)
    context = _page(poll, run, draft, language) | {"problem": problem, "mine": source}
    return render(request, "staff/press.html", context, status=422)


def _conflict_sentence(draft: PressDraft) -> str:
    text = _("%(name)s changed this text at %(time)s, after you opened it.")
    at = timezone.localtime(draft.edited_at)
    return text % {"name": draft.edited_by or _("Somebody"), "time": f"{at:%H:%M}"}


def _page(poll: Poll, run: Run | None, draft: PressDraft | None, language: str, *, lead: str = "") -> dict[str, Any]:
    context = _common(poll, language) | {"run": run, "draft": draft}
    if run is None:
        return context
    if draft is None:
        suggestion = services.bind(services.suggested(run, language, lead=lead), run, language)
        return context | {"suggestion": suggestion.text, "leads": services.leads(run, suggestion.report), "lead": lead}
    bound_run = _run_of(draft, run) or run
    return context | _checked(draft, bound_run, language) | {
        "shown": bound_run,
        "is_behind": bound_run.pk != run.pk,
        "has_versions": draft.versions.count() > 1,
    }  # fmt: skip


def _checked(draft: PressDraft, run: Run, language: str) -> dict[str, Any]:
    """Bind and check a text: what its preview and its lists show."""
    bound = services.bind(draft.source, run, language)
    checked = check_text(bound.text.text, bound.report, told_in=language_now())
    kinds = (FactKind.RESPONDENTS, FactKind.SHARE, FactKind.BASE, FactKind.MEAN)
    return {
        "paragraphs": shown_paragraphs(bound.text, checked),
        "alarms": [(bound.text.text[mark.start : mark.end], mark) for mark in checked.alarms],
        "unknown": [number for number in bound.text.numbers if not number.is_known],
        "agreeing": sum(not mark.is_alarm for mark in checked.marks),
        "choices": [(token(fact), fact) for fact in bound.facts.values() if fact.kind in kinds],
    }


def _preview(request: HttpRequest, poll: Poll, run: Run, draft: PressDraft, language: str) -> str:
    context = _checked(draft, _run_of(draft, run) or run, language) | {"poll": poll, "text_language": language}
    return render_to_string("staff/press_preview.html", context, request)


def _common(poll: Poll, language: str) -> dict[str, Any]:
    return {
        **about(poll, current="results", now=timezone.now()),
        "text_language": language,
        "languages": LANGUAGE_NAMES.items(),
    }


def _run_of(draft: PressDraft | None, newest: Run | None) -> Run | None:
    """Give the run that a text is bound to; the newest one where that is gone."""
    return draft.run if draft is not None and draft.run is not None else newest


def _asked(request: HttpRequest, slug: str) -> tuple[Poll, Run | None, str]:
    poll = get_object_or_404(Poll, slug=slug)
    asked = request.GET.get("text", "")
    return poll, latest_run(poll), asked if asked in services.LANGUAGES else language_now()


def _url(poll: Poll, language: str) -> str:
    return f"{reverse('polls:press', args=[poll.slug])}?text={language}"


def _wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")
