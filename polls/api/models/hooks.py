"""Webhooks: who is told what, and the outbox of messages to them."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from polls.questionnaire.models import Announcement, Poll


class Webhook(models.Model):
    """An address that is told of what happens. Its secret is derived from a key outside the database (``secrets``).

    ``generation`` counts the secrets; until ``previous_until`` messages are signed with the one before as well.
    ``thresholds``: the numbers of responses of which it is told. Limited to ``polls`` unless ``is_for_all``.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=80)
    url = models.URLField(_("address"), max_length=500)
    kinds = models.JSONField(_("is told when"), default=list)
    thresholds = models.JSONField(_("numbers of responses"), default=list)
    is_for_all = models.BooleanField(_("all polls"), default=True)
    polls = models.ManyToManyField(Poll, verbose_name=_("polls"), blank=True, related_name="webhooks")
    is_active = models.BooleanField(default=True)
    generation = models.PositiveIntegerField(default=1, editable=False)
    previous_until = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(_("created at"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["name", "created_at"]

    def __str__(self) -> str:
        return self.name


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def due_at(self, now: datetime) -> "DeliveryQuerySet":
        """What may leave: waiting until now, or under way with a worker that has not been heard of since."""
        waiting = Q(state=Delivery.State.QUEUED, not_before__lte=now)
        abandoned = Q(state=Delivery.State.SENDING, lease_until__lt=now)
        return self.filter(waiting | abandoned, hook__is_active=True)


class Delivery(models.Model):
    """One message to one webhook. ``body`` is written once, so that every try sends the same bytes.

    ``attempts`` counts the tries since it was last asked for; each has a ``DeliveryAttempt``.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        SENDING = "sending", _("under way")
        DELIVERED = "delivered", _("delivered")
        FAILED = "failed", _("given up")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    hook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    announcement = models.ForeignKey(Announcement, null=True, on_delete=models.SET_NULL, related_name="deliveries")
    kind = models.CharField(max_length=40)
    body = models.TextField()
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("message to a webhook")
        verbose_name_plural = _("messages to webhooks")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["not_before"], condition=Q(state="queued"), name="delivery_queued"),
            models.Index(fields=["lease_until"], condition=Q(state="sending"), name="delivery_sending"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["hook", "announcement"],
                condition=Q(announcement__isnull=False),
                name="one_delivery_per_announcement",
            )
        ]


class DeliveryAttempt(models.Model):
    """One try: what came back, and how long it took. ``problem`` is a code of ``services.posting``, or empty."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="tries")
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    problem = models.CharField(max_length=30, blank=True)
    answer = models.CharField(max_length=500, blank=True)
    milliseconds = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("try to deliver")
        verbose_name_plural = _("tries to deliver")
        ordering = ["pk"]
