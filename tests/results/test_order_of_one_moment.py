"""Rows of the same moment come in the same order every time, in whichever order they were written."""

from typing import Any
from uuid import UUID

import pytest
from django.db.models import Model

from polls.api.models import ApiToken
from polls.codebook import recode
from polls.invitations.models import ContactImport
from polls.publication.models import Publication
from polls.questionnaire.models import Poll, QuestionnaireImport, WaveMap
from polls.results.models import Export, Run, WorkState
from polls.results.services.field_days import earlier_polls
from polls.results.services.runs import latest_run
from polls.results.services.waves import waves_of
from tests.results import sample

pytestmark = pytest.mark.django_db

LOWER, HIGHER = UUID(int=1), UUID(int=2)
WRITTEN = pytest.mark.parametrize("keys", [(LOWER, HIGHER), (HIGHER, LOWER)], ids=["lower-first", "higher-first"])


def polls_of_one_moment() -> list[Poll]:
    made = [sample.published(sample.questionnaire(slug), state=Poll.State.CLOSED) for slug in ("one", "two")]
    Poll.objects.update(created_at=sample.NOW)
    return made


@WRITTEN
@pytest.mark.parametrize("model", [QuestionnaireImport, ApiToken, ContactImport])
def test_rows_with_random_keys(model: type[Model], keys: tuple[UUID, UUID]) -> None:
    for key in keys:
        extra: dict[str, Any] = {"sha256": str(key)} if model is ApiToken else {}
        extra |= {"document": {}} if model is QuestionnaireImport else {}
        model._default_manager.create(pk=key, created_at=sample.NOW, **extra)
    assert [row.pk for row in model._default_manager.all()] == [HIGHER, LOWER]


@WRITTEN
def test_runs_and_downloads(keys: tuple[UUID, UUID]) -> None:
    poll = sample.published(sample.questionnaire())
    for key in keys:
        Run.objects.create(
            pk=key, poll=poll, version=poll.versions.get(), data_key=f"1-{key.int}-1", recipe={"filter": None},
            recipe_hash=str(key), state=WorkState.DONE, created_at=sample.NOW, finished_at=sample.NOW,
        )  # fmt: skip
        Export.objects.create(pk=key, poll=poll, kind="results", created_at=sample.NOW)
    assert [run.pk for run in Run.objects.all()] == [HIGHER, LOWER]
    assert [export.pk for export in Export.objects.all()] == [HIGHER, LOWER]
    latest = latest_run(poll)
    assert latest is not None
    assert latest.pk == HIGHER


def test_polls_and_publications() -> None:
    one, two = polls_of_one_moment()
    assert list(Poll.objects.all()) == [two, one]
    newest = sample.published(sample.questionnaire("three"))
    assert earlier_polls(newest) == [two, one]
    run = Run.objects.create(poll=one, version=one.versions.get(), data_key="", recipe_hash="", created_at=sample.NOW)
    for slug in ("a", "b"):
        Publication.objects.create(
            poll=one, run=run, slug=slug, composition={}, created_at=sample.NOW, edited_at=sample.NOW
        )
    assert [each.slug for each in Publication.objects.all()] == ["b", "a"]


def test_of_two_earlier_waves_of_one_moment_the_later_row_counts() -> None:
    earlier = polls_of_one_moment()
    newest = sample.published(sample.questionnaire("three"))
    for poll in (*earlier, newest):
        Run.objects.create(
            poll=poll, version=poll.versions.get(), data_key="", recipe={"filter": None}, recipe_hash="",
            state=WorkState.DONE, created_at=sample.NOW, finished_at=sample.NOW,
        )  # fmt: skip
    for poll in earlier:
        WaveMap.objects.create(earlier=poll, later=newest, document=recode.to_document(recode.RecodeMap(())),
                               updated_at=sample.NOW)  # fmt: skip
    assert [wave.poll.slug for wave in waves_of(newest)] == ["two", "three"]
