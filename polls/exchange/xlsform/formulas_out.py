"""Expressions of the poll in the XPath of XLSForm: ``role = inhouse`` becomes ``${role} = 'inhouse'``.

In XPath what was not answered is the empty text, so a comparison that must be false for it says so.
"""

from collections.abc import Callable, Collection

from polls.codebook.rule_nodes import And, Answered, Comparison, Node, Not, Or, Relation, Truth
from polls.codebook.rule_terms import Arithmetic, Call, Constant, Literal, Name, Negative, Term
from polls.codebook.rules import RuleError, parse, parse_formula
from polls.exchange.formulas import Untranslatable

FUNCTIONS = {
    "min": "min", "max": "max", "round": "round", "abs": "abs", "count": "count-selected", "if": "if",
    "coalesce": "coalesce", "length": "string-length", "contains": "contains", "concat": "concat", "today": "today",
}  # fmt: skip
"""Functions here, and those of XLSForm that do the same."""

OPERATORS = {"+": "+", "-": "-", "*": "*", "/": "div"}

NameOf = Callable[[str], str]


class XPathWriter:
    """Writes expressions. ``name_of`` gives the name in the workbook; ``lists`` have several answers."""

    def __init__(self, name_of: NameOf, lists: Collection[str]) -> None:
        self.name_of = name_of
        self.lists = lists

    def condition(self, source: str) -> str:
        """Write a condition. Raises Untranslatable, naming what XLSForm has not."""
        try:
            return self.node(parse(source).root)
        except RuleError as error:
            raise Untranslatable(source) from error

    def formula(self, source: str) -> str:
        """Write a calculation. Raises Untranslatable likewise."""
        try:
            return self.term(parse_formula(source).root)
        except RuleError as error:
            raise Untranslatable(source) from error

    def node(self, node: Node) -> str:
        match node:
            case And(parts):
                return " and ".join(self.part(part) for part in parts)
            case Or(parts):
                return " or ".join(self.part(part) for part in parts)
            case Not(part):
                return f"not({self.node(part)})"
            case Answered(name):
                return f"{self.name(name)} != ''"
            case Comparison(name, operator, literals):
                return self.comparison(name, operator, literals)
            case Relation(operator, left, right) if operator in ("=", "<", "<=", ">", ">=") and len(right) == 1:
                return f"{self.operand(left)} {operator} {self.operand(right[0])}"
            case Truth(call):
                return self.term(call)
        raise Untranslatable(getattr(node, "operator", "…"))

    def part(self, node: Node) -> str:
        """A part of an and/or: in parentheses where it is one itself."""
        written = self.node(node)
        is_several = isinstance(node, Comparison) and node.operator in ("!=", "not in", "in")
        return f"({written})" if is_several or isinstance(node, And | Or) else written

    def comparison(self, name: str, operator: str, literals: tuple[Literal, ...]) -> str:
        asked = self.name(name)
        if operator == "!=":
            return f"{asked} != '' and {asked} != {_literal(literals[0])}"
        if operator == "includes":
            return f"selected({asked}, {_quoted(literals[0].text)})"
        if operator not in ("in", "not in"):
            return f"{asked} {operator} {_literal(literals[0])}"
        is_list = name in self.lists
        each = [
            f"selected({asked}, {_quoted(literal.text)})" if is_list else f"{asked} = {_literal(literal)}"
            for literal in literals
        ]
        any_of = " or ".join(each)
        return any_of if operator == "in" else f"{asked} != '' and not({any_of})"

    def term(self, term: Term) -> str:
        match term:
            case Constant(literal):
                return _literal(literal)
            case Name(name):
                return self.name(name)
            case Arithmetic(operator, left, right):
                return f"{self.operand(left)} {OPERATORS[operator]} {self.operand(right)}"
            case Negative(inner):
                return f"-{self.operand(inner)}"
            case Call(function, arguments) if function in FUNCTIONS:
                return f"{FUNCTIONS[function]}({', '.join(map(self.argument, arguments))})"
            case Call(function, _):
                raise Untranslatable(f"{function}(…)")
        raise Untranslatable("…")

    def argument(self, term: Term) -> str:
        if isinstance(term, And | Or | Not | Answered | Comparison | Relation | Truth):
            return self.node(term)
        return self.term(term)

    def operand(self, term: Term) -> str:
        written = self.term(term)
        return f"({written})" if isinstance(term, Arithmetic) else written

    def name(self, name: str) -> str:
        return f"${{{self.name_of(name)}}}"


def _literal(literal: Literal) -> str:
    return _quoted(literal.text) if literal.number is None else literal.text


def _quoted(text: str) -> str:
    if "'" not in text:
        return f"'{text}'"
    if '"' not in text:
        return f'"{text}"'
    raise Untranslatable(text)
