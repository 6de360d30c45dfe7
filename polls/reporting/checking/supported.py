"""Whether a cell of the run supports what a text says of it: the one rounding rule, and words for fractions."""

from fractions import Fraction

from polls.reporting.checking.numerals import Nearness, Numeral, Said
from polls.reporting.document import Cell, ClaimKind
from polls.reporting.numbers import decimals_for, rounded
from polls.reporting.wording import HALF, NEAR_HALF, strength

NEAR = Fraction(25, 1000)
"""A fraction in words ("one in three") may be this far from the share, as "half" may."""

WELL_ABOVE = Fraction(1, 10)
"""How far "ruim" may lie above a fraction."""

JUST_BELOW = Fraction(1, 20)
"""How far "bijna" may lie below a fraction."""

ALMOST = Fraction(1, 10)
"""How far "almost all" may lie from all, and "hardly anyone" from nobody."""

MINORITY = frozenset({"minderheid", "minority"})


def is_supported(said: Said, cell: Cell) -> bool:
    """Tell whether a share of the run may be written so."""
    if said.kind is Numeral.STRENGTH:
        return _is_strength_right(said, cell)
    share = cell.exact
    if said.kind is Numeral.WHOLE:
        return _is_whole_right(said, share)
    if said.kind is Numeral.FRACTION:
        return _is_near(said, share, said.value, NEAR) and not _is_half_too_uncertain(said, cell)
    if said.nearness is Nearness.EXACT:
        return _is_rounded(said, cell) and said.decimals <= decimals_for(cell.base)
    step = Fraction(5, 100) if said.value * 20 == int(said.value * 20) else Fraction(1, 100)
    return _is_near(said, share, said.value, step / 2, above=step, below=step)


def is_off_by_rounding(said: Said, cell: Cell) -> bool:
    """Tell whether a percentage is the share rounded wrongly, or written more precisely than its base deserves."""
    if said.kind is not Numeral.PERCENT or said.nearness is not Nearness.EXACT or is_supported(said, cell):
        return False
    return abs(said.value - cell.exact) < Fraction(1, 100)


def is_right_interval(said: Said, cell: Cell) -> bool:
    """Tell whether an interval is that of the cell, rounded by the same rule."""
    if cell.interval is None or said.other is None:
        return False
    decimals = min(said.decimals, decimals_for(cell.base))
    bounds = [rounded(Fraction(bound) * 100, decimals) for bound in cell.interval]
    return [abs(said.value) * 100, said.other * 100] == bounds


def _is_rounded(said: Said, cell: Cell) -> bool:
    return said.value * 100 == rounded(cell.exact * 100, said.decimals)


def _is_half_too_uncertain(said: Said, cell: Cell) -> bool:
    """Tell whether "half" is said of a share of which the interval does not hold 50 %."""
    if said.value != HALF or said.nearness is not Nearness.EXACT:
        return False
    low, high = cell.interval or (0.0, 1.0)
    return not (low <= HALF <= high and abs(cell.exact - HALF) < NEAR_HALF)


def _is_near(
    said: Said,
    share: Fraction,
    value: Fraction,
    about: Fraction,
    *,
    above: Fraction = WELL_ABOVE,
    below: Fraction = JUST_BELOW,
) -> bool:
    if said.nearness is Nearness.MORE:
        return share > value
    if said.nearness is Nearness.LESS:
        return share < value
    if said.nearness is Nearness.ABOVE:
        return value < share <= value + above or (share == value and said.kind is Numeral.PERCENT)
    if said.nearness is Nearness.BELOW:
        return value - below <= share < value
    return abs(share - value) <= about


def _is_whole_right(said: Said, share: Fraction) -> bool:
    if said.nearness is Nearness.LESS:
        return share < said.value
    return abs(share - said.value) <= (ALMOST if said.nearness is Nearness.ABOUT else 0)


def _is_strength_right(said: Said, cell: Cell) -> bool:
    """Tell whether a majority lies above half with its whole interval, and a minority below it."""
    if said.word in MINORITY:
        return cell.interval is not None and cell.interval[1] < HALF
    return strength(cell) in (ClaimKind.MAJORITY, ClaimKind.ALL)
