"""Writes which weights a table has, what they cost, and how they came about."""

from typing import Any

from polls.analysis.sampling.design import degrees_of_freedom
from polls.analysis.tabulation.weighing import Weighed


def weights_document(weighed: Weighed) -> dict[str, Any]:
    """Write the weights: Kish's effective base and design effect, their range, and the report of their method."""
    effect, design, spec = weighed.effect, weighed.design, weighed.spec
    document: dict[str, Any] = {
        "name": spec.name,
        "n": effect.n,
        "sum": effect.total,
        "effective_base": effect.effective,
        "design_effect": effect.design_effect,
        "smallest": effect.smallest,
        "largest": effect.largest,
        "variation": effect.variation,
        "strata": len(design.sampled),
        "clusters": int(design.sampled.sum()) if int(design.sampled.sum()) != design.size else None,
        "df": degrees_of_freedom(design),
        "variance": variance_name(weighed),
    }
    if weighed.outcome is not None:
        document |= {
            "method": spec.method,
            "rounds": weighed.outcome.rounds,
            "deviation": weighed.outcome.deviation,
            "converged": weighed.outcome.converged,
            "contradicting": list(weighed.outcome.contradicting),
        }
    return document


def variance_name(weighed: Weighed) -> str:
    """Name how the variance is made: of the design alone, or on the residuals of a calibration."""
    return "standard_error:calibrated" if weighed.design.calibrations else "standard_error:design"
