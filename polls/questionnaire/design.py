"""From the rows that the editor works on to the questionnaire that everybody else reads."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from polls.codebook import schema
from polls.codebook.carrying import with_carried
from polls.codebook.kinds import CHOICE_FIELDS, KIND_FIELDS
from polls.questionnaire.models import (
    Choice,
    MatrixRow,
    Page,
    Poll,
    Question,
    QuestionCheck,
    QuestionVariant,
    Quota,
    ScreenOut,
    Segment,
    SegmentVariable,
)

DONT_KNOW = {"nl": "Weet ik niet / geen mening", "en": "Don't know / no opinion"}
"""Label of the don't-know option where the editor wrote none."""

Languages = tuple[str, ...]

_BELOW = ("questions__choices", "questions__rows", "questions__variants", "questions__checks")


def to_questionnaire(poll: Poll) -> schema.Questionnaire:
    """Read the poll's design as it stands now, in ten queries whatever its size.

    Only the poll's languages are kept, and of a question only what its kind uses.
    """
    languages = poll_languages(poll)
    pages = poll.pages.prefetch_related(*_BELOW)
    variables = poll.segment_variables.prefetch_related("segments")
    return schema.Questionnaire(
        slug=poll.slug,
        title=_text(poll.title, languages),
        pages=_pages(pages, languages),
        languages=languages,
        intro=_text(poll.intro, languages),
        thanks=_text(poll.thanks, languages),
        privacy=_text(poll.privacy, languages),
        is_anonymous=poll.is_anonymous,
        channel=schema.Channel(poll.channel),
        segment_variables=tuple(_segment_variable(variable, languages) for variable in variables),
        minimum_base=poll.minimum_base,
        equivalence_margin=poll.equivalence_margin,
        screen_outs=tuple(_screen_out(row, languages) for row in poll.screen_outs.all()),
        quotas=tuple(_quota(row, languages) for row in poll.quotas.all()),
    )


def poll_languages(poll: Poll) -> Languages:
    """The poll's languages in the product's own order."""
    return tuple(language for language in schema.LANGUAGES if language in poll.languages)


def split_values(values: str) -> tuple[str, ...]:
    """Read the comma-separated codes of a segment."""
    return tuple(value for value in (part.strip() for part in values.split(",")) if value)


def _pages(pages: Iterable[Page], languages: Languages) -> tuple[schema.Page, ...]:
    earlier: dict[str, schema.Question] = {}
    return tuple(_page(page, languages, earlier) for page in pages)


def _page(page: Page, languages: Languages, earlier: dict[str, schema.Question]) -> schema.Page:
    questions = tuple(_question(question, languages) for question in page.questions.all())
    return schema.Page(
        code=page.code,
        questions=with_carried(questions, earlier),
        title=_text(page.title, languages),
        intro=_text(page.intro, languages),
        show_if=page.show_if.strip(),
        has_random_questions=page.has_random_questions,
        is_shuffled=page.is_shuffled,
    )


def _question(question: Question, languages: Languages) -> schema.Question:
    kind = schema.QuestionKind(question.kind)
    everything = {**_answering(question, kind, languages), **_details(question, languages)}
    return schema.Question(
        code=question.code,
        kind=kind,
        text=_text(question.text, languages),
        help=_text(question.help, languages),
        show_if=question.show_if.strip(),
        is_pinned=question.is_pinned,
        variants=tuple(_variant(variant, languages) for variant in question.variants.all()),
        checks=tuple(_check(check, languages) for check in question.checks.all()),
        **_orders(question, kind),
        **{name: value for name, value in everything.items() if name in KIND_FIELDS[kind]},
    )


def _answering(question: Question, kind: schema.QuestionKind, languages: Languages) -> dict[str, Any]:
    """What can be answered, and whether it must be."""
    return {
        "requirement": schema.Requirement(question.requirement),
        "choices": tuple(_choice(choice, kind, languages) for choice in question.choices.all()),
        "rows": tuple(_row(row, languages) for row in question.rows.all()),
        "dont_know": _dont_know(question, languages),
        "minimum": question.minimum,
        "maximum": question.maximum,
        "decimals": question.decimals,
        "min_choices": question.min_choices,
        "max_choices": question.max_choices,
        "total": question.total,
        "step": question.step,
        "earliest": _day(question.earliest, kind),
        "latest": _day(question.latest, kind),
        "format": schema.TextFormat(question.format),
    }


def _orders(question: Question, kind: schema.QuestionKind) -> dict[str, Any]:
    """Where the options come from, and whether they are put in an order drawn by lot."""
    has_choices, has_rows = kind in schema.CHOICE_KINDS, kind in schema.MATRIX_KINDS
    return {
        "carries": question.carries.strip() if has_choices or has_rows else "",
        "carries_chosen": question.carries_chosen or not question.carries.strip(),
        "has_random_choices": question.has_random_choices and has_choices,
        "has_random_rows": question.has_random_rows and has_rows,
    }


def _details(question: Question, languages: Languages) -> dict[str, Any]:
    return {
        "unit": _text(question.unit, languages),
        "low_label": _text(question.low_label, languages),
        "high_label": _text(question.high_label, languages),
        "statement": _text(question.statement, languages),
        "file_types": tuple(question.file_types),
        "max_megabytes": question.max_megabytes,
        "taken_from": schema.TakenFrom(question.taken_from),
        "source": question.source.strip(),
        "expression": question.expression.strip(),
        "holds": schema.Holds(question.holds),
    }


def _dont_know(question: Question, languages: Languages) -> schema.Text | None:
    if not question.offers_dont_know:
        return None
    return _text(question.dont_know_label, languages) or _text(DONT_KNOW, languages)


def _day(day: date | None, kind: schema.QuestionKind) -> str:
    """Write a bound as precisely as the answer is."""
    if day is None:
        return ""
    return day.isoformat()[:7] if kind is schema.QuestionKind.MONTH else day.isoformat()


def _choice(choice: Choice, kind: schema.QuestionKind, languages: Languages) -> schema.Choice:
    everything: dict[str, Any] = {
        "is_exclusive": choice.is_exclusive,
        "is_other": choice.is_other,
        "image": choice.image,
        "image_alt": _text(choice.image_alt, languages),
    }
    kept = {name: value for name, value in everything.items() if name in CHOICE_FIELDS[kind]}
    return schema.Choice(
        code=choice.code,
        label=_text(choice.label, languages),
        show_if=choice.show_if.strip(),
        is_pinned=choice.is_pinned,
        **kept,
    )


def _row(row: MatrixRow, languages: Languages) -> schema.Row:
    label = _text(row.label, languages)
    return schema.Row(code=row.code, label=label, show_if=row.show_if.strip(), is_pinned=row.is_pinned)


def _variant(variant: QuestionVariant, languages: Languages) -> schema.Variant:
    return schema.Variant(code=variant.code, text=_text(variant.text, languages))


def _check(check: QuestionCheck, languages: Languages) -> schema.Check:
    return schema.Check(check.condition.strip(), _text(check.message, languages), check.is_hard)


def _screen_out(row: ScreenOut, languages: Languages) -> schema.ScreenOut:
    return schema.ScreenOut(row.code, row.condition.strip(), _text(row.text, languages))


def _quota(row: Quota, languages: Languages) -> schema.Quota:
    label, text = _text(row.label, languages), _text(row.text, languages)
    return schema.Quota(row.code, label, row.condition.strip(), row.limit, text)


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
