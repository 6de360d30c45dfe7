"""The shape that a question takes: beside each other or below, and what is said about its limits."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from polls.codebook.answers import DONT_KNOW
from polls.codebook.schema import POINT_KINDS, Question, QuestionKind, in_language
from polls.collection.fields.kinds import options_of

MOST_BAR_POINTS = 5
LONGEST_BAR_LABEL = 18
MOST_COLUMNS = 7
LONGEST_HEADING = 26

RADIO_KINDS = POINT_KINDS | {QuestionKind.SINGLE, QuestionKind.SCALE, QuestionKind.IMAGE_CHOICE}
"""Kinds that are one group of radio buttons."""


def fits_in_a_bar(question: Question, language: str) -> bool:
    """Tell whether a scale's points fit beside each other on a wide screen."""
    labels = [label for code, label in options_of(question, language) if code != DONT_KNOW]
    return len(labels) <= MOST_BAR_POINTS and all(len(label) <= LONGEST_BAR_LABEL for label in labels)


def fits_in_a_table(question: Question, language: str) -> bool:
    """Tell whether a matrix fits as a table on a wide screen; else its rows stay cards there too."""
    labels = [label for _, label in options_of(question, language)]
    longest_word = max((len(word) for label in labels for word in label.split()), default=0)
    is_short = all(len(label) <= LONGEST_HEADING for label in labels) and longest_word <= LONGEST_BAR_LABEL
    return len(labels) <= MOST_COLUMNS and is_short


def ends_of(question: Question, language: str) -> tuple[str, str]:
    """Give the labels of the low and the high end; a recommendation has its own when the editor wrote none."""
    low, high = in_language(question.low_label, language), in_language(question.high_label, language)
    if question.kind is QuestionKind.NPS:
        return low or _("very unlikely"), high or _("very likely")
    return low, high


def limits_in_words(question: Question, language: str) -> str:
    """Say beforehand what the answer must keep to: how many may be chosen, what it adds up to."""
    fewest, most = question.min_choices, question.max_choices
    if question.kind is QuestionKind.ALLOCATION:
        unit = in_language(question.unit, language)
        written = f"{question.whole}{unit}" if unit == "%" else f"{question.whole} {unit}".strip()
        return _("Divide %(total)s over these.") % {"total": written}
    if question.kind is QuestionKind.RANKING:
        return _ranks_in_words(fewest, most, len(question.choices))
    if fewest is not None and fewest == most:
        return ngettext("Choose %(number)s answer.", "Choose %(number)s answers.", fewest) % {"number": fewest}
    if fewest is not None and most is not None:
        return _("Choose %(fewest)s to %(most)s answers.") % {"fewest": fewest, "most": most}
    if fewest is not None:
        return _("Choose at least %(number)s.") % {"number": fewest}
    return _("Choose at most %(number)s.") % {"number": most} if most is not None else ""


def _ranks_in_words(fewest: int | None, most: int | None, count: int) -> str:
    if most is not None and most < count:
        return _("Put your top %(number)s in order. 1 comes first.") % {"number": most}
    if fewest == count:
        return _("Put all of them in order. 1 comes first.")
    return _("Put them in order. 1 comes first; what does not matter to you may be left out.")
