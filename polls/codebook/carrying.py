"""Options carried forward: the choices (or rows) of a question are those chosen, or not chosen, in an earlier one.

They are written out once, when a design becomes a questionnaire: each option of the earlier question is copied with the
condition that it was chosen there. Everything downstream sees choices with conditions and needs to know no more.
"""

from dataclasses import replace

from polls.codebook.kinds import MATRIX_KINDS
from polls.codebook.question import Choice, Question, Row
from polls.codebook.texts import Text

Sources = dict[str, Question]


def with_carried(questions: tuple[Question, ...], earlier: Sources) -> tuple[Question, ...]:
    """Write out what the questions carry forward; ``earlier`` holds those before them by code and is added to.

    A question that carries from one that is not there keeps its own choices; the check before publishing names it.
    """
    written = []
    for question in questions:
        source = earlier.get(question.carries)
        written.append(_carrying(question, source) if source is not None else question)
        earlier[question.code] = written[-1]
    return tuple(written)


def _carrying(question: Question, source: Question) -> Question:
    if question.kind in MATRIX_KINDS:
        carried_rows = tuple(
            Row(choice.code, _label(source, choice), _condition(question, source, choice), choice.stays, True)
            for choice in source.options
        )
        return replace(question, rows=(*carried_rows, *question.rows))
    carried = tuple(
        Choice(
            choice.code,
            _label(source, choice),
            image=choice.image,
            image_alt=choice.image_alt,
            show_if=_condition(question, source, choice),
            is_pinned=choice.stays,
            is_carried=True,
        )
        for choice in source.options
    )
    return replace(question, choices=(*carried, *question.choices))


def _label(source: Question, choice: Choice) -> Text:
    """The label; of an "other, namely" what was typed there."""
    if not choice.is_other:
        return choice.label
    return {language: f"{{{source.code}.{choice.code}|{label}}}" for language, label in choice.label.items()}


def _condition(question: Question, source: Question, choice: Choice) -> str:
    is_chosen = f'{source.code} includes "{choice.code}"'
    if question.carries_chosen:
        return is_chosen
    return f"not {is_chosen} and ({choice.show_if})" if choice.show_if else f"not {is_chosen}"
