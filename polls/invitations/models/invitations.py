"""Who may answer which poll, and what we sent them."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from polls.invitations.models.contacts import Contact
from polls.questionnaire.models import Poll


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def for_poll(self, poll: Poll) -> "InvitationQuerySet":
        return self.filter(poll=poll)

    def may_be_mailed(self) -> "InvitationQuerySet":
        """Those who may still get mail for their poll: not answered, not revoked, not opted out, still wanted."""
        return self.filter(
            is_responded=False,
            is_past_quota=False,
            is_revoked=False,
            has_opted_out=False,
            contact__isnull=False,
            contact__opted_out_at__isnull=True,
        )


class Invitation(models.Model):
    """The right to answer a poll once.

    The link's token is derived from the server's key and never stored; its SHA-256 finds the row. An open-link poll
    makes a row without a contact when the first page is saved. ``attributes`` is what the contact list said when the
    invitation was made. In an anonymous poll nothing here, and no time, leads to a response.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="invitations")
    contact = models.ForeignKey(Contact, null=True, on_delete=models.SET_NULL, related_name="invitations")
    generation = models.PositiveSmallIntegerField(default=1)
    token_hash = models.CharField(max_length=64, unique=True)
    attributes = models.JSONField(default=dict)
    language = models.CharField(max_length=5, default="nl")
    has_started = models.BooleanField(
        default=False, help_text="Set when a draft is removed unsent, so that a break-off stays known."
    )
    is_responded = models.BooleanField(_("answered"), default=False)
    ending = models.BinaryField(
        null=True, editable=False, help_text="How the link ended, readable with the link only (collection/endings)."
    )
    is_revoked = models.BooleanField(_("revoked"), default=False)
    has_opted_out = models.BooleanField(_("opted out of this poll"), default=False)
    is_past_quota = models.BooleanField(
        default=False, db_default=False, help_text="A quota for all with these attributes is full: no more mail."
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(
                fields=["poll", "contact"], condition=Q(contact__isnull=False), name="one_invitation_per_contact"
            )
        ]
        indexes = [models.Index(fields=["poll", "is_responded"], name="invitation_poll_responded")]


class MessageQuerySet(models.QuerySet["Message"]):
    def due_at(self, now: datetime) -> "MessageQuerySet":
        """Messages that a worker may claim: waiting and due, or claimed by a worker whose lease ran out."""
        waiting = Q(state=Message.State.QUEUED, not_before__lte=now)
        abandoned = Q(state=Message.State.SENDING, lease_until__lt=now)
        return self.filter(waiting | abandoned)


class Message(models.Model):
    """One e-mail that must leave: the outbox. The row is the record; Celery only wakes those who empty it."""

    class Kind(models.TextChoices):
        INVITATION = "invitation", _("invitation")
        REMINDER = "reminder", _("reminder")
        THANKS = "thanks", _("thank-you mail")

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("no longer needed")
        UNKNOWN = "unknown", _("unknown whether accepted")
        RETURNED = "returned", _("came back undeliverable")

    class Reason(models.TextChoices):
        CLOSED = "closed", _("the poll is closed")
        QUOTA = "quota", _("a quota is full")
        ANSWERED = "answered", _("has answered")
        OPTED_OUT = "opted_out", _("wants no mail")
        REVOKED = "revoked", _("the invitation was withdrawn")
        ADDRESS = "address", _("the address does not exist")
        REMOVED = "removed", _("the contact was removed")

    key = models.CharField(max_length=120, unique=True, help_text="invitation:kind:round, so that none is made twice")
    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="messages")
    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=20, choices=Kind)
    round = models.PositiveSmallIntegerField(default=0)
    letter = models.CharField(
        max_length=20, blank=True, default="", db_default="", help_text="Which text it has; empty: the one of its kind."
    )
    domain = models.CharField(
        max_length=254, blank=True, default="", db_default="", help_text="Where it goes, for the rate per mail domain."
    )
    state = models.CharField(max_length=20, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    unknowns = models.PositiveSmallIntegerField(
        default=0, help_text="How often a worker died so that acceptance could not be known."
    )
    not_before = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    message_id = models.CharField(max_length=200)
    last_error = models.CharField(max_length=500, blank=True)
    cancelled_for = models.CharField(
        max_length=20, choices=Reason, blank=True, default="", db_default="", help_text="Why it is no longer needed."
    )
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["state", "not_before"], name="message_state_not_before"),
            models.Index(fields=["poll", "kind", "state"], name="message_poll_kind_state"),
        ]
