"""What the problems of expressions and routing are called: severity and sentence per code, as in problem_messages."""

from collections.abc import Mapping

from polls.codebook.schema import Text

LOGIC_MESSAGES: Mapping[str, tuple[str, Text]] = {
    "condition_type": (
        "error",
        {
            "nl": "Bij teken {character} hoort {wanted}, maar ‘{found}’ is {given}.",
            "en": "{wanted} belongs at character {character}, but ‘{found}’ is {given}.",
        },
    ),
    "carries_unknown": (
        "error",
        {
            "nl": "De antwoorden komen van ‘{name}’, maar dat is geen eerdere vraag.",
            "en": "The options come from ‘{name}’, but that is no earlier question.",
        },
    ),
    "carries_unsuited": (
        "error",
        {
            "nl": "De antwoorden komen van ‘{name}’, maar die vraag heeft geen antwoorden om uit te kiezen.",
            "en": "The options come from ‘{name}’, but that question has no choices.",
        },
    ),
    "one_wording": (
        "warning",
        {
            "nl": "Er is maar één formulering. Voeg er een toe om te vergelijken, of haal deze weg.",
            "en": "There is one wording only. Add another one to compare with, or remove it.",
        },
    ),
    "check_without_condition": (
        "error",
        {"nl": "Vul in wat er moet gelden.", "en": "Fill in what must hold."},
    ),
    "end_without_condition": (
        "error",
        {"nl": "Vul in voor wie dit geldt.", "en": "Fill in for whom this is."},
    ),
    "quota_without_room": (
        "error",
        {"nl": "Een quotum laat minstens één respondent toe.", "en": "A quota admits at least one respondent."},
    ),
    "quota_never_fills": (
        "error",
        {
            "nl": "Dit quotum raakt nooit vol: met geen enkel antwoord geldt de voorwaarde.",
            "en": "This quota never fills: no answer makes its condition hold.",
        },
    ),
    "screen_out_never": (
        "error",
        {
            "nl": "Hier valt nooit iemand af: met geen enkel antwoord geldt de voorwaarde.",
            "en": "This never screens anybody out: no answer makes its condition hold.",
        },
    ),
    "screen_out_always": (
        "error",
        {
            "nl": "Hier valt iedereen af: de voorwaarde geldt met elk antwoord.",
            "en": "This screens everybody out: its condition holds with every answer.",
        },
    ),
    "pipe_unknown": (
        "error",
        {
            "nl": "In de tekst staat {{{name}}}, maar ‘{name}’ is geen code van een vraag en geen kenmerk "
            "waar de peiling op indeelt.",
            "en": "The text has {{{name}}}, but ‘{name}’ is no code of a question and no attribute by which "
            "the poll divides respondents.",
        },
    ),
    "pipe_too_early": (
        "error",
        {
            "nl": "In de tekst staat {{{name}}}, maar het antwoord op ‘{name}’ is nog niet bekend "
            "als deze pagina opent.",
            "en": "The text has {{{name}}}, but the answer to ‘{name}’ is not known yet when this page opens.",
        },
    ),
}
