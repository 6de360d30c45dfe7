"""What other programs may be told of a poll: written in the transaction in which it happened."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from polls.questionnaire.models.polls import Poll


class AnnouncementQuerySet(models.QuerySet["Announcement"]):
    def waiting_at(self, now: datetime) -> "AnnouncementQuerySet":
        """Those of which nobody has been told yet and somebody may be by now, the oldest first."""
        return self.filter(told_at=None, at__lte=now).order_by("pk")


class Announcement(models.Model):
    """Something that happened to a poll. The room for other programs passes it on and sets ``told_at``.

    ``about`` holds codes and counts only, nothing of a person; ``key`` is empty, or makes it happen once per poll. What
    is to be done is found by ``told_at`` and not by number: of two transactions the higher number may end first.
    """

    class Kind(models.TextChoices):
        LAUNCHED = "poll.launched", _("a poll is launched")
        RESPONSES = "poll.responses_reached", _("a number of responses is reached")
        CLOSED = "poll.closed", _("a poll is closed")
        REOPENED = "poll.reopened", _("a poll is reopened")
        RUN_READY = "run.ready", _("results are ready")
        PUBLISHED = "publication.published", _("a publication is made public")

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="announcements")
    kind = models.CharField(max_length=40, choices=Kind)
    key = models.CharField(max_length=40, blank=True)
    about = models.JSONField(default=dict)
    at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        ordering = ["pk"]
        indexes = [models.Index(fields=["id"], condition=Q(told_at=None), name="announcement_waiting")]
        constraints = [
            models.UniqueConstraint(
                fields=["poll", "kind", "key"], condition=~Q(key=""), name="one_announcement_per_key"
            )
        ]
