"""Flags on single responses, each case worked out by hand."""

import polars as pl
import pytest

from polls.codebook.schema import Choice, Page, Question, QuestionKind, Questionnaire, Row
from polls.reporting.quality import flagged

pytestmark = pytest.mark.pure

ANSWERS = tuple(Choice(code, {"nl": code}) for code in ("a", "b", "c"))


def matrix(code: str, rows: int) -> Question:
    named = tuple(Row(f"r{number}", {"nl": str(number)}) for number in range(rows))
    return Question(code, QuestionKind.MATRIX_SINGLE, {"nl": code}, choices=ANSWERS, rows=named)


POLL = Questionnaire(
    slug="quality",
    title={"nl": "Kwaliteit"},
    pages=(
        Page(
            "one",
            (
                matrix("long", 5),
                matrix("short", 3),
                Question("choice", QuestionKind.SINGLE, {"nl": "?"}, choices=ANSWERS),
                Question("ticks", QuestionKind.MULTIPLE, {"nl": "?"}, choices=ANSWERS),
            ),
        ),
    ),
)


def judge(long: str, *, short: str = "abc", choice: str | None = "a", pace: str | None = "usual") -> list[str]:
    """Give the flags of one respondent, who gave ``long`` and ``short`` row by row; ``-`` skips a row."""
    rows = {f"long.r{place}": sign.replace("-", "") for place, sign in enumerate(long)}
    rows |= {f"short.r{place}": sign.replace("-", "") for place, sign in enumerate(short)}
    frame = pl.DataFrame(
        {**{name: [value] for name, value in rows.items()}, "choice": [choice], "ticks": [["a"]]},
        schema={**dict.fromkeys(rows, pl.String), "choice": pl.String, "ticks": pl.List(pl.String)},
    ).with_columns(pl.lit(pace, dtype=pl.String).alias("attributes._pace"))
    found = flagged(POLL, frame)
    return [name for name in ("fast", "straight", "silent", "any") if found[f"flag.{name}"][0]]


def test_an_ordinary_response_has_no_flag() -> None:
    assert judge("abcab") == []


def test_the_same_in_every_row_is_straight() -> None:
    assert judge("bbbbb") == ["straight", "any"]
    assert judge("bbbb-") == ["straight", "any"]


def test_one_other_answer_is_enough_not_to_be() -> None:
    assert judge("bbbab") == []


def test_too_few_rows_are_not_judged() -> None:
    assert judge("bbb--") == []
    assert judge("abcab", short="bbb") == []


def test_with_a_pace_of_fast_it_is_fast() -> None:
    assert judge("abcab", pace="fast") == ["fast", "any"]
    assert judge("abcab", pace="quick") == []
    assert judge("abcab", pace=None) == []


def test_less_than_half_answered_is_silent() -> None:
    # Ten variables: five rows, three rows, a choice and ticks.
    assert judge("-----", short="a--", choice="") == ["silent", "any"]
    assert judge("abc--", short="---", choice="a") == []


def test_who_was_asked_little_is_not_silent() -> None:
    frame = pl.DataFrame({"choice": [""], "ticks": [[]]}, schema={"choice": pl.String, "ticks": pl.List(pl.String)})
    assert not flagged(POLL, frame)["flag.silent"][0]
