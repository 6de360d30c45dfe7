"""Questions of LimeSurvey that are answered by choosing: lists, ticks, rankings and the fixed lists."""

from dataclasses import replace

from polls.codebook.schema import Choice, Question, QuestionKind, Requirement, Text
from polls.exchange.limesurvey.context import Context, whole
from polls.exchange.limesurvey.relevance import Holds, Reference
from polls.exchange.limesurvey.survey import Item

YES_NO: dict[str, Text] = {"Y": {"nl": "Ja", "en": "Yes"}, "N": {"nl": "Nee", "en": "No"}}
UNCERTAIN: Text = {"nl": "Onzeker", "en": "Uncertain"}
GENDER: dict[str, Text] = {"F": {"nl": "Vrouw", "en": "Female"}, "M": {"nl": "Man", "en": "Male"}}
CHANGE: dict[str, Text] = {
    "I": {"nl": "Toename", "en": "Increase"},
    "S": {"nl": "Gelijk", "en": "Same"},
    "D": {"nl": "Afname", "en": "Decrease"},
}
COMMENT: Text = {"nl": "Toelichting", "en": "Comment"}
COMMENTS_MOST = 40


def points(last: int) -> dict[str, Text]:
    return {str(number): {"nl": str(number), "en": str(number)} for number in range(1, last + 1)}


def fixed(context: Context, labels: dict[str, Text]) -> tuple[tuple[Choice, ...], dict[str, str]]:
    """The choices of a list that LimeSurvey itself knows the words of."""
    ours = list(dict.fromkeys(context.languages.values()))
    choices = tuple(
        Choice(code.lower(), {language: label[language] for language in ours}) for code, label in labels.items()
    )
    return choices, {code: code.lower() for code in labels}


def one_of_list(item: Item, context: Context) -> list[Question]:
    return [_one(item, context, QuestionKind.SINGLE)]


def dropdown(item: Item, context: Context) -> list[Question]:
    return [_one(item, context, QuestionKind.DROPDOWN)]


def list_with_comment(item: Item, context: Context) -> list[Question]:
    """A list with a box for a comment: two questions here."""
    question = _one(item, context, QuestionKind.SINGLE)
    comment = context.question(
        item,
        QuestionKind.LONG_TEXT,
        code=context.code(f"{question.code}_comment"),
        text={language: f"{text} – {COMMENT[language]}" for language, text in question.text.items()},
        requirement=Requirement.NO,
        help={},
    )
    context.refer(item, "comment", Reference(Holds.TEXT, comment.code))
    context.note("comment_apart", item, code=comment.code)
    return [question, comment]


def yes_no(item: Item, context: Context) -> list[Question]:
    return [_fixed_list(item, context, YES_NO)]


def gender(item: Item, context: Context) -> list[Question]:
    return [_fixed_list(item, context, GENDER)]


def five_points(item: Item, context: Context) -> list[Question]:
    question = context.question(item, QuestionKind.RATING, minimum=1, maximum=5)
    context.refer_to_codes(item, "", question.code, {str(point): str(point) for point in range(1, 6)})
    return [question]


def several(item: Item, context: Context) -> list[Question]:
    choices, codes = context.choices(item.parts)
    exclusive = {codes.get(code.strip()) for code in item.take("exclude_all_others").replace(",", ";").split(";")}
    choices = tuple(replace(choice, is_exclusive=choice.code in exclusive) for choice in choices)
    least, most = _bounds(item, context)
    question = context.question(
        item,
        QuestionKind.MULTIPLE,
        choices=(*choices, *context.other(item, codes)),
        min_choices=least,
        max_choices=most,
    )
    codes.pop("-oth-", None)
    context.refer_to_ticks(item, question.code, codes)
    return [question]


def several_with_comments(item: Item, context: Context) -> list[Question]:
    """Ticks with a box beside each: the ticks, and a text for each that is asked of whoever ticks it."""
    (question,) = several(item, context)
    ticks = [choice for choice in question.choices if not choice.is_other]
    if len(ticks) > COMMENTS_MOST:
        context.note("comments_lost", item, count=len(ticks))
        return [question]
    context.note("comments_apart", item, count=len(ticks))
    return [question, *(_comment_on(item, context, question, choice) for choice in ticks)]


def ranking(item: Item, context: Context) -> list[Question]:
    """Older releases keep the things to rank as answers, newer ones as subquestions."""
    choices, _codes = context.choices(item.answers or item.parts)
    least, most = _bounds(item, context)
    fewer = whole(item.take("max_subquestions")) or most
    return [context.question(item, QuestionKind.RANKING, choices=choices, min_choices=least, max_choices=fewer)]


def _one(item: Item, context: Context, kind: QuestionKind) -> Question:
    choices, codes = context.choices(item.answers_of("0") or item.answers)
    question = context.question(item, kind, choices=(*choices, *context.other(item, codes)))
    context.refer_to_codes(item, "", question.code, codes)
    if item.has_other:
        context.refer(item, "other", Reference(Holds.TEXT, f"{question.code}.{codes['other']}"))
    return question


def _fixed_list(item: Item, context: Context, labels: dict[str, Text]) -> Question:
    choices, codes = fixed(context, labels)
    question = context.question(item, QuestionKind.SINGLE, choices=choices)
    context.refer_to_codes(item, "", question.code, codes)
    return question


def _bounds(item: Item, context: Context) -> tuple[int | None, int | None]:
    """The least and the most that may be chosen; an equation in their place is listed."""
    bounds: list[int | None] = []
    for name in ("min_answers", "max_answers"):
        stated = item.take(name)
        bound = whole(stated)
        if stated and bound is None:
            context.note("setting_lost", item, name=name, value=stated[:60])
        bounds.append(bound if bound else None)
    return bounds[0], bounds[1]


def _comment_on(item: Item, context: Context, question: Question, choice: Choice) -> Question:
    labels = {language: f"{COMMENT[language]}: {label}" for language, label in choice.label.items()}
    own = choice.code if choice.code[0].isalpha() else f'"{choice.code}"'
    return context.question(
        item,
        QuestionKind.SHORT_TEXT,
        code=context.code(f"{question.code}_{choice.code}_comment"),
        text=labels or dict(COMMENT),
        requirement=Requirement.NO,
        show_if=f"{question.code} includes {own}",
        help={},
    )
