"""What to tabulate: which questions, by which segment variables, of whom."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from polls.analysis.adjustment import Correction
from polls.codebook.schema import Questionnaire

OWN_NET = "_own"
"""With what the codes of nets begin that somebody asked for; no code of an answer does."""


@dataclass(frozen=True)
class Filter:
    """Only the respondents in this segment of this variable."""

    variable: str
    segment: str


@dataclass(frozen=True)
class Plan:
    """The choices behind a summary. The k and the margin are the questionnaire's own, frozen with it.

    ``without`` names the flags of responses that are left out.
    ``questions`` are the codes of the variables to tabulate; empty: all. ``nets``: for a variable of one choice,
    answers to take together, by the code of the net. ``is_quick``: without tests that take more than a moment.
    """

    variables: tuple[str, ...]
    filter: Filter | None = None
    without: tuple[str, ...] = ()
    confidence: float = 0.95
    correction: Correction = Correction.HOLM
    questions: tuple[str, ...] = ()
    nets: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    is_quick: bool = False


def plan_for(questionnaire: Questionnaire, *, only: Filter | None = None, without: tuple[str, ...] = ()) -> Plan:
    """Plan every question by the total and by every segment variable, but for the one that is filtered on.

    Raises ValueError when the filter names an unknown variable or segment.
    """
    if only is not None:
        variable = questionnaire.segment_variable_by_code.get(only.variable)
        if variable is None or only.segment not in {segment.code for segment in variable.segments}:
            raise ValueError(f"no segment {only.segment!r} of variable {only.variable!r}")
    codes = [variable.code for variable in questionnaire.segment_variables]
    return Plan(tuple(code for code in codes if only is None or code != only.variable), only, without)
