"""The mails about accounts: one function for each, text and HTML together."""

from css_inline import CSSInliner
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from accounts.models import User

INLINER = CSSInliner(load_remote_stylesheets=False)


def password_link_mail(user: User, *, link: str, is_welcome: bool) -> EmailMultiAlternatives:
    """Write the mail with the link to choose a password, in the language that is active."""
    subject = _("Your account at KSF Polls") if is_welcome else _("Choose a new password for KSF Polls")
    hours = settings.PASSWORD_RESET_TIMEOUT // 3600
    context = {"user": user, "link": link, "hours": hours, "is_welcome": is_welcome, "subject": subject}
    mail = EmailMultiAlternatives(
        subject,
        render_to_string("accounts/mail/password_link.txt", context),
        to=[user.email],
        headers={"Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(INLINER.inline(render_to_string("accounts/mail/password_link.html", context)), "text/html")
    return mail
