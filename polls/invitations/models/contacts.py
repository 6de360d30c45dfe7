"""Whom we can ask: organisations and the people who work there."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from polls.codebook.attributes import inherited
from polls.invitations.plain_text import folded

LONGEST_SEARCH = 300
"""So many characters of what a contact is found by are kept: an index row on PostgreSQL has an end."""


class Organisation(models.Model):
    """An employer of contacts. Its attributes hold for each of them who has no value of their own."""

    name = models.CharField(_("name"), max_length=200)
    name_key = models.CharField(
        max_length=200,
        unique=True,
        editable=False,
        help_text="The name as people are likely to write it: what makes an organisation unique.",
    )
    attributes = models.JSONField(_("attributes"), default=dict, blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name_key"]

    def __str__(self) -> str:
        return self.name


class SearchField(models.TextField):  # type: ignore[type-arg]
    """What a contact is found by, worked out whenever the row is written, one by one or many at once."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        text = getattr(model_instance, "searched_for", "")  # a model of a migration has no property
        setattr(model_instance, self.attname, text)
        return text


class Contact(models.Model):
    """A professional of the sector, with the attributes by which results may be split."""

    class Language(models.TextChoices):
        DUTCH = "nl", _("Dutch")
        ENGLISH = "en", _("English")

    email = models.EmailField(_("e-mail address"))
    email_key = models.CharField(
        max_length=254,
        unique=True,
        editable=False,
        help_text="The address in small letters: what makes a contact unique.",
    )
    name = models.CharField(_("name"), max_length=200, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="contacts",
    )
    language = models.CharField(_("language"), max_length=5, choices=Language, default=Language.DUTCH)
    attributes = models.JSONField(_("attributes"), default=dict, blank=True)
    search = SearchField(default="", db_default="", editable=False, help_text="See ``searched_for``.")
    opted_out_at = models.DateTimeField(_("opted out of all polls at"), null=True, blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["name", "email"]
        indexes = [models.Index(fields=["name", "email", "search"], name="contact_in_order")]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def organisation_name(self) -> str:
        return self.organisation.name if self.organisation else ""

    @property
    def searched_for(self) -> str:
        """Name, address and organisation as they are searched: small letters without accents."""
        return folded(f"{self.name} {self.email} {self.organisation_name}")[:LONGEST_SEARCH]

    @property
    def known(self) -> dict[str, str]:
        """What holds for this person: own attributes, and for the rest those of the organisation."""
        return inherited(self.attributes, self.organisation.attributes if self.organisation else {})
