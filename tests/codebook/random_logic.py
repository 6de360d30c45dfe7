"""Random questionnaires with all their logic, and random answers to them."""

from dataclasses import replace
from random import Random

from polls.codebook.answers import DONT_KNOW, Answers
from polls.codebook.carrying import with_carried
from polls.codebook.schema import (
    MATRIX_KINDS,
    Choice,
    Holds,
    Page,
    Question,
    QuestionKind,
    Questionnaire,
    Requirement,
    Row,
    Variant,
)
from tests.codebook.sample import ROLE, both

K = QuestionKind
CHOOSING = (K.SINGLE, K.SINGLE, K.MULTIPLE, K.MULTIPLE, K.DROPDOWN, K.SCALE, K.RANKING)
OTHERS = (
    K.RATING, K.NUMBER, K.SHORT_TEXT, K.MATRIX_SINGLE, K.MATRIX_MULTIPLE, K.MATRIX_NUMBER, K.ALLOCATION, K.CALCULATED,
    K.CALCULATED, K.DATE, K.INFORMATION, K.SLIDER, K.NPS, K.STARS, K.CONSENT,
)  # fmt: skip
CODES = ("x", "y", "z", "w")
DAY = "2026-02-28"


def random_logic(rng: Random) -> Questionnaire:
    """Make a questionnaire of two to four pages in which later parts hang on earlier ones in every way there is."""
    earlier: dict[str, Question] = {}
    pages: list[Page] = []
    numbers = iter(range(100))
    for number in range(rng.randint(2, 4)):
        before = dict(earlier)
        questions = [_question(rng, f"q{next(numbers)}", earlier) for _ in range(rng.randint(1, 4))]
        page = Page(
            f"p{number}",
            tuple(questions),
            show_if=_condition(rng, before) if rng.random() < 0.25 else "",
            has_random_questions=rng.random() < 0.3,
        )
        pages.append(page)
    return Questionnaire("random", both("random"), tuple(pages), segment_variables=(ROLE,))


def random_logic_answers(rng: Random, poll: Questionnaire) -> Answers:
    """Give answers to most of it, on the path or not, offered or not."""
    answers: Answers = {}
    for question in poll.questions:
        if question.kind is K.ALLOCATION:
            if rng.random() < 0.7:
                answers |= {key: rng.choice(("", "0", "50", "100")) for key in question.keys}
            continue
        for variable in question.variables if rng.random() < 0.8 else ():
            answers[variable.code] = _answer(rng, variable)
    return answers


def _question(rng: Random, code: str, earlier: dict[str, Question]) -> Question:
    kind = rng.choice(CHOOSING if rng.random() < 0.55 else OTHERS)
    question = Question(
        code,
        kind,
        both(code),
        choices=_choices(rng, kind, earlier),
        rows=_rows(rng, earlier) if kind in MATRIX_KINDS else (),
        requirement=rng.choice(list(Requirement)),
        show_if=_condition(rng, earlier) if rng.random() < 0.4 else "",
        dont_know=both("dk") if kind in (K.SINGLE, K.MULTIPLE, K.SCALE) and rng.random() < 0.3 else None,
        expression=_formula(rng, earlier) if kind is K.CALCULATED else "",
        holds=rng.choice(list(Holds)),
        decimals=rng.randint(0, 2),
        variants=(Variant("a", both("a")), Variant("b", both("b"))) if rng.random() < 0.1 else (),
        has_random_choices=rng.random() < 0.2,
        has_random_rows=rng.random() < 0.2,
    )
    sources = [name for name, one in earlier.items() if one.kind in (K.SINGLE, K.MULTIPLE) and len(one.choices) < 6]
    if sources and (question.choices or question.rows) and rng.random() < 0.25:
        own = f"own_{code}" if rng.random() < 0.5 else ""
        kept = {"choices": (Choice(own, both(own)),) if own else ()} if not question.rows else {"rows": ()}
        carries, is_chosen = rng.choice(sources), rng.random() < 0.7
        question = replace(question, carries=carries, carries_chosen=is_chosen, **kept)
    (question,) = with_carried((question,), earlier)
    return question


def _choices(rng: Random, kind: QuestionKind, earlier: dict[str, Question]) -> tuple[Choice, ...]:
    if kind not in (*CHOOSING, K.MATRIX_SINGLE, K.MATRIX_MULTIPLE, K.ALLOCATION):
        return ()
    codes = rng.sample(CODES, rng.randint(2, 4))
    return tuple(
        Choice(
            code,
            both(code),
            show_if=_condition(rng, earlier) if rng.random() < 0.25 else "",
            is_pinned=rng.random() < 0.1,
            is_other=code == "w" and kind in (K.SINGLE, K.MULTIPLE),
            is_exclusive=code == "z" and kind is K.MULTIPLE,
        )
        for code in codes
    )


def _rows(rng: Random, earlier: dict[str, Question]) -> tuple[Row, ...]:
    return tuple(
        Row(code, both(code), show_if=_condition(rng, earlier) if rng.random() < 0.3 else "")
        for code in rng.sample(("r", "s", "t"), rng.randint(1, 3))
    )


def _condition(rng: Random, earlier: dict[str, Question], depth: int = 2) -> str:
    if depth and rng.random() < 0.4:
        word = rng.choice((" and ", " or "))
        return f"({_condition(rng, earlier, depth - 1)}){word}not ({_condition(rng, earlier, depth - 1)})"
    name = _name(rng, earlier)
    return rng.choice(
        (
            f"{name} = {rng.choice(CODES)}",
            f"{name} != {rng.choice(CODES)}",
            f"{name} in (x, {rng.choice(CODES)}, 5)",
            f"{name} includes {rng.choice(CODES)}",
            f"answered({name})",
            f"{name} > {rng.randint(0, 9)}",
            f"count({name}, {_name(rng, earlier)}) >= {rng.randint(1, 3)}",
            f"sum({name}, {_name(rng, earlier)}) > {rng.randint(0, 60)}",
            f"{name} = ({_name(rng, earlier)})",
            f"age({name}) > 20",
            f"role = {rng.choice(('inhouse', 'bpo'))}",
            f"length({name}) = 1",
        )
    )


def _formula(rng: Random, earlier: dict[str, Question]) -> str:
    one, other = _name(rng, earlier), _name(rng, earlier)
    return rng.choice(
        (
            f"{one} / 3 + {other}",
            f"mean({one}, {other}, 4)",
            f"count({one}) * 1.5",
            f"if({_condition(rng, earlier, 1)}, {one}, 2)",
            f'if({_condition(rng, earlier, 1)}, "x", "y")',
            f"round({one} / 7, 2)",
            f"rank({one}, x)",
            f"coalesce({one}, {other}, 5)",
        )
    )


def _name(rng: Random, earlier: dict[str, Question]) -> str:
    names = [key for question in earlier.values() for key in question.keys]
    names += [f"{question.code}.wording" for question in earlier.values() if question.variants]
    return rng.choice(names) if names else "role"


def _answer(rng: Random, variable: Question) -> str | list[str]:
    codes = [choice.code for choice in variable.options]
    if variable.kind in (K.MULTIPLE, K.RANKING):
        return (
            rng.sample(codes, rng.randint(0, len(codes)))
            if rng.random() < 0.9
            else [DONT_KNOW][: bool(variable.dont_know)]
        )
    if codes:
        return rng.choice([*codes, ""])
    return rng.choice(
        {K.DATE: ("1990-05-01", "2020-01-01", ""), K.SHORT_TEXT: ("x", "yy", "")}.get(
            variable.kind, ("0", "5", "12.5", "")
        )
    )
