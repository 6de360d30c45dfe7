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
}
