"""The forms of log-in, passwords, the profile, and of an account in the admin."""

import logging
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth.forms import (
    AuthenticationForm,
    PasswordChangeForm,
    PasswordResetForm,
    SetPasswordForm,
    UsernameField,
)
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services import is_first_request_in_a_while, refusal_of_change, send_password_link

logger = logging.getLogger(__name__)


class StyledForm(forms.BaseForm):
    """Gives each input the class of the product's look."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            field.widget.attrs.setdefault("class", "form-control")


class LoginForm(StyledForm, AuthenticationForm):
    username = UsernameField(
        label=_("E-mail address"), widget=forms.EmailInput(attrs={"autofocus": True, "autocomplete": "username"})
    )

    error_messages = {
        **AuthenticationForm.error_messages,
        "invalid_login": _("We do not know this combination of e-mail address and password."),
    }


class PasswordLinkForm(StyledForm, PasswordResetForm):
    """Asks for a link to choose a password. Whether the address is known never shows."""

    email = forms.EmailField(
        label=_("E-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )

    def get_users(self, email: str) -> Iterable[User]:
        """Find who may get a link; also somebody new, who has no password yet."""
        return User.objects.filter(email__iexact=email, is_active=True)

    def save(self, *args: Any, **options: Any) -> None:
        for user in self.get_users(self.cleaned_data["email"]):
            if not is_first_request_in_a_while(user):
                continue
            try:
                send_password_link(user)
            except OSError as error:
                logger.error("password link for user %s not sent: %s", user.pk, type(error).__name__)


class NewPasswordForm(StyledForm, SetPasswordForm):  # type: ignore[type-arg]  # generic in the stubs only
    """Chooses a password by the link of a mail."""


class ChangePasswordForm(StyledForm, PasswordChangeForm):
    """Changes the password of somebody who is logged in."""


class ProfileForm(StyledForm, forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = User
        fields = ["name"]
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}


class UserForm(forms.ModelForm):  # type: ignore[type-arg]
    """An account as an administrator sees it. ``by`` is set by the admin: who is changing it."""

    by: User

    class Meta:
        model = User
        fields = ["name", "email", "role", "is_active"]

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.instance.pk and {"role", "is_active"} <= cleaned.keys():
            refusal = refusal_of_change(
                self.instance_before(), role=cleaned["role"], is_active=cleaned["is_active"], by=self.by
            )
            if refusal:
                raise forms.ValidationError(refusal)
        return cleaned

    def instance_before(self) -> User:
        """Give the account as it is stored."""
        return User.objects.get(pk=self.instance.pk)
