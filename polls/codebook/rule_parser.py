"""From the text of an expression to its parts: a recursive-descent parser over the tokens.

    expression  = conjunction { "or" conjunction }
    conjunction = negation { "and" negation }
    negation    = "not" negation | comparison
    comparison  = sum [ ( "=" | "!=" | "<" | "<=" | ">" | ">=" | "includes" ) sum
                      | [ "not" ] "in" "(" sum { "," sum } ")" ]
    sum         = product { ( "+" | "-" ) product }
    product     = sign { ( "*" | "/" ) sign }
    sign        = "-" sign | number | date | quoted text | name | function "(" [ expression { "," expression } ] ")"
                | "answered" "(" name ")" | "(" expression ")"

A single word right of a name and ``=``, ``!=``, ``includes`` or ``in`` is a code; anywhere else it is a name. Length
and depth are limited, so that hostile input gives an error and never exhausts the stack.
"""

from collections.abc import Callable

from polls.codebook.rule_functions import FUNCTIONS, Type
from polls.codebook.rule_nodes import NODES, ORDERED, SEVERAL, And, Answered, Comparison, Node, Not, Or, Relation, Truth
from polls.codebook.rule_terms import Arithmetic, Call, Constant, Literal, Name, Negative, Term
from polls.codebook.rule_tokens import DEEPEST, LONGEST, RESERVED, RuleError, Token, error_at, tokenize
from polls.codebook.rule_values import DATE, MONTH

__all__ = ["DEEPEST", "LONGEST", "RESERVED", "RuleError", "parse_source", "parse_term"]

_SUM = 1
_PRODUCT = 2
_LEVELS = {"+": _SUM, "-": _SUM, "*": _PRODUCT, "/": _PRODUCT}
_COMPARING = frozenset({"=", "!=", "<", "<=", ">", ">=", "includes"})


def parse_source(source: str) -> Node:
    """Read a condition. Raises RuleError, pointing at the character where reading stopped."""
    parser = _parser(source)
    term = parser.expression()
    node = parser.condition_of(term)
    parser.end()
    return node


def parse_term(source: str) -> Term:
    """Read an expression that may give any value. Raises RuleError as ``parse_source`` does."""
    parser = _parser(source)
    term = parser.expression()
    parser.end()
    return term


def _parser(source: str) -> "_Parser":
    if len(source) > LONGEST:
        raise error_at("too_long", Token("end", "", LONGEST))
    tokens = tokenize(source)
    if tokens[0].kind == "end":
        raise error_at("empty", tokens[0])
    return _Parser(tokens)


