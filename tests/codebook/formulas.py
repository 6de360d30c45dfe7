"""Random expressions over the names a, b, c and d, and values to try them on."""

from random import Random

from polls.codebook.answers import Answers
from tests.codebook.sample import random_rule

TEXTS = (
    "x", "y", "_dk", "7", "7.0", "-1", "12.5", "0", "0.1", "1.005", "2.675", "99999999", "0.0000004",
    "123456789012.3456", "2026-02-28", "2024-02-29", "2023-02-29",
    "0099-12-31", "2026-03", "Één", "STRAẞE", "😀", "x y", "",
)  # fmt: skip
FORMS = ("sign", "sign", "call", "if", "truth", "name", "name", "number", "text", "negative")
NUMERIC = ("sum", "mean", "min", "max", "count", "coalesce", "concat")
PLAIN = {"round": 1, "abs": 1, "length": 1, "lower": 1, "year": 1, "age": 1, "today": 0, "days_between": 2}


def random_formula(rng: Random, depth: int = 3) -> str:
    """Write a random expression of at most ``depth`` levels; any type may stand anywhere."""
    form = rng.choice(FORMS) if depth else rng.choice(("name", "number", "text"))
    match form:
        case "sign":
            sign = rng.choice("+-*/")
            return f"({random_formula(rng, depth - 1)} {sign} {random_formula(rng, depth - 1)})"
        case "call":
            return _call(rng, depth - 1)
        case "if":
            condition = random_condition(rng, depth - 1)
            return f"if({condition}, {random_formula(rng, depth - 1)}, {random_formula(rng, depth - 1)})"
        case "truth":
            return f"({random_condition(rng, depth - 1)})"
        case "name":
            return rng.choice(("a", "b", "c", "d"))
        case "number":
            return rng.choice(("0", "1", "2.5", "7", "0.1", "1000000", "3"))
        case "text":
            return rng.choice(('"x"', '"2026-01-31"', "2024-02-29", '"É"', '"7"', '"2026-01"'))
    return f"-{random_formula(rng, 0)}"


def random_condition(rng: Random, depth: int = 2) -> str:
    """Write a random condition, some of it about calculated values."""
    form = rng.randrange(4) if depth > 0 else 3
    if form == 0:
        operator = rng.choice(("=", "!=", "<", "<=", ">", ">=", "includes"))
        return f"({random_formula(rng, depth - 1)}) {operator} ({_comparable(rng, depth - 1)})"
    if form == 1:
        listed = ", ".join(f"({random_formula(rng, depth - 1)})" for _ in range(rng.randint(1, 3)))
        return f"({random_formula(rng, depth - 1)}) {rng.choice(('in', 'not in'))} ({listed})"
    if form == 2:
        word = rng.choice((" and ", " or "))
        return f"({random_condition(rng, depth - 1)}){word}not ({random_condition(rng, depth - 1)})"
    return random_rule(rng, 1)


def random_formula_values(rng: Random) -> Answers:
    """Give random answers to a, b, c and d, and a day."""
    values: Answers = {"_today": "2026-02-28"}
    for name in "abcd":
        form = rng.randrange(4)
        if form == 0:
            values[name] = rng.sample(TEXTS, rng.randint(0, 3))
        elif form < 3:
            values[name] = rng.choice(TEXTS)
    return values


def _comparable(rng: Random, depth: int) -> str:
    """A formula that may stand right of an ordering sign: any but a lone text."""
    formula = random_formula(rng, depth)
    return f"coalesce({formula})" if formula[0] == '"' else formula


def _call(rng: Random, depth: int) -> str:
    if rng.random() < 0.5:
        parts = [random_formula(rng, depth) for _ in range(rng.randint(1, 3))]
        return f"{rng.choice(NUMERIC)}({', '.join(parts)})"
    if rng.random() < 0.3:
        part = random_formula(rng, depth)
        return rng.choice((f"rank({part}, x)", f"round({part}, {rng.randint(0, 7)})", f"contains({part}, b)"))
    name = rng.choice(list(PLAIN))
    return f"{name}({', '.join(random_formula(rng, depth) for _ in range(PLAIN[name]))})"
