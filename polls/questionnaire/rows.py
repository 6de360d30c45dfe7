"""A questionnaire as data written to design rows: the inverse of ``design.to_questionnaire``."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from polls.codebook import schema
from polls.questionnaire.models import (
    Choice,
    MatrixRow,
    Page,
    Poll,
    Question,
    QuestionCheck,
    QuestionVariant,
    Quota,
    ScreenOut,
    Segment,
    SegmentVariable,
)


@transaction.atomic
def create_poll(questionnaire: schema.Questionnaire, *, by: Any, **fields: Any) -> Poll:
    """Make a draft poll of the questionnaire. ``fields`` are further fields of the poll, such as ``opens_at``."""
    poll = Poll.objects.create(
        slug=questionnaire.slug,
        title=dict(questionnaire.title),
        intro=dict(questionnaire.intro),
        thanks=dict(questionnaire.thanks),
        privacy=dict(questionnaire.privacy),
        languages=list(questionnaire.languages),
        channel=questionnaire.channel.value,
        is_anonymous=questionnaire.is_anonymous,
        minimum_base=questionnaire.minimum_base,
        equivalence_margin=questionnaire.equivalence_margin,
        created_by=by,
        **fields,
    )
    _create_pages(poll, questionnaire)
    _create_segment_variables(poll, questionnaire)
    _create_screen_outs_and_quotas(poll, questionnaire)
    return poll


def _create_pages(poll: Poll, questionnaire: schema.Questionnaire) -> None:
    pages = Page.objects.bulk_create(
        Page(
            poll=poll,
            position=position,
            code=page.code,
            title=dict(page.title),
            intro=dict(page.intro),
            show_if=page.show_if,
            has_random_questions=page.has_random_questions,
            is_shuffled=page.is_shuffled,
        )
        for position, page in enumerate(questionnaire.pages)
    )
    placed = [
        (_question(row, question, position), question)
        for row, page in zip(pages, questionnaire.pages, strict=True)
        for position, question in enumerate(page.questions)
    ]
    _create_questions(placed)


def add_questions(page: Page, questions: Sequence[schema.Question]) -> list[Question]:
    """Add the questions behind those that the page has."""
    first = 1 + max((question.position for question in page.questions.all()), default=-1)
    return _create_questions([(_question(page, each, first + number), each) for number, each in enumerate(questions)])


def _create_questions(placed: Sequence[tuple[Question, schema.Question]]) -> list[Question]:
    """Write the rows of the questions and of all that hangs below them."""
    questions = Question.objects.bulk_create(row for row, _ in placed)
    asked = [question for _, question in placed]
    Choice.objects.bulk_create(
        Choice(
            question=row,
            position=position,
            code=choice.code,
            label=dict(choice.label),
            is_exclusive=choice.is_exclusive,
            is_other=choice.is_other,
            image=choice.image,
            image_alt=dict(choice.image_alt),
            show_if=choice.show_if,
            is_pinned=choice.is_pinned,
        )
        for row, question in zip(questions, asked, strict=True)
        for position, choice in enumerate(own for own in question.choices if not own.is_carried)
    )
    MatrixRow.objects.bulk_create(
        MatrixRow(
            question=row,
            position=position,
            code=part.code,
            label=dict(part.label),
            show_if=part.show_if,
            is_pinned=part.is_pinned,
        )
        for row, question in zip(questions, asked, strict=True)
        for position, part in enumerate(own for own in question.rows if not own.is_carried)
    )
    _create_wordings_and_checks(questions, asked)
    return questions


def _create_wordings_and_checks(rows: Sequence[Question], questions: Sequence[schema.Question]) -> None:
    QuestionVariant.objects.bulk_create(
        QuestionVariant(question=row, position=position, code=variant.code, text=dict(variant.text))
        for row, question in zip(rows, questions, strict=True)
        for position, variant in enumerate(question.variants)
    )
    QuestionCheck.objects.bulk_create(
        QuestionCheck(
            question=row,
            position=position,
            condition=check.condition,
            message=dict(check.message),
            is_hard=check.is_hard,
        )
        for row, question in zip(rows, questions, strict=True)
        for position, check in enumerate(question.checks)
    )


def _create_screen_outs_and_quotas(poll: Poll, questionnaire: schema.Questionnaire) -> None:
    ScreenOut.objects.bulk_create(
        ScreenOut(poll=poll, position=position, code=one.code, condition=one.condition, text=dict(one.text))
        for position, one in enumerate(questionnaire.screen_outs)
    )
    Quota.objects.bulk_create(
        Quota(
            poll=poll,
            position=position,
            code=one.code,
            label=dict(one.label),
            condition=one.condition,
            limit=one.limit,
            text=dict(one.text),
        )
        for position, one in enumerate(questionnaire.quotas)
    )


def _question(page: Page, question: schema.Question, position: int) -> Question:
    return Question(
        page=page,
        position=position,
        code=question.code,
        kind=question.kind.value,
        text=dict(question.text),
        help=dict(question.help),
        requirement=question.requirement.value,
        show_if=question.show_if,
        offers_dont_know=question.dont_know is not None,
        dont_know_label=dict(question.dont_know or {}),
        minimum=question.minimum,
        maximum=question.maximum,
        decimals=question.decimals,
        unit=dict(question.unit),
        low_label=dict(question.low_label),
        high_label=dict(question.high_label),
        min_choices=question.min_choices,
        max_choices=question.max_choices,
        total=question.total,
        step=question.step,
        earliest=_day(question.earliest),
        latest=_day(question.latest),
        format=question.format.value,
        file_types=list(question.file_types),
        max_megabytes=question.max_megabytes,
        taken_from=question.taken_from.value,
        source=question.source,
        expression=question.expression,
        holds=question.holds.value,
        statement=dict(question.statement),
        carries=question.carries,
        carries_chosen=question.carries_chosen,
        has_random_choices=question.has_random_choices,
        has_random_rows=question.has_random_rows,
        is_pinned=question.is_pinned,
    )


def _day(bound: str) -> date | None:
    """Read a bound; one of a month stands for its first day."""
    return date.fromisoformat(bound if len(bound) > len("YYYY-MM") else f"{bound}-01") if bound else None


def _create_segment_variables(poll: Poll, questionnaire: schema.Questionnaire) -> None:
    variables = SegmentVariable.objects.bulk_create(
        SegmentVariable(
            poll=poll,
            position=position,
            code=variable.code,
            label=dict(variable.label),
            source_kind=variable.source_kind.value,
            source=variable.source,
        )
        for position, variable in enumerate(questionnaire.segment_variables)
    )
    Segment.objects.bulk_create(
        Segment(
            variable=row,
            position=position,
            code=segment.code,
            label=dict(segment.label),
            values=", ".join(segment.values),
            population=segment.population,
        )
        for row, variable in zip(variables, questionnaire.segment_variables, strict=True)
        for position, segment in enumerate(variable.segments)
    )
