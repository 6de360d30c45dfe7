"""The names of XLSForm: sheets, columns, types, and the marks by which we know our own kinds again."""

from collections.abc import Mapping

from polls.codebook.schema import QuestionKind, TextFormat

LANGUAGE_COLUMNS = {"nl": "Nederlands (nl)", "en": "English (en)"}
SURVEY_START = ("type", "name")
SURVEY_END = (
    "required", "relevant", "constraint", "calculation", "appearance", "parameters", "body::accept",
)  # fmt: skip

DONT_KNOW = "_dk"
"""The name of the choice "don't know"."""

INTRO, PRIVACY, THANKS = "poll-intro", "poll-privacy", "poll-thanks"
PAGE_INTRO = "-intro"
HELP = "-help"
CONTACT = "contact-"
"""Names with a hyphen are our own: no code has one. ``contact-role`` stands for an attribute of the contact."""

FORMATS: Mapping[TextFormat, str] = {
    TextFormat.FREE: "",
    TextFormat.EMAIL: r"regex(., '^[^@ ]+@[^@ ]+\.[^@ ]+$')",
    TextFormat.PHONE: r"regex(., '^[+0-9 ()-]{8,20}$')",
    TextFormat.POSTCODE: r"regex(., '^[1-9][0-9]{3} ?[A-Za-z]{2}$')",
}
"""What a short text must look like, as a constraint."""

SHAPES: Mapping[QuestionKind, tuple[str, str]] = {
    QuestionKind.SINGLE: ("select_one", ""),
    QuestionKind.MULTIPLE: ("select_multiple", ""),
    QuestionKind.DROPDOWN: ("select_one", "minimal"),
    QuestionKind.SCALE: ("select_one", "likert"),
    QuestionKind.RATING: ("range", "picker"),
    QuestionKind.NPS: ("range", "nps"),
    QuestionKind.STARS: ("range", "rating"),
    QuestionKind.MATRIX_SINGLE: ("begin_group", "table-list"),
    QuestionKind.MATRIX_MULTIPLE: ("begin_group", "field-list"),
    QuestionKind.MATRIX_NUMBER: ("begin_group", "field-list"),
    QuestionKind.RANKING: ("rank", ""),
    QuestionKind.ALLOCATION: ("begin_group", "field-list"),
    QuestionKind.SLIDER: ("range", ""),
    QuestionKind.NUMBER: ("integer", ""),
    QuestionKind.DATE: ("date", ""),
    QuestionKind.MONTH: ("date", "month-year"),
    QuestionKind.SHORT_TEXT: ("text", ""),
    QuestionKind.LONG_TEXT: ("text", "multiline"),
    QuestionKind.IMAGE_CHOICE: ("select_one", "columns"),
    QuestionKind.FILE: ("file", ""),
    QuestionKind.INFORMATION: ("note", ""),
    QuestionKind.HIDDEN: ("hidden", ""),
    QuestionKind.CALCULATED: ("calculate", ""),
    QuestionKind.CONSENT: ("acknowledge", ""),
}
"""Type and appearance of each kind. A number with decimals is of type decimal."""

_ALWAYS = frozenset({"code", "kind", "text", "help", "show_if", "requirement"})
_LISTED = _ALWAYS | {"choices", "dont_know", "has_random_choices"}

SAID: Mapping[QuestionKind, frozenset[str]] = {
    QuestionKind.SINGLE: _LISTED,
    QuestionKind.MULTIPLE: _LISTED | {"min_choices", "max_choices"},
    QuestionKind.DROPDOWN: _LISTED,
    QuestionKind.SCALE: _LISTED,
    QuestionKind.RATING: _ALWAYS | {"minimum", "maximum"},
    QuestionKind.NPS: _ALWAYS,
    QuestionKind.STARS: _ALWAYS | {"maximum"},
    QuestionKind.MATRIX_SINGLE: _ALWAYS | {"choices", "dont_know", "rows"},
    QuestionKind.MATRIX_MULTIPLE: _ALWAYS | {"choices", "dont_know", "rows", "min_choices", "max_choices"},
    QuestionKind.MATRIX_NUMBER: _ALWAYS | {"rows", "minimum", "maximum", "decimals"},
    QuestionKind.RANKING: _ALWAYS | {"choices", "has_random_choices"},
    QuestionKind.ALLOCATION: _ALWAYS | {"choices", "total", "decimals"},
    QuestionKind.SLIDER: _ALWAYS | {"minimum", "maximum", "step"},
    QuestionKind.NUMBER: _ALWAYS | {"minimum", "maximum", "decimals"},
    QuestionKind.DATE: _ALWAYS | {"earliest", "latest"},
    QuestionKind.MONTH: _ALWAYS | {"earliest", "latest"},
    QuestionKind.SHORT_TEXT: _ALWAYS | {"format"},
    QuestionKind.LONG_TEXT: _ALWAYS,
    QuestionKind.IMAGE_CHOICE: _LISTED,
    QuestionKind.FILE: _ALWAYS | {"file_types"},
    QuestionKind.INFORMATION: _ALWAYS,
    QuestionKind.HIDDEN: _ALWAYS,
    QuestionKind.CALCULATED: _ALWAYS | {"expression"},
    QuestionKind.CONSENT: _ALWAYS,
}
"""The fields of a question that XLSForm can say, by kind; any other that is filled in is listed."""

SAID_OF_CHOICE = frozenset({"code", "label", "is_exclusive", "is_other", "image"})
SAID_OF_ROW = frozenset({"code", "label", "show_if"})
SAID_OF_PAGE = frozenset({"code", "questions", "title", "intro", "show_if"})
SAID_OF_POLL = frozenset({"slug", "title", "pages", "languages", "intro", "thanks", "privacy"})
