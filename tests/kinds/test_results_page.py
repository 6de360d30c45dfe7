"""The results page of a poll with every kind of question."""

import random
import re
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from polls.codebook.kinds import QuestionKind
from polls.results.services import runs
from polls.results.services.recipes import recipe_for
from tests.codebook.sample_kinds import EVERY_KIND
from tests.kinds.drawing import draw_answers
from tests.results import sample

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["nl", "en"])
def test_each_question_stands_once_and_each_row_within_it(language: str, settings: Settings, tmp_path: Path) -> None:
    settings.COLUMNS_DIR = tmp_path
    poll = sample.published(EVERY_KIND)
    answers = [draw_answers(random.Random(seed), EVERY_KIND) for seed in range(60)]
    sample.respond(poll, answers, [{}] * len(answers))
    run = runs.request_run(poll, recipe=recipe_for(EVERY_KIND), by=None, now=sample.NOW, is_urgent=False)
    runs.execute(run.pk, now=sample.NOW, clock=lambda: sample.NOW)
    client = Client()
    analyst = User.objects.create_user("a@example.org", name="A", role="analyst")
    client.force_login(analyst, backend="accounts.backends.RoleBackend")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    page = client.get(f"/polls/{poll.slug}/results/")
    places = re.findall(r'id="q-([^"]+)"', page.content.decode())
    questions = [question for question in EVERY_KIND.questions if question.kind is not QuestionKind.INFORMATION]
    assert page.status_code == 200
    assert sorted(places) == sorted({place for question in questions for place in (question.code, *question.keys)})
