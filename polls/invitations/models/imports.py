"""Contact files on their way to contacts, and what they changed, so that it can be undone."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from polls.invitations.models.contacts import Contact, Organisation
from polls.invitations.models.lists import ContactList


class ContactImportQuerySet(models.QuerySet["ContactImport"]):
    def due_at(self, now: datetime) -> "ContactImportQuerySet":
        """Imports that wait for a worker, or whose worker has died."""
        is_free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
        return self.filter(is_free, state__in=ContactImport.WORKING)


class ContactImport(models.Model):
    """An uploaded contact file: its cells, what its columns are for, and what it would do or did.

    One that nobody confirms is removed after a day. One that was stored keeps no cells, only its changes
    (``ImportChange``) for as long as it can be undone. A large file waits as ``upload`` until a worker has read it.
    """

    class State(models.TextChoices):
        READING = "reading", _("being read")
        COLUMNS = "columns", _("columns to be chosen")
        CHECKING = "checking", _("being checked")
        PREVIEW = "preview", _("waiting for confirmation")
        STORING = "storing", _("being stored")
        DONE = "done", _("imported")
        UNDOING = "undoing", _("being undone")
        UNDONE = "undone", _("undone")
        FAILED = "failed", _("failed")

    WORKING = (State.READING, State.CHECKING, State.STORING, State.UNDOING)
    WAITING = (State.READING, State.COLUMNS, State.CHECKING, State.PREVIEW, State.FAILED)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file_name = models.CharField(_("file"), max_length=255)
    upload = models.BinaryField(null=True, help_text="The file as it came, until it is read.")
    cells = models.JSONField(default=list, help_text="The rows of the file: number and cells, the header first.")
    mapping = models.JSONField(default=dict, help_text="What each column is for, and the rules of updating.")
    rows = models.JSONField(default=list, help_text="The contacts read, each with what storing it would do.")
    findings = models.JSONField(default=list, help_text="What is wrong, by row and column.")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.COLUMNS)
    outcome = models.JSONField(
        default=dict, help_text="How many are new, changed and unchanged; after undoing, what was."
    )
    list = models.ForeignKey(ContactList, null=True, blank=True, on_delete=models.SET_NULL, related_name="imports")
    progress = models.PositiveSmallIntegerField(_("progress"), default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(_("created at"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)

    objects = ContactImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact import")
        verbose_name_plural = _("contact imports")
        # Keys are random: between rows of one moment they make the order fixed, not true.
        ordering = ["-created_at", "-pk"]


class ImportChange(models.Model):
    """What an import did to one contact or organisation. It goes with the person it is about."""

    made = models.ForeignKey(ContactImport, on_delete=models.CASCADE, related_name="changes")
    contact = models.ForeignKey(Contact, null=True, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.CASCADE, related_name="+")
    is_new = models.BooleanField(default=False)
    changes = models.JSONField(default=dict, help_text="By field, what it was and what it became.")
    kept = models.CharField(max_length=10, blank=True, help_text="Why undoing left it as it was.")

    class Meta:
        verbose_name = _("change by an import")
        verbose_name_plural = _("changes by an import")


class ColumnMemory(models.Model):
    """What a column of this name was for last time."""

    header = models.CharField(max_length=100, unique=True)
    target = models.CharField(max_length=80)
    rule = models.CharField(max_length=10, blank=True)

    class Meta:
        verbose_name = _("remembered column")
        verbose_name_plural = _("remembered columns")
