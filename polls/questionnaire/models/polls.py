"""A poll from first draft to closed, and its frozen versions."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from polls.codebook import schema
from polls.codebook.document import from_document
from polls.questionnaire.models.texts import TextByLanguage, default_languages

LINKED_AFTER_CLOSING = timedelta(days=180)
LINKED_WITHOUT_END = timedelta(days=365)
"""How long identified answers lead to invitations where staff gave no date: after closing, or after publication."""

GRACE = timedelta(minutes=15)
"""How long after closing a page that was opened before may still be sent in."""


class PollQuerySet(models.QuerySet["Poll"]):
    def published(self) -> "PollQuerySet":
        return self.filter(state=Poll.State.PUBLISHED)

    def due_to_close(self, now: datetime) -> "PollQuerySet":
        """Published polls whose closing time and grace period have passed."""
        return self.published().filter(closes_at__lte=now - GRACE)


class Poll(models.Model):
    """A poll from first draft to closed. What respondents see is its latest ``QuestionnaireVersion``."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        CLOSED = "closed", _("Closed")

    class Channel(models.TextChoices):
        INVITATION = schema.Channel.INVITATION.value, _("By personal invitation")
        OPEN = schema.Channel.OPEN.value, _("By an open link")

    class Phase(models.TextChoices):
        """The state as people speak of it, which depends on the clock too."""

        DRAFT = "draft", _("Draft")
        SCHEDULED = "scheduled", _("Scheduled")
        OPEN = "open", _("Open")
        CLOSING = "closing", _("Closing")
        CLOSED = "closed", _("Closed")

    slug = models.SlugField(
        _("short name"), max_length=60, unique=True, help_text=_("Used in addresses and file names.")
    )
    title = TextByLanguage(_("title"))
    intro = TextByLanguage(_("introduction"), help_text=_("Shown above the first page."))
    thanks = TextByLanguage(_("thank-you text"), help_text=_("Shown after the answers have been sent."))
    privacy = TextByLanguage(_("privacy text"), help_text=_("What happens with the answers, in plain words."))
    languages = models.JSONField(_("languages"), default=default_languages)
    channel = models.CharField(_("how respondents get in"), max_length=20, choices=Channel, default=Channel.INVITATION)
    is_anonymous = models.BooleanField(
        _("anonymous"),
        default=True,
        help_text=_("Answers can never be traced to a person. Fixed from the first publication on."),
    )
    minimum_base = models.PositiveSmallIntegerField(
        _("smallest group shown"),
        default=5,
        validators=[MinValueValidator(3), MaxValueValidator(100)],
        help_text=_("Groups with fewer respondents stay hidden everywhere. Fixed from the first publication on."),
    )
    equivalence_margin = models.PositiveSmallIntegerField(
        _("margin for “similar”, in percentage points"),
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(50)],
        help_text=_("Groups count as similar when their difference is shown to be smaller than this."),
    )
    opens_at = models.DateTimeField(_("opens at"), null=True, blank=True, help_text=_("Dutch time. Empty: at once."))
    closes_at = models.DateTimeField(
        _("closes at"), null=True, blank=True, help_text=_("Dutch time. Empty: until you close it.")
    )
    linked_until = models.DateField(
        _("answers lead to invitations until"),
        null=True,
        blank=True,
        help_text=_(
            "Only where answers are identified. Respondents read this date; it is fixed from the first publication on. "
            "Empty: half a year after closing, or a year after publication where there is no closing date."
        ),
    )
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.DRAFT, editable=False)
    first_published_at = models.DateTimeField(_("first published at"), null=True, editable=False)
    # The key pair of the sealed urn (collection/urn.py): the private half is wrapped with the server's SEAL_KEY
    # and replaced each time the urn is emptied.
    urn_public_key = models.BinaryField(null=True, editable=False)
    urn_private_key = models.BinaryField(null=True, editable=False)
    data_revision = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("created by"), null=True, on_delete=models.SET_NULL, editable=False
    )

    objects = PollQuerySet.as_manager()

    class Meta:
        verbose_name = _("poll")
        verbose_name_plural = _("polls")
        ordering = ["-created_at", "-pk"]
        permissions = [
            ("publish_poll", "Can publish, close and reopen polls"),
            ("invite_poll", "Can invite contacts and send reminders"),
            ("view_results", "Can see results"),
            ("download_responses", "Can download single responses"),
            ("weight_results", "Can make weights and accept them"),
            ("release_quotes", "Can read open answers and release them"),
            ("write_press", "Can write press texts and method statements"),
            ("publish_results", "Can approve, publish and withdraw publications"),
            ("waive_approval", "Can decide that one person is enough to publish"),
            ("manage_api", "Can give other programs access: tokens and webhooks"),
        ]

    def __str__(self) -> str:
        return schema.in_language(self.title, "nl") or self.slug

    @property
    def latest_version(self) -> "QuestionnaireVersion | None":
        return self.versions.order_by("-number").first()

    @property
    def is_frozen(self) -> bool:
        """Whether only wording may still change: from the first publication on."""
        return self.first_published_at is not None

    @property
    def leads_to_people(self) -> bool:
        """Whether answers are stored with the invitation of a person, until ``linked_until``."""
        return not self.is_anonymous and self.channel == self.Channel.INVITATION

    def link_end_at(self, now: datetime) -> date:
        """Give the last Dutch day on which answers lead to invitations; of a draft, if it were launched at ``now``."""
        if self.linked_until:
            return self.linked_until
        if self.closes_at:
            return timezone.localdate(self.closes_at + LINKED_AFTER_CLOSING)
        return timezone.localdate((self.first_published_at or now) + LINKED_WITHOUT_END)

    def is_link_cut_before(self, moment: datetime) -> bool:
        """Whether the day that respondents were told comes before ``moment``."""
        return self.linked_until is not None and self.linked_until < timezone.localdate(moment)

    def phase_at(self, now: datetime) -> "Poll.Phase":
        """Where the poll stands at ``now``. Closing: nobody may start any more, the grace period is not over."""
        if self.state != self.State.PUBLISHED:
            return self.Phase(self.state)
        if self.has_closed_at(now):
            return self.Phase.CLOSING
        return self.Phase.OPEN if self.is_open_at(now) else self.Phase.SCHEDULED

    def is_open_at(self, now: datetime) -> bool:
        """Whether a respondent may start at ``now``."""
        return (
            self.state == self.State.PUBLISHED
            and (self.opens_at is None or self.opens_at <= now)
            and (self.closes_at is None or now < self.closes_at)
        )

    def has_closed_at(self, now: datetime) -> bool:
        """Whether the closing time has come; the state follows when the grace period is over."""
        return self.closes_at is not None and self.closes_at <= now

    def accepts_at(self, now: datetime) -> bool:
        """Whether answers that were begun in time may still be sent in at ``now`` (closing plus grace)."""
        return (
            self.state == self.State.PUBLISHED
            and (self.opens_at is None or self.opens_at <= now)
            and (self.closes_at is None or now < self.closes_at + GRACE)
        )


class QuestionnaireVersion(models.Model):
    """A questionnaire as it was launched. Never changed: the database refuses it (migration 0002)."""

    poll = models.ForeignKey(Poll, verbose_name=_("poll"), on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    document = models.JSONField(_("document"))
    sha256 = models.CharField(_("hash"), max_length=64)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    published_at = models.DateTimeField(_("published at"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("published by"), null=True, on_delete=models.SET_NULL
    )

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["poll", "-number"]
        constraints = [models.UniqueConstraint(fields=["poll", "number"], name="one_version_per_number")]

    def __str__(self) -> str:
        return f"{self.poll.slug} v{self.number}"

    @property
    def questionnaire(self) -> schema.Questionnaire:
        return from_document(self.document)
