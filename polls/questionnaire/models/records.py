"""Who did what to a poll."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from polls.questionnaire.models.polls import Poll


class PollEvent(models.Model):
    """Who did what to a poll, and when: publishing, closing, inviting, downloading."""

    class Action(models.TextChoices):
        PUBLISHED = "published", _("published")
        CORRECTED = "corrected", _("published corrected wording")
        CLOSED = "closed", _("closed")
        REOPENED = "reopened", _("reopened")
        DUPLICATED = "duplicated", _("duplicated")
        IMPORTED = "imported", _("imported from a file")
        INVITED = "invited", _("invited contacts")
        REMINDED = "reminded", _("sent reminders")
        PLANNED = "planned", _("planned the mail")
        PAUSED = "paused", _("paused the mail")
        RESUMED = "resumed", _("resumed the mail")
        DOWNLOADED = "downloaded", _("downloaded")
        WEIGHTED = "weighted", _("accepted weights")
        QUOTED = "quoted", _("released an open answer")
        LINKS_CUT = "links_cut", _("cut the links between answers and invitations")
        PERSON_ERASED = "person_erased", _("erased a person on request")
        LINK = "link", _("changed a link")
        PROPOSED = "proposed", _("offered a publication for approval")
        APPROVED = "approved", _("approved a publication")
        SENT_BACK = "sent_back", _("sent a publication back")
        RESULTS_PUBLISHED = "results_published", _("published results")
        RESULTS_EMBARGOED = "results_embargoed", _("published results under an embargo")
        EMBARGO_MOVED = "embargo_moved", _("changed the end of an embargo")
        EMBARGO_CANCELLED = "embargo_cancelled", _("took back results that were under an embargo")
        RESULTS_WITHDRAWN = "results_withdrawn", _("withdrew published results")
        FOUR_EYES = "four_eyes", _("changed who has to approve")
        CODED = "coded", _("took codes of open answers into the results")

    poll = models.ForeignKey(Poll, verbose_name=_("poll"), on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.SET_NULL)
    action = models.CharField(_("action"), max_length=20, choices=Action)
    detail = models.JSONField(_("detail"), default=dict)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.get_action_display()}"
