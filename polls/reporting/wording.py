"""Claims: sentences with exactly the strength that the numbers carry, each with its base, n and interval.

*Majority* only where the whole interval lies above 50 %, *more than half* where the share alone does, *half* within
2.5 points of 50 % and with 50 % inside the interval. Nobody is "none of the n", never a percentage of the sector.
"""

from collections.abc import Sequence
from fractions import Fraction

from polls.analysis.shapes import Shape, shape_of
from polls.codebook.schema import Question, QuestionKind
from polls.reporting.document import Cell, Claim, ClaimKind, Column, Comparison, Row, RowKind, Table
from polls.reporting.numbers import number
from polls.reporting.phrases import capitalised, listed, say
from polls.reporting.verbs import verb
from polls.reporting.wording_of_kinds import (
    MEAN_SENTENCES,
    OWN_CLAIMS,
    evidence,
    points_in_words,
    with_space,
)

HALF = Fraction(1, 2)
NEAR_HALF = Fraction(25, 1000)
LARGE = Fraction(3, 4)
"""A majority is called large when its whole interval lies above three quarters."""

RUNNERS_UP = 2
"""How many answers after the highest are named along with it."""

MOST_PAIRS = 3
"""Up to so many pairs each is told; of more only those that differ."""

_KINDS_OF_VERDICT = {
    "different": ClaimKind.DIFFERENCE,
    "similar": ClaimKind.NO_DIFFERENCE,
    "not_shown_to_differ": ClaimKind.NO_DIFFERENCE,
    "not_testable": ClaimKind.NOT_TESTABLE,
}


def strength(cell: Cell) -> ClaimKind:
    """Say how strongly a share may be worded: all, none, majority, half, more than half, or just the share."""
    if cell.count in (0, cell.base):
        return ClaimKind.NONE if cell.count == 0 else ClaimKind.ALL
    share = cell.exact
    low, high = cell.interval or (0.0, 1.0)
    if low > HALF:
        return ClaimKind.MAJORITY
    if low <= HALF <= high and abs(share - HALF) < NEAR_HALF:
        return ClaimKind.HALF
    return ClaimKind.MORE_THAN_HALF if share > HALF else ClaimKind.SHARE


def subject_of(cell: Cell, percent: str, who: str, n: str, language: str) -> str:
    """Name the respondents of a share by its strength: ``een grote meerderheid (88%) van de respondenten``.

    Of a majority the whole interval may lie far above half; *half* is said of 50 % alone, *about half* near it.
    """
    kind = strength(cell)
    key = kind.value
    if kind is ClaimKind.MAJORITY and cell.interval is not None and cell.interval[0] >= LARGE:
        key = "large_majority"
    elif kind is ClaimKind.HALF and cell.exact != HALF:
        key = "about_half"
    return say(language, key, percent=percent, who=who, n=n)


def share_sentence(question: Question, row: Row, cell: Cell, column: Column, language: str) -> str:
    """Word one share: ``54% van de respondenten … noemt ‘kwaliteit’ (n = 100; 95%-interval 44–64%).``"""
    is_plural = strength(cell) is ClaimKind.ALL
    n = number(cell.base, language)
    subject = subject_of(cell, cell.percent, column.who, n, language)
    sentence = say(
        language,
        "claim_consent" if question.kind is QuestionKind.CONSENT else "claim",
        subject=subject,
        verb=verb(question, row, language, is_plural=is_plural),
        answer=row.answer,
        evidence=evidence(cell, n, language),
    )
    return capitalised(sentence)


def question_claims(question: Question, tables: Sequence[Table], language: str) -> tuple[Claim, ...]:
    """Make the claims on one question: the total first, then by variable the segments and their differences.

    ``tables`` starts with the total alone. What is the same sentence for a segment as for the total stands once.
    """
    claims = _column_claims(question, tables[0], [0], language)
    for table in tables[1:]:
        claims += _column_claims(question, table, range(1, len(table.columns)), language)
        claims += _comparison_claims(table, has_mean_claim=_is_about_means(question, table))
    unique = {claim.text: claim for claim in reversed(claims)}
    return tuple(reversed(unique.values()))


def _column_claims(question: Question, table: Table, positions: Sequence[int], language: str) -> list[Claim]:
    made = (_column_claim(question, table, position, language) for position in positions)
    return [claim for claim in made if claim is not None]


def _column_claim(question: Question, table: Table, position: int, language: str) -> Claim | None:
    if _is_about_means(question, table):
        return _mean_claim(question, table, position, language)
    own_claim = OWN_CLAIMS.get(shape_of(question))
    if own_claim:
        return own_claim(table, position, language)
    row = key_row(table, position)
    cell = row.cells[position] if row else None
    if row is None or cell is None:
        return None
    if shape_of(question) is Shape.TEXT:
        return _answered_claim(table.columns[position], cell, language)
    if cell.count == 0 and row.kind is RowKind.CHOICE:
        return None  # everybody said "don't know": there is nothing to say of the answers
    column = table.columns[position]
    text = share_sentence(question, row, cell, column, language)
    if row.kind is RowKind.CHOICE and cell.is_highest and question.kind is not QuestionKind.CONSENT:
        text += _ranking(table, position, row, language)
    kind = strength(cell)
    return Claim(
        text=text,
        base=column.who,
        n=cell.base,
        kind=ClaimKind.HIGHEST if kind is ClaimKind.SHARE and cell.is_highest else kind,
        is_small_base=cell.is_small_base,
        variable=column.variable,
        segment=column.segment,
        certainty=_certain_lead(cell, table, row),
    )


