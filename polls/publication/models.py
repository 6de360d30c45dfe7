"""Publications: composed by staff, frozen as editions, approved by a second person, read by everybody."""

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from polls.questionnaire.models import Poll
from polls.results.models import Run, WorkState


class Publication(models.Model):
    """One publication of a poll: its permanent address, and its contents as its makers have them now.

    ``composition`` is what ``publication.composition`` reads. ``revision`` counts its changes: a change names the one
    that it was based on. Readers never see it; they see editions.
    """

    poll = models.ForeignKey(Poll, verbose_name=_("poll"), on_delete=models.PROTECT, related_name="publications")
    run = models.ForeignKey(Run, verbose_name=_("results run"), on_delete=models.PROTECT, related_name="+")
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    composition = models.JSONField()
    revision = models.PositiveIntegerField(default=1)
    needs_approval = models.BooleanField(_("a second person approves"), default=True)
    created_at = models.DateTimeField(_("created at"))
    edited_at = models.DateTimeField(_("edited at"))
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.slug


APPEARED = Coalesce("embargo_until", "published_at")
"""When an edition became, or becomes, public: at the end of its embargo, else when it was published."""


class EditionQuerySet(models.QuerySet["Edition"]):
    def public_at(self, now: datetime) -> "EditionQuerySet":
        """Editions that readers could ever see until now, replaced and withdrawn ones too; none under embargo."""
        return self.filter(Q(embargo_until=None) | Q(embargo_until__lte=now), published_at__isnull=False)

    def waiting_at(self, now: datetime) -> "EditionQuerySet":
        """Editions that were published under an embargo that still lasts."""
        return self.filter(published_at__isnull=False, embargo_until__gt=now)

    def current_at(self, now: datetime) -> "EditionQuerySet":
        """Of each publication the edition that readers see at its address, unless it was withdrawn."""
        newer = Edition.objects.public_at(now).filter(
            publication=models.OuterRef("publication"), number__gt=models.OuterRef("number")
        )
        return self.public_at(now).filter(~models.Exists(newer), withdrawn_at=None)


class Edition(models.Model):
    """A publication as it was frozen for approval and, once published, for good.

    The database refuses changes to what was published. ``document`` is all that readers are told
    (``reporting.published``), ``content_hash`` the SHA-256 of its file ``edition.json``, which names the SHA-256 of
    every other file. ``drawings``: the charts of the page, by language and item. ``published_at`` is when somebody let
    it go; under an embargo readers see it from ``embargo_until`` on, by the clock alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField(_("edition"))
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="editions")
    composition = models.JSONField()
    revision = models.PositiveIntegerField(help_text="Of the publication, when it was frozen.")
    statement_revision = models.PositiveIntegerField(default=0, help_text="Of the method statement.")
    note = models.JSONField(default=dict, help_text="What was corrected, by language; none of a first edition.")
    document = models.JSONField(null=True)
    drawings = models.JSONField(null=True)
    told = models.JSONField(null=True, help_text="Which groups it tells of, for the ledger of releases.")
    told_before = models.PositiveIntegerField(default=0, help_text="How many editions of the poll it was held against.")
    content_hash = models.CharField(max_length=64, blank=True)

    state = models.CharField(_("state"), max_length=10, choices=WorkState, default=WorkState.QUEUED)
    progress = models.PositiveSmallIntegerField(_("progress"), default=0)
    error = models.CharField(_("error"), max_length=500, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(_("finished at"), null=True)

    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(_("created at"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    approved_at = models.DateTimeField(_("approved at"), null=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    published_at = models.DateTimeField(_("published at"), null=True)
    embargo_until = models.DateTimeField(_("embargo until"), null=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    withdrawal_note = models.JSONField(default=dict, help_text="By language.")

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["publication", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "number"], name="one_edition_per_number"),
            models.CheckConstraint(
                condition=Q(published_at=None)
                | Q(document__isnull=False, drawings__isnull=False) & ~Q(content_hash=""),
                name="published_edition_is_complete",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.publication_id} {self.number}"

    @property
    def public_from(self) -> datetime | None:
        """When it became, or becomes, public; None as long as nobody let it go."""
        return self.embargo_until or self.published_at

    def waits_at(self, now: datetime) -> bool:
        """Whether it was published under an embargo that still lasts; of many editions see ``waiting_at``."""
        return self.embargo_until is not None and self.embargo_until > now

    @property
    def languages(self) -> list[str]:
        """The languages that it can be read in; the first one is that of its address."""
        document: dict[str, Any] = self.document or {}
        return list(document.get("languages", []))


class EditionFile(models.Model):
    """A file of an edition, kept with it for good: tables, run, report, charts, the card for social media, receipts."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(_("file"), max_length=120)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(_("size"))
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()

    class Meta:
        verbose_name = _("file of an edition")
        verbose_name_plural = _("files of editions")
        ordering = ["edition", "name"]
        constraints = [models.UniqueConstraint(fields=["edition", "name"], name="one_edition_file_per_name")]
