"""The mails of a poll as they look, and one of them to oneself, before anybody is invited."""

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from polls.invitations import mail, services
from polls.invitations.letters import LetterKind, UnfitTextError
from polls.invitations.services.texts import load_wordings, wording_of
from polls.questionnaire.design import to_questionnaire
from polls.questionnaire.models import Poll

may_invite = permission_required("polls.invite_poll", raise_exception=True)
# A mail has its styles in its elements. Its page may therefore do that, and nothing else.
mail_policy = csp_replace(
    {
        "style-src": ["'unsafe-inline'"],
        "script-src": [NONE],
        "sandbox": ["allow-popups"],
        "frame-ancestors": [SELF],
    }
)


@may_invite
@require_safe
@xframe_options_sameorigin
@mail_policy  # type: ignore[arg-type]  # its types know of no view with arguments
def mail_preview(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a mail as HTML or, with ``part=text``, as plain text, for the frames in the pages about it."""
    poll = get_object_or_404(Poll, slug=slug)
    values = request.GET.dict()
    try:
        shown = _mail(request, poll, ("sanne@voorbeeld.example", "Sanne de Vries"), values, is_sample=False)
    except UnfitTextError:
        text = _("This text has a placeholder that cannot be filled in, so there is no mail to show.")
        return HttpResponse(text, content_type="text/plain; charset=utf-8")
    if values.get("part") == "text":
        return HttpResponse(f"{shown.subject}\n\n{shown.body}", content_type="text/plain; charset=utf-8")
    return HttpResponse(str(shown.alternatives[0][0]))


@may_invite
@require_POST
def mail_test(request: HttpRequest, slug: str) -> HttpResponse:
    """Send a mail to the person who asks."""
    poll = get_object_or_404(Poll, slug=slug)
    address, kind = request.user.get_username(), _kind(request.POST.get("kind", ""))
    try:
        sample = _mail(request, poll, (address, str(request.user)), request.POST.dict(), is_sample=True)
    except UnfitTextError:
        messages.error(request, _("This text has a placeholder that cannot be filled in, so there is no mail to send."))
    else:
        _send(request, sample, address)
    return redirect("polls:mail_text", poll.slug, kind.value)


def _send(request: HttpRequest, sample: EmailMultiAlternatives, address: str) -> None:
    if services.send_now(sample):
        messages.success(request, _("A test mail is on its way to %(address)s.") % {"address": address})
    else:
        messages.error(request, _("The mail server cannot be reached. Try again later, or ask your administrator."))


def _kind(name: str) -> LetterKind:
    return LetterKind(name) if name in set(LetterKind) else LetterKind.INVITATION


def _mail(
    request: HttpRequest, poll: Poll, recipient: tuple[str, str], values: dict[str, str], *, is_sample: bool
) -> EmailMultiAlternatives:
    """Write the mail that ``values`` asks for (kind and language); its button leads to the preview."""
    version = poll.latest_version
    questionnaire = version.questionnaire if version else to_questionnaire(poll)
    asked, kind = values.get("language", ""), _kind(values.get("kind", ""))
    language = asked if asked in questionnaire.languages else questionnaire.languages[0]
    letter = mail.Letter(
        email=recipient[0],
        name=recipient[1],
        organisation="Voorbeeld BV",
        kind=kind,
        wording=wording_of(load_wordings(poll.pk), kind, language),
        language=language,
        questionnaire=questionnaire,
        closes_at=poll.closes_at,
        answer_url=request.build_absolute_uri(f"/polls/{poll.slug}/preview/"),
        opt_out_url=request.build_absolute_uri("/u/"),
        message_id=services.new_message_id(),
        is_sample=is_sample,
    )
    return mail.write(letter)
