"""Tokens with which other programs read, and what staff did with them and with webhooks."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from polls.questionnaire.models import Poll


class Scope(models.TextChoices):
    """What a token may read."""

    POLLS = "polls:read", _("Polls: titles, dates, questions and counts")
    RUNS = "runs:read", _("Results: the numbers of each run")
    PUBLICATIONS = "publications:read", _("Publications, which everybody may read: with a token more often")


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def working_at(self, now: datetime) -> "ApiTokenQuerySet":
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=now), revoked_at=None)


class ApiToken(models.Model):
    """A program's way in. The row knows the SHA-256 of the token only, and its first letters to recognise it by.

    ``last_used_on`` is a day and no more. Limited to ``polls`` unless ``is_for_all``.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=80)
    scopes = models.JSONField(_("may read"), default=list)
    is_for_all = models.BooleanField(_("all polls"), default=False)
    polls = models.ManyToManyField(Poll, verbose_name=_("polls"), blank=True, related_name="api_tokens")
    hint = models.CharField(max_length=12, editable=False)
    sha256 = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("created at"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    expires_at = models.DateTimeField(_("works until"), null=True)
    last_used_on = models.DateField(_("last used"), null=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("token")
        verbose_name_plural = _("tokens")
        # Keys are random: between rows of one moment they make the order fixed, not true.
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    def may(self, scope: Scope) -> bool:
        return scope.value in self.scopes

    def works_at(self, now: datetime) -> bool:
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)


class AccessEvent(models.Model):
    """Who gave or took which access, and when. ``name`` is kept when the token or webhook itself is gone."""

    class What(models.TextChoices):
        TOKEN_MADE = "token_made", _("made the token")
        TOKEN_REVOKED = "token_revoked", _("revoked the token")
        HOOK_MADE = "hook_made", _("made the webhook")
        HOOK_CHANGED = "hook_changed", _("changed the webhook")
        HOOK_PAUSED = "hook_paused", _("paused the webhook")
        HOOK_RESUMED = "hook_resumed", _("resumed the webhook")
        HOOK_SECRET = "hook_secret", _("gave the webhook a new secret")
        HOOK_REMOVED = "hook_removed", _("removed the webhook")
        HOOK_GONE = "hook_gone", _("paused the webhook because its address says it is gone")
        SENT_AGAIN = "sent_again", _("sent messages again")

    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    what = models.CharField(max_length=20, choices=What)
    name = models.CharField(max_length=80)
    detail = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("event of access")
        verbose_name_plural = _("events of access")
        ordering = ["-at", "-pk"]
