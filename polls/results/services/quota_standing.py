"""How full the quotas of a poll are, as far as it may be told."""

from polls.codebook.schema import Questionnaire
from polls.collection.services import read_counts
from polls.collection.services.counts import told_count
from polls.questionnaire.models import Poll
from polls.results.services.advice import QuotaStanding


def load_quotas(poll: Poll, questionnaire: Questionnaire) -> list[QuotaStanding]:
    """Read the counts with one query, none where there are no quotas.

    A quota that is full is told exactly, as everybody who is turned away for it can see; others in steps where the
    counts of the poll are.
    """
    counts = read_counts(poll.pk) if questionnaire.quotas else {}
    return [
        QuotaStanding(quota, count if (count := counts.get(quota.code, 0)) >= quota.limit else told_count(poll, count))
        for quota in questionnaire.quotas
    ]
