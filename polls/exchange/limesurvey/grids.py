"""Arrays of LimeSurvey and questions of several fields: matrices here, or questions of their own."""

from collections.abc import Mapping

from polls.codebook.schema import Choice, Question, QuestionKind, Text
from polls.exchange.limesurvey.choosing import CHANGE, UNCERTAIN, YES_NO, fixed, points
from polls.exchange.limesurvey.context import Context, whole
from polls.exchange.limesurvey.relevance import Holds, Reference
from polls.exchange.limesurvey.survey import ByLanguage, Item

MOST_CELLS = 200


def array(item: Item, context: Context) -> list[Question]:
    choices, codes = context.choices(item.answers_of("0"))
    return [_matrix(item, context, choices, codes)]


def five_point_array(item: Item, context: Context) -> list[Question]:
    return [_matrix(item, context, *fixed(context, points(5)))]


def ten_point_array(item: Item, context: Context) -> list[Question]:
    return [_matrix(item, context, *fixed(context, points(10)))]


def yes_no_array(item: Item, context: Context) -> list[Question]:
    return [_matrix(item, context, *fixed(context, {"Y": YES_NO["Y"], "U": UNCERTAIN, "N": YES_NO["N"]}))]


def change_array(item: Item, context: Context) -> list[Question]:
    return [_matrix(item, context, *fixed(context, CHANGE))]


def dual_array(item: Item, context: Context) -> list[Question]:
    """An array with two scales: two matrices with the same rows."""
    questions = []
    for scale, header in (("0", "dualscale_headerA"), ("1", "dualscale_headerB")):
        choices, codes = context.choices(item.answers_of(scale))
        rows, row_codes = context.rows(item.parts)
        question = context.question(
            item,
            QuestionKind.MATRIX_SINGLE,
            code=context.code(f"{item.code}_{int(scale) + 1}"),
            text=beside(context, item, item.take_text(header)),
            rows=rows,
            choices=choices,
        )
        for theirs, ours in row_codes.items():
            context.refer_to_codes(item, f"{theirs}_{scale}", f"{question.code}.{ours}", codes)
        questions.append(question)
    context.note("split", item, count=2)
    return questions


def array_of_cells(item: Item, context: Context) -> list[Question]:
    """Rows and columns of numbers, or of ticks. Numbers become a matrix per column."""
    if item.is_on("multiflexible_checkbox"):
        return [_ticked(item, context)]
    columns = item.parts_of("1")
    least, most = whole(item.take("multiflexible_min")), whole(item.take("multiflexible_max"))
    if len(columns) > 1:
        context.note("split", item, count=len(columns))
    return [_numbers(item, context, column, least, most) for column in columns]


def array_of_texts(item: Item, context: Context) -> list[Question]:
    """Rows and columns of texts: a question per cell."""
    rows, columns = item.parts_of("0"), item.parts_of("1")
    cells = [(row, column) for row in rows for column in columns]
    if len(cells) > MOST_CELLS:
        context.note("too_many_cells", item, count=len(cells))
        return []
    kind = QuestionKind.NUMBER if item.is_on("numbers_only") else QuestionKind.SHORT_TEXT
    context.note("split", item, count=len(cells))
    return [_cell(item, context, kind, f"{row.code}_{column.code}", row, column) for row, column in cells]


def short_texts(item: Item, context: Context) -> list[Question]:
    kind = QuestionKind.NUMBER if item.is_on("numbers_only") else QuestionKind.SHORT_TEXT
    if len(item.parts) > 1:
        context.note("split", item, count=len(item.parts))
    return [_cell(item, context, kind, part.code, part) for part in item.parts]


def numbers(item: Item, context: Context) -> list[Question]:
    """Several numbers: sliders, parts of a whole where a sum is demanded, else a matrix of numbers."""
    least = whole(item.take("min_num_value_n"))
    most = whole(item.take("max_num_value_n"))
    decimals = 0 if item.is_on("num_value_int_only") else 2
    if item.is_on("slider_layout"):
        return _sliders(item, context)
    total = whole(item.take("equals_num_value"))
    if total is not None and total > 0:
        return [_allocation(item, context, total, decimals)]
    rows, codes = context.rows(item.parts)
    fields = {"minimum": least, "maximum": most, "decimals": decimals, "unit": unit(item, context)}
    question = context.question(item, QuestionKind.MATRIX_NUMBER, rows=rows, **fields)
    for theirs, ours in codes.items():
        context.refer(item, theirs, Reference(Holds.AMOUNT, f"{question.code}.{ours}"))
    return [question]


