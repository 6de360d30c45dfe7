"""No more mail to those who could only be turned away: everybody in whose attributes a full quota can be read.

A quota that depends on answers says nothing about a person before these are given; its people are still mailed.
"""

from collections.abc import Mapping, Sequence

from polls.codebook.rules import Rule, evaluate
from polls.codebook.schema import Questionnaire
from polls.codebook.walk import rule_of
from polls.collection.models import QuotaBook
from polls.collection.services.quotas import full_codes
from polls.invitations.models import Invitation
from polls.questionnaire.models import Poll

BATCH = 500


def stop_at_full_quotas() -> int:
    """Mark the invitations to which nothing more is mailed; give how many were marked. May run any number of times."""
    counted = Poll.objects.published().filter(pk__in=QuotaBook.objects.values("poll"))
    return sum(_stop(poll) for poll in counted.filter(channel=Poll.Channel.INVITATION))


def _stop(poll: Poll) -> int:
    version = poll.latest_version
    rules = _full_rules(poll, version.questionnaire) if version else []
    if not rules:
        return 0
    open_ones = Invitation.objects.for_poll(poll).filter(is_responded=False, is_past_quota=False)
    past = [pk for pk, attributes in open_ones.values_list("pk", "attributes") if _is_past(rules, attributes)]
    for start in range(0, len(past), BATCH):
        Invitation.objects.filter(pk__in=past[start : start + BATCH]).update(is_past_quota=True)
    return len(past)


def _full_rules(poll: Poll, questionnaire: Questionnaire) -> list[Rule]:
    """Give the conditions of the full quotas that speak of the contact's attributes only."""
    full = full_codes(poll.pk, questionnaire.quotas)
    rules = [rule_of(quota.condition) for quota in questionnaire.quotas if quota.code in full]
    return [rule for rule in rules if rule is not None and rule.names and rule.names <= set(questionnaire.attributes)]


def _is_past(rules: Sequence[Rule], attributes: Mapping[str, str]) -> bool:
    return any(evaluate(rule, dict(attributes)) for rule in rules)
