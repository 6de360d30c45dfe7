"""Sentences that respondent and preview share."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from polls.codebook.schema import Page, Question


def follow_up_notice() -> str:
    return _("Because of your answer there is one more question on this page.")


def required_errors(open_questions: Iterable[tuple[Page, Question]]) -> Mapping[str, str]:
    """Give the sentence for each open question that is on the same page as the first."""
    listed = list(open_questions)
    message = _("Please answer this question to continue.")
    return {question.code: message for page, question in listed if page is listed[0][0]}
