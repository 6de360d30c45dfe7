"""What is read before weights are accepted: how they came about, how far they reach, and what they cost."""

from typing import Any

import numpy as np

from polls.analysis.segments import divide
from polls.analysis.table import ResponseTable
from polls.analysis.weighting.outcome import weight_effect
from polls.analysis.weighting.scheme import Scheme, Weighed
from polls.codebook.schema import Questionnaire


def weighting_report(
    questionnaire: Questionnaire, table: ResponseTable, scheme: Scheme, weighed: Weighed
) -> dict[str, Any]:
    """Write convergence, range, effective base, design effect, and each target beside the sample, as JSON.

    Weights are given relative to their mean.
    """
    weights = weighed.outcome.weights / weighed.outcome.weights.mean()
    effect = weight_effect(weights)
    return {
        **scheme.to_document(),
        "rounds": weighed.outcome.rounds,
        "deviation": weighed.outcome.deviation,
        "converged": weighed.outcome.converged,
        "contradicting": list(weighed.outcome.contradicting),
        "n": effect.n,
        "effective_base": effect.effective,
        "design_effect": effect.design_effect,
        "smallest": effect.smallest,
        "median": float(np.median(weights)),
        "largest": effect.largest,
        "variance": "calibration_residuals",
        "margins": [_margin(questionnaire, table, variable, scheme, weights) for variable in scheme.targets],
    }


def _margin(
    questionnaire: Questionnaire, table: ResponseTable, code: str, scheme: Scheme, weights: Any
) -> dict[str, Any]:
    variable = questionnaire.segment_variable_by_code[code]
    division = divide(questionnaire, table, variable)
    segments = []
    for position, segment in enumerate(variable.segments):
        inside = division.members(position)
        segments.append(
            {
                "code": segment.code,
                "target": scheme.targets[code][segment.code],
                "share": float(inside.mean()),
                "weighted_share": float(weights[inside].sum() / weights.sum()),
            }
        )
    return {"variable": code, "segments": segments}
