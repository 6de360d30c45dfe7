"""How a poll's mail is written and when it leaves: its texts, its plan, its pace."""

from datetime import time

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from polls.invitations.hours import WORKING_DAYS, OfficeHours
from polls.invitations.letters import LetterKind
from polls.questionnaire.models import Poll, TextByLanguage


class MailText(models.Model):
    """What staff wrote for one mail of a poll. A language that is left empty has the standard text."""

    class Kind(models.TextChoices):
        INVITATION = LetterKind.INVITATION.value, _("Invitation")
        FIRST = LetterKind.FIRST.value, _("First reminder")
        SECOND = LetterKind.SECOND.value, _("Next reminder")
        LAST = LetterKind.LAST.value, _("Last reminder")
        THANKS = LetterKind.THANKS.value, _("Thank you")

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="mail_texts")
    kind = models.CharField(max_length=20, choices=Kind)
    subject = TextByLanguage(_("subject"))
    text = TextByLanguage(_("text"))

    class Meta:
        verbose_name = _("text of a mail")
        verbose_name_plural = _("texts of mails")
        constraints = [models.UniqueConstraint(fields=["poll", "kind"], name="one_text_per_mail")]


def working_days() -> list[int]:
    return sorted(WORKING_DAYS)


class MailPlan(models.Model):
    """When and how fast the mail of a poll leaves. Without one it leaves at once, at any hour.

    It is read when a message is about to leave, never when it is made: pausing or another rate holds at once.
    """

    poll = models.OneToOneField(Poll, on_delete=models.CASCADE, related_name="mail_plan")
    invite_at = models.DateTimeField(_("invitations leave from"), null=True, blank=True)
    is_paused = models.BooleanField(_("paused"), default=False)
    has_hours = models.BooleanField(_("only within office hours"), default=False)
    days = models.JSONField(_("days"), default=working_days, help_text="Days of the week; Monday is 0.")
    hours_from = models.TimeField(_("from"), default=time(9))
    hours_until = models.TimeField(_("until"), default=time(17))
    per_hour = models.PositiveIntegerField(_("mails per hour"), null=True, blank=True)
    per_domain = models.PositiveIntegerField(_("mails per hour to one mail domain"), null=True, blank=True)
    sends_thanks = models.BooleanField(_("thank who has answered"), default=False)

    class Meta:
        verbose_name = _("mail plan")
        verbose_name_plural = _("mail plans")

    @property
    def hours(self) -> OfficeHours | None:
        if not self.has_hours:
            return None
        return OfficeHours(frozenset(self.days), self.hours_from, self.hours_until)


class ReminderStep(models.Model):
    """A planned reminder: at a moment, or so many days after each person's own invitation left, at a time of day."""

    plan = models.ForeignKey(MailPlan, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField(null=True, blank=True)
    after_days = models.PositiveSmallIntegerField(null=True, blank=True)
    time_of_day = models.TimeField(default=time(9))

    class Meta:
        verbose_name = _("planned reminder")
        verbose_name_plural = _("planned reminders")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="one_step_per_number"),
            models.CheckConstraint(
                condition=Q(at__isnull=True, after_days__isnull=False) | Q(at__isnull=False, after_days__isnull=True),
                name="step_at_a_moment_or_after_days",
            ),
        ]


class Pace(models.Model):
    """From when the next mail of a poll may leave; with a domain, the next to that domain."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="+")
    domain = models.CharField(max_length=254, blank=True)
    free_at = models.DateTimeField()

    class Meta:
        verbose_name = _("pace")
        verbose_name_plural = _("paces")
        constraints = [models.UniqueConstraint(fields=["poll", "domain"], name="one_pace_per_domain")]
