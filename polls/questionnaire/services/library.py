"""Questions to use again: those that come with the product, and those that editors kept."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from polls.codebook import schema
from polls.codebook.document import to_document
from polls.exchange.library import shipped
from polls.questionnaire.codes import codes_of_poll, free_code
from polls.questionnaire.design import to_questionnaire
from polls.questionnaire.models import LibraryQuestion, Page, Question
from polls.questionnaire.rows import add_questions
from polls.questionnaire.services.acting import Actor, NotNow, hold


@transaction.atomic
def keep_question(question: Question, *, by: Actor, now: datetime) -> LibraryQuestion:
    """Keep a question as it stands, without its condition: that speaks of the poll it came from."""
    poll = question.page.poll
    asked = to_questionnaire(poll).question_by_code[question.code]
    alone = schema.Page("library", (_alone(asked),))
    document = to_document(schema.Questionnaire(slug="library", title={}, pages=(alone,)))
    return LibraryQuestion.objects.create(document=document, saved_at=now, saved_by_id=by.pk if by else None)


@transaction.atomic
def insert_question(page: Page, question: schema.Question) -> Question:
    """Add the question behind the others of the page, under a free code. Raises ``NotNow`` when the poll is frozen."""
    poll = hold(page.poll)
    if poll.is_frozen:
        raise NotNow(f"the structure of {poll.slug} is fixed")
    code = free_code(question.code, codes_of_poll(poll.pk))
    return add_questions(page, [replace(question, code=code)])[0]


def offered() -> Iterable[tuple[str, schema.Text, schema.Question]]:
    """Every question that can be inserted, with its key and subject: first the kept ones."""
    kept: schema.Text = {"nl": "Bewaard uit peilingen", "en": "Kept from polls"}
    for row in LibraryQuestion.objects.all():
        yield f"kept-{row.pk}", kept, row.question
    for page in shipped().pages:
        for question in page.questions:
            yield f"shipped-{question.code}", page.title, question


def _alone(question: schema.Question) -> schema.Question:
    """The question without all that names other parts of its poll."""
    choices = tuple(replace(choice, show_if="") for choice in question.choices if not choice.is_carried)
    rows = tuple(replace(row, show_if="") for row in question.rows if not row.is_carried)
    return replace(question, show_if="", choices=choices, rows=rows, checks=(), carries="", expression="")
