"""What, besides the responses, decides the numbers of a run."""

from collections.abc import Sequence
from typing import Any

from polls.codebook.document import digest, question_document
from polls.codebook.schema import Questionnaire
from polls.collection.services.counts import is_rounding
from polls.questionnaire.models import Poll
from polls.results.models import PollWeights

METHOD = "summary/1"
"""Name of the way in which runs are computed. A change of method is a new name, and so new runs."""

CONFIDENCE = 0.95

Recipe = dict[str, Any]


class UnknownSegmentError(ValueError):
    """The filter names a variable or segment that the poll does not have."""


def recipe_for(
    questionnaire: Questionnaire, *, variable: str = "", segment: str = "", weights: PollWeights | None = None,
    without: Sequence[str] = (),
) -> Recipe:  # fmt: skip
    """Write the recipe for everyone, or for one segment of one variable, without responses that have certain flags.

    Raises UnknownSegmentError.
    """
    only = None
    if variable or segment:
        known = questionnaire.segment_variable_by_code.get(variable)
        if known is None or segment not in {each.code for each in known.segments}:
            raise UnknownSegmentError(f"{variable}:{segment}")
        only = {"variable": variable, "segment": segment}
    named = {"name": weights.name, "version": weights.version, **weights.scheme} if weights else None
    coded = [question_document(each) for each in questionnaire.variables if each.codes_of]
    return {
        **({"weights": named} if named else {}),
        **({"without": sorted(without)} if without else {}),
        **({"coded": coded} if coded else {}),
        "method": METHOD,
        "filter": only,
        "k": questionnaire.minimum_base,
        "confidence": CONFIDENCE,
        "margin": questionnaire.equivalence_margin / 100,
    }


def may_leave_out(poll: Poll) -> bool:
    """Whether numbers without flagged responses may be asked for: of an open anonymous poll nothing is told of flags.

    Two looks at how many there are would tell of the few who came in between.
    """
    return not is_rounding(poll)


def recipe_hash(recipe: Recipe) -> str:
    """Give the SHA-256 of the recipe, 64 hexadecimal digits."""
    return digest(recipe)
