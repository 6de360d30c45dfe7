"""The texts of a poll's mails, and the plan by which they leave."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from polls.invitations.forms.general import BootstrapForm
from polls.invitations.hours import NoSuchTimeError, TwiceError, to_instant
from polls.invitations.letters import Finding, FindingKind, LetterKind, Wording
from polls.invitations.models import MailPlan
from polls.invitations.services.planning import Step
from polls.invitations.services.texts import check_wording
from polls.questionnaire.models import Poll

MOST_STEPS = 5
FINDING_TEXTS: dict[FindingKind, str | Promise] = {
    FindingKind.UNKNOWN: gettext_lazy("%(excerpt)s is no placeholder."),
    FindingKind.STRAY_BRACE: gettext_lazy("There is a brace that belongs to no placeholder: “%(excerpt)s”."),
    FindingKind.NOT_HERE: gettext_lazy("%(excerpt)s cannot stand here."),
    FindingKind.NO_VALUE: gettext_lazy("%(excerpt)s has no value: this poll has no closing time."),
    FindingKind.TWO_BUTTONS: gettext_lazy("One button is enough."),
}
DAYS = [
    (0, gettext_lazy("Monday")),
    (1, gettext_lazy("Tuesday")),
    (2, gettext_lazy("Wednesday")),
    (3, gettext_lazy("Thursday")),
    (4, gettext_lazy("Friday")),
    (5, gettext_lazy("Saturday")),
    (6, gettext_lazy("Sunday")),
]


def finding_text(finding: Finding) -> str:
    """Say what is wrong in a text, and where."""
    said = str(FINDING_TEXTS[finding.kind]) % {"excerpt": finding.excerpt}
    meant = " " + _("Did you mean %(name)s?") % {"name": finding.suggestion} if finding.suggestion else ""
    place = _("Line %(line)d, place %(column)d:") % {"line": finding.line, "column": finding.column}
    return f"{place} {said}{meant}"


def _text_fields(language: str) -> list[tuple[str, forms.Field]]:
    area = forms.Textarea(attrs={"rows": 12, "lang": language})
    line = forms.TextInput(attrs={"lang": language})
    return [
        ("subject", forms.CharField(label=_("Subject"), max_length=200, required=False, widget=line)),
        ("text", forms.CharField(label=_("Text"), max_length=8_000, required=False, widget=area, strip=False)),
    ]


class MailTextForm(forms.Form):
    """Subject and text of one mail in the languages of the poll, checked as they would be sent."""

    def __init__(self, *args: Any, poll: Poll, kind: LetterKind, languages: Sequence[str], **kwargs: Any) -> None:
        self.poll, self.kind, self.languages = poll, kind, languages
        super().__init__(*args, **kwargs)
        for language in languages:
            self.fields |= {f"{name}_{language}": field for name, field in _text_fields(language)}
        for name in self.fields:
            is_wrong = self.is_bound and name in self.errors
            self.fields[name].widget.attrs["class"] = "form-control is-invalid" if is_wrong else "form-control"

    def clean(self) -> dict[str, Any]:
        for language in self.languages:
            wording = Wording(self.values("subject")[language], self.values("text")[language])
            for found in check_wording(self.poll, self.kind, language, wording):
                self.add_error(f"{found.field}_{language}", finding_text(found.finding))
        return self.cleaned_data

    def values(self, field: str) -> dict[str, str]:
        """Give what was written in each language; ``field`` is ``subject`` or ``text``."""
        return {language: self.cleaned_data.get(f"{field}_{language}", "") for language in self.languages}

    @property
    def by_language(self) -> list[tuple[str, list[forms.BoundField]]]:
        return [(language, [self[f"subject_{language}"], self[f"text_{language}"]]) for language in self.languages]


class MomentField(forms.Field):
    """A day and a time in Amsterdam. A time that does not exist there, or comes twice, is refused."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local", "class": "form-control"}, format="%Y-%m-%dT%H:%M")

    def to_python(self, value: Any) -> datetime | None:
        if not value:
            return None
        try:
            local = datetime.fromisoformat(str(value))
        except ValueError:
            raise ValidationError(_("Write a day and a time, such as 2026-09-01 09:00.")) from None
        try:
            return to_instant(local.replace(tzinfo=None, second=0, microsecond=0))
        except NoSuchTimeError:
            raise ValidationError(_("This time does not exist: the clock is put forward over it.")) from None
        except TwiceError:
            raise ValidationError(_("This time comes twice: the clock is put back over it.")) from None

    def prepare_value(self, value: Any) -> Any:
        return localtime(value).replace(tzinfo=None) if isinstance(value, datetime) else value


