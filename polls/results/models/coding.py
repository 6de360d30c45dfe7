"""Open answers and the codes that people give them: frames, coders, what each gave, what was agreed."""

from functools import cached_property

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from polls.codebook.coding.frame import CodeFrame
from polls.codebook.document import question_of
from polls.codebook.schema import Question
from polls.collection.models import Response
from polls.questionnaire.models import Poll


class Coding(models.Model):
    """The coding of the answers at one place of a poll, and its frame as it stands.

    ``document`` is the frame (``codebook.coding.frame``), ``revision`` counts its changes. ``overlap`` is what share of
    the answers two people code, in percent.
    """

    poll = models.ForeignKey(Poll, verbose_name=_("poll"), on_delete=models.CASCADE, related_name="codings")
    key = models.CharField(max_length=90, help_text="The question, or question.choice of an 'other, namely'.")
    document = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=1)
    overlap = models.PositiveSmallIntegerField(_("coded by two people"), default=100)
    created_at = models.DateTimeField(_("created at"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("coding")
        verbose_name_plural = _("codings")
        ordering = ["poll", "key"]
        constraints = [models.UniqueConstraint(fields=["poll", "key"], name="one_coding_per_question")]

    @cached_property
    def frame(self) -> CodeFrame:
        """The codes and their groups as they stand."""
        return CodeFrame.from_document(self.document)


class FrameChange(models.Model):
    """One change of a frame: what was done, by whom, and the frame that came of it. Never changed."""

    class Action(models.TextChoices):
        ADDED = "added", _("code added")
        DESCRIBED = "described", _("code described anew")
        MERGED = "merged", _("codes taken together")
        SPLIT = "split", _("code split")
        REMOVED = "removed", _("code removed")
        GROUPED = "grouped", _("group made")
        UNGROUPED = "ungrouped", _("group removed")
        JOINED = "joined", _("frame taken over")

    coding = models.ForeignKey(Coding, on_delete=models.CASCADE, related_name="changes")
    revision = models.PositiveIntegerField(_("revision"))
    action = models.CharField(_("change"), max_length=12, choices=Action)
    detail = models.JSONField(default=dict, help_text="The codes that it is about, and how many answers it touched.")
    document = models.JSONField()
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("change of a frame")
        verbose_name_plural = _("changes of a frame")
        ordering = ["coding", "-revision"]
        constraints = [models.UniqueConstraint(fields=["coding", "revision"], name="one_change_per_frame_revision")]


class Coder(models.Model):
    """Somebody who codes the answers at one place. ``number`` is their place among the coders, from 0."""

    coding = models.ForeignKey(Coding, on_delete=models.CASCADE, related_name="coders")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    number = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("coder")
        verbose_name_plural = _("coders")
        ordering = ["coding", "number"]
        constraints = [
            models.UniqueConstraint(fields=["coding", "user"], name="one_coder_per_person"),
            models.UniqueConstraint(fields=["coding", "number"], name="one_coder_per_number"),
        ]

    def __str__(self) -> str:
        return str(self.user) if self.user else _("coder %(number)s") % {"number": self.number + 1}


class GivenCodes(models.Model):
    """The codes that one person gave one answer. They go when the answer goes.

    ``step`` counts what the person did, for going back; no time is kept. ``is_open``: a change of the frame asks the
    person to look again.
    """

    coder = models.ForeignKey(Coder, on_delete=models.CASCADE, related_name="given")
    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="given_codes")
    codes = models.JSONField(default=list)
    step = models.PositiveIntegerField(default=0)
    is_open = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("codes of an answer")
        verbose_name_plural = _("codes of answers")
        constraints = [models.UniqueConstraint(fields=["coder", "response"], name="one_coding_per_coder_and_answer")]


class SettledCodes(models.Model):
    """The codes of an answer on which the coders did not agree, as settled by a third or by both, with the reason."""

    class How(models.TextChoices):
        THIRD = "third", _("by a third person")
        TOGETHER = "together", _("by the coders together")

    coding = models.ForeignKey(Coding, on_delete=models.CASCADE, related_name="settled")
    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="settled_codes")
    codes = models.JSONField(default=list)
    how = models.CharField(_("settled"), max_length=10, choices=How)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("settled codes")
        verbose_name_plural = _("settled codes")
        constraints = [models.UniqueConstraint(fields=["coding", "response"], name="one_settlement_per_answer")]


class CodingEdition(models.Model):
    """The codes of the answers at one place as they were taken into the results. Never changed; the newest counts.

    ``questions``: the variables that it gives (``codebook.coding.derived``). The codes themselves stand in
    ``Response.codes`` under the names of these. ``agreement``: how far the coders agreed
    (``analysis.agreement.coders``), on ``doubly`` of ``answers``.
    """

    coding = models.ForeignKey(Coding, on_delete=models.CASCADE, related_name="editions")
    number = models.PositiveIntegerField(_("number"))
    questions = models.JSONField()
    agreement = models.JSONField()
    answers = models.PositiveIntegerField(_("answers"))
    doubly = models.PositiveIntegerField(_("coded by two people"))
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("edition of codes")
        verbose_name_plural = _("editions of codes")
        ordering = ["coding", "-number"]
        constraints = [models.UniqueConstraint(fields=["coding", "number"], name="one_coding_edition_per_number")]

    def variables(self) -> tuple[Question, ...]:
        """Give the variables of this edition."""
        return tuple(question_of(document) for document in self.questions)
