"""What an import changes, in words."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from polls.codebook.attributes import Attribute
from polls.invitations.forms.typed import attribute_name, shown_value


def in_words(changes: Mapping[str, Sequence[str]], known: Mapping[str, Attribute]) -> list[tuple[str, str, str]]:
    """Give of each change what is changed, what it was and what it becomes."""
    return [
        (_named(field, known), _shown(field, old, known), _shown(field, new, known))
        for field, (old, new) in changes.items()
    ]


def _named(field: str, known: Mapping[str, Attribute]) -> str:
    of, _part, code = field.partition(":")
    if not code:
        return {"name": _("Name"), "organisation": _("Organisation"), "language": _("Language")}.get(of, of)
    name = attribute_name(known[code]) if code in known else code.replace("_", " ").capitalize()
    return _("%(attribute)s of the organisation") % {"attribute": name} if of == "organisation" else name


def _shown(field: str, value: str, known: Mapping[str, Attribute]) -> str:
    code = field.partition(":")[2]
    if field == "language":
        return {"nl": _("Dutch"), "en": _("English")}.get(value, value)
    return shown_value(known.get(code), value) if code and value else value
