"""What happens to accounts."""

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from accounts.mail import password_link_mail
from accounts.models import User
from accounts.roles import Role

SECONDS_BETWEEN_LINKS = 60


def send_password_link(user: User, *, is_welcome: bool = False) -> None:
    """Mail ``user`` a link to choose a password. Raises ``OSError`` when the mail server cannot be reached."""
    parts = {
        "uidb64": urlsafe_base64_encode(force_bytes(user.pk)),
        "token": default_token_generator.make_token(user),
    }
    link = settings.SITE_URL + reverse("accounts:password_reset_confirm", kwargs=parts)
    password_link_mail(user, link=link, is_welcome=is_welcome).send()


def is_first_request_in_a_while(user: User) -> bool:
    """Whether no link was asked for ``user`` in the last minute, so that nobody's mailbox can be flooded."""
    return cache.add(f"password-link-{user.pk}", True, SECONDS_BETWEEN_LINKS)


def is_last_administrator(user: User) -> bool:
    """Whether nobody else could still manage accounts.

    Until the caller's transaction ends no other request can answer this question, so that two administrators who demote
    each other at the same moment do not both succeed.
    """
    with transaction.atomic():
        administrators = User.objects.select_for_update().filter(role=Role.ADMINISTRATOR, is_active=True)
        return {administrator.pk for administrator in administrators} == {user.pk}


def refusal_of_change(user: User, *, role: str, is_active: bool, by: User) -> str | None:
    """Say why ``by`` may not give ``user`` this role and access, or None when it may be done."""
    if role == Role.ADMINISTRATOR and is_active:
        return None
    if is_last_administrator(user):
        return _("This is the last administrator. Make somebody else an administrator first.")
    if user == by:
        return _("You cannot take away your own access as an administrator. Ask another administrator to do it.")
    return None
