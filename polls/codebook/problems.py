"""Everything that is wrong with a questionnaire, found before it is launched."""

from polls.codebook.condition_checks import find_condition_problems
from polls.codebook.outline_checks import find_outline_problems
from polls.codebook.problem import Place, Problem, Severity, problem
from polls.codebook.routing_checks import find_routing_problems
from polls.codebook.schema import Questionnaire
from polls.codebook.segment_checks import find_segment_problems
from polls.codebook.text_checks import find_text_problems

__all__ = ["Place", "Problem", "Severity", "find", "problem"]


def find(questionnaire: Questionnaire) -> list[Problem]:
    """List the problems in the order of the questionnaire: the poll itself, its pages, its segment variables.

    Whatever the editor left half-finished gives problems, never an exception.
    """
    found = [
        *find_outline_problems(questionnaire),
        *find_text_problems(questionnaire),
        *find_condition_problems(questionnaire),
        *find_segment_problems(questionnaire),
        *find_routing_problems(questionnaire),
    ]
    return sorted(found, key=lambda problem: problem.place.position)