def _is_about_means(question: Question, table: Table) -> bool:
    return bool(table.means) and question.kind is not QuestionKind.SCALE


def key_row(table: Table, position: int = 0) -> Row | None:
    """Give the row that a claim on this column is about: the larger net of a scale, else the answer given most."""
    shown = [row for row in table.rows if row.cells[position] is not None]
    nets = [row for row in shown if row.kind is RowKind.NET]
    candidates = nets or [row for row in shown if row.kind in (RowKind.CHOICE, RowKind.ANSWERED)]
    return max(candidates, key=lambda row: _count(row, position), default=None)


def _count(row: Row, position: int) -> Fraction:
    """Give what answers of one column are ordered by: their share."""
    cell = row.cells[position]
    return cell.exact if cell else Fraction(0)


def _ranking(table: Table, position: int, highest: Row, language: str) -> str:
    """Say that the answer is the most frequent one and name those after it, or those given equally often."""
    others = [row for row in table.rows if row.kind is RowKind.CHOICE and row is not highest and _count(row, position)]
    equal = [row.answer for row in others if _count(row, position) == _count(highest, position)]
    if equal:
        return say(language, "shared_first", answers=listed([highest.answer, *equal], language))
    following = sorted(others, key=lambda row: -_count(row, position))[:RUNNERS_UP]
    named = [f"{row.answer} ({cell.percent})" for row in following if (cell := row.cells[position])]
    key = "then_follows" if len(named) == 1 else "then_follow"
    rest = say(language, key, answers=listed(named, language)) if named else ""
    return say(language, "highest", rest=rest)


def _certain_lead(cell: Cell, table: Table, row: Row) -> float:
    """Give how far the lower bound lies above what an even spread over the answers would give (never below 0)."""
    if cell.interval is None:
        return 0.0
    choices = sum(1 for each in table.rows if each.kind is RowKind.CHOICE)
    even = (2 if row.kind is RowKind.NET else 1) / choices
    return max(0.0, cell.interval[0] - even)


def _answered_claim(column: Column, cell: Cell, language: str) -> Claim:
    asked, count = number(cell.base, language), number(cell.count, language)
    text = say(language, "answered", count=count, asked=asked, who=column.who)
    return Claim(
        capitalised(text), column.who, cell.base, ClaimKind.SHARE, cell.is_small_base, column.variable, column.segment
    )


def _mean_claim(question: Question, table: Table, position: int, language: str) -> Claim | None:
    mean, column = table.means[position], table.columns[position]
    if mean is None:
        return None
    unit = with_space(question.unit.get(language, ""))
    text = say(
        language,
        MEAN_SENTENCES.get(question.kind, "mean_number"),
        who=column.who,
        mean=mean.mean_text + unit,
        median=mean.median_text + unit,
        low=question.lowest,
        high=question.highest,
        evidence=evidence(mean, number(mean.base, language), language),
        **points_in_words(table, position),
    )
    return Claim(text, column.who, mean.base, ClaimKind.MEAN, mean.is_small_base, column.variable, column.segment)


def _comparison_claims(table: Table, *, has_mean_claim: bool) -> list[Claim]:
    """Tell the test of the whole table or of the means, and the pairs (all of a few, else those that differ).

    The pairs are those on the mean where the claims are on the mean, else those on the key row.
    """
    key = None if has_mean_claim else key_row(table)
    code = key.code if key else None
    pairs = [each for each in table.comparisons if each.first and each.row == code]
    if len(pairs) > MOST_PAIRS:
        pairs = [pair for pair in pairs if pair.is_significant]
    scope = "mean" if has_mean_claim else "table"
    overall = [each for each in table.comparisons if not each.first and each.scope == scope]
    return [_comparison_claim(table, each) for each in [*overall, *pairs]]


def _comparison_claim(table: Table, comparison: Comparison) -> Claim:
    taking_part = [
        column for column in table.columns[1:]
        if column.is_shown and (not comparison.first or column.segment in (comparison.first, comparison.second))
    ]  # fmt: skip
    return Claim(
        text=comparison.text,
        base=comparison.groups_label,
        n=sum(column.base or 0 for column in taking_part),
        kind=_KINDS_OF_VERDICT[comparison.verdict],
        is_small_base=any(column.is_small_base for column in taking_part),
        variable=table.variable,
        certainty=_certain_difference(comparison),
    )


def _certain_difference(comparison: Comparison) -> float:
    """Give the end of the interval nearest to zero, 0 where zero lies inside."""
    if comparison.interval is None or comparison.scope == "mean" or not comparison.is_significant:
        return 0.0
    low, high = comparison.interval
    return max(0.0, low, -high)
