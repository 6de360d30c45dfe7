"""Relevance equations of LimeSurvey in the language of conditions here, wherever both can say the same.

In LimeSurvey a question that was not answered equals the empty text, so ``Q1 != "A"`` holds for whoever skipped Q1;
here a comparison with nothing is never true. The translation keeps LimeSurvey's meaning: ``not (q1 = a)``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from polls.codebook.rules import RESERVED, RuleError, parse, parse_formula
from polls.exchange.formulas import COMPARISONS, Call, Name, Node, Operation, Untranslatable, Value
from polls.exchange.limesurvey.equations import parse_equation

SWAPPED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "!=": "!="}

FUNCTIONS = {
    "sum": "sum", "min": "min", "max": "max", "abs": "abs", "round": "round", "if": "if", "count": "count",
    "strlen": "length", "strtolower": "lower", "join": "concat",
}  # fmt: skip
"""Functions of LimeSurvey's, and those here that do the same."""


class Holds(Enum):
    """What a name of LimeSurvey's stands for here."""

    CODE = auto()
    TICK = auto()
    AMOUNT = auto()
    TEXT = auto()


@dataclass(frozen=True)
class Reference:
    """A name of LimeSurvey's: the variable here, and its codes by those of LimeSurvey. A tick has one code."""

    holds: Holds
    variable: str
    codes: Mapping[str, str] = field(default_factory=dict)
    tick: str = ""


References = Mapping[str, Reference]


@dataclass(frozen=True)
class _Part:
    """A piece of condition, with how tightly it holds together: 3 alone, 2 and, 1 or."""

    text: str
    strength: int = 3
    opposite: "_Part | None" = None

    def within(self, strength: int) -> str:
        return self.text if self.strength >= strength else f"({self.text})"


_ALWAYS = _Part("1 always")
_NEVER = _Part("1 never")


def to_condition(equation: str, references: References) -> str:
    """Write the equation as a condition; empty where it always holds. Raises Untranslatable, naming what cannot be."""
    part = _written(parse_equation(equation), references)
    if part is _ALWAYS:
        return ""
    if part is _NEVER:
        raise Untranslatable("0")
    try:
        parse(part.text)
    except RuleError as error:
        raise Untranslatable(equation) from error
    return part.text


def to_formula(equation: str, references: References) -> str:
    """Write the equation as a value that is calculated. Raises Untranslatable, naming what cannot be."""
    part = _term(parse_equation(equation), references)
    try:
        parse_formula(part.text)
    except RuleError as error:
        raise Untranslatable(equation) from error
    return part.text


def _written(node: Node, references: References) -> _Part:
    if isinstance(node, Value):
        return _NEVER if node.text in ("", "0") else _ALWAYS
    if isinstance(node, Name):
        return _is_filled(_reference(node, references))
    if isinstance(node, Call):
        return _called(node, references)
    if node.operator in ("and", "or"):
        return _joined(node, references)
    if node.operator == "not":
        return _denied(_written(node.parts[0], references))
    if node.operator in COMPARISONS:
        return _compared(node, references)
    raise Untranslatable(node.operator)


def _joined(node: Operation, references: References) -> _Part:
    idle, fatal = (_ALWAYS, _NEVER) if node.operator == "and" else (_NEVER, _ALWAYS)
    parts = [_written(part, references) for part in node.parts]
    if any(part is fatal for part in parts):
        return fatal
    parts = [part for part in parts if part is not idle]
    if len(parts) < 2:
        return parts[0] if parts else idle
    strength = 2 if node.operator == "and" else 1
    return _Part(f" {node.operator} ".join(part.within(strength) for part in parts), strength)


def _denied(part: _Part) -> _Part:
    if part is _ALWAYS or part is _NEVER:
        return _NEVER if part is _ALWAYS else _ALWAYS
    if part.opposite is not None:
        return part.opposite
    return _Part(f"not {part.text}" if part.text.startswith("answered(") else f"not ({part.text})", 3, part)


def _called(node: Call, references: References) -> _Part:
    name = node.name.lower()
    if name in ("is_empty", "empty") and len(node.parts) == 1 and isinstance(node.parts[0], Name):
        return _denied(_is_filled(_reference(node.parts[0], references)))
    if name == "is_numeric" and len(node.parts) == 1 and isinstance(node.parts[0], Name):
        reference = _reference(node.parts[0], references)
        if reference.holds is Holds.AMOUNT:
            return _is_filled(reference)
    raise Untranslatable(f"{node.name}(…)")


def _is_filled(reference: Reference) -> _Part:
    if reference.holds is Holds.TICK:
        return _Part(f"{reference.variable} includes {reference.tick}")
    return _Part(f"answered({reference.variable})")


def _compared(node: Operation, references: References) -> _Part:
    left, right = node.parts
    operator = node.operator
    if isinstance(left, Value) and isinstance(right, Name):
        left, right, operator = right, left, SWAPPED[operator]
    if isinstance(left, Call) and isinstance(right, Value):
        return _counted(left, operator, right, references)
    if not isinstance(left, Name) or not isinstance(right, Value):
        return _related(left, operator, right, references)
    reference = _reference(left, references)
    if operator == "!=":
        return _denied(_equal(reference, right))
    if operator == "=":
        return _equal(reference, right)
    return _ordered(reference, operator, right)


