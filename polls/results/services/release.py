"""What of single responses may leave in a file.

In an anonymous poll a row must not stand out by its segments or by its own words: every combination of attributes in
the file, those left empty included, is shared by at least k respondents; where it is not, the last attributes are left
empty, and a column in which nothing is left goes. A column of texts stays only when at least ten gave one. A hidden
variable came with the link or the contact: one with choices counts as an attribute, any other stays out, and so does a
text that was put together from answers and attributes. Loads NumPy.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from polls.analysis.disclosure import SMALLEST_TEXT_BASE
from polls.analysis.shapes import Shape, shape_of
from polls.analysis.table import ANSWERED, ChoiceColumn, Column, Missing, MultipleColumn, ResponseTable, TextColumn
from polls.codebook.answers import other_key
from polls.codebook.schema import Choice, Question, QuestionKind, Questionnaire, Source

Combination = tuple[str | None, ...]
NAME = re.compile(r"[a-z_][a-z0-9_]*")
"""A word of a condition that may be the name of an attribute or an answer."""


@dataclass(frozen=True)
class Release:
    """``questionnaire`` holds only what may leave; the rest is named, so that people can be told."""

    questionnaire: Questionnaire
    left_out_attributes: tuple[str, ...] = ()
    left_out_texts: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    lengths: Mapping[Combination, int] = field(default_factory=dict)
    """Of each combination of the attributes ``names`` how many of the first stay; None is unknown."""

    @property
    def is_coarsened(self) -> bool:
        """Whether some respondents miss attributes that others have in the file."""
        kept = len(self.names) - len(self.left_out_attributes)
        return any(length < kept for length in self.lengths.values())


NOTES: Mapping[str, Mapping[str, str]] = {
    "coarsened": {
        "nl": "Van sommige respondenten zijn kenmerken leeg gelaten: elke combinatie in dit bestand is van minstens"
        " {k} respondenten.",
        "en": "Attributes of some respondents are left empty: every combination in this file is shared by at least"
        " {k} respondents.",
    },
    "attributes": {"nl": "Weggelaten kenmerken: {names}.", "en": "Attributes left out: {names}."},
    "texts": {
        "nl": "Weggelaten kolommen met eigen woorden of gegevens van buiten: {names}.",
        "en": "Columns of own words, or of data from outside, that are left out: {names}.",
    },
}
"""What a file says of what is not in it."""


def notes_of(release: Release, language: str) -> list[str]:
    """Say what is left out of a file."""
    told = {"attributes": release.left_out_attributes, "texts": release.left_out_texts}
    notes = [NOTES[key][language].format(names=", ".join(names)) for key, names in told.items() if names]
    k = release.questionnaire.minimum_base
    return [NOTES["coarsened"][language].format(k=k), *notes] if release.is_coarsened else notes


def release_of(questionnaire: Questionnaire, table: ResponseTable) -> Release | None:
    """Say what a file of the responses in ``table`` may hold; None when it may hold nothing at all."""
    if not questionnaire.is_anonymous:
        return Release(questionnaire)
    if table.n < questionnaire.minimum_base:
        return None
    names = tuple(questionnaire.attributes)
    found, places = _combinations(names, table)
    lengths = kept_lengths(found, questionnaire.minimum_base)
    visible = _visible(list(found), lengths)[places] if names else places
    routed, cells = _rarely_routed(questionnaire, table, places, visible)
    kept = _kept_carried(questionnaire, table, cells)
    gone = names[max(lengths.values(), default=0) :]
    carried = (code for code in _carried(questionnaire) if code not in kept)
    texts = (*routed, *carried, *(column for column in _rare_texts(questionnaire, table) if column not in routed))
    return Release(_without(questionnaire, gone, texts), gone, texts, names, lengths)


def kept_lengths(combinations: Mapping[Combination, int], k: int) -> dict[Combination, int]:
    """Say of each combination (with how many have it) how many of its first values stay.

    Whoever is left with the same values, and whoever with none, is left with at least ``k`` others, or is nobody.
    """
    lengths = {combination: len(combination) for combination in combinations}
    for length in range(max(lengths.values(), default=0), 0, -1):
        for group in _alike(lengths, length).values():
            if sum(combinations[each] for each in group) < k:
                lengths |= dict.fromkeys(group, length - 1)
    while 0 < sum(combinations[each] for each, length in lengths.items() if length == 0) < k:
        groups = [group for length in range(1, 1 + max(lengths.values())) for group in _alike(lengths, length).values()]
        if not groups:
            break
        smallest = min(groups, key=lambda group: (sum(combinations[each] for each in group), str(group)))
        lengths |= dict.fromkeys(smallest, 0)
    return lengths


def _alike(lengths: Mapping[Combination, int], length: int) -> dict[Combination, list[Combination]]:
    """Put together the combinations of which the same first ``length`` values stay."""
    groups: dict[Combination, list[Combination]] = {}
    for combination, kept in lengths.items():
        if kept == length:
            groups.setdefault(combination[:length], []).append(combination)
    return groups


def _combinations(names: Sequence[str], table: ResponseTable) -> tuple[dict[Combination, int], NDArray[np.intp]]:
    """Count the combinations of attributes that occur, and give which of them each respondent has: (n,)."""
    if not names:
        return {}, np.zeros(table.n, np.intp)
    columns = [table.attributes[name] for name in names]
    codes = np.column_stack([column.codes for column in columns])
    found, places, counts = np.unique(codes, axis=0, return_inverse=True, return_counts=True)
    combinations: dict[Combination, int] = {
        tuple(column.values[code] if code >= 0 else None for column, code in zip(columns, row, strict=True)): count
        for row, count in zip(found.tolist(), counts.tolist(), strict=True)
    }
    return combinations, places.ravel()


def _visible(combinations: Sequence[Combination], lengths: Mapping[Combination, int]) -> NDArray[np.intp]:
    """Number what is seen of each combination: (combinations,)."""
    seen: dict[Combination, int] = {}
    numbers = []
    for each in combinations:
        shown = tuple(value if place < lengths[each] else None for place, value in enumerate(each))
        numbers.append(seen.setdefault(shown, len(seen)))
    return np.array(numbers, np.intp)


def _rarely_routed(
    questionnaire: Questionnaire, table: ResponseTable, places: NDArray[np.intp], visible: NDArray[np.intp]
) -> tuple[list[str], NDArray[np.int64]]:
    """List the questions that give rare attributes away, and give what is seen of each respondent by the others.

    Who was asked something that only some attributes lead to has one of those, also where they are left empty. So the
    respondents with such attributes must be k of those who look the same otherwise, and the rest k or nobody.
    """
    gone: list[str] = []
    cells = visible.astype(np.int64)
    for question in _routed(questionnaire):
        asked = np.any([~_is_not_asked(table.columns[each.code]) for each in question.variables], axis=0)
        is_led_to = np.bincount(places, asked) > 0
        finer = cells * 2 + is_led_to[places]
        _, index, sizes = np.unique(finer, return_inverse=True, return_counts=True)
        if sizes.min(initial=questionnaire.minimum_base) < questionnaire.minimum_base:
            gone.append(question.code)
        else:
            cells = index.astype(np.int64)
    return gone, cells


def _routed(questionnaire: Questionnaire) -> list[Question]:
    """List the questions that are asked by what is known of somebody beforehand, or by answers that hang on it."""
    known = {*questionnaire.attributes, *_carried(questionnaire)}
    found = []
    for page in questionnaire.pages:
        for question in page.questions:
            if known & set(NAME.findall(f"{page.show_if} {question.show_if}")) and question.variables:
                known |= {question.code, *question.keys}
                found.append(question)
    return found


def _is_not_asked(column: Column) -> NDArray[np.bool_]:
    statuses = column.codes if isinstance(column, ChoiceColumn) else column.status
    return np.asarray(statuses == Missing.NOT_ASKED)


def _kept_carried(questionnaire: Questionnaire, table: ResponseTable, visible: NDArray[np.intp]) -> list[str]:
    """Take hidden variables with choices, each while no combination of all that is seen becomes rarer than k."""
    kept: list[str] = []
    cells = visible.astype(np.int64)
    for code in _carried(questionnaire):
        column = table.columns[code]
        if not isinstance(column, ChoiceColumn):
            continue
        codes = np.maximum(column.codes, -1).astype(np.int64) + 1
        finer = cells * (codes.max(initial=0) + 1) + codes
        _, index, sizes = np.unique(finer, return_inverse=True, return_counts=True)
        if sizes.min(initial=questionnaire.minimum_base) >= questionnaire.minimum_base:
            kept.append(code)
            cells = index
    return kept


def _carried(questionnaire: Questionnaire) -> list[str]:
    """List the variables that the respondent did not answer: hidden ones, and texts that were put together."""
    return [
        variable.code
        for variable in questionnaire.variables
        if variable.kind is QuestionKind.HIDDEN
        or (variable.kind is QuestionKind.CALCULATED and shape_of(variable) is Shape.TEXT)
    ]


def _rare_texts(questionnaire: Questionnaire, table: ResponseTable) -> list[str]:
    return [
        column
        for question in questionnaire.variables
        for column, count in _text_counts(question, table)
        if count < SMALLEST_TEXT_BASE
    ]


def _text_counts(question: Question, table: ResponseTable) -> list[tuple[str, int]]:
    """Count the texts of a question: its own, or those of its "other, namely" choices."""
    column = table.columns[question.code]
    if isinstance(column, TextColumn):
        return [(question.code, int(np.count_nonzero(column.status == ANSWERED)))]
    counts = []
    for position, choice in enumerate(question.options):
        if choice.is_other and isinstance(column, ChoiceColumn | MultipleColumn):
            chosen = column.codes == position if isinstance(column, ChoiceColumn) else column.chosen[:, position]
            counts.append((other_key(question.code, choice.code), int(np.count_nonzero(chosen))))
    return counts


def _without(questionnaire: Questionnaire, attributes: tuple[str, ...], texts: tuple[str, ...]) -> Questionnaire:
    pages = tuple(
        replace(
            page,
            questions=tuple(
                _without_texts(question, texts) for question in page.questions if question.code not in texts
            ),
        )
        for page in questionnaire.pages
    )
    variables = tuple(
        variable
        for variable in questionnaire.segment_variables
        if variable.source_kind is not Source.CONTACT or variable.source not in attributes
    )
    return replace(questionnaire, pages=pages, segment_variables=variables)


def _without_texts(question: Question, texts: tuple[str, ...]) -> Question:
    def closed(choice: Choice) -> Choice:
        return replace(choice, is_other=False) if other_key(question.code, choice.code) in texts else choice

    return replace(question, choices=tuple(closed(choice) for choice in question.choices))
