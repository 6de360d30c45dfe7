"""Weights of a poll: made from a table of targets, looked at, accepted, and found again by their name."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from polls.codebook.schema import Questionnaire, in_language
from polls.questionnaire.models import Poll, PollEvent
from polls.results.dataset import load_table
from polls.results.models import PollWeights, Run
from polls.results.services.actors import Actor, key_of

MESSAGES: Mapping[str, str | Promise] = {
    "nothing": _("The table has no targets: each line needs a variable, a segment and a share or number."),
    "unknown_variable": _("Line %(line)s: there is no segment variable “%(detail)s”."),
    "unknown_segment": _("Line %(line)s: “%(variable)s” has no segment “%(detail)s”."),
    "twice": _("Line %(line)s: segment “%(segment)s” of “%(variable)s” has a target already."),
    "no_number": _("Line %(line)s: the target of segment “%(segment)s” is “%(detail)s”, which is not a number."),
    "not_positive": _("Line %(line)s: the target of segment “%(segment)s” is %(detail)s; it must be more than 0."),
    "missing": _("Segment “%(segment)s” of “%(variable)s” has no target: the targets must cover every segment."),
    "totals": _("The targets of “%(variable)s” and “%(segment)s” speak of populations of different size: %(detail)s."),
    "overlapping": _("The segments of “%(variable)s” share respondents, so that they cannot be weighted to."),
    "empty": _("Nobody is in segment “%(segment)s” of “%(variable)s”: there is nobody to weight up."),
    "empty_cell": _("Nobody is in the cell “%(segment)s”: rake instead, or take segments together."),
    "outside": _("%(detail)s respondents are in no segment of “%(variable)s”; all of them need a target."),
    "small": _("Segment “%(segment)s” of “%(variable)s” is too small to be shown, and so to be weighted to."),
    "impossible": _("These targets cannot be met: %(detail)s."),
}
"""What is wrong with targets, by the code of the error."""


def words_of(code: str, questionnaire: Questionnaire, language: str, **parts: Any) -> str:
    """Write what is wrong with the labels of the poll."""
    variable = questionnaire.segment_variable_by_code.get(parts.get("variable", ""))
    labels = dict(parts)
    if variable is not None:
        labels["variable"] = in_language(variable.label, language)
        known = {segment.code: in_language(segment.label, language) for segment in variable.segments}
        labels["segment"] = known.get(parts.get("segment", ""), parts.get("segment", ""))
    other = questionnaire.segment_variable_by_code.get(parts.get("segment", ""))
    if other is not None and code == "totals":
        labels["segment"] = in_language(other.label, language)
    return str(MESSAGES[code]) % labels


class RefusedTargetsError(Exception):
    """The targets cannot be used; the message says why, in words for an analyst."""


def draft_weights(
    poll: Poll,
    run: Run,
    *,
    name: str,
    rows: Sequence[tuple[int, Sequence[str]]],
    method: str,
    trim: float | None,
    language: str,
    by: Actor,
    now: datetime,
) -> PollWeights:
    """Make the next version of the weights of this name, to be looked at. Raises RefusedTargetsError.

    They are tried on the responses that ``run`` shows.
    """
    from polls.analysis.weighting.scheme import Method, Scheme, TargetError, read_targets

    questionnaire = run.questionnaire
    try:
        scheme = Scheme(read_targets(questionnaire, rows), Method(method), trim)
        report_of(poll, run, scheme.to_document())
    except TargetError as error:
        parts = {"line": error.line, "variable": error.variable, "segment": error.segment, "detail": error.detail}
        raise RefusedTargetsError(words_of(error.code, questionnaire, language, **parts)) from error
    except ValueError as error:
        raise RefusedTargetsError(words_of("impossible", questionnaire, language, detail=str(error))) from error
    with transaction.atomic():
        newest = PollWeights.objects.filter(poll=poll, name=name).order_by("-version").first()
        return PollWeights.objects.create(
            poll=poll,
            name=name,
            version=newest.version + 1 if newest else 1,
            scheme=scheme.to_document(),
            created_at=now,
            created_by_id=key_of(by),
        )


def report_of(poll: Poll, run: Run, scheme_document: Mapping[str, Any]) -> dict[str, Any]:
    """Say what weights do to the responses that ``run`` shows: the report, and for each question both shares.

    Raises TargetError or ValueError where they cannot be made.
    """
    from polls.analysis.weighting.report import weighting_report
    from polls.analysis.weighting.scheme import Scheme, TargetError, weigh
    from polls.analysis.weighting.weighed_summary import weighed_summary

    questionnaire, scheme = run.questionnaire, Scheme.from_document(scheme_document)
    for variable in (run.summary or {})["segment_variables"]:
        for segment in variable["segments"]:
            if variable["code"] in scheme.targets and segment["hidden"]:
                raise TargetError("small", variable=variable["code"], segment=segment["code"])
    table = load_table(poll, questionnaire, run.data_key)
    weighed = weigh(questionnaire, table, scheme)
    summary: Any = {**(run.summary or {}), "questions": [_total_of(each) for each in (run.summary or {})["questions"]]}
    told = weighed_summary(questionnaire, table, summary, weighed, scheme.targets)
    return {**weighting_report(questionnaire, table, scheme, weighed), "questions": told["questions"]}


def accept_weights(weights: PollWeights, *, by: Actor, now: datetime) -> PollWeights:
    """Accept weights, so that results can be shown with them. Doing it twice changes nothing."""
    with transaction.atomic():
        fresh = PollWeights.objects.filter(pk=weights.pk, accepted_at=None)
        if fresh.update(accepted_at=now, accepted_by_id=key_of(by)):
            PollEvent.objects.create(
                poll=weights.poll,
                at=now,
                by_id=key_of(by),
                action=PollEvent.Action.WEIGHTED,
                detail={"name": weights.name, "version": weights.version},
            )
    weights.refresh_from_db()
    return weights


def accepted_weights(poll: Poll) -> list[PollWeights]:
    """Give the newest accepted version of each name."""
    found: dict[str, PollWeights] = {}
    for weights in PollWeights.objects.filter(poll=poll, accepted_at__isnull=False).order_by("name", "version"):
        found[weights.name] = weights
    return list(found.values())


def _total_of(question: Mapping[str, Any]) -> dict[str, Any]:
    """Leave the total; of the segments only whether they are hidden, which decides whether weights may be shown."""
    groups = [
        group
        if group["variable"] is None or group["hidden"]
        else {**group, "rows": [], "nets": [], "mean": None, "base": 0}
        for group in question["groups"]
    ]
    return {**question, "groups": groups, "comparisons": []}
