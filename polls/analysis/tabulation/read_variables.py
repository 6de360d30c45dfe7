"""Reads the variables of a specification: those that stand in the file, and those derived from them."""

from collections.abc import Mapping, Sequence

from polls.analysis.table import Missing
from polls.analysis.tabulation.node import Node, SpecError
from polls.analysis.tabulation.spec import Derived, Group, Source
from polls.analysis.tabulation.texts import number_in
from polls.analysis.tabulation.variables import BASE_RULES, NUMERIC, ONE_CODE, Kind, Net, Option, Variable
from polls.codebook.schema import BaseRule

KEYS = (
    "kind", "label", "column", "columns", "codes", "points", "minimum", "maximum", "dont_know", "missing", "empty",
    "none", "ticked", "unticked", "base", "nets", "population", "bands",
)  # fmt: skip
DERIVED_KEYS = ("kind", "label", "groups", "value", "bands", "points", "base", "nets", "population", "overlapping")
CODED = frozenset({*ONE_CODE, Kind.NUMBER})
IN_COLUMNS = frozenset({Kind.MULTIPLE, Kind.RANKING, Kind.ALLOCATION})
ONLY_FOR: Mapping[str, frozenset[Kind]] = {
    "column": CODED,
    "columns": IN_COLUMNS,
    "none": frozenset({Kind.MULTIPLE}),
    "ticked": frozenset({Kind.MULTIPLE}),
    "unticked": frozenset({Kind.MULTIPLE}),
    "points": ONE_CODE,
    "bands": frozenset({Kind.NUMBER}),
    "minimum": frozenset({Kind.RATING, Kind.NPS}),
    "maximum": frozenset({Kind.RATING, Kind.NPS}),
}
"""Keys that would do nothing for a variable of another kind."""

MOST_CODES = 1000
"""A variable of more codes is a number, or a text."""

MISSING: Mapping[str, Missing] = {
    "skipped": Missing.SKIPPED,
    "not_asked": Missing.NOT_ASKED,
    "not_reached": Missing.NOT_REACHED,
}


def read_variable(code: str, node: Node) -> tuple[Variable, Source]:
    """Read one variable and how it stands in the file."""
    node.mapping(KEYS)
    kind = Kind(node.at("kind").one_of([each.value for each in Kind], "a kind of variable"))
    for key, kinds in ONLY_FOR.items():
        if node.has(key) and kind not in kinds:
            raise node.at(key).fail(f"this belongs to {_either(kinds)}; {code} is a {kind.value}")
    source = _source(code, kind, node)
    options = _options(kind, node, source)
    if kind in ONE_CODE:
        source = Source(
            source.columns, tuple(option.code for option in options), source.dont_know, source.empty, source.missing
        )
    variable = Variable(
        code=code,
        label=node.get("label", Node.text, code),
        kind=kind,
        options=options,
        dont_know="Don't know" if source.dont_know else None,
        base_rule=node.get("base", read_base_rule, BASE_RULES[kind]),
        nets=_default_nets(kind, options) + node.get("nets", lambda nets: read_nets(nets, options), ()),
        populations=node.get("population", lambda sizes: _populations(sizes, options), {}),
        bands=node.get("bands", _bands, ()),
    )
    return variable, source


def _either(kinds: frozenset[Kind]) -> str:
    return ", ".join(kind.value for kind in Kind if kind in kinds)


