"""XPath of XLSForm as expressions of the poll, wherever both can say the same."""

import re
from collections.abc import Callable, Collection, Sequence

from polls.codebook.rules import RESERVED, RuleError, parse, parse_formula
from polls.exchange.formulas import COMPARISONS, Call, Name, Node, Operation, Untranslatable, Value
from polls.exchange.xlsform.xpath import parse_xpath

FUNCTIONS = {
    "min": "min", "max": "max", "round": "round", "abs": "abs", "count-selected": "count", "if": "if",
    "coalesce": "coalesce", "string-length": "length", "contains": "contains", "concat": "concat", "today": "today",
}  # fmt: skip
WRAPPERS = frozenset({"number", "string", "int", "boolean"})
"""Functions that only say of which type their argument is."""

SWAPPED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "!=": "!="}

_BARE = re.compile(r"[a-z_][a-z0-9_]*\Z")


class ExpressionWriter:
    """Writes our expressions. ``name_of`` gives the code of a name in the workbook, or None where it did not arrive."""

    def __init__(self, name_of: Callable[[str], str | None], lists: Collection[str]) -> None:
        self.name_of = name_of
        self.lists = lists

    def condition(self, source: str) -> str:
        """Write a condition. Raises Untranslatable, naming what cannot be said."""
        written = self.node(parse_xpath(source))
        try:
            parse(written)
        except RuleError as error:
            raise Untranslatable(source) from error
        return written

    def formula(self, source: str) -> str:
        """Write a calculation. Raises Untranslatable likewise."""
        written = self.term(parse_xpath(source))
        try:
            parse_formula(written)
        except RuleError as error:
            raise Untranslatable(source) from error
        return written

    def node(self, node: Node) -> str:
        if isinstance(node, Call):
            return self.called(node)
        if not isinstance(node, Operation):
            raise Untranslatable(node.text)
        if node.operator == "not":
            written = self.node(node.parts[0])
            is_alone = written.startswith("answered(") and written.count("(") == 1 and " " not in written
            return f"not {written}" if is_alone else f"not ({written})"
        if node.operator == "and":
            return self.all_of(node.parts)
        if node.operator == "or":
            return self.any_of(node.parts)
        if node.operator in COMPARISONS:
            return self.compared(node.operator, *node.parts)
        raise Untranslatable(node.operator)

    def all_of(self, parts: Sequence[Node]) -> str:
        """Join the parts; ``a != '' and a != 'x'`` is our ``a != x``."""
        written: list[str] = []
        index = 0
        while index < len(parts):
            folded = self.unequal(parts[index], parts[index + 1]) if index + 1 < len(parts) else None
            written.append(folded or self.joined_part(parts[index]))
            index += 2 if folded else 1
        return " and ".join(written)

    def unequal(self, first: Node, second: Node) -> str | None:
        name = _is_filled(first)
        if name is None or not isinstance(second, Operation):
            return None
        if second.operator == "!=" and second.parts[0] == name and isinstance(second.parts[1], Value):
            return f"{self.name(name)} != {_literal(second.parts[1])}"
        if second.operator == "not" and (values := self.alternatives(second.parts[0], name)):
            return f"{self.name(name)} not in ({', '.join(values)})"
        return None

    def any_of(self, parts: Sequence[Node]) -> str:
        first = _asked(parts[0])
        if first is not None and (values := self.alternatives(Operation("or", tuple(parts)), first)):
            return f"{self.name(first)} in ({', '.join(values)})"
        return " or ".join(self.joined_part(part) for part in parts)

    def alternatives(self, node: Node, name: Name) -> list[str]:
        """The values, where the node says of this name that it is one of several, and nothing else."""
        parts = node.parts if isinstance(node, Operation) and node.operator == "or" else (node,)
        if not all(_asked(part) == name for part in parts):
            return []
        values = [part.parts[1] for part in parts if isinstance(part, Operation | Call)]
        return [_literal(value) for value in values if isinstance(value, Value)]

    def joined_part(self, node: Node) -> str:
        written = self.node(node)
        if isinstance(node, Operation) and node.operator in ("and", "or"):
            return written if " in (" in written and self.is_folded(node) else f"({written})"
        return written

    def is_folded(self, node: Operation) -> bool:
        """Whether several parts have become one comparison here."""
        if node.operator == "or":
            first = _asked(node.parts[0])
            return first is not None and bool(self.alternatives(node, first))
        return len(node.parts) == 2 and self.unequal(*node.parts) is not None

    def compared(self, operator: str, left: Node, right: Node) -> str:
        if isinstance(left, Value) and isinstance(right, Name):
            left, right, operator = right, left, SWAPPED[operator]
        if isinstance(left, Name) and isinstance(right, Value):
            if right.text == "" and operator in ("=", "!="):
                answered = f"answered({self.name(left)})"
                return answered if operator == "!=" else f"not {answered}"
            if operator == "!=":
                return f"not ({self.name(left)} = {_literal(right)})"
            return f"{self.name(left)} {operator} {_literal(right)}"
        behind = self.term(right)
        behind = f"({behind})" if isinstance(right, Name) else behind
        if operator == "!=":
            return f"not ({self.operand(left)} = {behind})"
        return f"{self.operand(left)} {operator} {behind}"

    def called(self, call: Call) -> str:
        if call.name == "selected" and len(call.parts) == 2:
            asked, value = call.parts
            if isinstance(asked, Name) and isinstance(value, Value):
                word = "includes" if self.name(asked) in self.lists else "="
                return f"{self.name(asked)} {word} {_literal(value)}"
        if call.name == "contains":
            return self.term(call)
        if call.name == "boolean" and len(call.parts) == 1:
            return self.node(call.parts[0])
        raise Untranslatable(f"{call.name}(…)")

    def term(self, node: Node) -> str:
        if isinstance(node, Value):
            return node.text if node.is_number else _quoted(node.text)
        if isinstance(node, Name):
            return self.name(node)
        if isinstance(node, Call):
            return self.function(node)
        if node.operator not in ("+", "-", "*", "/"):
            raise Untranslatable(node.operator)
        parts = [self.operand(part) for part in node.parts]
        return f"-{parts[0]}" if len(parts) == 1 else f" {node.operator} ".join(parts)

    def function(self, call: Call) -> str:
        if call.name in WRAPPERS and len(call.parts) == 1:
            return self.term(call.parts[0])
        if call.name not in FUNCTIONS:
            raise Untranslatable(f"{call.name}(…)")
        if call.name == "if" and len(call.parts) == 3:
            condition, *outcomes = call.parts
            return f"if({self.node(condition)}, {', '.join(map(self.term, outcomes))})"
        return f"{FUNCTIONS[call.name]}({', '.join(map(self.term, call.parts))})"

    def operand(self, node: Node) -> str:
        written = self.term(node)
        return f"({written})" if isinstance(node, Operation) and len(node.parts) > 1 else written

    def name(self, name: Name) -> str:
        code = self.name_of(name.text)
        if code is None:
            raise Untranslatable(f"${{{name.text}}}")
        return code


def _is_filled(node: Node) -> Name | None:
    """The name, where the node is ``name != ''``."""
    match node:
        case Operation("!=", (Name() as name, Value("", False))):
            return name
    return None


def _asked(node: Node) -> Name | None:
    """The name that is held against one value, by ``=`` or by ``selected``."""
    match node:
        case Operation("=", (Name() as name, Value(text))) if text:
            return name
        case Call("selected", (Name() as name, Value())):
            return name
    return None


def _literal(value: Value) -> str:
    if value.is_number or (_BARE.match(value.text) and value.text not in RESERVED):
        return value.text
    return _quoted(value.text)


def _quoted(text: str) -> str:
    if '"' in text and "'" in text:
        raise Untranslatable(text)
    return f"'{text}'" if '"' in text else f'"{text}"'
