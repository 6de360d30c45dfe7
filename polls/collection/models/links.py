"""The links by which people without a personal invitation come in, and what staff sees of a crowd.

The poll's main open link needs no row: one is made when it is paused for the first time.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from polls.invitations.models import Invitation
from polls.questionnaire.models import Poll


class Link(models.Model):
    """One way into a poll with an open link: where it is put up, what comes in by it, and whether it is open."""

    class Kind(models.TextChoices):
        OPEN = "open", _("Open link")
        EMBED = "embed", _("On a page of a website")
        KIOSK = "kiosk", _("Kiosk")
        ORGANISATION = "organisation", _("For one organisation")

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="links")
    kind = models.CharField(max_length=20, choices=Kind)
    key = models.CharField(
        max_length=130,
        unique=True,
        help_text="What finds the row: short name of the poll and code, or the SHA-256 of a secret token.",
    )
    code = models.CharField(max_length=60, blank=True, help_text="Its place in a public address; empty: the main link.")
    name = models.CharField(_("name"), max_length=200, blank=True)
    generation = models.PositiveSmallIntegerField(default=1)
    is_paused = models.BooleanField(_("paused"), default=False)
    is_revoked = models.BooleanField(_("withdrawn"), default=False)
    origins = models.JSONField(default=list, blank=True, help_text="The sites that may show the poll in a frame.")
    attributes = models.JSONField(default=dict, blank=True, help_text="What is known of all who come in by this link.")
    maximum = models.PositiveIntegerField(_("most responses"), null=True, blank=True)
    taken = models.PositiveIntegerField(default=0, help_text="Responses so far, counted where there is a maximum.")
    created_at = models.DateTimeField(_("made at"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ["kind", "name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(maximum__isnull=True) | Q(taken__lte=F("maximum")), name="no_more_than_the_maximum"
            )
        ]

    def __str__(self) -> str:
        return self.name or self.code or self.get_kind_display()


class Arrival(models.Model):
    """By which link somebody came in: made with the invitation, when the first page is saved, and never by a submit."""

    invitation = models.OneToOneField(Invitation, on_delete=models.CASCADE, primary_key=True, related_name="arrival")
    link = models.ForeignKey(Link, on_delete=models.CASCADE, related_name="arrivals")

    class Meta:
        verbose_name = _("arrival")
        verbose_name_plural = _("arrivals")


class WaveCount(models.Model):
    """What became in one hour of those who had to prove something at a link: counts, and nothing of anybody."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="wave_counts")
    door = models.BigIntegerField(help_text="The primary key of the link; 0: the poll's main open link.")
    hour = models.DateTimeField()
    shard = models.PositiveSmallIntegerField()
    asked = models.PositiveIntegerField(default=0, help_text="Asked to wait or to let the browser do some work.")
    worked = models.PositiveIntegerField(default=0, help_text="Came in after their browser had done the work.")
    waited = models.PositiveIntegerField(default=0, help_text="Came in after waiting.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["poll", "door", "hour", "shard"], name="one_wave_count_per_hour_and_shard")
        ]
