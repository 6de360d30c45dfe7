"""Problems of one question that follow from its kind: choices, rows, bounds, sources."""

from collections.abc import Callable, Iterator, Mapping

from polls.codebook.problem import Place, Problem, problem
from polls.codebook.schema import Channel, Question, QuestionKind, Questionnaire, TakenFrom

MOST_POINTS = 21
MOST_STARS = 10
FEWEST_STARS = 3
MOST_STEPS = 1000

Problems = Iterator[Problem]


def find_kind_problems(questionnaire: Questionnaire, place: Place, question: Question) -> Problems:
    yield from KIND_CHECKS[question.kind](place, question)
    if question.kind is QuestionKind.FILE and questionnaire.is_anonymous:
        yield problem("file_in_anonymous_poll", place.at("kind"))
    if question.kind is QuestionKind.HIDDEN:
        yield from _hidden_privacy(questionnaire, place, question)


def _choices(place: Place, question: Question) -> Problems:
    if not question.choices:
        yield problem("no_choices", place.at("choices"))
    elif len(question.choices) == 1:
        yield problem("one_choice", place.at("choices"))


def _single(place: Place, question: Question) -> Problems:
    yield from _choices(place, question)
    yield from _exclusive(place, question)


def _multiple(place: Place, question: Question) -> Problems:
    yield from _choices(place, question)
    yield from _choice_bounds(place, question)


def _exclusive(place: Place, question: Question) -> Problems:
    for number, choice in enumerate(question.choices):
        if choice.is_exclusive:
            at = Place(place.page, place.question, choice.code, position=(*place.position, number))
            yield problem("exclusive_in_single", at.at("is_exclusive"))


def _choice_bounds(place: Place, question: Question) -> Problems:
    fewest, most, count = question.min_choices, question.max_choices, len(question.choices)
    if fewest is not None and most is not None and fewest > most:
        yield problem("bounds_reversed", place.at("min_choices"), minimum=fewest, maximum=most)
    for field, bound in (("min_choices", fewest), ("max_choices", most)):
        if bound is not None and not 1 <= bound <= count and count:
            yield problem("choice_bound_out_of_reach", place.at(field), bound=bound, count=count)


def _scale(place: Place, question: Question) -> Problems:
    if len(question.choices) < 2:
        yield problem("few_points", place.at("choices"), count=len(question.choices))
    yield from _exclusive(place, question)


def _rating(place: Place, question: Question) -> Problems:
    low, high = question.lowest, question.highest
    if low >= high:
        yield problem("bounds_reversed", place.at("minimum"), minimum=low, maximum=high)
    elif high - low + 1 > MOST_POINTS:
        yield problem("many_points", place.at("maximum"), count=high - low + 1, most=MOST_POINTS)
    if low < 0:
        yield problem("negative_rating", place.at("minimum"), minimum=low)


def _stars(place: Place, question: Question) -> Problems:
    if not FEWEST_STARS <= question.highest <= MOST_STARS:
        yield problem("number_of_stars", place.at("maximum"), fewest=FEWEST_STARS, most=MOST_STARS)


def _rows(place: Place, question: Question) -> Problems:
    if not question.rows:
        yield problem("no_rows", place.at("rows"))


def _matrix(place: Place, question: Question) -> Problems:
    yield from _rows(place, question)
    yield from _multiple(place, question)


def _matrix_number(place: Place, question: Question) -> Problems:
    yield from _rows(place, question)
    yield from _number(place, question)


def _number(place: Place, question: Question) -> Problems:
    low, high = question.minimum, question.maximum
    if low is not None and high is not None and low >= high:
        yield problem("bounds_reversed", place.at("minimum"), minimum=low, maximum=high)


def _slider(place: Place, question: Question) -> Problems:
    low, high = question.lowest, question.highest
    if low >= high:
        yield problem("bounds_reversed", place.at("minimum"), minimum=low, maximum=high)
    elif (high - low) % question.step or (high - low) // question.step > MOST_STEPS:
        yield problem("step_does_not_fit", place.at("step"), step=question.step, minimum=low, maximum=high)


def _allocation(place: Place, question: Question) -> Problems:
    yield from _choices(place, question)
    if question.whole < 1:
        yield problem("nothing_to_divide", place.at("total"))


def _period(place: Place, question: Question) -> Problems:
    if question.earliest and question.latest and question.earliest > question.latest:
        yield problem("period_reversed", place.at("earliest"), earliest=question.earliest, latest=question.latest)


def _images(place: Place, question: Question) -> Problems:
    yield from _choices(place, question)
    for number, choice in enumerate(question.choices):
        if not choice.image:
            at = Place(place.page, place.question, choice.code, position=(*place.position, number))
            yield problem("no_image", at.at("image"))


def _hidden(place: Place, question: Question) -> Problems:
    if len(question.choices) == 1:
        yield problem("one_choice", place.at("choices"))


def _hidden_privacy(questionnaire: Questionnaire, place: Place, question: Question) -> Problems:
    """A value that only one link or one contact has tells who answered."""
    if question.taken_from is TakenFrom.CONTACT:
        if questionnaire.channel is Channel.OPEN:
            yield problem("contact_in_open_poll", place.at("source"), source=question.source_name)
        elif questionnaire.is_anonymous:
            yield problem("hidden_contact_in_anonymous_poll", place.at("taken_from"))
    elif questionnaire.is_anonymous and not question.choices:
        yield problem("hidden_text_in_anonymous_poll", place.at("choices"))


def _calculated(place: Place, question: Question) -> Problems:
    if not question.expression:
        yield problem("no_expression", place.at("expression"))


def _nothing(_place: Place, _question: Question) -> Problems:
    return iter(())


KIND_CHECKS: Mapping[QuestionKind, Callable[[Place, Question], Problems]] = {
    QuestionKind.SINGLE: _single,
    QuestionKind.MULTIPLE: _multiple,
    QuestionKind.DROPDOWN: _single,
    QuestionKind.SCALE: _scale,
    QuestionKind.RATING: _rating,
    QuestionKind.NPS: _nothing,
    QuestionKind.STARS: _stars,
    QuestionKind.MATRIX_SINGLE: _matrix,
    QuestionKind.MATRIX_MULTIPLE: _matrix,
    QuestionKind.MATRIX_NUMBER: _matrix_number,
    QuestionKind.RANKING: _multiple,
    QuestionKind.ALLOCATION: _allocation,
    QuestionKind.SLIDER: _slider,
    QuestionKind.NUMBER: _number,
    QuestionKind.DATE: _period,
    QuestionKind.MONTH: _period,
    QuestionKind.SHORT_TEXT: _nothing,
    QuestionKind.LONG_TEXT: _nothing,
    QuestionKind.IMAGE_CHOICE: _images,
    QuestionKind.FILE: _nothing,
    QuestionKind.INFORMATION: _nothing,
    QuestionKind.HIDDEN: _hidden,
    QuestionKind.CALCULATED: _calculated,
    QuestionKind.CONSENT: _nothing,
}
