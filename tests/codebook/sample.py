"""A poll with routing, and random conditions and polls to try the rules on."""

from random import Random
from typing import Any

from polls.codebook.answers import Answers
from polls.codebook.schema import (
    Choice,
    Page,
    Question,
    QuestionKind,
    Questionnaire,
    Requirement,
    Segment,
    SegmentVariable,
    Source,
    Text,
)


def both(text: str) -> Text:
    return {"nl": f"{text} nl", "en": f"{text} en"}


def choices(*codes: str) -> tuple[Choice, ...]:
    return tuple(Choice(code, both(code), is_other=code == "else", is_exclusive=code == "none") for code in codes)


def ask(code: str, kind: QuestionKind = QuestionKind.SINGLE, *options: str, **fields: Any) -> Question:
    return Question(code, kind, both(code), choices=choices(*options), **fields)


ROLE = SegmentVariable(
    "sector_role",
    both("role"),
    Source.CONTACT,
    "role",
    (Segment("inhouse", both("inhouse"), ("inhouse",)), Segment("bpo", both("bpo"), ("bpo",))),
)

OUTSOURCES = ask("outsources", QuestionKind.SINGLE, "fully", "partly", "no")
GOAL = ask("goal", QuestionKind.SINGLE, "quality", "costs", "else", show_if="outsources in (fully, partly)")
GOAL_GRADE = ask("goal_grade", QuestionKind.RATING, show_if="answered(goal) and goal != costs")
WHY = ask("why", QuestionKind.MULTIPLE, "price", "skill", "else", "none")
SEATS = ask("seats", QuestionKind.NUMBER, minimum=0)
REMARK = ask("remark", QuestionKind.LONG_TEXT, requirement=Requirement.NO)

POLL = Questionnaire(
    slug="sample",
    title=both("title"),
    privacy=both("privacy"),
    pages=(
        Page("start", (OUTSOURCES,), show_if="role = inhouse"),
        Page("goals", (GOAL, GOAL_GRADE)),
        Page("supplier", (WHY, SEATS), show_if="role = bpo"),
        Page("end", (REMARK,)),
    ),
    segment_variables=(ROLE,),
)


def random_rule(rng: Random, depth: int = 3) -> str:
    """Write a random condition over the names a, b and c."""
    if depth and rng.random() < 0.6:
        if rng.random() < 0.3:
            return f"not {_group(rng, depth)}"
        word = rng.choice((" and ", " or ", " AND ", "\nor "))
        return word.join(_group(rng, depth) for _ in range(rng.randint(2, 3)))
    name = rng.choice("abc")
    form = rng.randrange(4)
    if form == 0:
        return f"answered({name})"
    if form == 1:
        return f"{name} {rng.choice(('<', '<=', '>', '>=', '≤', '≥'))} {_number(rng)}"
    if form == 2:
        values = ", ".join(_literal(rng) for _ in range(rng.randint(1, 3)))
        return f"{name} {rng.choice(('in', 'not in'))} ({values})"
    return f"{name} {rng.choice(('=', '!=', '==', '<>', 'includes'))} {_literal(rng)}"


def random_values(rng: Random) -> Answers:
    """Give random answers to a, b and c: missing, skipped, one or several, numbers and codes."""
    codes = ("x", "y", "_dk", "7", "7.0", "07", "-1", "12.5", "1e1", "é", "x y", "", "9" * 30)
    values: Answers = {}
    for name in "abc":
        form = rng.randrange(4)
        if form == 0:
            values[name] = rng.sample(codes, rng.randint(0, 3))
        elif form < 3:
            values[name] = rng.choice(codes)
    return values


def random_poll(rng: Random, *, looks_ahead: bool = False) -> Questionnaire:
    """Make a poll of a few pages with conditions on the attribute a and on earlier questions, or on any question."""
    codes = [f"q{number}" for number in range(rng.randint(1, 9))]
    questions = [
        _random_question(rng, code, codes if looks_ahead else codes[:number]) for number, code in enumerate(codes)
    ]
    pages: list[Page] = []
    while questions:
        size = rng.randint(1, 3)
        start = len(codes) - len(questions)
        condition = _random_condition(rng, codes if looks_ahead else codes[:start])
        pages.append(Page(f"p{len(pages)}", tuple(questions[:size]), show_if=condition))
        questions = questions[size:]
    return Questionnaire(slug="random", title=both("title"), pages=tuple(pages))


def random_answers(rng: Random, poll: Questionnaire) -> Answers:
    """Give answers to a random part of the questions, on the path or not, some of them skipped."""
    answers: Answers = {}
    for question in poll.questions:
        if rng.random() < 0.3:
            continue
        picked = rng.choice(("x", "y", "else", "_dk", ""))
        is_multiple = question.kind is QuestionKind.MULTIPLE
        answers[question.code] = ([picked] if picked else []) if is_multiple else picked
        if rng.random() < 0.3:
            answers[f"{question.code}.else"] = "iets"
    return answers


def _random_question(rng: Random, code: str, codes: list[str]) -> Question:
    kind = rng.choice((QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.LONG_TEXT))
    requirement = rng.choice(list(Requirement))
    options = () if kind is QuestionKind.LONG_TEXT else ("x", "y", "else")
    return ask(code, kind, *options, show_if=_random_condition(rng, codes), requirement=requirement)


def _random_condition(rng: Random, codes: list[str]) -> str:
    if rng.random() < 0.4:
        return ""
    rule = random_rule(rng, depth=1)
    for name in "bc" if codes else "":
        rule = rule.replace(f"{name} ", f"{rng.choice(codes)} ").replace(f"({name})", f"({rng.choice(codes)})")
    return rule


def _group(rng: Random, depth: int) -> str:
    inner = random_rule(rng, depth - 1)
    return f"({inner})" if rng.random() < 0.7 or " or " in inner else inner


def _literal(rng: Random) -> str:
    return rng.choice(("x", "y", "_dk", "é", '"x y"', "“x”", "'7'", "zz", _number(rng)))


def _number(rng: Random) -> str:
    return rng.choice(("7", "7.00", "-1", "12.5", "0", "012.50"))
