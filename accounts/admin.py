"""Accounts in Django's admin, for administrators only (see ``roles``)."""

from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounts.forms import UserForm
from accounts.models import User
from accounts.services import is_last_administrator, send_password_link


@admin.register(User)
class UserAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in the stubs only
    form = UserForm
    list_display = ["name", "email", "role", "is_active", "last_login"]
    list_filter = ["role", "is_active"]
    search_fields = ["name", "email"]
    readonly_fields = ["last_login", "created_at"]
    actions = None

    def get_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Leave out what only an existing account has, when one is added."""
        return ["name", "email", "role", "is_active", *(self.readonly_fields if obj else [])]

    def get_form(
        self, request: HttpRequest, obj: User | None = None, change: bool = False, **options: Any
    ) -> "type[ModelForm[User]]":
        form = super().get_form(request, obj, change, **options)
        form.by = request.user  # type: ignore[attr-defined]  # the class is made anew for each request
        return form

    def save_model(self, request: HttpRequest, obj: User, form: "ModelForm[User]", change: bool) -> None:
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        if not change or "_send_link" in request.POST:
            transaction.on_commit(partial(self.send_link, request, obj, is_welcome=obj.last_login is None))

    def send_link(self, request: HttpRequest, user: User, *, is_welcome: bool) -> None:
        """Mail the link and tell the administrator how that went."""
        if not user.is_active:
            messages.warning(request, _("%(name)s may not log in, so no mail was sent.") % {"name": user})
            return
        try:
            send_password_link(user, is_welcome=is_welcome)
        except OSError:
            messages.error(
                request, _("The mail to %(email)s could not be sent. Try again later.") % {"email": user.email}
            )
        else:
            messages.success(request, _("A mail with a log-in link went to %(email)s.") % {"email": user.email})

    def response_change(self, request: HttpRequest, obj: User) -> HttpResponse:
        if "_send_link" in request.POST:
            return self.response_post_save_change(request, obj)
        return super().response_change(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        if obj is not None and (obj == request.user or is_last_administrator(obj)):
            return False
        return super().has_delete_permission(request, obj)
