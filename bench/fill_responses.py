"""Fills a poll of fifteen questions with random responses: ``python -m bench.fill_responses COUNT``, prints a slug."""

import random
import sys
import uuid
from datetime import timedelta

import django

django.setup()

from django.utils import timezone  # noqa: E402

from bench.questionnaire import KINDS, MORE_KINDS, bench_questionnaire, pages  # noqa: E402
from polls.codebook.answers import Answers, Value  # noqa: E402
from polls.codebook.schema import Question, QuestionKind  # noqa: E402
from polls.collection.models import Response  # noqa: E402
from polls.questionnaire.models import Poll  # noqa: E402
from polls.questionnaire.rows import create_poll  # noqa: E402
from polls.questionnaire.services import publish  # noqa: E402

BATCH = 5000


def fill(count: int) -> str:
    now = timezone.now()
    slug = f"bench-{uuid.uuid4().hex[:8]}"
    poll = create_poll(bench_questionnaire(slug, asked=pages(KINDS + MORE_KINDS)), by=None, opens_at=now - timedelta(1))
    version = publish(poll, by=None, now=now)
    questions, rng = list(version.questionnaire.questions), random.Random(1)
    for start in range(0, count, BATCH):
        size = min(BATCH, count - start)
        Response.objects.bulk_create(
            Response(
                poll=poll,
                version=version,
                answers=answers(rng, questions),
                attributes={"role": rng.choice(["inhouse", "facilitair", "agency"])},
                is_anonymous=True,
            )
            for _ in range(size)
        )
    Poll.objects.filter(pk=poll.pk).update(state=Poll.State.CLOSED, data_revision=1)
    return slug


def answers(rng: random.Random, questions: list[Question]) -> Answers:
    return {question.code: answer(rng, question) for question in questions}


def answer(rng: random.Random, question: Question) -> Value:
    codes = [choice.code for choice in question.options]
    if question.kind is QuestionKind.MULTIPLE:
        return [code for code in codes if rng.random() < 0.3]
    if codes:
        return rng.choice(codes) if rng.random() < 0.97 else ""
    return str(rng.randrange(100)) if question.kind is QuestionKind.NUMBER else rng.choice(["Snel", "Goed", ""])


if __name__ == "__main__":
    sys.stdout.write(fill(int(sys.argv[1])))
