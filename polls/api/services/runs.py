"""Runs as other programs see them: finished ones only, which have passed disclosure control."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from polls.api.services.addresses import resource
from polls.api.services.polls import labels_of
from polls.api.shapes import Filter, RunDetail, Weights
from polls.api.shapes import Run as RunShape
from polls.questionnaire.models import Poll
from polls.results.models import Run, RunQuerySet, WorkState


def runs_of(polls: QuerySet[Poll], slug: str, *, is_of_everyone: bool) -> RunQuerySet:
    """Give the finished runs of a poll, of all respondents and unweighted or of any kind; not their numbers."""
    found = _finished(polls).filter(poll__slug=slug).defer("summary", "version__document")
    return found.plain() if is_of_everyone else found


def run_shape(run: Run) -> RunShape:
    return RunShape(**_fields(run))


def run_detail(polls: QuerySet[Poll], run_id: UUID, *, language: str) -> RunDetail | None:
    """Write a finished run with its numbers, if it is there. One query."""
    run = _finished(polls).filter(pk=run_id).first()
    if run is None:
        return None
    labels = labels_of(run.questionnaire, language)
    return RunDetail(**_fields(run), labels=labels, document=run.summary)  # type: ignore[arg-type]  # as it was stored


def _finished(polls: QuerySet[Poll]) -> RunQuerySet:
    finished = Run.objects.filter(state=WorkState.DONE, poll__in=polls)
    return finished.select_related("poll", "version")


def _fields(run: Run) -> dict[str, Any]:
    recipe = run.recipe
    weights = recipe.get("weights")
    return {
        "id": run.pk,
        "poll": run.poll.slug,
        "version": run.version.number,
        "questionnaire_sha256": run.version.sha256,
        "data_sha256": run.data_hash,
        "responses": run.base,
        "filter": Filter(**recipe["filter"]) if recipe.get("filter") else None,
        "weights": Weights(weights["name"], weights["version"]) if weights else None,
        "without_flags": recipe.get("without", []),
        "ready_at": run.finished_at,
        "url": resource("api_run", run_id=run.pk),
    }