def _equal(reference: Reference, value: Value) -> _Part:
    if value.text == "":
        return _denied(_is_filled(reference))
    if reference.holds is Holds.TICK:
        if value.text != "Y":
            raise Untranslatable(f"= {value.text}")
        return _is_filled(reference)
    if reference.holds is Holds.CODE:
        return _Part(f"{reference.variable} = {_code(reference, value)}")
    if reference.holds is Holds.AMOUNT and _is_number(value.text):
        return _Part(f"{reference.variable} = {value.text}")
    raise Untranslatable(f"{reference.variable} = {value.text}")


def _ordered(reference: Reference, operator: str, value: Value) -> _Part:
    is_scale = reference.holds is Holds.CODE and all(
        _is_number(code) and code == reference.codes[code] for code in reference.codes
    )
    if _is_number(value.text) and (reference.holds is Holds.AMOUNT or is_scale):
        return _Part(f"{reference.variable} {operator} {value.text}")
    raise Untranslatable(f"{reference.variable} {operator} {value.text}")


def _counted(call: Call, operator: str, value: Value, references: References) -> _Part:
    """``count(…) > 0`` over the ticks of one question, which is the same as having answered it."""
    is_any = (operator, value.text) in ((">", "0"), (">=", "1"), ("!=", "0"))
    is_none = (operator, value.text) in (("=", "0"), ("<", "1"), ("<=", "0"))
    names = [part for part in call.parts if isinstance(part, Name)]
    if call.name.lower() != "count" or len(names) != len(call.parts) or not names or not (is_any or is_none):
        return _related(call, operator, value, references)
    parts = list(dict.fromkeys(_is_filled(_reference(name, references)).text for name in names))
    filled = _Part(" or ".join(parts), 1 if len(parts) > 1 else 3)
    return filled if is_any else _denied(filled)


def _related(left: Node, operator: str, right: Node, references: References) -> _Part:
    """Two calculated values held against each other. A bare name on the right would read as a code."""
    first, second = _term(left, references), _term(right, references)
    named = [_reference(side, references) for side in (left, right) if isinstance(side, Name)]
    if operator not in ("=", "!=") and any(reference.holds is Holds.TEXT for reference in named):
        raise Untranslatable(f"{first.text} {operator} {second.text}")
    behind = f"({second.text})" if isinstance(right, Name) else second.within(3)
    related = _Part(f"{first.within(3)} {'=' if operator == '!=' else operator} {behind}", 2)
    return _denied(related) if operator == "!=" else related


def _term(node: Node, references: References) -> _Part:
    """Write something that is calculated: a number or a text."""
    if isinstance(node, Value):
        number = f"0{node.text}" if node.text.startswith(".") else node.text
        return _Part(number if node.is_number else _quoted(node.text))
    if isinstance(node, Name):
        reference = _reference(node, references)
        if reference.holds is Holds.TICK:
            return _Part(f"if({_is_filled(reference).text}, 1, 0)")
        return _Part(reference.variable)
    if isinstance(node, Call):
        return _function(node, references)
    if node.operator in ("+", "-", "*", "/"):
        parts = [_term(part, references) for part in node.parts]
        if len(parts) == 1:
            return _Part(f"{node.operator}{parts[0].within(3)}".lstrip("+"), 2)
        return _Part(f" {node.operator} ".join(part.within(3) for part in parts), 2)
    raise Untranslatable(node.operator)


def _function(call: Call, references: References) -> _Part:
    name = FUNCTIONS.get(call.name.lower())
    if name is None or not call.parts:
        raise Untranslatable(f"{call.name}(…)")
    if name == "if":
        condition = _written(call.parts[0], references)
        if len(call.parts) != 3 or condition in (_ALWAYS, _NEVER):
            raise Untranslatable(f"{call.name}(…)")
        outcomes = [_term(part, references).text for part in call.parts[1:]]
        return _Part(f"if({condition.text}, {', '.join(outcomes)})")
    if name == "count":
        filled = [f"if({_written(part, references).text}, 1, 0)" for part in call.parts if isinstance(part, Name)]
        if len(filled) != len(call.parts):
            raise Untranslatable(f"{call.name}(…)")
        return _Part(f"sum({', '.join(filled)})")
    return _Part(f"{name}({', '.join(_term(part, references).text for part in call.parts)})")


def _quoted(text: str) -> str:
    if '"' not in text:
        return f'"{text}"'
    if "'" not in text:
        return f"'{text}'"
    raise Untranslatable(text)


def _code(reference: Reference, value: Value) -> str:
    if value.text not in reference.codes:
        raise Untranslatable(f"= {value.text}")
    code = reference.codes[value.text]
    return code if code[0].isalpha() and code not in RESERVED else f'"{code}"'


def _reference(name: Name, references: References) -> Reference:
    found = references.get(name.text)
    if found is None or name.suffix == "shown":
        raise Untranslatable(name.text)
    return found


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdigit() and not text.startswith(".") and not text.endswith(".")
