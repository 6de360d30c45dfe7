"""The page before sending: which questions are still open."""

from collections.abc import Callable

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string

from polls.codebook.answers import Answers, Attributes, is_answered
from polls.codebook.path import has_answers, open_questions, path_of, values_of
from polls.codebook.piping import asked_text
from polls.codebook.schema import Question, Questionnaire, Requirement, in_language
from polls.collection.fields.pages import language_context
from polls.collection.fields.saying import input_id
from polls.collection.views.visit import REVIEW, Visit


def show_review(visit: Visit, answers: Answers) -> HttpResponse:
    """List what is open, each with a link to its place; sending without is a choice unless nothing is answered."""
    context = {
        **review_context(visit.questionnaire, answers, visit.known, visit.language, visit.address),
        "action": visit.address(REVIEW),
        "csrf": "" if visit.is_cookieless else get_token(visit.request),
        "banner": visit.frame.banner,
        "scripts": visit.frame.scripts,
    }
    if visit.is_on_kiosk:
        context |= {"is_on_kiosk": True, "languages": []}
    response = HttpResponse(render_to_string("respondent/review.html", context))
    return visit.headed(response, visit.address(REVIEW))


def review_context(
    questionnaire: Questionnaire,
    answers: Answers,
    attributes: Attributes,
    language: str,
    address: Callable[[str], str],
) -> dict[str, object]:
    """Give the template the open questions. Optional ones are listed only when nothing at all is answered."""
    is_empty = not has_answers(questionnaire, answers)
    seen = path_of(questionnaire, values_of(answers, attributes)).seen
    requirements = [Requirement.HARD, Requirement.SOFT, *([Requirement.NO] if is_empty else [])]
    questions = [
        {
            "page": page.code,
            "text": asked_text(question, questionnaire, seen, language),
            "address": f"{address(page.code)}#{input_id(question, _open_keys(question, answers))}",
        }
        for requirement in requirements
        for page, question in open_questions(questionnaire, answers, attributes, requirement)
    ]
    return {
        "questions": questions,
        "is_empty": is_empty,
        "title": in_language(questionnaire.title, language),
        **language_context(questionnaire.languages, language),
    }


def _open_keys(question: Question, answers: Answers) -> tuple[str, ...]:
    """The rows of a matrix that are still open."""
    return tuple(key for key in question.keys if key != question.code and not is_answered(answers.get(key)))
