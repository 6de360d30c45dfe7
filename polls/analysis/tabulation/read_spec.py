"""Reads a specification from JSON. Everything wrong in it raises SpecError with the place."""

from collections.abc import Collection, Mapping
from typing import Any

from polls.analysis.adjustment import Correction
from polls.analysis.tabulation.node import Node, SpecError, unknown
from polls.analysis.tabulation.read_variables import (
    read_base_rule,
    read_derived,
    read_nets,
    read_numbers,
    read_variable,
)
from polls.analysis.tabulation.read_weights import read_weights
from polls.analysis.tabulation.spec import Family, Interval, Of, PairTest, Spec, TableSpec, Tests
from polls.analysis.tabulation.variables import Net, Variable

KEYS = ("title", "variables", "derived", "weights", "tables", "defaults")
TABLE_KEYS = (
    "title", "rows", "columns", "filter", "weights", "base", "nets", "of", "interval", "confidence", "population",
    "quantiles", "covariance", "tests", "k",
)  # fmt: skip
TEST_KEYS = (
    "table", "statistic", "pairs", "pair_test", "complement", "same_people", "ranks", "sequential_ties", "correction",
    "family", "level", "also_level", "margin", "letters", "person", "least_base", "means",
)  # fmt: skip
STATISTICS = ("auto", "pearson", "yates", "g", "fisher", "F", "Chisq", "Wald", "adjWald", "lincom", "saddlepoint")


def read_spec(document: Any) -> Spec:
    """Read a whole specification. Raises SpecError."""
    node = Node(document)
    node.mapping(KEYS)
    read = {code: read_variable(code, each) for code, each in node.at("variables").entries()}
    variables = {code: variable for code, (variable, _source) in read.items()}
    derived = {code: read_derived(code, each) for code, each in _entries(node, "derived")}
    for code in derived:
        if code in variables:
            raise SpecError(f"$.derived.{code}", "a variable of the file already has this code")
    known = variables | {code: each.variable for code, each in derived.items()}
    weights = {name: read_weights(name, each) for name, each in _entries(node, "weights")}
    defaults = node.at("defaults").mapping(TABLE_KEYS) if node.has("defaults") else {}
    tables = [read_table(_with_defaults(each, defaults), known, weights) for each in node.at("tables").parts()]
    if not tables:
        raise SpecError("$.tables", "at least one table belongs here")
    return Spec(
        tables=tuple(tables),
        variables=variables,
        sources={code: source for code, (_variable, source) in read.items()},
        derived=derived,
        weights=weights,
        title=node.get("title", Node.text, ""),
    )


def _entries(node: Node, key: str) -> list[tuple[str, Node]]:
    return list(node.at(key).entries()) if node.has(key) else []


def _with_defaults(node: Node, defaults: Mapping[str, Any]) -> Node:
    merged = {**defaults, **node.mapping(TABLE_KEYS)}
    if isinstance(defaults.get("tests"), dict) and isinstance(merged.get("tests"), dict):
        merged["tests"] = {**defaults["tests"], **merged["tests"]}
    return Node(merged, node.path)


def read_table(node: Node, known: Mapping[str, Variable], weights: Collection[str]) -> TableSpec:
    """Read one table over the ``known`` variables and the names of weights. Raises SpecError."""
    node.mapping(TABLE_KEYS)
    rows = tuple(part.one_of(known, "a variable") for part in node.at("rows").parts())
    if not rows:
        raise node.at("rows").fail("at least one variable belongs here")
    return TableSpec(
        rows=rows,
        columns=node.get("columns", lambda each: _columns(each, known), ()),
        title=node.get("title", Node.text, ""),
        filter=node.get("filter", Node.text, ""),
        weights=node.get("weights", lambda each: each.one_of(weights, "the name of weights"), ""),
        base_rule=read_base_rule(node.at("base")) if node.has("base") else None,
        nets=node.get("nets", lambda each: _nets(each, known), {}),
        of=Of(node.get("of", lambda each: each.one_of([of.value for of in Of], "a base"), "respondents")),
        interval=Interval(node.get("interval", _interval, "auto")),
        confidence=node.get("confidence", _share, 0.95),
        population=node.get("population", lambda each: each.whole(least=1), None),
        quantiles=node.get("quantiles", _quantiles, (0.25, 0.5, 0.75)),
        covariance=node.get("covariance", Node.flag, default=False),
        tests=node.get("tests", _tests, Tests()),
        k=node.get("k", Node.whole, 0),
        path=node.path,
    )


def _columns(node: Node, known: Mapping[str, Variable]) -> tuple[tuple[str, ...], ...]:
    return tuple(_nesting(part, known) for part in node.parts())


def _nesting(node: Node, known: Mapping[str, Variable]) -> tuple[str, ...]:
    names = [name.strip() for name in node.text().split(">")] if isinstance(node.value, str) else list(node.texts())
    if not names:
        raise node.fail("at least one variable belongs here")
    for name in names:
        if name not in known:
            raise node.fail(unknown("a variable", name, known))
    if len(set(names)) < len(names):
        raise node.fail("a variable cannot be nested in itself")
    return tuple(names)


def _nets(node: Node, known: Mapping[str, Variable]) -> dict[str, tuple[Net, ...]]:
    found = {}
    for code, nets in node.entries():
        if code not in known:
            raise nets.fail(unknown("a variable", code, known))
        found[code] = read_nets(nets, known[code].options)
    return found


def _interval(node: Node) -> str:
    return node.one_of([each.value for each in Interval], "a method for intervals")


def _share(node: Node) -> float:
    value = node.number()
    if not 0 < value < 1:
        raise node.fail(f"a share between 0 and 1 belongs here, not {value:g}")
    return value


def _quantiles(node: Node) -> tuple[float, ...]:
    shares = read_numbers(node)
    for share, part in zip(shares, node.parts(), strict=True):
        if not 0 <= share <= 1:
            raise part.fail(f"a share from 0 to 1 belongs here, not {share:g}")
    return shares


def _tests(node: Node) -> Tests:
    if node.value is False:
        return Tests(table=False, pairs=False, letters=False)
    node.mapping(TEST_KEYS)
    plain = Tests()
    flags = {
        name: node.get(name, Node.flag, default=getattr(plain, name))
        for name in ("table", "pairs", "complement", "same_people", "ranks", "sequential_ties", "letters")
    }
    return Tests(
        **flags,
        table_statistic=node.get("statistic", lambda each: each.one_of(STATISTICS, "a statistic"), "auto"),
        pair_test=PairTest(node.get("pair_test", _named(PairTest, "a test of pairs"), "auto")),
        correction=Correction(node.get("correction", _named(Correction, "a correction"), "holm")),
        family=Family(node.get("family", _named(Family, "a family"), "variable")),
        level=node.get("level", _share, plain.level),
        also_level=node.get("also_level", _share, None),
        margin=node.get("margin", _share, plain.margin),
        person=node.get("person", Node.text, ""),
        least_base=node.get("least_base", Node.whole, plain.least_base),
        means=node.get(
            "means", lambda each: each.one_of(("welch", "pooled", "pooled_pair"), "a comparison of means"), plain.means
        ),
    )


def _named(kind: Any, what: str) -> Any:
    return lambda node: node.one_of([each.value for each in kind], what)
