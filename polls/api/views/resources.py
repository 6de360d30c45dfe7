"""The resources. Each function is an address of the contract: what it takes and gives stands above it."""

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from polls.api.contract import CURSOR, LIMIT, Call, Parameter, endpoint
from polls.api.models import Scope
from polls.api.problems import ProblemError
from polls.api.services.addresses import resource
from polls.api.services.cursors import Cut, WrongCursorError, cut
from polls.api.services.polls import poll_detail, poll_shapes
from polls.api.services.publications import current_editions, edition_detail, publication_detail, publication_shape
from polls.api.services.runs import run_detail, run_shape, runs_of
from polls.api.services.tokens import polls_for
from polls.api.shapes import (
    EditionDetail,
    Index,
    PollDetail,
    PollList,
    PublicationDetail,
    PublicationList,
    RunDetail,
    RunList,
)
from polls.questionnaire.models import Poll

Row = TypeVar("Row", bound=Model)
Resource = TypeVar("Resource")

OF = Parameter(
    "of",
    _("Runs of all respondents without weights, or also those of one segment and weighted ones."),
    {"type": "string", "enum": ["everyone", "any"], "default": "everyone"},
)


@endpoint("/", gives=Index, scope=None, summary=_("Begin here"))
def index(call: Call) -> Index:
    return Index(
        polls=resource("api_polls"),
        publications=resource("api_publications"),
        openapi=resource("api_openapi"),
        documentation=resource("api_documentation"),
    )


@endpoint("/polls", gives=PollList, scope=Scope.POLLS, summary=_("List the polls"), parameters=(LIMIT, CURSOR))
def polls(call: Call) -> PollList:
    page = page_of(call, polls_for(call.holder), by="created_at")
    shown = Poll.objects.filter(pk__in=[poll.pk for poll in page.rows]).order_by("-created_at", "-pk")
    items = poll_shapes(shown, language=call.language, now=call.now)
    return PollList(items, next_of(call, page, resource("api_polls")))


@endpoint("/polls/{slug}", gives=PollDetail, scope=Scope.POLLS, summary=_("Read a poll and its questions"))
def poll(call: Call, slug: str) -> PollDetail:
    mine = polls_for(call.holder).filter(slug=slug)
    return found(poll_detail(mine, language=call.language, now=call.now))


@endpoint(
    "/polls/{slug}/runs",
    gives=RunList,
    scope=Scope.RUNS,
    summary=_("List the results of a poll"),
    parameters=(LIMIT, CURSOR, OF),
)
def runs(call: Call, slug: str) -> RunList:
    mine = polls_for(call.holder)
    rows = runs_of(mine, slug, is_of_everyone=call.values["of"] == "everyone")
    page = page_of(call, rows, by="finished_at")
    if not page.rows and not mine.filter(slug=slug).exists():
        raise ProblemError("not-found")
    return RunList([run_shape(each) for each in page.rows], next_of(call, page, resource("api_runs", slug=slug)))


@endpoint("/runs/{run_id}", gives=RunDetail, scope=Scope.RUNS, summary=_("Read the results of a run"))
def run(call: Call, run_id: UUID) -> RunDetail:
    return found(run_detail(polls_for(call.holder), run_id, language=call.language))


@endpoint(
    "/publications",
    gives=PublicationList,
    scope=None,
    summary=_("List the publications"),
    parameters=(LIMIT, CURSOR),
)
def publications(call: Call) -> PublicationList:
    page = page_of(call, current_editions(call.language, now=timezone.now()), by="appeared_at")
    return PublicationList(
        [publication_shape(each) for each in page.rows], next_of(call, page, resource("api_publications"))
    )


@endpoint("/publications/{slug}", gives=PublicationDetail, scope=None, summary=_("Read a publication and its editions"))
def publication(call: Call, slug: str) -> PublicationDetail:
    return found(publication_detail(slug, language=call.language, now=timezone.now()))


@endpoint(
    "/publications/{slug}/editions/{number}", gives=EditionDetail, scope=None, summary=_("Read what an edition tells")
)
def edition(call: Call, slug: str, number: int) -> EditionDetail:
    return found(edition_detail(slug, number, language=call.language, now=timezone.now()))


def found(thing: Resource | None) -> Resource:
    """Give the thing. Raises ProblemError where there is none."""
    if thing is None:
        raise ProblemError("not-found")
    return thing


def page_of(call: Call, rows: "QuerySet[Row]", *, by: str) -> "Cut[Row]":
    """Give the page that was asked for. Raises ProblemError for a cursor that was not made here."""
    try:
        return cut(rows, by=by, limit=call.values["limit"], cursor=call.values["cursor"])
    except WrongCursorError as error:
        raise ProblemError("bad-parameter", _("cursor: take it from the address in “next”")) from error


def next_of(call: Call, page: "Cut[Row]", url: str) -> str | None:
    """Give the address of the page that follows, with everything else as it was asked for."""
    if not page.cursor:
        return None
    asked = {name: value for name, value in call.values.items() if name != "cursor" and value != ""}
    return f"{url}?{urlencode({**asked, 'cursor': page.cursor})}"


RESOURCES: tuple[Callable[..., Any], ...] = (index, polls, poll, runs, run, publications, publication, edition)