def read_derived(code: str, node: Node) -> Derived:
    """Read a variable that is made of conditions on other variables."""
    node.mapping(DERIVED_KEYS)
    if node.has("value"):
        label, bands = node.get("label", Node.text, code), node.get("bands", _bands, ())
        number = Variable(code, label, Kind.NUMBER, base_rule=BASE_RULES[Kind.NUMBER], bands=bands)
        return Derived(number, value=node.at("value").filled(), path=f"{node.path}.value")
    kinds = [each.value for each in (Kind.SINGLE, Kind.SCALE, Kind.MULTIPLE)]
    is_overlapping = node.get("overlapping", Node.flag, default=False)
    kind = Kind(node.get("kind", lambda each: each.one_of(kinds, "a kind of derived variable"), "single"))
    kind = Kind.MULTIPLE if is_overlapping else kind
    groups = tuple(_group(part) for part in node.at("groups").parts())
    if not groups:
        raise node.at("groups").fail("at least one group belongs here")
    codes = [group.code for group in groups]
    for place, group in enumerate(groups):
        if group.code in codes[:place]:
            raise SpecError(f"{node.path}.groups[{place}].code", f"{group.code!r} stands here twice")
    named = tuple(Option(group.code, group.label) for group in groups)
    options = _with_points(kind, node, named)
    variable = Variable(
        code=code,
        label=node.get("label", Node.text, code),
        kind=kind,
        options=options,
        base_rule=node.get("base", read_base_rule, BASE_RULES[kind]),
        nets=node.get("nets", lambda nets: read_nets(nets, options), ()),
        populations=node.get("population", lambda sizes: _populations(sizes, options), {}),
    )
    return Derived(variable, groups, path=node.path)


def _group(node: Node) -> Group:
    node.mapping(("code", "label", "when"))
    code = node.at("code").text()
    return Group(code, node.get("label", Node.text, code), node.at("when").text(), f"{node.path}.when")


def read_base_rule(node: Node) -> BaseRule:
    return BaseRule(node.one_of([rule.value for rule in BaseRule], "a base rule"))


def read_numbers(node: Node) -> tuple[float, ...]:
    return tuple(part.number() for part in node.parts())


def _bands(node: Node) -> tuple[float, ...]:
    """Read upper bounds, each above the one before."""
    bounds = read_numbers(node)
    for place, part in enumerate(node.parts()[1:], start=1):
        if not bounds[place] > bounds[place - 1]:
            raise part.fail(f"a number above {bounds[place - 1]:g} belongs here, not {bounds[place]:g}")
    return bounds


def read_nets(node: Node, options: tuple[Option, ...]) -> tuple[Net, ...]:
    """Read nets: by code the list of answers, or ``{"label": …, "codes": […]}``."""
    known = [option.code for option in options]
    nets = []
    for code, entry in node.entries():
        listed = entry.at("codes") if isinstance(entry.value, dict) else entry
        label = entry.get("label", Node.text, code) if isinstance(entry.value, dict) else code
        nets.append(Net(code, label, tuple(part.one_of(known, "an answer") for part in listed.parts())))
    return tuple(nets)


def _default_nets(kind: Kind, options: tuple[Option, ...]) -> tuple[Net, ...]:
    codes = tuple(option.code for option in options)
    if kind is not Kind.SCALE or len(codes) < 4:
        return ()
    return (Net("top2", "Top 2", codes[-2:]), Net("bottom2", "Bottom 2", codes[:2]))


def _populations(node: Node, options: tuple[Option, ...]) -> dict[str, int]:
    known = [option.code for option in options]
    sizes = {}
    for code, size in node.entries():
        Node(code, size.path).one_of(known, "a code")
        sizes[code] = size.whole(least=1)
    return sizes


def _source(code: str, kind: Kind, node: Node) -> Source:
    empty = node.get("empty", lambda each: each.one_of(tuple(MISSING), "a kind of missing"), "not_asked")
    dont_know = node.get("dont_know", Node.texts, ())
    missing = {
        value: reason
        for reason, values in (node.at("missing").entries() if node.has("missing") else ())
        for value in _missing_values(reason, values)
    }
    if kind in ONE_CODE or kind is Kind.NUMBER:
        return Source((node.get("column", Node.text, code),), (), dont_know, empty, missing)
    columns = node.at("columns")
    listed = dict(columns.entries()) if isinstance(columns.value, dict) else _by_name(columns)
    if not listed:
        raise columns.fail("at least one column belongs here")
    return Source(
        columns=tuple(column.text() for column in listed.values()),
        codes=tuple(listed),
        dont_know=dont_know,
        empty=empty,
        missing=missing,
        none=node.get("none", Node.text, ""),
        ticked=node.get("ticked", Node.texts, ("1",)),
        unticked=_unticked(node),
    )