class _Parser:
    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.index = 0
        self.depth = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.index]

    def end(self) -> None:
        if self.token.kind != "end":
            raise error_at("more", self.token)

    def expression(self) -> Term:
        parts = [self.conjunction()]
        while self.token.text == "or" and self.token.kind == "keyword":
            parts[-1] = self.condition_of(parts[-1])
            self.index += 1
            parts.append(self.condition_of(self.conjunction()))
        return parts[0] if len(parts) == 1 else Or(tuple(self.condition_of(part) for part in parts))

    def conjunction(self) -> Term:
        parts = [self.negation()]
        while self.token.text == "and" and self.token.kind == "keyword":
            parts[-1] = self.condition_of(parts[-1])
            self.index += 1
            parts.append(self.condition_of(self.negation()))
        return parts[0] if len(parts) == 1 else And(tuple(self.condition_of(part) for part in parts))

    def negation(self) -> Term:
        token = self.token
        if self.skip("not"):
            return Not(self.condition_of(self.nested(self.negation, token)))
        return self.comparison()

    def condition_of(self, term: Term) -> Node:
        """Take the term as a condition, or say that a comparison is missing behind it."""
        if isinstance(term, NODES):
            return term
        if isinstance(term, Call) and FUNCTIONS[term.function].gives in (Type.BOOLEAN, Type.ANY):
            return Truth(term)
        raise error_at("comparison", self.token, name=self.tokens[self.index - 1].text)

    def nested(self, part: Callable[[], Term], at: Token) -> Term:
        self.depth += 1
        if self.depth > DEEPEST:
            raise error_at("too_deep", at)
        term = part()
        self.depth -= 1
        return term

    def comparison(self) -> Term:
        first = self.token
        left = self.sum("name")
        operator = self.operator()
        if operator is None:
            return left
        is_name = isinstance(left, Name) and left.position == first.position
        if operator in SEVERAL:
            right = self.several(operator, first.text, takes_codes=is_name)
        else:
            right = (self.right(operator, first.text, takes_codes=is_name and operator not in ORDERED),)
        if is_name and all(isinstance(term, Constant) for term in right):
            literals = tuple(term.literal for term in right if isinstance(term, Constant))
            if operator not in ORDERED or literals[0].number is not None:
                return Comparison(first.text, operator, literals, first.position)
        return Relation(operator, left, right, first.position)

    def operator(self) -> str | None:
        """Take the comparing word or sign that stands here, if one does."""
        token = self.token
        if token.kind == "keyword" and token.text == "not":
            name = self.tokens[self.index - 1].text
            self.index += 1
            self.expect("in", "comparison", name=name)
            return "not in"
        if token.kind in ("keyword", "operator") and (token.text in _COMPARING or token.text == "in"):
            self.index += 1
            return token.text
        return None

    def right(self, operator: str, name: str, *, takes_codes: bool) -> Term:
        token = self.token
        term = self.sum("value")
        if isinstance(term, Constant) and term.literal.text == "":
            raise error_at("nothing", token, name=name)
        if operator in ORDERED and isinstance(term, Constant) and not _has_order(term.literal):
            raise error_at("number", token, operator=operator)
        if takes_codes and isinstance(term, Name) and token.kind == "word":
            return Constant(Literal(term.name, None, term.position))
        return term

    def several(self, word: str, name: str, *, takes_codes: bool) -> tuple[Term, ...]:
        self.expect("(", "open", word=word)
        terms = [self.right(word, name, takes_codes=takes_codes)]
        while self.skip(","):
            terms.append(self.right(word, name, takes_codes=takes_codes))
        self.expect(")", "close")
        return tuple(terms)

    def sum(self, missing: str, level: int = _SUM) -> Term:
        """Read terms joined by signs that bind at least as tightly as ``level``."""
        left = self.sign(missing)
        while self.token.kind == "operator" and _LEVELS.get(self.token.text, 0) >= level:
            token = self.take()
            right = self.sum("value", _LEVELS[token.text] + 1)
            left = Arithmetic(token.text, left, right, token.position)
        return left

    def sign(self, missing: str) -> Term:
        token = self.token
        if self.skip("-"):
            return _negative(self.nested(lambda: self.sign("value"), token), token)
        if self.skip("("):
            term = self.nested(self.expression, token)
            self.expect(")", "close")
            return term
        if token.kind == "word":
            return self.word()
        if self.skip("answered"):
            return self.answered()
        if token.kind not in ("quoted", "number", "date"):
            raise error_at(missing, token)
        self.take()
        if token.kind == "number":
            return Constant(Literal(token.text, float(token.text), token.position))
        return Constant(Literal(token.text[1:-1] if token.kind == "quoted" else token.text, None, token.position))

    def word(self) -> Term:
        token = self.take()
        if not self.skip("("):
            return Name(token.text, token.position)
        name = token.text.lower()
        if name not in FUNCTIONS:
            raise error_at("function", token, name=token.text, known=", ".join(["answered", *FUNCTIONS]))
        return self.call(name, token)

    def call(self, name: str, token: Token) -> Term:
        function = FUNCTIONS[name]
        arguments: list[Term] = []
        while not self.skip(")"):
            if arguments:
                self.expect(",", "close")
            if len(arguments) == function.most:
                raise error_at("too_many", self.token, name=name, count=str(function.most))
            arguments.append(self.argument(function.takes_at(len(arguments)), token))
        if len(arguments) < function.least:
            raise error_at("too_few", token, name=name, count=str(function.least))
        return Call(name, tuple(arguments), token.position)

    def argument(self, wanted: Type, at: Token) -> Term:
        token = self.token
        term = self.nested(self.expression, at)
        if wanted is Type.BOOLEAN:
            return self.condition_of(term)
        if wanted is Type.CODE and isinstance(term, Name) and token.kind == "word":
            return Constant(Literal(term.name, None, term.position))
        return term

    def answered(self) -> Node:
        self.expect("(", "open", word="answered")
        name = self.token
        if name.kind != "word":
            raise error_at("name", name)
        self.take()
        self.expect(")", "close")
        return Answered(name.text, name.position)

    def take(self) -> Token:
        token = self.token
        self.index += 1
        return token

    def skip(self, text: str) -> bool:
        """Step over the keyword or sign if it stands here."""
        if self.token.text == text and self.token.kind in ("keyword", "operator"):
            self.index += 1
            return True
        return False

    def expect(self, text: str, error: str, **parts: str) -> None:
        if not self.skip(text):
            raise error_at(error, self.token, **parts)


def _negative(term: Term, at: Token) -> Term:
    """Turn the sign of a number that stands written; anything else is turned when it is known."""
    if isinstance(term, Constant) and term.literal.number is not None and not term.literal.text.startswith("-"):
        return Constant(Literal(f"-{term.literal.text}", -term.literal.number, at.position))
    return Negative(term, at.position)


def _has_order(literal: Literal) -> bool:
    """Tell whether the literal is a number, a day or a month."""
    is_time = DATE.fullmatch(literal.text) or MONTH.fullmatch(literal.text)
    return literal.number is not None or is_time is not None
