"""What became of each mail: every try with the server's answer, and what came back."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from polls.invitations.bounces import BounceKind
from polls.invitations.models.invitations import Message


class MessageEvent(models.Model):
    """One line in the log of a message. ``detail`` is what the mail server said, or which person did it."""

    class What(models.TextChoices):
        SENT = "sent", _("accepted by the mail server")
        REFUSED = "refused", _("refused for now")
        FAILED = "failed", _("refused for good")
        UNKNOWN = "unknown", _("connection lost at the moment of handing over")
        DIED = "died", _("the sending process ended at the moment of handing over")
        CANCELLED = "cancelled", _("no longer needed")
        RESENT = "resent", _("put in the outbox again")
        SETTLED = "settled", _("taken as arrived")
        DELAYED = "delayed", _("delayed on the way")
        RETURNED = "returned", _("came back undeliverable")
        COMPLAINED = "complained", _("reported as unwanted")

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField()
    what = models.CharField(max_length=20, choices=What)
    detail = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)

    class Meta:
        verbose_name = _("event of a message")
        verbose_name_plural = _("events of messages")
        ordering = ["pk"]


class BounceQuerySet(models.QuerySet["Bounce"]):
    def of_dead_addresses(self) -> "BounceQuerySet":
        return self.filter(kind=BounceKind.HARD, is_dismissed=False)


class Bounce(models.Model):
    """A report that a mail did not arrive. A hard one marks the address that the contact had then, and only that."""

    class Kind(models.TextChoices):
        HARD = BounceKind.HARD.value, _("the address does not exist")
        SOFT = BounceKind.SOFT.value, _("not delivered")
        DELAYED = BounceKind.DELAYED.value, _("delayed")
        COMPLAINT = BounceKind.COMPLAINT.value, _("reported as unwanted")

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="bounces")
    kind = models.CharField(max_length=20, choices=Kind)
    email_key = models.CharField(max_length=254, blank=True)
    status = models.CharField(max_length=20, blank=True)
    detail = models.CharField(max_length=500, blank=True)
    source = models.CharField(max_length=20)
    reference = models.CharField(max_length=120, unique=True, help_text="The same report counts once.")
    at = models.DateTimeField()
    is_dismissed = models.BooleanField(default=False, help_text="Somebody sent to the address again, knowingly.")

    objects = BounceQuerySet.as_manager()

    class Meta:
        verbose_name = _("bounce")
        verbose_name_plural = _("bounces")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["email_key", "kind"], name="bounce_email_kind")]


class ReturnMailbox(models.Model):
    """How far the mailbox for returned mail has been read. Nothing in the mailbox itself is changed."""

    name = models.CharField(max_length=200, unique=True)
    uid_validity = models.PositiveBigIntegerField(default=0)
    last_uid = models.PositiveBigIntegerField(default=0)
    read_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("mailbox for returned mail")
        verbose_name_plural = _("mailboxes for returned mail")
