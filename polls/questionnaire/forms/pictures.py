"""The field by which an editor puts a picture at a choice."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from polls.questionnaire.pictures import NotAPictureError, picture_address, picture_path, store_picture


class PictureWidget(forms.Widget):
    """The picture that is there, an input for another, and the name that is posted along.

    A script sends a chosen file at once and puts its name in the hidden field; without one the file goes with the form.
    """

    template_name = "admin/polls/widgets/picture.html"
    needs_multipart_form = True
    use_fieldset = True

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        picture = str(value or "")
        context["widget"]["address"] = picture_address(picture) if picture_path(picture) else ""
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        if data.get(f"{name}-clear"):
            return ""
        return (files or {}).get(f"{name}-file") or data.get(name, "")


class PictureField(forms.Field):
    """The name of a stored picture. A posted file is stored; a name must be one of ours."""

    widget = PictureWidget

    def clean(self, value: Any) -> str:
        if hasattr(value, "read"):
            try:
                return store_picture(value)
            except NotAPictureError as error:
                raise ValidationError(_("Choose a JPG, PNG or WebP picture of at most 2 MB.")) from error
        name = str(value or "")
        if name and picture_path(name) is None:
            raise ValidationError(_("This picture is not there any more. Choose it again."))
        return name
