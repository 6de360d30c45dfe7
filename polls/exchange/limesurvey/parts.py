"""What LimeSurvey says of the parts of a question: when each is shown, and whether their order is drawn by lot."""

from collections.abc import Mapping
from dataclasses import replace

from polls.codebook.schema import MATRIX_KINDS, Question, QuestionKind
from polls.exchange.formulas import Untranslatable
from polls.exchange.limesurvey.context import Context
from polls.exchange.limesurvey.relevance import Holds, to_condition
from polls.exchange.limesurvey.survey import ALWAYS, Answer, Item

LISTED = frozenset(
    {
        QuestionKind.SINGLE,
        QuestionKind.MULTIPLE,
        QuestionKind.DROPDOWN,
        QuestionKind.RANKING,
        QuestionKind.ALLOCATION,
    }
)
"""Kinds whose parts are choices here."""


def with_parts(item: Item, questions: list[Question], context: Context) -> list[Question]:
    """Give rows, choices or split questions the conditions of the parts that they come from, and their random order."""
    subjects = _subjects(item)
    conditions = {part.code: _condition_of(item, part, context) for part in subjects}
    conditions = _filtered(item, conditions, context)
    is_random = _is_random(item)
    if not any(conditions.values()) and not is_random:
        return questions
    in_order = list(conditions.values())
    if len(questions) == len(subjects) and questions[0].kind not in MATRIX_KINDS | LISTED:
        return [_under(question, condition) for question, condition in zip(questions, in_order, strict=True)]
    if not any(question.kind in MATRIX_KINDS | LISTED for question in questions):
        _note_lost(item, conditions, context, is_random=is_random)
    return [_within(question, in_order, is_random) for question in questions]


def _note_lost(item: Item, conditions: Mapping[str, str], context: Context, *, is_random: bool) -> None:
    """List what was said of parts that are no parts here."""
    for code, condition in conditions.items():
        if condition:
            context.note("part_condition_lost", item, part=code, equation=condition[:300])
    if is_random:
        context.note("setting_lost", item, name="random_order", value="1")


def _subjects(item: Item) -> list[Item | Answer]:
    """The parts that can be shown or not: subquestions, or the answers of an old ranking."""
    if item.kind == "R" and item.answers:
        return list(item.answers)
    return list(item.parts_of("0") or item.parts)


def _condition_of(item: Item, part: Item | Answer, context: Context) -> str:
    relevance = part.relevance if isinstance(part, Item) else ""
    if relevance in (*ALWAYS, part.code):
        return ""
    equation = relevance.replace("self.sq_", f"{item.code}_").replace("this.sq_", f"{item.code}_")
    try:
        return to_condition(equation, context.references)
    except Untranslatable:
        context.note("part_condition_lost", item, part=part.code, equation=relevance[:300])
        return ""


def _filtered(item: Item, conditions: Mapping[str, str], context: Context) -> dict[str, str]:
    """Add the array filters: a part is shown where the part of the same code was ticked, or was not."""
    filtered = dict(conditions)
    for name, form in (("array_filter", "{ticked}"), ("array_filter_exclude", "not ({ticked})")):
        for source in filter(None, (part.strip() for part in item.take(name).split(";"))):
            ticks = {code: context.references.get(f"{source}_{code}") for code in filtered}
            if not any(tick is not None and tick.holds is Holds.TICK for tick in ticks.values()):
                context.note("setting_lost", item, name=name, value=source[:60])
                continue
            for code, tick in ticks.items():
                if tick is not None and tick.holds is Holds.TICK:
                    quoted = tick.tick if tick.tick[0].isalpha() else f'"{tick.tick}"'
                    ticked = form.format(ticked=f"{tick.variable} includes {quoted}")
                    filtered[code] = f"({filtered[code]}) and {ticked}" if filtered[code] else ticked
    return filtered


def _is_random(item: Item) -> bool:
    orders = [item.attributes.get(name) for name in ("random_order", "answer_order", "subquestion_order")]
    stated = {value.strip() for values in orders if values for value in values.values()}
    if not stated & {"1", "random"}:
        return False
    for name in ("random_order", "answer_order", "subquestion_order"):
        item.take(name)
    return True


def _within(question: Question, conditions: list[str], is_random: bool) -> Question:
    if question.kind in MATRIX_KINDS:
        rows = tuple(replace(row, show_if=said) for row, said in zip(question.rows, conditions, strict=False))
        return replace(question, rows=rows or question.rows, has_random_rows=is_random)
    if question.kind not in LISTED:
        return question
    said = [*conditions, *[""] * len(question.choices)]
    choices = tuple(replace(choice, show_if=own) for choice, own in zip(question.choices, said, strict=False))
    return replace(question, choices=choices, has_random_choices=is_random)


def _under(question: Question, condition: str) -> Question:
    if not condition:
        return question
    return replace(question, show_if=f"({question.show_if}) and {condition}" if question.show_if else condition)