def _unticked(node: Node) -> tuple[str, ...]:
    """Read what is no tick: 0 where nothing is said."""
    ticked = node.get("ticked", Node.texts, ("1",))
    if not node.has("unticked"):
        return () if "0" in ticked else ("0",)
    for part in node.at("unticked").parts():
        if part.text() in ticked:
            raise part.fail(f"{part.text()!r} is a tick")
    return node.at("unticked").texts()


def _by_name(columns: Node) -> dict[str, Node]:
    columns.different()
    return {part.text(): part for part in columns.parts()}


def _missing_values(reason: str, values: Node) -> tuple[str, ...]:
    if reason not in MISSING:
        raise SpecError(values.path, f"{reason!r} is not a kind of missing; known are {', '.join(MISSING)}")
    return values.texts()


def _options(kind: Kind, node: Node, source: Source) -> tuple[Option, ...]:
    if kind is Kind.NUMBER:
        return ()
    if kind in (Kind.RATING, Kind.NPS) and not node.has("codes"):
        lowest, highest = node.get("minimum", _integer, 0), node.get("maximum", _integer, 10)
        if not lowest < highest <= lowest + MOST_CODES:
            place = node.at("maximum" if node.has("maximum") else "minimum")
            raise place.fail(f"answers from {lowest} to {highest} are none, or more than {MOST_CODES}")
        return tuple(Option(str(value), str(value), float(value)) for value in range(lowest, highest + 1))
    labels = _labels(node.at("codes")) if node.has("codes") else {}
    if kind in ONE_CODE:
        if not labels:
            raise node.fail('\'codes\' is missing: the answers by code, such as {"1": "Yes"}')
        if len(labels) > MOST_CODES:
            raise node.at("codes").fail(f"{len(labels)} codes, where {MOST_CODES} can be tabulated")
        _check_codes(node, labels, source)
        offered = {code: label for code, label in labels.items() if code not in source.dont_know}
        return _with_points(kind, node, tuple(Option(code, label) for code, label in offered.items()))
    codes = (*source.codes, *(["none"] if source.none else []))
    return tuple(Option(code, labels.get(code, code)) for code in codes)


def _check_codes(node: Node, labels: Mapping[str, str], source: Source) -> None:
    """See to it that no field of the file can mean two things: codes match as texts, else as numbers."""
    known: dict[float | str, str] = {}
    for code in [*labels, *source.missing]:
        number = number_in(code)
        same = code if number is None else number
        if same in known:
            place = node.at("missing") if code in source.missing else node.at("codes")
            raise place.fail(f"{code!r} and {known[same]!r} would be the same answer in the file")
        known[same] = code


def _labels(node: Node) -> dict[str, str]:
    if isinstance(node.value, list):
        node.different()
        return {part.text(): part.text() for part in node.parts()}
    return {code: label.text() for code, label in node.entries()}


def _with_points(kind: Kind, node: Node, options: tuple[Option, ...]) -> tuple[Option, ...]:
    """Give each option its value: as stated, else the number that its code is, else (on a scale) its place from 1."""
    if node.has("points"):
        stated = _points(node.at("points"), [option.code for option in options])
        return tuple(Option(each.code, each.label, stated.get(each.code)) for each in options)
    if kind in (Kind.SINGLE, *NUMERIC, Kind.MULTIPLE):
        return options
    values = [number_in(option.code) for option in options]
    if None in values:
        values = [float(place) for place in range(1, len(options) + 1)]
    return tuple(Option(each.code, each.label, value) for each, value in zip(options, values, strict=True))


def _points(node: Node, codes: Sequence[str]) -> dict[str, float]:
    """Read the value of every code."""
    stated = {}
    for code, value in node.entries():
        Node(code, value.path).one_of(codes, "an answer")
        stated[code] = value.number()
    for code in codes:
        if code not in stated:
            raise node.fail(f"a value for {code!r} is missing; without all there is no mean")
    return stated


def _integer(node: Node) -> int:
    number = node.number()
    if not number.is_integer():
        raise node.fail(f"a whole number belongs here, not {number:g}")
    return int(number)
