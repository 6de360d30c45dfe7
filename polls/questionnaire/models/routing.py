"""The rows that steer or guard the way through a poll: wordings, checks, screen-outs and quotas."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from polls.codebook import schema
from polls.questionnaire.models.design import Question
from polls.questionnaire.models.polls import Poll
from polls.questionnaire.models.texts import TextByLanguage, choice_code_validator, code_validator


class QuestionVariant(models.Model):
    """A wording of a question; each respondent gets one of them, drawn by lot."""

    question = models.ForeignKey(
        Question, verbose_name=_("question"), on_delete=models.CASCADE, related_name="variants"
    )
    position = models.PositiveIntegerField(_("position"), default=0)
    code = models.CharField(_("code"), max_length=40, validators=[choice_code_validator])
    text = TextByLanguage(_("wording"))

    class Meta:
        verbose_name = _("wording")
        verbose_name_plural = _("wordings")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return schema.in_language(self.text, "nl") or self.code


class QuestionCheck(models.Model):
    """What must hold once a question is answered."""

    question = models.ForeignKey(Question, verbose_name=_("question"), on_delete=models.CASCADE, related_name="checks")
    position = models.PositiveIntegerField(_("position"), default=0)
    condition = models.CharField(
        _("must hold"), max_length=1000, help_text=_("For example: inhouse + outsourced <= seats.")
    )
    message = TextByLanguage(_("message"), help_text=_("What the respondent reads when it does not hold."))
    is_hard = models.BooleanField(
        _("cannot be passed"), default=True, help_text=_("Otherwise the message is shown once, as a question.")
    )

    class Meta:
        verbose_name = _("check")
        verbose_name_plural = _("checks")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.condition


class ScreenOut(models.Model):
    """Who is outside the target group, and what they read."""

    poll = models.ForeignKey(Poll, verbose_name=_("poll"), on_delete=models.CASCADE, related_name="screen_outs")
    position = models.PositiveIntegerField(_("position"), default=0)
    code = models.CharField(_("code"), max_length=40, validators=[code_validator])
    condition = models.CharField(_("screened out if"), max_length=1000, help_text=_("For example: role = other."))
    text = TextByLanguage(_("what they read"))

    class Meta:
        verbose_name = _("screen-out")
        verbose_name_plural = _("screen-outs")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.code


class Quota(models.Model):
    """How many responses of a sort are wanted."""

    poll = models.ForeignKey(Poll, verbose_name=_("poll"), on_delete=models.CASCADE, related_name="quotas")
    position = models.PositiveIntegerField(_("position"), default=0)
    code = models.CharField(_("code"), max_length=40, validators=[code_validator])
    label = TextByLanguage(_("label"))
    condition = models.CharField(
        _("counts if"), max_length=1000, help_text=_("For example: role = inhouse and size >= 50.")
    )
    limit = models.PositiveIntegerField(_("at most"), default=100, validators=[MinValueValidator(1)])
    text = TextByLanguage(_("what they read when it is full"))

    class Meta:
        verbose_name = _("quota")
        verbose_name_plural = _("quotas")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return schema.in_language(self.label, "nl") or self.code