class PlanForm(BootstrapForm):
    """When the invitations leave, within which hours and how fast, and whether who has answered is thanked."""

    invite_at = MomentField(label=gettext_lazy("Invitations leave from"), required=False)
    has_hours = forms.BooleanField(label=gettext_lazy("Only within office hours"), required=False)
    days = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Days"), choices=DAYS, coerce=int, widget=forms.CheckboxSelectMultiple, required=False
    )
    hours_from = forms.TimeField(label=gettext_lazy("From"), widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    hours_until = forms.TimeField(
        label=pgettext_lazy("a time of day", "Until"), widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )
    per_hour = forms.IntegerField(
        label=gettext_lazy("Mails per hour, at most"), min_value=1, max_value=1_000_000, required=False
    )
    per_domain = forms.IntegerField(
        label=gettext_lazy("Of these to one mail domain"), min_value=1, max_value=1_000_000, required=False
    )
    sends_thanks = forms.BooleanField(label=gettext_lazy("Thank who has answered, by mail"), required=False)

    def __init__(self, *args: Any, plan: MailPlan, now: datetime, **kwargs: Any) -> None:
        self.plan, self.now = plan, now
        super().__init__(*args, initial={name: getattr(plan, name) for name in self.base_fields}, **kwargs)
        for name in ("has_hours", "sends_thanks"):
            self.fields[name].widget.attrs["class"] = "form-check-input"
        if plan.poll.is_anonymous:
            del self.fields["sends_thanks"]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("has_hours") and not given.get("days"):
            self.add_error("days", _("Choose at least one day."))
        start, until = given.get("hours_from"), given.get("hours_until")
        if start and until and start >= until:
            self.add_error("hours_until", _("This must be later than the beginning."))
        closes_at, invite_at = self.plan.poll.closes_at, given.get("invite_at")
        if invite_at and closes_at and invite_at >= closes_at:
            self.add_error("invite_at", _("The poll is closed by then."))
        return given

    def filled(self) -> MailPlan:
        """Give the plan with what was filled in, not stored."""
        for name in self.fields:
            setattr(self.plan, name, self.cleaned_data[name])
        return self.plan


class StepForm(BootstrapForm):
    """One planned reminder. Left at "none" there is none."""

    how = forms.ChoiceField(
        label=gettext_lazy("When"),
        choices=[
            ("", gettext_lazy("no reminder")),
            ("after", gettext_lazy("so many days after the invitation")),
            ("at", gettext_lazy("on a day and a time")),
        ],
        required=False,
    )
    after_days = forms.IntegerField(label=gettext_lazy("Days"), min_value=1, max_value=90, required=False)
    time_of_day = forms.TimeField(
        label=gettext_lazy("Time"), widget=forms.TimeInput({"type": "time"}, format="%H:%M"), required=False
    )
    at = MomentField(label=gettext_lazy("Day and time"), required=False)

    def clean(self) -> dict[str, Any]:
        how = self.cleaned_data.get("how")
        if how == "after" and not self.cleaned_data.get("after_days") and "after_days" not in self.errors:
            self.add_error("after_days", _("Say after how many days."))
        if how == "at" and not self.cleaned_data.get("at") and "at" not in self.errors:
            self.add_error("at", _("Say on which day and at what time."))
        return self.cleaned_data

    @property
    def step(self) -> Step | None:
        given = self.cleaned_data
        if given.get("how") == "at":
            return Step(at=given["at"])
        if given.get("how") == "after":
            return Step(after_days=given["after_days"], time_of_day=given.get("time_of_day") or time(9))
        return None


def step_forms(data: Any, plan: MailPlan) -> list[StepForm]:
    """Give a form for each reminder that a plan can have."""
    stored = list(plan.steps.all()) if plan.pk else []
    made = []
    for number in range(MOST_STEPS):
        step = stored[number] if number < len(stored) else None
        initial = {"time_of_day": step.time_of_day if step else time(9)}
        if step:
            initial |= {"how": "at" if step.at else "after", "after_days": step.after_days, "at": step.at}  # type: ignore[dict-item]
        made.append(StepForm(data, prefix=f"step{number + 1}", initial=initial))
    return made


def check_order(steps: Sequence[StepForm], plan: MailPlan, *, now: datetime) -> bool:
    """Whether each reminder comes after the one before it, and while the poll is open; says so at the fields if not."""
    stored = {step.at for step in plan.steps.all()} if plan.pk else set()
    last_at, last_days, is_good = plan.invite_at, 0, True
    for form in steps:
        step = form.step
        if step and step.at:
            problem = "" if step.at in stored else _problem_of_moment(step.at, last_at, plan.poll.closes_at, now)
            last_at = step.at
        elif step and step.after_days is not None:
            text = ngettext("This must be more than %(days)d day.", "This must be more than %(days)d days.", last_days)
            problem = "" if step.after_days > last_days else text % {"days": last_days}
            last_days = step.after_days
        else:
            continue
        if problem:
            form.add_error("at" if step.at else "after_days", problem)
            is_good = False
    return is_good


def _problem_of_moment(at: datetime, last_at: datetime | None, closes_at: datetime | None, now: datetime) -> str:
    if at <= now:
        return _("This has passed.")
    if closes_at and at >= closes_at:
        return _("The poll is closed by then.")
    if last_at and at < last_at + timedelta(days=1):
        return _("This must be at least a day after the mail before it.")
    return ""
