"""Who leaves the poll before its end: outside the target group, or after a quota was filled."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from polls.codebook.path import Path
from polls.codebook.routing import Quota, ScreenOut
from polls.codebook.rules import Rule, evaluate
from polls.codebook.texts import Text
from polls.codebook.walk import rule_of


class Disposition(StrEnum):
    """What became of somebody who was turned away, in AAPOR's words."""

    SCREENED_OUT = "screened_out"
    QUOTA_FULL = "quota_full"


@dataclass(frozen=True)
class Leaving:
    """Why somebody leaves: the disposition, the code of the screen-out or quota, and what they read."""

    disposition: Disposition
    reason: str
    text: Text


def screened_out(path: Path, page_code: str = "") -> Leaving | None:
    """Give the first screen-out that holds, once all that it asks about has been asked.

    ``page_code`` is the page that is being left ("": the last one).
    """
    for screen_out in path.questionnaire.screen_outs:
        if _holds(screen_out, path, page_code):
            return Leaving(Disposition.SCREENED_OUT, screen_out.code, screen_out.text)
    return None


def quotas_met(path: Path, page_code: str = "") -> Iterator[Quota]:
    """Yield the quotas for which the respondent counts, once all that they ask about has been asked."""
    return (quota for quota in path.questionnaire.quotas if _holds(quota, path, page_code))


def full_quota(path: Path, full: Collection[str], page_code: str = "") -> Leaving | None:
    """Give the first quota for which the respondent would count and that is among the ``full`` ones."""
    for quota in quotas_met(path, page_code):
        if quota.code in full:
            return Leaving(Disposition.QUOTA_FULL, quota.code, quota.text)
    return None


def _holds(one: ScreenOut | Quota, path: Path, page_code: str) -> bool:
    rule = rule_of(one.condition)
    return rule is not None and _is_due(rule, path, page_code) and evaluate(rule, path.seen)


def _is_due(rule: Rule, path: Path, page_code: str) -> bool:
    """Tell whether no page is still to come that asks what the rule is about."""
    if not page_code:
        return True
    here = path.places[page_code]
    ahead = (step for step in path.steps if path.places[step.page.code] > here)
    return not any(key in rule.names for step in ahead for question in step.questions for key in question.keys)
