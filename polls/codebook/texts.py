"""A text that exists in several languages."""

from collections.abc import Mapping

Text = Mapping[str, str]
"""A text per language code, such as ``{"nl": "Ja", "en": "Yes"}``."""

LANGUAGES = ("nl", "en")


def in_language(text: Text, language: str) -> str:
    """Give the text in ``language``, else in the first language that has it, else nothing."""
    return text.get(language) or next((value for value in text.values() if value), "")


JOINT = " – "
"""What stands between a question and the part of it that a variable is about."""


def joint(question: str, part: str) -> str:
    """Join the texts of a question and of one of its parts, in one language: ``"How often? – By phone"``."""
    return JOINT.join(filter(None, (question.rstrip(" :"), part)))


def joined(text: Text, part: Text) -> Text:
    """Join question and part in every language that either has."""
    return {
        language: joint(in_language(text, language), in_language(part, language))
        for language in LANGUAGES
        if language in text or language in part
    }