def unit(item: Item, context: Context) -> Text:
    """What stands before or behind the number; a second one is listed."""
    suffix, prefix = context.label(item.take_text("suffix")), context.label(item.take_text("prefix"))
    if suffix and prefix:
        context.note("prefix_lost", item, prefix=prefix)
    return suffix or prefix


def beside(context: Context, item: Item, part: ByLanguage) -> Text:
    """The question's text with that of a part behind it."""
    text, label = context.text(item.text), context.label(part)
    languages = dict.fromkeys([*text, *label])
    return {
        language: " – ".join(filter(None, (text.get(language, ""), label.get(language, "")))) for language in languages
    }


def _matrix(item: Item, context: Context, choices: tuple[Choice, ...], codes: Mapping[str, str]) -> Question:
    rows, row_codes = context.rows(item.parts_of("0") or item.parts)
    question = context.question(item, QuestionKind.MATRIX_SINGLE, rows=rows, choices=choices)
    for theirs, ours in row_codes.items():
        context.refer_to_codes(item, theirs, f"{question.code}.{ours}", codes)
    return question


def _ticked(item: Item, context: Context) -> Question:
    rows, row_codes = context.rows(item.parts_of("0"))
    choices, codes = context.choices(item.parts_of("1"))
    question = context.question(item, QuestionKind.MATRIX_MULTIPLE, rows=rows, choices=choices)
    for row, our_row in row_codes.items():
        for column, ours in codes.items():
            reference = Reference(Holds.TICK, f"{question.code}.{our_row}", tick=ours)
            context.refer(item, f"{row}_{column}", reference)
    return question


def _numbers(item: Item, context: Context, column: Item, least: int | None, most: int | None) -> Question:
    rows, codes = context.rows(item.parts_of("0"))
    question = context.question(
        item,
        QuestionKind.MATRIX_NUMBER,
        code=context.code(f"{item.code}_{column.code}"),
        text=beside(context, item, column.text),
        rows=rows,
        minimum=least,
        maximum=most,
    )
    for theirs, ours in codes.items():
        context.refer(item, f"{theirs}_{column.code}", Reference(Holds.AMOUNT, f"{question.code}.{ours}"))
    return question


def _cell(item: Item, context: Context, kind: QuestionKind, suffix: str, *parts: Item) -> Question:
    """One field of several, as a question of its own."""
    text = context.text(item.text)
    for part in parts:
        label = context.label(part.text)
        text = {
            language: " – ".join(filter(None, (text.get(language, ""), label.get(language, ""))))
            for language in dict.fromkeys([*text, *label])
        }
    question = context.question(item, kind, code=context.code(f"{item.code}_{suffix}"), text=text)
    holds = Holds.AMOUNT if kind is QuestionKind.NUMBER else Holds.TEXT
    context.refer(item, suffix, Reference(holds, question.code))
    return question


def _sliders(item: Item, context: Context) -> list[Question]:
    least, most = whole(item.take("slider_min")), whole(item.take("slider_max"))
    step = whole(item.take("slider_accuracy")) or 1
    if len(item.parts) > 1:
        context.note("split", item, count=len(item.parts))
    sliders = []
    for part in item.parts:
        question = context.question(
            item,
            QuestionKind.SLIDER,
            code=context.code(f"{item.code}_{part.code}"),
            text=beside(context, item, part.text),
            minimum=least,
            maximum=most,
            step=step,
        )
        context.refer(item, part.code, Reference(Holds.AMOUNT, question.code))
        sliders.append(question)
    return sliders


def _allocation(item: Item, context: Context, total: int, decimals: int) -> Question:
    choices, codes = context.choices(item.parts)
    question = context.question(
        item,
        QuestionKind.ALLOCATION,
        choices=choices,
        total=total,
        decimals=decimals,
        unit=unit(item, context),
    )
    for theirs, ours in codes.items():
        context.refer(item, theirs, Reference(Holds.AMOUNT, f"{question.code}.{ours}"))
    return question
