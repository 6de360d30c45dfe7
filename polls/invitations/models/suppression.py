"""Addresses that must not be mailed again."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Suppression(models.Model):
    """An address that must not be mailed again, as a hash that only the server's key can make.

    It outlives the contact: who said no, or was erased on request, is not mailed again when an old list is imported.
    """

    class Reason(models.TextChoices):
        OPTED_OUT = "opted_out", _("said no to all mail")
        ERASED = "erased", _("was erased on request")

    email_hash = models.CharField(max_length=64, unique=True)
    reason = models.CharField(max_length=20, choices=Reason)
    since = models.DateTimeField()

    class Meta:
        verbose_name = _("suppressed address")
        verbose_name_plural = _("suppressed addresses")
