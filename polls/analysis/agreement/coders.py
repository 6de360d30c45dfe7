"""The agreement on a code frame, code by code and over all, from the sets of codes that people gave each answer."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from math import isnan
from typing import Any

from polls.analysis.agreement.alpha import Alpha, krippendorff_alpha, masi
from polls.analysis.agreement.kappa import Kappa, kappa_of_ticks, pooled_kappa

Codes = tuple[str, ...]
"""The codes that one person gave one answer, sorted."""


@dataclass(frozen=True)
class CodeAgreement:
    """Agreement on whether an answer has one code. ``times``: how often each of the two gave it, in answers."""

    code: str
    times: tuple[int, int]
    kappa: Kappa
    alpha: Alpha


@dataclass(frozen=True)
class PairAgreement:
    """Agreement of two people on ``n`` answers that both coded: on the whole set, pooled over codes, and per code."""

    first: int
    second: int
    n: int
    same: int
    pooled: float
    codes: tuple[CodeAgreement, ...]


@dataclass(frozen=True)
class Agreement:
    """Agreement of everybody. ``sets`` treats each set of codes as one value; ``masi`` counts how much sets share."""

    sets: Alpha
    masi: Alpha
    pairs: tuple[PairAgreement, ...]

    def to_document(self) -> dict[str, Any]:
        """Write it as plain JSON types; what does not exist is None."""
        return {key: _plain(value) for key, value in asdict(self).items()}


def agreement_of(given: Sequence[Sequence[Codes | None]], codes: Sequence[str]) -> Agreement:
    """Compute the agreement: of each answer what each person gave (None: has not coded it), all in the same order."""
    units = [[each for each in row if each is not None] for row in given]
    people = len(given[0]) if given else 0
    pairs = [_pair(given, codes, *two) for two in combinations(range(people), 2)]
    return Agreement(
        sets=krippendorff_alpha(units),
        masi=krippendorff_alpha(units, distance=masi),
        pairs=tuple(pair for pair in pairs if pair.n),
    )


def _pair(given: Sequence[Sequence[Codes | None]], codes: Sequence[str], first: int, second: int) -> PairAgreement:
    both = [(one, other) for row in given if (one := row[first]) is not None and (other := row[second]) is not None]
    by_code = tuple(_code(both, code) for code in codes)
    used = [each.kappa for each in by_code if sum(each.times)]
    return PairAgreement(
        first, second, len(both), sum(one == other for one, other in both), pooled_kappa(used), by_code
    )


def _code(both: Sequence[tuple[Codes, Codes]], code: str) -> CodeAgreement:
    ticks = [(code in one, code in other) for one, other in both]
    first, second = [one for one, _other in ticks], [other for _one, other in ticks]
    return CodeAgreement(code, (sum(first), sum(second)), kappa_of_ticks(first, second), krippendorff_alpha(ticks))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return None if isinstance(value, float) and isnan(value) else value
