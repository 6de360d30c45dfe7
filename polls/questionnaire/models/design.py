"""The rows that an editor works on: pages with questions and choices, segment variables with segments."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from polls.codebook import schema
from polls.questionnaire.models.editing import Edited
from polls.questionnaire.models.polls import Poll
from polls.questionnaire.models.texts import TextByLanguage, choice_code_validator, code_validator


class Page(Edited):
    poll = models.ForeignKey(Poll, verbose_name=_("poll"), on_delete=models.CASCADE, related_name="pages")
    position = models.PositiveIntegerField(_("position"), default=0)
    code = models.CharField(_("code"), max_length=40, validators=[code_validator])
    title = TextByLanguage(_("title"))
    intro = TextByLanguage(_("introduction"))
    show_if = models.CharField(
        _("show only if"), max_length=1000, blank=True, help_text=_("For example: role = inhouse. Empty: always.")
    )
    has_random_questions = models.BooleanField(_("questions in random order"), default=False)
    is_shuffled = models.BooleanField(
        _("in random order with its neighbours"),
        default=False,
        help_text=_("Pages beside each other that have this change places."),
    )

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return schema.in_language(self.title, "nl") or self.code


class Question(Edited):
    class Kind(models.TextChoices):
        SINGLE = schema.QuestionKind.SINGLE.value, _("Single choice")
        MULTIPLE = schema.QuestionKind.MULTIPLE.value, _("Multiple choice")
        DROPDOWN = schema.QuestionKind.DROPDOWN.value, _("Drop-down list")
        SCALE = schema.QuestionKind.SCALE.value, _("Labelled scale")
        RATING = schema.QuestionKind.RATING.value, _("Rating from 0 to 10")
        NPS = schema.QuestionKind.NPS.value, _("Recommendation (NPS)")
        STARS = schema.QuestionKind.STARS.value, _("Stars")
        MATRIX_SINGLE = schema.QuestionKind.MATRIX_SINGLE.value, _("Matrix: one answer per row")
        MATRIX_MULTIPLE = schema.QuestionKind.MATRIX_MULTIPLE.value, _("Matrix: several answers per row")
        MATRIX_NUMBER = schema.QuestionKind.MATRIX_NUMBER.value, _("Matrix: a number per row")
        RANKING = schema.QuestionKind.RANKING.value, _("Ranking")
        ALLOCATION = schema.QuestionKind.ALLOCATION.value, _("Division of a total")
        SLIDER = schema.QuestionKind.SLIDER.value, _("Slider")
        NUMBER = schema.QuestionKind.NUMBER.value, _("Number")
        DATE = schema.QuestionKind.DATE.value, _("Date")
        MONTH = schema.QuestionKind.MONTH.value, _("Month")
        SHORT_TEXT = schema.QuestionKind.SHORT_TEXT.value, _("Short text")
        LONG_TEXT = schema.QuestionKind.LONG_TEXT.value, _("Long text")
        IMAGE_CHOICE = schema.QuestionKind.IMAGE_CHOICE.value, _("Choice of pictures")
        FILE = schema.QuestionKind.FILE.value, _("File")
        INFORMATION = schema.QuestionKind.INFORMATION.value, _("Information without a question")
        HIDDEN = schema.QuestionKind.HIDDEN.value, _("Hidden variable")
        CALCULATED = schema.QuestionKind.CALCULATED.value, _("Calculated variable")
        CONSENT = schema.QuestionKind.CONSENT.value, _("Consent")

    class Requirement(models.TextChoices):
        HARD = schema.Requirement.HARD.value, _("Required")
        SOFT = schema.Requirement.SOFT.value, _("Asked once more when left empty")
        NO = schema.Requirement.NO.value, _("Optional")

    class Format(models.TextChoices):
        FREE = schema.TextFormat.FREE.value, _("Any text")
        EMAIL = schema.TextFormat.EMAIL.value, _("E-mail address")
        PHONE = schema.TextFormat.PHONE.value, _("Phone number")
        POSTCODE = schema.TextFormat.POSTCODE.value, _("Dutch postcode")

    class TakenFrom(models.TextChoices):
        LINK = schema.TakenFrom.LINK.value, _("A parameter of the link")
        CONTACT = schema.TakenFrom.CONTACT.value, _("A column of the contact list")

    class Holds(models.TextChoices):
        NUMBER = schema.Holds.NUMBER.value, _("A number")
        TEXT = schema.Holds.TEXT.value, _("A text")

    page = models.ForeignKey(Page, verbose_name=_("page"), on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveIntegerField(_("position"), default=0)
    code = models.CharField(_("code"), max_length=40, validators=[code_validator])
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.SINGLE)
    text = TextByLanguage(_("question"))
    help = TextByLanguage(_("explanation"))
    requirement = models.CharField(_("required"), max_length=10, choices=Requirement, default=Requirement.SOFT)
    show_if = models.CharField(_("show only if"), max_length=1000, blank=True)
    offers_dont_know = models.BooleanField(_("offers “don't know”"), default=False)
    dont_know_label = TextByLanguage(_("label of “don't know”"), help_text=_("Empty: “Don't know / no opinion”."))
    minimum = models.IntegerField(_("lowest"), null=True, blank=True)
    maximum = models.IntegerField(_("highest"), null=True, blank=True)
    decimals = models.PositiveSmallIntegerField(_("decimals"), default=0, validators=[MaxValueValidator(4)])
    unit = TextByLanguage(_("unit"))
    low_label = TextByLanguage(_("label at the low end"))
    high_label = TextByLanguage(_("label at the high end"))
    min_choices = models.PositiveSmallIntegerField(_("choose at least"), null=True, blank=True)
    max_choices = models.PositiveSmallIntegerField(_("choose at most"), null=True, blank=True)
    total = models.PositiveIntegerField(_("total to divide"), null=True, blank=True, help_text=_("Empty: 100."))
    step = models.PositiveIntegerField(_("step"), default=1, validators=[MinValueValidator(1)])
    earliest = models.DateField(_("not before"), null=True, blank=True)
    latest = models.DateField(_("not after"), null=True, blank=True)
    format = models.CharField(_("form of the text"), max_length=10, choices=Format, default=Format.FREE)
    file_types = models.JSONField(_("types of file"), default=list, blank=True)
    max_megabytes = models.PositiveSmallIntegerField(
        _("largest file, in MB"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(schema.MOST_MEGABYTES)],
        help_text=_("Empty: 10 MB."),
    )
    taken_from = models.CharField(_("taken from"), max_length=10, choices=TakenFrom, default=TakenFrom.LINK)
    source = models.CharField(
        _("parameter or column"),
        max_length=40,
        blank=True,
        validators=[code_validator],
        help_text=_("For example: source. Empty: the code of the question."),
    )
    expression = models.CharField(_("calculation"), max_length=1000, blank=True)
    holds = models.CharField(_("holds"), max_length=10, choices=Holds, default=Holds.NUMBER)
    statement = TextByLanguage(_("text beside the box"), help_text=_("Empty: “Yes, I agree”."))
    carries = models.CharField(
        _("options from question"),
        max_length=40,
        blank=True,
        validators=[code_validator],
        help_text=_("The code of an earlier question whose options are offered here too."),
    )
    carries_chosen = models.BooleanField(
        _("the chosen options"), default=True, help_text=_("Otherwise those that were not chosen.")
    )
    has_random_choices = models.BooleanField(_("choices in random order"), default=False)
    has_random_rows = models.BooleanField(_("rows in random order"), default=False)
    is_pinned = models.BooleanField(_("keeps its place"), default=False)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return schema.in_language(self.text, "nl") or self.code


class Choice(models.Model):
    question = models.ForeignKey(Question, verbose_name=_("question"), on_delete=models.CASCADE, related_name="choices")
    position = models.PositiveIntegerField(_("position"), default=0)
    code = models.CharField(_("code"), max_length=40, validators=[choice_code_validator])
    label = TextByLanguage(_("label"))
    is_exclusive = models.BooleanField(_("excludes the others"), default=False)
    is_other = models.BooleanField(_("other, namely …"), default=False)
    image = models.CharField(_("picture"), max_length=80, blank=True)
    image_alt = TextByLanguage(_("what is on the picture"), help_text=_("For who cannot see it."))
    show_if = models.CharField(_("show only if"), max_length=1000, blank=True)
    is_pinned = models.BooleanField(_("keeps its place"), default=False)

    class Meta:
        verbose_name = _("choice")
        verbose_name_plural = _("choices")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return schema.in_language(self.label, "nl") or self.code


class MatrixRow(models.Model):
    question = models.ForeignKey(Question, verbose_name=_("question"), on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField(_("position"), default=0)
    code = models.CharField(_("code"), max_length=40, validators=[choice_code_validator])
    label = TextByLanguage(_("label"))
    show_if = models.CharField(_("show only if"), max_length=1000, blank=True)
    is_pinned = models.BooleanField(_("keeps its place"), default=False)

    class Meta:
        verbose_name = _("row")
        verbose_name_plural = _("rows")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return schema.in_language(self.label, "nl") or self.code


class SegmentVariable(models.Model):
    class Source(models.TextChoices):
        CONTACT = schema.Source.CONTACT.value, _("A column of the contact list")
        QUESTION = schema.Source.QUESTION.value, _("A question of this poll")

    poll = models.ForeignKey(Poll, verbose_name=_("poll"), on_delete=models.CASCADE, related_name="segment_variables")
    position = models.PositiveIntegerField(_("position"), default=0)
    code = models.CharField(_("code"), max_length=40, validators=[code_validator])
    label = TextByLanguage(_("label"))
    source_kind = models.CharField(_("taken from"), max_length=20, choices=Source, default=Source.CONTACT)
    source = models.CharField(
        _("column or question code"), max_length=40, validators=[code_validator], help_text=_("For example: role.")
    )

    class Meta:
        verbose_name = _("segment variable")
        verbose_name_plural = _("segment variables")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return schema.in_language(self.label, "nl") or self.code


class Segment(models.Model):
    variable = models.ForeignKey(
        SegmentVariable, verbose_name=_("segment variable"), on_delete=models.CASCADE, related_name="segments"
    )
    position = models.PositiveIntegerField(_("position"), default=0)
    code = models.CharField(_("code"), max_length=40, validators=[code_validator])
    label = TextByLanguage(_("label"))
    values = models.CharField(
        _("values"), max_length=500, help_text=_("The codes that fall in this segment, for example: fully, partly.")
    )
    population = models.PositiveIntegerField(
        _("population size"), null=True, blank=True, help_text=_("How many there are in the whole sector, if known.")
    )

    class Meta:
        verbose_name = _("segment")
        verbose_name_plural = _("segments")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return schema.in_language(self.label, "nl") or self.code
