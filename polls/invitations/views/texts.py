"""The texts of a poll's mails: writing them, seeing them, sending one to oneself."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from polls.invitations.forms.mailing import MailTextForm
from polls.invitations.letters import SPELLINGS, LetterKind, Placeholder
from polls.invitations.models import MailText
from polls.invitations.services.texts import load_wordings, save_text, wording_of
from polls.questionnaire.models import Poll

may_invite = permission_required("polls.invite_poll", raise_exception=True)

MEANINGS = {
    Placeholder.GREETING: gettext_lazy("“Dear” with the name, or “Dear reader” when it is not known"),
    Placeholder.NAME: gettext_lazy("the person's name"),
    Placeholder.ORGANISATION: gettext_lazy("the organisation, or “your organisation”"),
    Placeholder.TITLE: gettext_lazy("the title of the poll"),
    Placeholder.INTRO: gettext_lazy("the introduction of the poll; not in a subject"),
    Placeholder.MINUTES: gettext_lazy("how long answering takes: “3 minutes”"),
    Placeholder.CLOSING: gettext_lazy("day and time at which the poll closes"),
    Placeholder.BUTTON: gettext_lazy("the button with the personal link; not in a subject"),
}


@may_invite
@require_safe
def mail_texts(request: HttpRequest, slug: str) -> HttpResponse:
    """Lead to the first text."""
    return redirect("polls:mail_text", slug, LetterKind.INVITATION.value)


@may_invite
@require_http_methods(["GET", "HEAD", "POST"])
def mail_text(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Show one text with how the mail looks; POST saves it, or goes back to the standard text."""
    poll = get_object_or_404(Poll, slug=slug)
    if kind not in set(LetterKind) or (kind == LetterKind.THANKS and poll.is_anonymous):
        raise Http404
    letter, languages = LetterKind(kind), _languages(poll)
    if request.method == "POST" and "standard" in request.POST:
        save_text(poll, letter, {}, {})
        messages.success(request, _("This mail has the standard text again."))
        return redirect("polls:mail_text", slug, kind)
    data = request.POST if request.method == "POST" else None
    form = MailTextForm(data, poll=poll, kind=letter, languages=languages, initial=_stored(poll, letter, languages))
    if data is not None and form.is_valid():
        save_text(poll, letter, form.values("subject"), form.values("text"))
        messages.success(request, _("The text was saved."))
        return redirect("polls:mail_text", slug, kind)
    return _page(request, poll, letter, form)


def _languages(poll: Poll) -> list[str]:
    version = poll.latest_version
    return list(version.questionnaire.languages if version else poll.languages)


def _stored(poll: Poll, kind: LetterKind, languages: list[str]) -> dict[str, str]:
    wordings = load_wordings(poll.pk)
    found = {language: wording_of(wordings, kind, language) for language in languages}
    subjects = {f"subject_{language}": wording.subject for language, wording in found.items()}
    return subjects | {f"text_{language}": wording.text for language, wording in found.items()}


def _page(request: HttpRequest, poll: Poll, kind: LetterKind, form: MailTextForm) -> HttpResponse:
    placeholders = [
        ([SPELLINGS[each][language] for language in form.languages], MEANINGS[each])
        for each in Placeholder
        if not (each is Placeholder.BUTTON and kind is LetterKind.THANKS)
    ]
    own = set(MailText.objects.filter(poll=poll).values_list("kind", flat=True))
    kinds = [
        (value, label, value in own)
        for value, label in MailText.Kind.choices
        if not (value == LetterKind.THANKS and poll.is_anonymous)
    ]
    context: dict[str, Any] = {
        "section": "polls",
        "poll": poll,
        "current": "invite",
        "form": form,
        "kind": kind.value,
        "label": MailText.Kind(kind.value).label,
        "kinds": kinds,
        "is_own": kind.value in own,
        "placeholders": placeholders,
        "languages": form.languages,
    }
    return render(request, "staff/mail_text.html", context, status=422 if form.errors else 200)
