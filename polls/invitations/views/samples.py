"""The mails of a poll as they look, and one of them to oneself, before anybody is invited."""

import smtplib
from collections.abc import Callable

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
from polls.questionnaire.design import to_questionnaire
from polls.questionnaire.models import Poll

MAILS: dict[str, Callable[[mail.Letter], EmailMultiAlternatives]] = {
    "invitation": mail.invitation,
    "reminder": mail.reminder,
}

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
    """Show the HTML of a mail, for the frame in the page about it."""
    poll = get_object_or_404(Poll, slug=slug)
    shown = _mail(request, poll, ("sanne@voorbeeld.example", "Sanne de Vries"), request.GET.dict(), is_sample=False)
    return HttpResponse(str(shown.alternatives[0][0]))


@may_invite
@require_POST
def mail_test(request: HttpRequest, slug: str) -> HttpResponse:
    """Send a mail to the person who asks."""
    poll = get_object_or_404(Poll, slug=slug)
    address = request.user.get_username()
    sample = _mail(request, poll, (address, str(request.user)), request.POST.dict(), is_sample=True)
    try:
        sample.send()
    except (OSError, smtplib.SMTPException):
        messages.error(request, _("The mail server cannot be reached. Try again later, or ask your administrator."))
    else:
        messages.success(request, _("A test mail is on its way to %(address)s.") % {"address": address})
    return redirect(f"polls:{'remind' if request.POST.get('kind') == 'reminder' else 'invite'}", poll.slug)


def _mail(
    request: HttpRequest, poll: Poll, recipient: tuple[str, str], values: dict[str, str], *, is_sample: bool
) -> EmailMultiAlternatives:
    """Write the mail that ``values`` asks for (kind and language); its button leads to the preview."""
    version = poll.latest_version
    questionnaire = version.questionnaire if version else to_questionnaire(poll)
    asked = values.get("language", "")
    letter = mail.Letter(
        email=recipient[0],
        name=recipient[1],
        language=asked if asked in questionnaire.languages else questionnaire.languages[0],
        questionnaire=questionnaire,
        closes_at=poll.closes_at,
        answer_url=request.build_absolute_uri(f"/polls/{poll.slug}/preview/"),
        opt_out_url=request.build_absolute_uri("/u/"),
        message_id=services.new_message_id(),
        is_sample=is_sample,
    )
    return MAILS.get(values.get("kind", ""), mail.invitation)(letter)
