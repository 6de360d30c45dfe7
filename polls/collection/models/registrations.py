"""People who put themselves on the list: asked for, and confirmed from their own mailbox."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from polls.invitations.models import Contact
from polls.questionnaire.models import Poll


class RegistrationPage(models.Model):
    """A public page on which people register for a poll by invitation, or (without a poll) for the panel."""

    poll = models.OneToOneField(Poll, null=True, on_delete=models.CASCADE, related_name="registration_page")
    key = models.CharField(max_length=60, unique=True, help_text="The short name of the poll; empty for the panel.")
    is_open = models.BooleanField(_("open"), default=False)
    consent = models.JSONField(_("what people agree to"), default=dict, help_text="By language.")

    class Meta:
        verbose_name = _("registration page")
        verbose_name_plural = _("registration pages")


class Registration(models.Model):
    """One request to be on the list, with the mail that asks to confirm it.

    Until it is confirmed it holds the address and is removed after a week. From then on it is the proof of consent:
    which text somebody agreed to, when they asked and when they confirmed. It goes with the contact.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    page = models.ForeignKey(RegistrationPage, on_delete=models.CASCADE, related_name="registrations")
    token_hash = models.CharField(max_length=64, unique=True)
    email = models.EmailField(blank=True)
    email_key = models.CharField(max_length=254, blank=True)
    name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=5, default="nl")
    consent = models.TextField()
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    contact = models.ForeignKey(Contact, null=True, on_delete=models.CASCADE, related_name="registrations")
    state = models.CharField(max_length=20, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    message_id = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        indexes = [models.Index(fields=["state", "not_before"], name="registration_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["page", "email_key"], condition=Q(confirmed_at__isnull=True), name="one_request_per_address"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, contact__isnull=True)
                | Q(confirmed_at__isnull=False, contact__isnull=False, email="", email_key=""),
                name="confirmed_registration_has_a_contact",
            ),
        ]
