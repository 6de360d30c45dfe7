"""From the rows that the editor works on to the questionnaire that everybody else reads."""

from collections.abc import Mapping

from polls.codebook import schema
from polls.questionnaire.models import Choice, Page, Poll, Question, Segment, SegmentVariable

DONT_KNOW = {"nl": "Weet ik niet / geen mening", "en": "Don't know / no opinion"}
"""Label of the don't-know option where the editor wrote none."""

BOUNDED = frozenset({schema.QuestionKind.NUMBER, schema.QuestionKind.RATING})

Languages = tuple[str, ...]


def to_questionnaire(poll: Poll) -> schema.Questionnaire:
    """Read the poll's design as it stands now, in five queries whatever its size.

    Only the poll's languages are kept, and of a question only what its kind uses.
    """
    languages = poll_languages(poll)
    pages = poll.pages.prefetch_related("questions__choices")
    variables = poll.segment_variables.prefetch_related("segments")
    return schema.Questionnaire(
        slug=poll.slug,
        title=_text(poll.title, languages),
        pages=tuple(_page(page, languages) for page in pages),
        languages=languages,
        intro=_text(poll.intro, languages),
        thanks=_text(poll.thanks, languages),
        privacy=_text(poll.privacy, languages),
        is_anonymous=poll.is_anonymous,
        channel=schema.Channel(poll.channel),
        segment_variables=tuple(_segment_variable(variable, languages) for variable in variables),
        minimum_base=poll.minimum_base,
        equivalence_margin=poll.equivalence_margin,
    )


def poll_languages(poll: Poll) -> Languages:
    """The poll's languages in the product's own order."""
    return tuple(language for language in schema.LANGUAGES if language in poll.languages)


def split_values(values: str) -> tuple[str, ...]:
    """Read the comma-separated codes of a segment."""
    return tuple(value for value in (part.strip() for part in values.split(",")) if value)


def _page(page: Page, languages: Languages) -> schema.Page:
    return schema.Page(
        code=page.code,
        questions=tuple(_question(question, languages) for question in page.questions.all()),
        title=_text(page.title, languages),
        intro=_text(page.intro, languages),
        show_if=page.show_if.strip(),
    )


def _question(question: Question, languages: Languages) -> schema.Question:
    kind = schema.QuestionKind(question.kind)
    has_choices, is_bounded = kind in schema.CHOICE_KINDS, kind in BOUNDED
    is_number, is_rating = kind is schema.QuestionKind.NUMBER, kind is schema.QuestionKind.RATING
    choices = question.choices.all() if has_choices else ()
    return schema.Question(
        code=question.code,
        kind=kind,
        text=_text(question.text, languages),
        help=_text(question.help, languages),
        choices=tuple(_choice(choice, kind, languages) for choice in choices),
        requirement=schema.Requirement(question.requirement),
        show_if=question.show_if.strip(),
        dont_know=_dont_know(question, kind, languages),
        minimum=question.minimum if is_bounded else None,
        maximum=question.maximum if is_bounded else None,
        decimals=question.decimals if is_number else 0,
        unit=_text(question.unit, languages) if is_number else {},
        low_label=_text(question.low_label, languages) if is_rating else {},
        high_label=_text(question.high_label, languages) if is_rating else {},
    )


def _dont_know(question: Question, kind: schema.QuestionKind, languages: Languages) -> schema.Text | None:
    if not question.offers_dont_know or kind in schema.TEXT_KINDS:
        return None
    return _text(question.dont_know_label, languages) or _text(DONT_KNOW, languages)


def _choice(choice: Choice, kind: schema.QuestionKind, languages: Languages) -> schema.Choice:
    return schema.Choice(
        code=choice.code,
        label=_text(choice.label, languages),
        is_exclusive=choice.is_exclusive and kind is schema.QuestionKind.MULTIPLE,
        is_other=choice.is_other and kind is not schema.QuestionKind.SCALE,
    )


def _segment_variable(variable: SegmentVariable, languages: Languages) -> schema.SegmentVariable:
    return schema.SegmentVariable(
        code=variable.code,
        label=_text(variable.label, languages),
        source_kind=schema.Source(variable.source_kind),
        source=variable.source,
        segments=tuple(_segment(segment, languages) for segment in variable.segments.all()),
    )


def _segment(segment: Segment, languages: Languages) -> schema.Segment:
    return schema.Segment(
        code=segment.code,
        label=_text(segment.label, languages),
        values=split_values(segment.values),
        population=segment.population,
    )


def _text(text: Mapping[str, str], languages: Languages) -> schema.Text:
    found = {language: str(text.get(language, "")).strip() for language in languages}
    return {language: value for language, value in found.items() if value}
