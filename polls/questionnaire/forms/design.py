"""The forms of a poll and its segments, and of what is done to a poll."""

from datetime import datetime
from hashlib import sha256
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from polls.codebook.schema import LANGUAGES, in_language
from polls.questionnaire.forms.texts import LANGUAGE_NAMES
from polls.questionnaire.models import Poll, Quota, ScreenOut, Segment, SegmentVariable, default_languages

LOCAL_TIME = "%Y-%m-%dT%H:%M"


class DesignForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """A form of which the fields that make up the structure are locked once the poll has been published."""

    structure: ClassVar[tuple[str, ...]] = ()
    is_frozen: ClassVar[bool] = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.initial.pop("position", None)  # the model's default would put a new row first
        if self.is_frozen and self.instance.pk:
            for name in self.fields.keys() & set(self.structure):
                self.fields[name].disabled = True


class CodedForm(DesignForm):
    """A form with a code that may be left empty: the formset makes one of ``coded_by``."""

    coded_by: ClassVar[str] = "label"
    code_prefix: ClassVar[str] = "choice"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].required = False
        self.fields["code"].widget.attrs.update(autocomplete="off", autocapitalize="none", spellcheck="false")

    def clean_code(self) -> str:
        """An emptied code stays what it was: other places may name it."""
        typed = str(self.cleaned_data["code"]).strip().lower()
        return typed or (self.instance.code if self.instance.pk else "")


class SegmentVariableForm(CodedForm):
    structure = ("code", "source_kind", "source", "position")
    code_prefix = "division"

    class Meta:
        model = SegmentVariable
        fields = ("label", "code", "source_kind", "source", "position")

    def clean_source(self) -> str:
        return str(self.cleaned_data["source"]).strip().lower()


class SegmentForm(CodedForm):
    structure = ("code", "values", "position")
    code_prefix = "segment"

    class Meta:
        model = Segment
        fields = ("label", "code", "values", "population", "position")


class ScreenOutForm(CodedForm):
    structure = ("code", "condition", "position")
    coded_by = "text"
    code_prefix = "screen_out"

    class Meta:
        model = ScreenOut
        fields = ("condition", "text", "code", "position")


class QuotaForm(CodedForm):
    structure = ("code", "condition", "limit", "position")
    code_prefix = "quota"

    class Meta:
        model = Quota
        fields = ("label", "condition", "limit", "text", "code", "position")


class PollForm(DesignForm):
    structure = ("slug", "channel", "is_anonymous", "minimum_base", "linked_until")

    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=LANGUAGE_NAMES.items,
        initial=default_languages,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
        help_text=_("Respondents choose one of these. Each needs its own texts."),
    )
    is_anonymous = forms.BooleanField(
        label=_("Privacy of the answers"),
        required=False,
        initial=True,
        widget=forms.RadioSelect(
            attrs={"class": "form-check-input"},
            choices=[
                (True, _("Anonymous: answers are stored without anything that leads to a person")),
                (False, _("Identified: answers are stored with the person who gave them")),
            ],
        ),
    )
    opens_at = forms.DateTimeField(
        label=_("Opens at"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "class": "form-control"}, format=LOCAL_TIME),
        help_text=_("Dutch time. Empty: as soon as it is published."),
    )
    closes_at = forms.DateTimeField(
        label=_("Closes at"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "class": "form-control"}, format=LOCAL_TIME),
        help_text=_("Dutch time. Empty: until you close it."),
    )

    linked_until = forms.DateField(
        label=_("Answers lead to invitations until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d"),
        help_text=_(
            "Only for identified answers. Respondents read this day; afterwards nobody can see any more who gave which "
            "answers. Empty: half a year after closing, or a year after publication without a closing date."
        ),
    )

    class Meta:
        model = Poll
        fields = ("title", "slug", "intro", "thanks", "privacy", "languages", "channel", "is_anonymous", "minimum_base",
                  "equivalence_margin", "opens_at", "closes_at", "linked_until")  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slug"].required = False
        self.present = _mark_of(self.instance)
        if self.instance.state == Poll.State.CLOSED:
            self.fields["opens_at"].disabled = self.fields["closes_at"].disabled = True

    def clean_languages(self) -> list[str]:
        return [language for language in LANGUAGES if language in self.cleaned_data["languages"]]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        opens_at, closes_at = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens_at and closes_at and opens_at >= closes_at:
            self.add_error("closes_at", _("The poll must close after it opens."))
        linked_until = None if cleaned.get("is_anonymous") else cleaned.get("linked_until")
        if linked_until and closes_at and linked_until < timezone.localdate(closes_at):
            self.add_error("closes_at", _("The poll must close before answers are cut loose from invitations."))
        if "slug" in cleaned and not cleaned["slug"]:
            self._suggest_slug(cleaned)
        if self.data.get("seen", self.present) != self.present:
            self._tell_of_conflict()
        return cleaned

    def _tell_of_conflict(self) -> None:
        """The poll reads differently from what the editor saw: nothing is stored until they know."""
        names = ", ".join(str(self.fields[name].label) for name in self.changed_data)
        message = _(
            "Somebody else changed these settings while you were at it. Yours differ from theirs in: %(names)s. "
            "Nothing of yours is lost: save again to keep yours, or open the page again to take theirs."
        )
        self.add_error(None, message % {"names": names or "–"})

    def _suggest_slug(self, cleaned: dict[str, Any]) -> None:
        """Make the short name of the title; a slug that is taken is for the person to change."""
        slug = slugify(in_language(cleaned.get("title", {}), LANGUAGES[0]))[:60].strip("-")
        if not slug:
            self.add_error("title", _("Give the poll a title."))
        elif Poll.objects.filter(slug=slug).exclude(pk=self.instance.pk).exists():
            self.add_error("slug", _("There is a poll with the short name “%(slug)s” already.") % {"slug": slug})
        else:
            cleaned["slug"] = slug


def _mark_of(poll: Poll) -> str:
    """A mark of what the settings are now; empty for a poll that is not stored yet."""
    values = [getattr(poll, name) for name in PollForm.Meta.fields]
    return sha256(repr(values).encode()).hexdigest()[:16] if poll.pk else ""


class DuplicateForm(forms.Form):
    """The short name of a copy."""

    slug = forms.SlugField(
        label=_("Short name of the copy"),
        max_length=60,
        widget=forms.TextInput(attrs={"class": "form-control"}),
        help_text=_("Used in addresses and file names."),
    )

    def clean_slug(self) -> str:
        slug = str(self.cleaned_data["slug"])
        if Poll.objects.filter(slug=slug).exists():
            raise ValidationError(_("There is a poll with the short name “%(slug)s” already."), params={"slug": slug})
        return slug


class PublishForm(forms.Form):
    """Why the wording of a poll in the field is corrected."""

    reason = forms.CharField(
        label=_("Why is the wording corrected?"),
        max_length=300,
        widget=forms.TextInput(attrs={"class": "form-control"}),
        help_text=_("Kept with the version, for whoever reads the results later."),
    )


class ReopenForm(forms.Form):
    """Until when a closed poll takes answers again."""

    closes_at = forms.DateTimeField(
        label=_("Closes at"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "class": "form-control"}, format=LOCAL_TIME),
        help_text=_("Dutch time. Empty: until you close it."),
    )

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now

    def clean_closes_at(self) -> datetime | None:
        closes_at: datetime | None = self.cleaned_data["closes_at"]
        if closes_at and closes_at <= self.now:
            raise ValidationError(_("Choose a moment that is still to come."))
        return closes_at
