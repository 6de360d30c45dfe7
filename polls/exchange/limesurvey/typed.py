"""Questions of LimeSurvey that are typed or shown: texts, numbers, dates, files, information, equations."""

import re

from polls.codebook.schema import Question, QuestionKind, TextFormat
from polls.exchange.file_types import types_named
from polls.exchange.formulas import Untranslatable
from polls.exchange.limesurvey.context import Context, whole
from polls.exchange.limesurvey.grids import unit
from polls.exchange.limesurvey.relevance import Holds, Reference, to_formula
from polls.exchange.limesurvey.survey import Item
from polls.exchange.plain import plain_text

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
FORMULA = re.compile(r"\{[^{}]+\}\Z")
DECIMALS = 2
"""LimeSurvey's numbers take ten decimals unless they are whole; two serve what people are asked."""


def short_text(item: Item, context: Context) -> list[Question]:
    if item.is_on("numbers_only"):
        return number(item, context)
    question = context.question(item, QuestionKind.SHORT_TEXT, format=_format(item, context))
    context.refer(item, "", Reference(Holds.TEXT, question.code))
    return [question]


def long_text(item: Item, context: Context) -> list[Question]:
    question = context.question(item, QuestionKind.LONG_TEXT)
    context.refer(item, "", Reference(Holds.TEXT, question.code))
    return [question]


def number(item: Item, context: Context) -> list[Question]:
    bounds: dict[str, int | None] = {}
    for name, field in (("min_num_value_n", "minimum"), ("max_num_value_n", "maximum")):
        stated = item.take(name)
        bounds[field] = whole(stated)
        if stated and bounds[field] is None:
            context.note("setting_lost", item, name=name, value=stated[:60])
    decimals = 0 if item.is_on("num_value_int_only") else DECIMALS
    fields = {"decimals": decimals, "unit": unit(item, context), **bounds}
    question = context.question(item, QuestionKind.NUMBER, **fields)
    context.refer(item, "", Reference(Holds.AMOUNT, question.code))
    return [question]


def date(item: Item, context: Context) -> list[Question]:
    """A date; of month and year only where the format has no day. Times of day have no equivalent."""
    form = item.take("date_format").lower()
    has_time = "h" in form
    if has_time:
        context.note("time_lost", item, form=form)
    is_month = bool(form) and "d" not in form and not has_time
    bounds = {}
    for name, field in (("date_min", "earliest"), ("date_max", "latest")):
        stated = item.take(name)
        if DAY.match(stated):
            bounds[field] = stated[:7] if is_month else stated
        elif stated:
            context.note("setting_lost", item, name=name, value=stated[:60])
    question = context.question(item, QuestionKind.MONTH if is_month else QuestionKind.DATE, **bounds)
    context.refer(item, "", Reference(Holds.TEXT, question.code))
    return [question]


def file(item: Item, context: Context) -> list[Question]:
    known, unknown = types_named(item.take("allowed_filetypes").split(","))
    if unknown:
        context.note("file_types_lost", item, types=", ".join(unknown)[:100])
    kilobytes, most = whole(item.take("max_filesize")), whole(item.take("max_num_of_files"))
    if most is not None and most > 1:
        context.note("one_file_only", item, count=most)
    megabytes = None if kilobytes is None else max(1, min(25, -(-kilobytes // 1024)))
    return [context.question(item, QuestionKind.FILE, file_types=known, max_megabytes=megabytes)]


def information(item: Item, context: Context) -> list[Question]:
    return [context.question(item, QuestionKind.INFORMATION)]


def hidden(item: Item, context: Context) -> list[Question]:
    """A question that nobody sees: filled by the link in LimeSurvey, and here by a parameter of the link."""
    code = context.code(item.code)
    question = context.question(item, QuestionKind.HIDDEN, code=code, source=code, help={})
    context.refer(item, "", Reference(Holds.TEXT, question.code))
    context.note("hidden", item, code=code)
    return [question]


def language_switch(item: Item, context: Context) -> list[Question]:
    context.note("language_switch", item)
    return []


def equation(item: Item, context: Context) -> list[Question]:
    """A calculated variable, of one formula. It may name only what comes before it."""
    stated = item.take("equation") or next(iter(item.text.values()), "")
    bare = plain_text(stated)
    try:
        formula = to_formula(bare, context.references) if FORMULA.match(bare) else ""
    except Untranslatable:
        formula = ""
    if not formula:
        context.note("equation_lost", item, equation=" ".join(stated.split())[:300])
        return []
    named = dict.fromkeys(context.languages.values(), item.code)
    question = context.question(item, QuestionKind.CALCULATED, text=named, expression=formula, help={})
    context.refer(item, "", Reference(Holds.AMOUNT, question.code))
    return [question]


def _format(item: Item, context: Context) -> TextFormat:
    """The format that the pattern asks for, as far as it can be recognised."""
    if not item.pattern:
        return TextFormat.FREE
    if "@" in item.pattern:
        return TextFormat.EMAIL
    context.note("pattern_lost", item, pattern=item.pattern[:80])
    return TextFormat.FREE
