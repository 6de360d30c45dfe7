"""Why a page or question is shown: each part of its condition, with what it comes to for the answers given."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from polls.codebook.answers import Value
from polls.codebook.expressions import expressions
from polls.codebook.path import believed
from polls.codebook.problem import Place
from polls.codebook.rule_nodes import And, Answered, Comparison, Node, Not, Or
from polls.codebook.schema import Questionnaire, Quota, ScreenOut
from polls.codebook.walk import Walk, holds, rule_of


@dataclass(frozen=True)
class Reason:
    """A part of a condition: how it reads, what it comes to, and what was answered to the names in it."""

    text: str
    holds: bool
    given: str = ""
    joined_by: str = ""
    parts: tuple["Reason", ...] = ()


@dataclass(frozen=True)
class Explained:
    """A page or question: whether it is asked, and the reason if it has a condition.

    ``is_emptied``: it would be asked, but none of its choices or rows is offered.
    """

    place: Place
    is_asked: bool
    condition: str = ""
    reason: Reason | None = None
    is_emptied: bool = False


@dataclass(frozen=True)
class Gate:
    """A screen-out or quota: whether its condition holds, and the reason."""

    code: str
    is_quota: bool
    holds: bool
    condition: str
    reason: Reason | None


def reasons(questionnaire: Questionnaire, values: Mapping[str, Value]) -> Iterator[Explained]:
    """Explain every page and question, in order, for these answers and attributes."""
    walk = Walk.through(questionnaire, values)
    asked = {step.page.code: {question.code for question in step.questions} for step in walk.steps()}
    seen = believed(questionnaire, values)
    for number, page in enumerate(questionnaire.pages):
        place = Place(page=page.code, position=(1, number))
        yield _explained(place, page.show_if, page.code in asked, seen)
        for index, question in enumerate(page.questions):
            at = Place(page=page.code, question=question.code, position=(1, number, index))
            explained = _explained(at, question.show_if, question.code in asked.get(page.code, ()), seen)
            would_be = holds(page.show_if, seen) and holds(question.show_if, seen)
            yield replace(explained, is_emptied=would_be and not explained.is_asked)


def gates(questionnaire: Questionnaire, values: Mapping[str, Value]) -> Iterator[Gate]:
    """Explain every screen-out, then every quota, for these answers and attributes."""
    seen = believed(questionnaire, values)
    either: list[ScreenOut | Quota] = [*questionnaire.screen_outs, *questionnaire.quotas]
    for one in either:
        rule = rule_of(one.condition)
        reason = _reason(rule.root, seen, one.condition) if rule else None
        yield Gate(one.code, isinstance(one, Quota), reason is not None and reason.holds, one.condition, reason)


def names_in_conditions(questionnaire: Questionnaire) -> list[str]:
    """The questions and attributes that any condition speaks about, in the order of the questionnaire."""
    named = {
        name
        for expression in expressions(questionnaire)
        if not expression.is_formula and (rule := rule_of(expression.source))
        for name in rule.names
    }
    known = [*questionnaire.attributes, *questionnaire.variable_by_code]
    return [name for name in known if name in named]


def _explained(place: Place, condition: str, is_asked: bool, seen: Mapping[str, Value]) -> Explained:
    rule = rule_of(condition)
    return Explained(place, is_asked, condition, _reason(rule.root, seen, condition) if rule else None)


def _reason(node: Node, seen: Mapping[str, Value], whole: str = "") -> Reason:
    outcome = node.decide(seen, frozenset()) is True
    match node:
        case And(parts=parts):
            return Reason(whole, outcome, joined_by="and", parts=tuple(_reason(part, seen) for part in parts))
        case Or(parts=parts):
            return Reason(whole, outcome, joined_by="or", parts=tuple(_reason(part, seen) for part in parts))
        case Not(part=part):
            return Reason(whole, outcome, joined_by="not", parts=(_reason(part, seen),))
    return Reason(_written(node) or whole, outcome, given=_given(node, seen))


def _written(node: Node) -> str:
    """The part as an editor would write it; nothing for one that calculates."""
    match node:
        case Comparison(name=name, operator=operator, literals=literals):
            values = ", ".join(literal.text for literal in literals)
            return f"{name} {operator} ({values})" if operator in ("in", "not in") else f"{name} {operator} {values}"
        case Answered(name=name):
            return f"answered({name})"
    return ""


def _given(node: Node, seen: Mapping[str, Value]) -> str:
    told = {}
    for leaf in node.leaves():
        value = seen.get(leaf.name, "")
        told[leaf.name] = ", ".join(value) if isinstance(value, list) else value
    return "; ".join(f"{name}: {value or '–'}" for name, value in told.items())
