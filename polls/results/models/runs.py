"""Results runs and the files made from them."""

import uuid
from functools import cached_property

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from polls.codebook.coding.derived import with_coded
from polls.codebook.document import question_of
from polls.codebook.schema import Questionnaire
from polls.collection.models import Response
from polls.questionnaire.models import Poll, QuestionnaireVersion


class WorkState(models.TextChoices):
    """Where a piece of background work stands."""

    QUEUED = "queued", _("waiting")
    RUNNING = "running", _("under way")
    DONE = "done", _("ready")
    FAILED = "failed", _("failed")
    WITHHELD = "withheld", _("held back")


class PollWeights(models.Model):
    """Weights of a poll by name and version: a recipe that is applied to whatever responses there are.

    ``scheme``: targets, method and trimming (``analysis.weighting.scheme``). Never changed: another table of targets is
    another version. ``accepted_at`` is empty until somebody has accepted what the weights do.
    """

    poll = models.ForeignKey(Poll, verbose_name=_("poll"), on_delete=models.CASCADE, related_name="weights")
    name = models.CharField(_("name"), max_length=40)
    version = models.PositiveIntegerField(_("version"))
    scheme = models.JSONField()
    created_at = models.DateTimeField(_("created at"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="weights_made"
    )
    accepted_at = models.DateTimeField(_("accepted at"), null=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="weights_accepted"
    )

    class Meta:
        verbose_name = _("weights")
        verbose_name_plural = _("weights")
        ordering = ["name", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["poll", "name", "version"], name="one_weighting_per_name_and_version")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


class RunQuerySet(models.QuerySet["Run"]):
    def of_everyone(self, poll: Poll) -> "RunQuerySet":
        """The runs that the results pages start from: of all respondents, flagged or not, without weights."""
        return self.plain().filter(poll=poll)

    def newest_first(self) -> "RunQuerySet":
        """Of one moment the one that was finished last; random keys fix the order of what still stands together."""
        return self.order_by("-created_at", "-finished_at", "-pk")

    def plain(self) -> "RunQuerySet":
        """Runs of all respondents, flagged or not, without weights."""
        return self.filter(recipe__filter=None, recipe__weights__isnull=True, recipe__without__isnull=True)


class Run(models.Model):
    """One computation of a poll's results: the inputs by hash, the recipe, and the numbers that may be shown.

    The same inputs give the same numbers. ``summary`` has passed disclosure control: hidden groups are not in it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    poll = models.ForeignKey(Poll, verbose_name=_("poll"), on_delete=models.CASCADE, related_name="runs")
    version = models.ForeignKey(QuestionnaireVersion, on_delete=models.CASCADE, related_name="runs")
    data_key = models.CharField(max_length=80, help_text="Names the state of the responses that the run reads.")
    recipe = models.JSONField(default=dict, help_text="Filter, rules and margins.")
    recipe_hash = models.CharField(max_length=64)
    data_hash = models.CharField(max_length=64, blank=True)
    base = models.PositiveIntegerField(_("responses"), default=0)
    summary = models.JSONField(null=True)
    state = models.CharField(_("state"), max_length=10, choices=WorkState, default=WorkState.QUEUED)
    progress = models.PositiveSmallIntegerField(_("progress"), default=0, help_text="In percent.")
    step = models.CharField(_("step"), max_length=100, blank=True)
    error = models.CharField(_("error"), max_length=500, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(_("created at"))
    finished_at = models.DateTimeField(_("finished at"), null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = _("results run")
        verbose_name_plural = _("results runs")
        # Keys are random: between rows of one moment they make the order fixed, not true.
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["poll", "version", "data_key", "recipe_hash"], name="one_run_per_inputs")
        ]

    @cached_property
    def questionnaire(self) -> Questionnaire:
        """The questionnaire that its numbers belong to: as launched, with the coded answers that its recipe names."""
        return with_coded(self.version.questionnaire, [question_of(each) for each in self.recipe.get("coded", ())])


class Shard(models.Model):
    """One part of very many responses that a worker reads, or counts for one table.

    ``spec`` is the table that is counted, empty where the part is only read into columns. ``counts`` are sums of
    respondents (``analysis.tabulation.shards``), kept until the last part is counted. Never shown.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    poll = models.ForeignKey(Poll, verbose_name=_("poll"), on_delete=models.CASCADE, related_name="shards")
    version = models.ForeignKey(QuestionnaireVersion, on_delete=models.CASCADE, related_name="shards")
    data_key = models.CharField(max_length=80, help_text="Names the state of the responses.")
    spec = models.JSONField(default=dict)
    spec_hash = models.CharField(max_length=64, blank=True)
    number = models.PositiveIntegerField(_("number"))
    of = models.PositiveIntegerField()
    base = models.PositiveIntegerField(_("responses"), default=0)
    counts = models.BinaryField(null=True)
    state = models.CharField(_("state"), max_length=10, choices=WorkState, default=WorkState.QUEUED)
    progress = models.PositiveSmallIntegerField(_("progress"), default=0)
    error = models.CharField(_("error"), max_length=500, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(_("created at"))
    finished_at = models.DateTimeField(_("finished at"), null=True)

    class Meta:
        verbose_name = _("part of the responses")
        verbose_name_plural = _("parts of the responses")
        ordering = ["poll", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["poll", "version", "data_key", "spec_hash", "number", "of"], name="one_shard_per_part"
            )
        ]


class Release(models.Model):
    """What a poll has told once: which groups of which responses, for each question. Never changed, never removed.

    ``told``: the groups, those shown for each base, and their sizes (``analysis.disclosure.ledger``). ``cells``: how
    many respondents there were in each combination of segments, stored with the first release of their state.
    """

    poll = models.ForeignKey(Poll, verbose_name=_("poll"), on_delete=models.CASCADE, related_name="releases")
    number = models.PositiveIntegerField(_("number"))
    run = models.OneToOneField(Run, null=True, on_delete=models.SET_NULL, related_name="release")
    spec = models.JSONField(default=dict, help_text="What was asked for: the recipe of a run, or a table.")
    data_key = models.CharField(max_length=80)
    n = models.PositiveIntegerField(_("respondents"))
    told = models.JSONField()
    cells = models.JSONField(null=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        ordering = ["poll", "number"]
        constraints = [models.UniqueConstraint(fields=["poll", "number"], name="one_release_per_number")]


class Quote(models.Model):
    """An open answer, or a part of it, that an analyst has released. It goes when the answer goes."""

    poll = models.ForeignKey(Poll, verbose_name=_("poll"), on_delete=models.CASCADE, related_name="quotes")
    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="quotes")
    key = models.CharField(max_length=90, help_text="The question, or question.choice of an 'other, namely'.")
    text = models.TextField(_("text"))
    released_at = models.DateTimeField(_("released at"))
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)

    class Meta:
        verbose_name = _("quote")
        verbose_name_plural = _("quotes")
        ordering = ["key", "released_at"]
        constraints = [models.UniqueConstraint(fields=["response", "key"], name="one_quote_per_answer")]


