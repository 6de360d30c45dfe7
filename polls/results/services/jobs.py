"""What is done in parts: the reading of very many responses, or the counting of one table of them."""

import hashlib
import json
from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from polls.codebook.coding.derived import with_coded
from polls.codebook.document import question_of
from polls.codebook.schema import Questionnaire
from polls.questionnaire.models import Poll, QuestionnaireVersion
from polls.results.dataset.state import state_of
from polls.results.models import Shard, WorkState

CODED = "coded"
"""Under which name a recipe, or the specification of a part, names the variables of coded answers."""


@dataclass(frozen=True)
class Job:
    """Responses in a state, to be read in parts; or with a table ``spec`` to be counted in parts."""

    poll: Poll
    version: QuestionnaireVersion
    data_key: str
    spec: dict[str, Any] = field(default_factory=dict)

    @property
    def questionnaire(self) -> Questionnaire:
        """The questionnaire of which columns are read: as launched, with the coded answers that ``spec`` names."""
        return with_coded(self.version.questionnaire, [question_of(each) for each in self.spec.get(CODED, ())])

    @property
    def of(self) -> int:
        """How many parts there are."""
        size: int = settings.SHARD_SIZE
        return max(1, -(-state_of(self.data_key).count // size))

    @property
    def table(self) -> dict[str, Any]:
        """The table that is counted; empty where the parts are only read."""
        return {name: value for name, value in self.spec.items() if name != CODED}

    @property
    def reading(self) -> "Job":
        """The reading of the same columns."""
        return replace(self, spec={name: value for name, value in self.spec.items() if name == CODED})

    @property
    def spec_hash(self) -> str:
        return hashlib.sha256(json.dumps(self.spec, sort_keys=True).encode()).hexdigest() if self.spec else ""

    def rows(self) -> QuerySet[Shard]:
        """Give the parts that were asked for."""
        return Shard.objects.filter(
            poll=self.poll, version=self.version, data_key=self.data_key, spec_hash=self.spec_hash, of=self.of
        )

    def unfinished(self) -> QuerySet[Shard]:
        return self.rows().exclude(state__in=[WorkState.DONE, WorkState.FAILED])


def job_of(shard: Shard) -> Job:
    """Give the work that a part belongs to."""
    return Job(shard.poll, shard.version, shard.data_key, shard.spec)
