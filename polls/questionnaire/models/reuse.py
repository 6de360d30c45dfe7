"""What goes from one poll to another: files that are being imported, and the recode maps between waves."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from polls.codebook import recode, schema
from polls.codebook.document import from_document
from polls.questionnaire.models.polls import Poll


class WaveMap(models.Model):
    """How the answers of an earlier poll read in a later one, as an editor has laid down."""

    earlier = models.ForeignKey(Poll, verbose_name=_("earlier poll"), on_delete=models.CASCADE, related_name="maps_on")
    later = models.ForeignKey(Poll, verbose_name=_("later poll"), on_delete=models.CASCADE, related_name="maps_back")
    document = models.JSONField(_("document"))
    updated_at = models.DateTimeField(_("updated at"))
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("updated by"), null=True, on_delete=models.SET_NULL, editable=False
    )

    class Meta:
        verbose_name = _("recode map")
        verbose_name_plural = _("recode maps")
        ordering = ["later", "earlier"]
        constraints = [
            models.UniqueConstraint(fields=["earlier", "later"], name="one_map_per_pair_of_polls"),
            models.CheckConstraint(condition=~models.Q(earlier=models.F("later")), name="map_between_two_polls"),
        ]

    def __str__(self) -> str:
        return f"{self.earlier.slug} → {self.later.slug}"

    @property
    def recode_map(self) -> recode.RecodeMap:
        return recode.from_document(self.document)


class QuestionnaireImport(models.Model):
    """A questionnaire file that was read, to look at before it becomes a draft. Kept for a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file_name = models.CharField(_("file name"), max_length=255)
    document = models.JSONField(_("document"))
    findings = models.JSONField(_("findings"), default=list)
    created_at = models.DateTimeField(_("created at"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("created by"), null=True, on_delete=models.CASCADE, editable=False
    )
    poll = models.ForeignKey(Poll, verbose_name=_("poll"), null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("questionnaire import")
        verbose_name_plural = _("questionnaire imports")
        # Keys are random: between rows of one moment they make the order fixed, not true.
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def questionnaire(self) -> schema.Questionnaire:
        return from_document(self.document)


class LibraryQuestion(models.Model):
    """A question that an editor kept for other polls. ``document`` is a questionnaire of this one question."""

    document = models.JSONField(_("document"))
    saved_at = models.DateTimeField(_("saved at"))
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("saved by"), null=True, on_delete=models.SET_NULL, editable=False
    )

    class Meta:
        verbose_name = _("question of the library")
        verbose_name_plural = _("questions of the library")
        ordering = ["-saved_at", "-pk"]

    def __str__(self) -> str:
        return self.question.code

    @property
    def question(self) -> schema.Question:
        return from_document(self.document).pages[0].questions[0]
