"""What respondents send us: drafts while they answer, sealed responses, responses.

In an anonymous poll a submit leaves only a ``SealedResponse`` in the urn: a random key and an encrypted box. When the
urn is emptied, all its boxes become ``Response`` rows in one transaction and in random order.
"""

import secrets
import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from polls.codebook import leaving
from polls.invitations.models import Invitation
from polls.questionnaire.models import Poll, QuestionnaireVersion


class Draft(models.Model):
    """Answers under way. The body is encrypted with a key that follows from the respondent's own link only."""

    invitation = models.OneToOneField(Invitation, on_delete=models.CASCADE, primary_key=True, related_name="draft")
    revision = models.PositiveIntegerField(default=1)
    body = models.BinaryField()
    progress = models.BinaryField(null=True, help_text="How far it is, for the server only (services/progress).")

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")


class SealedResponse(models.Model):
    """One box in the urn of an anonymous poll."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="sealed_responses")
    box = models.BinaryField()

    class Meta:
        verbose_name = _("sealed response")
        verbose_name_plural = _("sealed responses")


class Response(models.Model):
    """One respondent's complete answers, as codes, with the version that was answered and the contact attributes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="responses")
    version = models.ForeignKey(QuestionnaireVersion, on_delete=models.RESTRICT, related_name="responses")
    answers = models.JSONField()
    attributes = models.JSONField(default=dict)
    language = models.CharField(max_length=5, default="nl")
    is_anonymous = models.BooleanField()
    invitation = models.OneToOneField(Invitation, null=True, on_delete=models.RESTRICT, related_name="response")
    submitted_at = models.DateTimeField(null=True)
    receipt_hash = models.CharField(max_length=64, blank=True, default="", editable=False)
    times = models.JSONField(null=True, help_text="Band of time by page, until it is counted (services/paradata).")
    codes = models.JSONField(null=True, help_text="What people made of the open answers, by edition (results).")

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        indexes = [models.Index(fields=["receipt_hash"], name="response_receipt")]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_anonymous=True, invitation__isnull=True, submitted_at__isnull=True)
                | Q(is_anonymous=False, submitted_at__isnull=False),
                name="anonymous_response_has_no_trace",
            )
        ]


class TurnedAway(models.Model):
    """Somebody who was screened out, or came after a quota was filled. Their answers are never among the responses.

    Of an anonymous poll nothing is kept but that it happened and for which reason.
    """

    class Disposition(models.TextChoices):
        SCREENED_OUT = leaving.Disposition.SCREENED_OUT.value, _("Screened out")
        QUOTA_FULL = leaving.Disposition.QUOTA_FULL.value, _("Quota full")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="turned_away")
    version = models.ForeignKey(QuestionnaireVersion, on_delete=models.RESTRICT, related_name="turned_away")
    disposition = models.CharField(max_length=20, choices=Disposition)
    reason = models.CharField(max_length=40)
    answers = models.JSONField(default=dict)
    is_anonymous = models.BooleanField()
    invitation = models.OneToOneField(Invitation, null=True, on_delete=models.RESTRICT, related_name="turned_away")
    submitted_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("respondent who was turned away")
        verbose_name_plural = _("respondents who were turned away")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_anonymous=True, invitation__isnull=True, submitted_at__isnull=True, answers={})
                | Q(is_anonymous=False, submitted_at__isnull=False),
                name="anonymous_turned_away_has_no_trace",
            )
        ]


class QuotaBook(models.Model):
    """How many responses count for each quota of a poll, encrypted (services/quotas.py)."""

    poll = models.OneToOneField(Poll, on_delete=models.CASCADE, primary_key=True, related_name="quota_book")
    body = models.BinaryField()

    class Meta:
        verbose_name = _("count of the quotas")
        verbose_name_plural = _("counts of the quotas")


class Paradata(models.Model):
    """How the poll is gone through, in numbers that belong to nobody.

    ``bands``: how many had each band of time on each page (``codebook.pace``). ``been`` and ``at``: of those who have
    not finished, how many have been on each page and how many are there; in an anonymous poll in full steps of k.
    """

    poll = models.OneToOneField(Poll, on_delete=models.CASCADE, primary_key=True, related_name="paradata")
    bands = models.JSONField(default=dict)
    been = models.JSONField(default=dict)
    at = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("time and break-off by page")
        verbose_name_plural = _("time and break-off by page")


class DailyCount(models.Model):
    """How many started and answered on a day: counts only. Several rows a day, so that writers do not wait."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="daily_counts")
    day = models.DateField()
    shard = models.PositiveSmallIntegerField()
    started = models.PositiveIntegerField(default=0)
    submitted = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "day", "shard"], name="one_count_per_day_and_shard")]


def new_upload_id() -> str:
    return secrets.token_urlsafe(16)


class Upload(models.Model):
    """A file that a respondent sent along. Its content lies in the files folder under the id, out of the web's reach.

    Only in polls that are not anonymous: a file tells who sent it.
    """

    id = models.CharField(primary_key=True, max_length=22, default=new_upload_id, editable=False)
    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="uploads")
    question = models.CharField(max_length=40)
    name = models.CharField(_("file"), max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(_("size"))
    uploaded_at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["-uploaded_at"]
