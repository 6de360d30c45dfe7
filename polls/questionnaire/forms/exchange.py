"""The form with which a questionnaire file is chosen."""

from django import forms
from django.utils.translation import gettext_lazy as _


class QuestionnaireFileForm(forms.Form):
    """One file, whose format follows from its content."""

    file = forms.FileField(
        label=_("Questionnaire file"),
        help_text=_("LimeSurvey (.lss), XLSForm (.xlsx) or JSON, at most 5 MB."),
        error_messages={"empty": _("The file is empty.")},
        widget=forms.ClearableFileInput(attrs={"class": "form-control", "accept": ".lss,.xlsx,.json"}),
    )
