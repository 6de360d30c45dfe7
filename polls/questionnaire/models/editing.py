"""What editing leaves behind: revisions of rows, the bin of what was deleted."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from polls.codebook import schema
from polls.questionnaire.models.polls import Poll
from polls.questionnaire.models.texts import TextByLanguage

KEPT_IN_BIN = timedelta(days=30)
"""How long a deleted page or question can be put back."""


class Edited(models.Model):
    """A row that several editors may work on. Each change makes the next revision and says whose it is."""

    revision = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    edited_at = models.DateTimeField(null=True, editable=False)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, editable=False, related_name="+"
    )

    class Meta:
        abstract = True


class Discarded(models.Model):
    """A page, question or choice that was deleted, with all that hung below it, to be put back for a while.

    ``document`` is what ``parts.to_data`` wrote. ``parent_id`` is the row it stood in: the poll, a page or a question.
    """

    class Kind(models.TextChoices):
        PAGE = "page", _("page")
        QUESTION = "question", _("question")
        CHOICE = "choice", _("choice")

    poll = models.ForeignKey(Poll, verbose_name=_("poll"), on_delete=models.CASCADE, related_name="discarded")
    kind = models.CharField(max_length=20, choices=Kind)
    label = TextByLanguage()
    code = models.CharField(max_length=40)
    parent_id = models.BigIntegerField()
    document = models.JSONField()
    discarded_at = models.DateTimeField()
    discarded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("deleted part")
        verbose_name_plural = _("deleted parts")
        ordering = ["-discarded_at", "-pk"]

    def __str__(self) -> str:
        return schema.in_language(self.label, "nl") or self.code


class WarningAnswer(models.Model):
    """Why a warning was let pass. It counts as long as what the warning is about reads as it did.

    ``key`` names the warning by its kind and place, ``fingerprint`` what it was about (``codebook.lint.subjects``).
    """

    poll = models.ForeignKey(Poll, verbose_name=_("poll"), on_delete=models.CASCADE, related_name="warning_answers")
    key = models.CharField(max_length=16)
    fingerprint = models.CharField(max_length=64)
    code = models.CharField(max_length=40)
    reason = models.CharField(_("reason"), max_length=300)
    answered_at = models.DateTimeField()
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("answer to a warning")
        verbose_name_plural = _("answers to warnings")
        ordering = ["answered_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["poll", "key"], name="one_answer_per_warning")]

    def __str__(self) -> str:
        return self.reason