class Export(models.Model):
    """A file made in the background: asked for, made with progress, fetched, removed when its time is over.

    One of single responses is for one person; one of a run is kept with the run, for all who may see results.
    """

    class Kind(models.TextChoices):
        RESPONSES = "responses", _("single responses")
        RESULTS = "results", _("results")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    poll = models.ForeignKey(Poll, verbose_name=_("poll"), on_delete=models.CASCADE, related_name="exports")
    run = models.ForeignKey(Run, null=True, on_delete=models.CASCADE, related_name="exports")
    kind = models.CharField(_("kind"), max_length=30)
    options = models.JSONField(default=dict)
    file_name = models.CharField(_("file"), max_length=120)
    size = models.PositiveBigIntegerField(_("size"), default=0)
    state = models.CharField(_("state"), max_length=10, choices=WorkState, default=WorkState.QUEUED)
    progress = models.PositiveSmallIntegerField(_("progress"), default=0)
    error = models.CharField(_("error"), max_length=500, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(_("created at"))
    finished_at = models.DateTimeField(_("finished at"), null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)

    class Meta:
        verbose_name = _("download")
        verbose_name_plural = _("downloads")
        # Keys are random: between rows of one moment they make the order fixed, not true.
        ordering = ["-created_at", "-pk"]


class PressDraft(models.Model):
    """The press text of a poll in one language, as its writers have it now.

    ``source``: the text in the mark-up of ``reporting.press.markup``, in which numbers are keys of cells of ``run``.
    ``revision`` counts its changes: a change names the one that it was based on.
    """

    poll = models.ForeignKey(Poll, verbose_name=_("poll"), on_delete=models.CASCADE, related_name="press_drafts")
    run = models.ForeignKey(Run, null=True, on_delete=models.SET_NULL, related_name="press_drafts")
    language = models.CharField(_("language"), max_length=5)
    source = models.TextField(_("text"))
    revision = models.PositiveIntegerField(default=1)
    edited_at = models.DateTimeField(_("edited at"))
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("press text")
        verbose_name_plural = _("press texts")
        ordering = ["poll", "language"]
        constraints = [models.UniqueConstraint(fields=["poll", "language"], name="one_press_draft_per_language")]


class PressVersion(models.Model):
    """A press text as it once stood. Versions are only added to; going back to one makes a new one."""

    draft = models.ForeignKey(PressDraft, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    source = models.TextField(_("text"))
    kept_at = models.DateTimeField(_("kept at"))
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("version of a press text")
        verbose_name_plural = _("versions of a press text")
        ordering = ["draft", "-number"]
        constraints = [models.UniqueConstraint(fields=["draft", "number"], name="one_press_version_per_number")]


class MethodStatement(models.Model):
    """What only the makers of a poll know of it: who paid, who was to be reached, and so on, by item and language.

    ``answers``: ``{"sponsor": {"nl": ..., "en": ...}}`` by the items of ``reporting.method_statement``.
    """

    poll = models.OneToOneField(Poll, verbose_name=_("poll"), on_delete=models.CASCADE, related_name="method_statement")
    answers = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=1)
    edited_at = models.DateTimeField(_("edited at"))
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("method statement")
        verbose_name_plural = _("method statements")
