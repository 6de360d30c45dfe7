"""Which type each part of an expression has, and where a part of another type stands than belongs there.

What is known of a part is the set of types that it can serve as: an answer to a scale with the codes 1 to 5 is a code,
a text and a number. A part fits where it has a type in common with what is wanted.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from polls.codebook.rule_functions import FUNCTIONS, Type
from polls.codebook.rule_nodes import ORDERED, And, Answered, Comparison, Node, Not, Or, Relation, Truth
from polls.codebook.rule_terms import Arithmetic, Call, Constant, Name, Negative, Term
from polls.codebook.rule_values import DATE, MONTH
from polls.codebook.schema import Text

Types = frozenset[Type]

ANYTHING: Types = frozenset(Type)
_BOOLEAN: Types = frozenset({Type.BOOLEAN})
_NUMBER: Types = frozenset({Type.NUMBER})
_TEXT: Types = frozenset({Type.TEXT})
_ORDERED: Types = frozenset({Type.NUMBER, Type.DATE, Type.MONTH})
_VALUES: Types = ANYTHING - _BOOLEAN

TYPE_NAMES: Mapping[Type, Text] = {
    Type.BOOLEAN: {"nl": "een voorwaarde", "en": "a condition"},
    Type.NUMBER: {"nl": "een getal", "en": "a number"},
    Type.TEXT: {"nl": "een tekst", "en": "a text"},
    Type.DATE: {"nl": "een datum", "en": "a date"},
    Type.MONTH: {"nl": "een maand", "en": "a month"},
    Type.CODE: {"nl": "één antwoord", "en": "one answer"},
    Type.CODES: {"nl": "een vraag met meer antwoorden", "en": "a question with several answers"},
    Type.ANY: {"nl": "een waarde", "en": "a value"},
}


@dataclass(frozen=True)
class Mismatch:
    """A part of the wrong type: where it stands (counted from 0), how it is written, what it is and what belongs."""

    position: int
    found: str
    given: Type
    wanted: Type


class TypeReader:
    """Reads the types of an expression. ``types_of`` gives those of a name (``ANYTHING`` where it is not known)."""

    def __init__(self, types_of: Callable[[str], Types]) -> None:
        self.types_of = types_of
        self.mismatches: list[Mismatch] = []

    def read(self, term: Term) -> Types:
        """Give the types of the term; what does not fit in it is added to ``mismatches``."""
        if isinstance(term, Name):
            return self.types_of(term.name)
        if isinstance(term, Constant):
            return _types_of_literal(term)
        if isinstance(term, Arithmetic):
            return self._numbers(term.left, term.right)
        if isinstance(term, Negative):
            return self._numbers(term.term)
        if isinstance(term, Call):
            return self._call(term)
        self._condition(term)  # type: ignore[arg-type]  # what is no value is a condition
        return _BOOLEAN

    def _numbers(self, *terms: Term) -> Types:
        for term in terms:
            self._expect(term, _NUMBER)
        return _NUMBER

    def _call(self, call: Call) -> Types:
        function = FUNCTIONS[call.function]
        types = []
        for index, argument in enumerate(call.arguments):
            wanted = function.takes_at(index)
            types.append(self._expect(argument, _VALUES if wanted is Type.ANY else frozenset({wanted})))
        if function.gives is not Type.ANY:
            return _serving(function.gives)
        return frozenset().union(*(types[1:] if call.function == "if" else types))

    def _condition(self, node: Node) -> None:
        match node:
            case And() | Or():
                for part in node.parts:
                    self._condition(part)
            case Not():
                self._condition(node.part)
            case Truth():
                self._expect(node.term, _BOOLEAN)
            case Relation():
                self._relation(node)
            case Comparison() | Answered():
                pass  # checked by name, with the answers that are known

    def _relation(self, relation: Relation) -> None:
        wanted = _ORDERED if relation.operator in ORDERED else _VALUES
        left = self._expect(relation.left, wanted) & wanted
        for term in relation.right:
            self._expect(term, _comparable(left or wanted) & wanted)

    def _expect(self, term: Term, wanted: Types) -> Types:
        types = self.read(term)
        if types.isdisjoint(wanted):
            self.mismatches.append(Mismatch(term.position, _written(term), _main(types), _main(wanted)))
        return types


def mismatches(term: Term, types_of: Callable[[str], Types]) -> Iterator[Mismatch]:
    """List the parts of the expression that have another type than belongs in their place, in order."""
    reader = TypeReader(types_of)
    reader.read(term)
    return iter(sorted(reader.mismatches, key=lambda mismatch: mismatch.position))


def _types_of_literal(constant: Constant) -> Types:
    if constant.literal.number is not None:
        return _NUMBER
    text = constant.literal.text
    if DATE.fullmatch(text):
        return _serving(Type.DATE)
    return _serving(Type.MONTH) if MONTH.fullmatch(text) else frozenset({Type.TEXT, Type.CODE})


def _serving(wanted: Type) -> Types:
    """A date and a month are texts too."""
    return frozenset({wanted, Type.TEXT}) if wanted in (Type.DATE, Type.MONTH) else frozenset({wanted})


def _comparable(types: Types) -> Types:
    """What may stand on the other side: several answers can be held against one, and a code against a text."""
    is_coded = not types.isdisjoint({Type.CODE, Type.CODES, Type.TEXT})
    return types | {Type.CODE, Type.CODES, Type.TEXT} if is_coded else types


def _main(types: Types) -> Type:
    """The type to name: the first that tells most."""
    order = (Type.CODES, Type.BOOLEAN, Type.DATE, Type.MONTH, Type.NUMBER, Type.CODE, Type.TEXT, Type.ANY)
    return next(kind for kind in order if kind in types) if types != _VALUES else Type.ANY


def _written(term: Term) -> str:
    if isinstance(term, Name):
        return term.name
    if isinstance(term, Constant):
        return term.literal.text
    if isinstance(term, Call):
        return f"{term.function}(…)"
    return term.operator if isinstance(term, Arithmetic) else "(…)"
