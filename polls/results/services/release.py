"""What of single responses may leave in a file.

In an anonymous poll a row must not stand out by its segments or by its own words: every combination of attributes in
the file, those left empty included, is shared by at least k respondents; where it is not, the last attributes are left
empty, and a column in which nothing is left goes. A column of texts stays only when at least ten gave one. A hidden
variable came with the link or the contact: one with choices counts as an attribute, any other stays out, and so does a
text that was put together from answers and attributes. Loads NumPy.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from polls.analysis.disclosure import SMALLEST_TEXT_BASE
from polls.codebook.answers import other_key
from polls.codebook.schema import Choice, Question, Questionnaire, Source
from polls.results.services.release_counts import Combination, ReleaseCounts, carried, routed

Integers = NDArray[np.int64]


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


def release_of(questionnaire: Questionnaire, counts: ReleaseCounts) -> Release | None:
    """Say what a file of the responses that were counted may hold; None when it may hold nothing at all."""
    if not questionnaire.is_anonymous:
        return Release(questionnaire)
    if counts.n < questionnaire.minimum_base:
        return None
    names = tuple(questionnaire.attributes)
    combinations: Counter[Combination] = Counter()
    for (combination, _codes), count in counts.alike.items():
        combinations[combination] += count
    lengths = kept_lengths(dict(sorted(combinations.items(), key=_in_order)), questionnaire.minimum_base)
    groups = _groups_of(counts, lengths)
    gone_routed = _rarely_routed(questionnaire, counts, groups)
    kept = _kept_carried(questionnaire, counts, groups)
    gone = names[max(lengths.values(), default=0) :]
    gone_carried = (each.code for each in carried(questionnaire) if each.code not in kept)
    rare = (column for column, count in counts.texts.items() if count < SMALLEST_TEXT_BASE)
    texts = (*gone_routed, *gone_carried, *(column for column in rare if column not in gone_routed))
    return Release(_without(questionnaire, gone, texts), gone, texts, names, lengths)


def _in_order(counted: tuple[Combination, int]) -> list[tuple[bool, str]]:
    """Order combinations by their values: in which order they were met may not decide which stay."""
    return [(value is not None, value or "") for value in counted[0]]


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


@dataclass
class _Groups:
    """Respondents with the same attributes and carried codes: their ``sizes``, and in which cell of the file each is.

    A cell is all who look the same in what leaves. ``places`` says which of the ``combinations`` each group has.
    """

    combinations: list[Combination]
    places: Integers
    sizes: Integers
    cells: Integers

    def divided(self, by: Integers, k: int) -> bool:
        """Divide the cells further, where each that comes of it has at least ``k``; tell whether that is so."""
        finer = self.cells * (by.max(initial=0) + 1) + by
        _, index = np.unique(finer, return_inverse=True)
        if np.bincount(index, self.sizes).min(initial=k) < k:
            return False
        self.cells = index.astype(np.int64)
        return True


def _groups_of(counts: ReleaseCounts, lengths: Mapping[Combination, int]) -> _Groups:
    """Give the groups, in cells by what is seen of their attributes."""
    seen: dict[Combination, int] = {}
    cells = []
    for combination, _codes in counts.alike:
        shown = tuple(value if place < lengths[combination] else None for place, value in enumerate(combination))
        cells.append(seen.setdefault(shown, len(seen)))
    place_of = {combination: place for place, combination in enumerate(lengths)}
    places = [place_of[combination] for combination, _codes in counts.alike]
    return _Groups(
        list(lengths),
        np.array(places, np.int64),
        np.array(list(counts.alike.values()), np.int64),
        np.array(cells, np.int64),
    )


def _rarely_routed(questionnaire: Questionnaire, counts: ReleaseCounts, groups: _Groups) -> list[str]:
    """List the questions that give rare attributes away; by the others the cells are divided.

    Who was asked something that only some attributes lead to has one of those, also where they are left empty. So the
    respondents with such attributes must be k of those who look the same otherwise, and the rest k or nobody.
    """
    gone: list[str] = []
    for question in routed(questionnaire):
        is_led_to = np.array([each in counts.asked[question.code] for each in groups.combinations], np.int64)
        if not groups.divided(is_led_to[groups.places], questionnaire.minimum_base):
            gone.append(question.code)
    return gone


def _kept_carried(questionnaire: Questionnaire, counts: ReleaseCounts, groups: _Groups) -> list[str]:
    """Take hidden variables with choices, each while no combination of all that is seen becomes rarer than k."""
    codes = np.array([codes for _combination, codes in counts.alike], np.int64).reshape(len(counts.alike), -1)
    return [
        code
        for place, code in enumerate(counts.carried)
        if groups.divided(codes[:, place] + 1, questionnaire.minimum_base)
    ]


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
