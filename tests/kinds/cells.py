"""What is promised of each kind: an answer that must be refused, and how an answer stands in each file.

The questions are those of ``tests.codebook.sample_kinds``; the three respondents answered as its example says, left
everything open, and were asked nothing. ``docs/kinds.md`` is written from this.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from polls.codebook.answers import Answers
from polls.codebook.kinds import QuestionKind
from tests.codebook.sample_kinds import EXAMPLES

K = QuestionKind

Cell = str | float | None

UNSTORED: Mapping[QuestionKind, Answers] = {K.HIDDEN: {"q_hidden": "chat"}, K.CALCULATED: {"q_calculated": "1252"}}
"""Answers of the kinds that no respondent posts."""


def stored(kind: QuestionKind) -> Answers:
    """Give the stored answer of the example."""
    return UNSTORED.get(kind, EXAMPLES[kind].stored)


@dataclass(frozen=True)
class Refusal:
    """A post that must be refused, and the code of the finding."""

    posted: Mapping[str, list[str]]
    code: str


REFUSALS: Mapping[QuestionKind, Refusal | None] = {
    K.SINGLE: Refusal({"q_single": ["fax"]}, "unknown_choice"),
    K.MULTIPLE: Refusal({"q_multiple": ["phone", "none"]}, "exclusive"),
    K.DROPDOWN: Refusal({"q_dropdown": ["fax"]}, "unknown_choice"),
    K.SCALE: Refusal({"q_scale": ["6"]}, "unknown_choice"),
    K.RATING: Refusal({"q_rating": ["11"]}, "unknown_choice"),
    K.NPS: Refusal({"q_nps": ["-1"]}, "unknown_choice"),
    K.STARS: Refusal({"q_stars": ["0"]}, "unknown_choice"),
    K.MATRIX_SINGLE: Refusal({"q_matrix_single.speed": ["6"]}, "unknown_choice"),
    K.MATRIX_MULTIPLE: Refusal({"q_matrix_multiple.tone": ["fax"]}, "unknown_choice"),
    K.MATRIX_NUMBER: Refusal({"q_matrix_number.speed": ["-1"]}, "too_low"),
    K.RANKING: Refusal({"q_ranking.chat": ["1"], "q_ranking.mail": ["1"]}, "rank_twice"),
    K.ALLOCATION: Refusal({"q_allocation.phone": ["60"], "q_allocation.chat": ["50"]}, "allocation_over"),
    K.SLIDER: Refusal({"q_slider": ["101"]}, "out_of_range"),
    K.NUMBER: Refusal({"q_number": ["twaalf"]}, "not_a_number"),
    K.DATE: Refusal({"q_date": ["31-12-2025"]}, "too_early"),
    K.MONTH: Refusal({"q_month": ["13-2026"]}, "not_a_month"),
    K.SHORT_TEXT: Refusal({"q_short_text": ["35 11"]}, "not_postcode"),
    K.LONG_TEXT: Refusal({"q_long_text": ["x" * 5001]}, "too_long"),
    K.IMAGE_CHOICE: Refusal({"q_image_choice": ["wild"]}, "unknown_choice"),
    K.FILE: Refusal({"q_file": ["../../etc/passwd"]}, "unknown_file"),
    K.INFORMATION: None,
    K.HIDDEN: None,
    K.CALCULATED: None,
    K.CONSENT: Refusal({"q_consent": ["no"]}, "unknown_choice"),
}
"""None: nothing is asked, and nothing that is posted is taken."""


@dataclass(frozen=True)
class InFile:
    """A column and what the answer is in it: as code, as label (Dutch), and in SPSS."""

    column: str
    code: str
    label: str
    spss: Cell


FILES: Mapping[QuestionKind, tuple[InFile, ...]] = {
    K.SINGLE: (InFile("q_single", "else", "Anders", 4), InFile("q_single.else.text", "Fax", "Fax", "Fax")),
    K.MULTIPLE: (
        InFile("q_multiple.phone", "1", "ja", 1),
        InFile("q_multiple.chat", "0", "nee", 0),
        InFile("q_multiple.mail", "1", "ja", 1),
        InFile("q_multiple.else", "0", "nee", 0),
        InFile("q_multiple.none", "0", "nee", 0),
        InFile("q_multiple._dk", "0", "nee", 0),
        InFile("q_multiple.else.text", "", "", ""),
    ),
    K.DROPDOWN: (InFile("q_dropdown", "chat", "Chat", 2), InFile("q_dropdown.else.text", "", "", "")),
    K.SCALE: (InFile("q_scale", "4", "Punt 4", 4),),
    K.RATING: (InFile("q_rating", "7", "7", 7),),
    K.NPS: (InFile("q_nps", "9", "9", 9),),
    K.STARS: (InFile("q_stars", "3", "3", 3),),
    K.MATRIX_SINGLE: (
        InFile("q_matrix_single.speed", "2", "Punt 2", 2),
        InFile("q_matrix_single.tone", "_dk", "Weet ik niet", -1),
    ),
    K.MATRIX_MULTIPLE: (
        InFile("q_matrix_multiple.speed.phone", "1", "ja", 1),
        InFile("q_matrix_multiple.speed.chat", "1", "ja", 1),
        InFile("q_matrix_multiple.speed.mail", "0", "nee", 0),
        InFile("q_matrix_multiple.tone.phone", "", "niet beantwoord", -2),
        InFile("q_matrix_multiple.tone.chat", "", "niet beantwoord", -2),
        InFile("q_matrix_multiple.tone.mail", "", "niet beantwoord", -2),
    ),
    K.MATRIX_NUMBER: (
        InFile("q_matrix_number.speed", "2,5", "2,5", 2.5),
        InFile("q_matrix_number.tone", "", "niet beantwoord", -2),
    ),
    K.RANKING: (
        InFile("q_ranking.phone", "2", "2", 2),
        InFile("q_ranking.chat", "1", "1", 1),
        InFile("q_ranking.mail", "_nr", "niet gerangschikt", -5),
    ),
    K.ALLOCATION: (
        InFile("q_allocation.phone", "60", "60", 60),
        InFile("q_allocation.chat", "40", "40", 40),
        InFile("q_allocation.mail", "0", "0", 0),
    ),
    K.SLIDER: (InFile("q_slider", "35", "35", 35),),
    K.NUMBER: (InFile("q_number", "1250,5", "1250,5", 1250.5),),
    # 31 December 2026 in seconds since 14 October 1582: (141428 + 20818) days.
    K.DATE: (InFile("q_date", "2026-12-31", "2026-12-31", 162_246 * 86_400),),
    K.MONTH: (InFile("q_month", "2026-05", "2026-05", 162_002 * 86_400),),
    K.SHORT_TEXT: (InFile("q_short_text", "3511 AB", "3511 AB", "3511 AB"),),
    K.LONG_TEXT: (InFile("q_long_text", "Eerst\ndan", "Eerst\ndan", "Eerst\ndan"),),
    K.IMAGE_CHOICE: (InFile("q_image_choice", "busy", "Druk", 2),),
    K.FILE: (InFile("q_file", "A1b2C3d4E5f6G7h8I9j0_-", "A1b2C3d4E5f6G7h8I9j0_-", "A1b2C3d4E5f6G7h8I9j0_-"),),
    K.INFORMATION: (),
    K.HIDDEN: (InFile("q_hidden", "chat", "Chat", 2),),
    K.CALCULATED: (InFile("q_calculated", "1252", "1252", 1252),),
    K.CONSENT: (InFile("q_consent", "yes", "Ja, daar ga ik mee akkoord", 1),),
}
