"""What stands in the places of a text (``pipes``): answers in words, labels and not codes."""

from collections.abc import Callable, Mapping

from polls.codebook.answers import Value, is_dont_know, other_key
from polls.codebook.pipes import Pipe, replaced, without_answers
from polls.codebook.rule_values import as_number
from polls.codebook.schema import Choice, Question, QuestionKind, Questionnaire, Source, Text, in_language, variant_key

_AND: Text = {"nl": " en ", "en": " and "}

Values = Mapping[str, Value]


def filled(text: str, questionnaire: Questionnaire, values: Values, language: str) -> str:
    """Give the text with the answers in it. ``values`` must hold only what may be believed (``path.believed``)."""
    return replaced(text, lambda pipe: words_for(pipe, questionnaire, values, language))


def asked_text(question: Question, questionnaire: Questionnaire, values: Values, language: str) -> str:
    """Give the question as this respondent reads it: the wording they got, with the answers in it."""
    return filled(in_language(wording_of(question, values), language), questionnaire, values, language)


def wording_of(question: Question, values: Values) -> Text:
    """Give the wording of the question that was drawn for the respondent."""
    drawn = values.get(variant_key(question)) if question.variants else None
    return next((variant.text for variant in question.variants if variant.code == drawn), question.text)


def words_for(
    pipe: Pipe, questionnaire: Questionnaire, values: Values, language: str, *, is_nested: bool = False
) -> str:
    """Say in words what the name in the place stands for, or give its fallback.

    A label may have places itself; what stands in those (``is_nested``) may not, so that there is an end. What a
    respondent typed never has places.
    """
    question = questionnaire.question_by_code.get(pipe.name) or questionnaire.variable_by_code.get(pipe.name)
    if question is None:
        words = _segment_label(pipe.name, questionnaire, values.get(pipe.name), language)
        return words or pipe.fallback

    def label(choice: Choice) -> str:
        if is_nested:
            return in_language(without_answers(choice.label), language)
        text = in_language(choice.label, language)
        return replaced(text, lambda inner: words_for(inner, questionnaire, values, language, is_nested=True))

    return _answer(question, values, language, label) or pipe.fallback


def _segment_label(name: str, questionnaire: Questionnaire, value: Value | None, language: str) -> str:
    """The label of the segment that the attribute's value falls in, when the segment is of this value alone."""
    if not isinstance(value, str) or not value:
        return ""
    for variable in questionnaire.segment_variables:
        if variable.source_kind is Source.CONTACT and variable.source == name:
            for segment in variable.segments:
                if segment.values == (value,):
                    return in_language(segment.label, language) or value
    return value


def _answer(question: Question, values: Values, language: str, label: Callable[[Choice], str]) -> str:
    value = values.get(question.code)
    if not value or is_dont_know(question, value):
        return ""
    words = []
    for code in value if isinstance(value, list) else [value]:
        choice = question.choice_by_code.get(code)
        typed = values.get(other_key(question.code, code)) if choice and choice.is_other else ""
        words.append(str(typed) if typed else label(choice) if choice else _typed(question, code, language))
    if len(words) < 2:
        return "".join(words)
    return in_language(_AND, language).join([", ".join(words[:-1]), words[-1]])


def _typed(question: Question, text: str, language: str) -> str:
    """Write a number as the language does."""
    is_number = question.kind in (QuestionKind.NUMBER, QuestionKind.SLIDER, QuestionKind.CALCULATED)
    return text.replace(".", ",") if language == "nl" and is_number and as_number(text) is not None else text
