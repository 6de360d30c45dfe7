"""Contact files on their way to contacts."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ContactImport(models.Model):
    """An uploaded contact file, read and checked, waiting for somebody to confirm it. Removed after a day."""

    class State(models.TextChoices):
        PREVIEW = "preview", _("waiting for confirmation")
        DONE = "done", _("imported")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file_name = models.CharField(_("file"), max_length=255)
    rows = models.JSONField(default=list, help_text="The contacts read, as they would be stored.")
    findings = models.JSONField(default=list, help_text="What is wrong, by row and column.")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PREVIEW)
    outcome = models.JSONField(default=dict, help_text="After confirming: how many were new, changed and unchanged.")
    created_at = models.DateTimeField(_("created at"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)

    class Meta:
        verbose_name = _("contact import")
        verbose_name_plural = _("contact imports")
        ordering = ["-created_at"]
