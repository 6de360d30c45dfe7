"""Reads the named weights of a specification."""

from polls.analysis.tabulation.node import Node
from polls.analysis.tabulation.spec import WeightSpec

KEYS = (
    "column", "strata", "clusters", "population", "base", "method", "distance", "targets", "bounds", "trim", "multiple",
    "strict", "fixed", "residuals", "totals",
)  # fmt: skip
METHODS = ("rake", "poststratify", "calibrate", "trim")
DISTANCES = ("linear", "raking", "logit")
RESIDUALS = ("calibration", "unweighted")


def read_weights(name: str, node: Node) -> WeightSpec:
    """Read one recipe; see ``WeightSpec``. Raises SpecError."""
    node.mapping(KEYS)
    method = node.get("method", lambda each: each.one_of(METHODS, "a method of weighting"), "")
    if method in ("rake", "poststratify") or (method == "calibrate" and not node.has("totals")):
        node.at("targets")
    if not method and node.has("targets"):
        raise node.at("targets").fail("'method' is missing beside it: rake, poststratify or calibrate")
    return WeightSpec(
        name=name,
        column=node.get("column", Node.text, ""),
        strata=node.get("strata", Node.text, ""),
        clusters=node.get("clusters", Node.text, ""),
        population=node.get("population", _population, None),
        base=node.get("base", Node.text, ""),
        method=method,
        distance=node.get("distance", lambda each: each.one_of(DISTANCES, "a distance"), "raking"),
        targets=node.get("targets", _targets, {}),
        bounds=node.get("bounds", _bounds, None),
        trim=node.get("trim", _bounds, None),
        multiple=node.get("multiple", Node.number, None),
        is_strict=node.get("strict", Node.flag, default=False),
        is_fixed=node.get("fixed", Node.flag, default=False),
        totals=node.get("totals", lambda each: {name: size.number() for name, size in each.entries()}, {}),
        residuals=node.get("residuals", lambda each: each.one_of(RESIDUALS, "a kind of residual"), "calibration"),
        path=node.path,
    )


def _population(node: Node) -> str | int:
    return node.text() if isinstance(node.value, str) else node.whole(least=1)


def _targets(node: Node) -> dict[str, dict[str, float]]:
    return {variable: {code: size.number() for code, size in sizes.entries()} for variable, sizes in node.entries()}


def _bounds(node: Node) -> tuple[float, float]:
    parts = node.parts()
    if len(parts) != 2:
        raise node.fail("two numbers [low, high] belong here")
    return parts[0].number(), parts[1].number()
