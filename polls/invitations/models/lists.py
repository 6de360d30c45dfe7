"""Contacts put together: lists, which stay as they are, and selections, which are worked out anew each time."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from polls.invitations.models.contacts import Contact


class ContactList(models.Model):
    """A list of contacts. A sample is a list with the recipe by which it was drawn."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    recipe = models.JSONField(default=dict, blank=True, help_text="Of a sample: from whom, how, and with which seed.")
    members = models.ManyToManyField(Contact, through="ListMember", related_name="lists")
    created_at = models.DateTimeField(_("created at"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("list")
        verbose_name_plural = _("lists")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_sample(self) -> bool:
        return bool(self.recipe)


class ListMember(models.Model):
    """That somebody is on a list."""

    list = models.ForeignKey(ContactList, on_delete=models.CASCADE, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("member of a list")
        verbose_name_plural = _("members of lists")
        constraints = [models.UniqueConstraint(fields=["list", "contact"], name="once_on_a_list")]


class Selection(models.Model):
    """Conditions under a name. Who fits is worked out when it is used."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    criteria = models.JSONField(default=dict)
    created_at = models.DateTimeField(_("created at"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("selection")
        verbose_name_plural = _("selections")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
