"""Sentences that respondent and preview share."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from polls.codebook.checking import failed_on_path
from polls.codebook.path import Values, path_of
from polls.codebook.schema import Page, Question, Questionnaire, in_language


def follow_up_notice() -> str:
    return _("Because of your answer there is one more question on this page.")


def doubt_notice() -> str:
    return _("Please look at your answer once more. If it is right, choose Next again.")


def failed_errors(questionnaire: Questionnaire, values: Values, language: str) -> tuple[Page, dict[str, str]] | None:
    """Give the first page on which an answer breaks a hard check, with the messages by question code."""
    path = path_of(questionnaire, values)
    failed = list(failed_on_path(path.steps, path.seen))
    if not failed:
        return None
    first = failed[0][0]
    return first, {
        question.code: in_language(check.message, language) for page, question, check in failed if page is first
    }


def required_errors(open_questions: Iterable[tuple[Page, Question]]) -> Mapping[str, str]:
    """Give the sentence for each open question that is on the same page as the first."""
    listed = list(open_questions)
    message = _("Please answer this question to continue.")
    return {question.code: message for page, question in listed if page is listed[0][0]}
