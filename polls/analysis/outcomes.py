"""What became of everyone who was invited, and the rates that follow: AAPOR, Standard Definitions.

The dispositions are those of internet surveys of specifically named persons; each carries AAPOR's code. The formulas
are AAPOR's own (chapter "Calculating outcome rates from final disposition distributions").
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Disposition(StrEnum):
    """The final disposition of one invited person. The values are AAPOR's codes."""

    COMPLETE = "1.1"
    PARTIAL = "1.2"
    REFUSAL = "2.11"
    BREAK_OFF = "2.12"
    NON_CONTACT = "2.20"
    OTHER = "2.30"
    NO_INVITATION = "3.11"
    NOTHING_RETURNED = "3.19"
    UNDELIVERED = "3.30"
    SCREENED_OUT = "4.10"
    QUOTA_FULL = "4.80"


_COMPLETES = (Disposition.COMPLETE,)
_PARTIALS = (Disposition.PARTIAL,)
_REFUSALS = (Disposition.REFUSAL, Disposition.BREAK_OFF)
_NON_CONTACTS = (Disposition.NON_CONTACT,)
_OTHERS = (Disposition.OTHER,)
_UNKNOWN = (Disposition.NO_INVITATION, Disposition.NOTHING_RETURNED, Disposition.UNDELIVERED)
_NOT_ELIGIBLE = (Disposition.SCREENED_OUT, Disposition.QUOTA_FULL)


@dataclass(frozen=True)
class Outcomes:
    """Counts of people by disposition, in AAPOR's letters: I, P, R, NC, O, U (unknown eligibility) and the rest."""

    counts: Mapping[Disposition, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def completes(self) -> int:
        return self._sum(_COMPLETES)

    @property
    def partials(self) -> int:
        return self._sum(_PARTIALS)

    @property
    def refusals(self) -> int:
        """Explicit refusals and break-offs, which AAPOR counts together."""
        return self._sum(_REFUSALS)

    @property
    def non_contacts(self) -> int:
        return self._sum(_NON_CONTACTS)

    @property
    def others(self) -> int:
        return self._sum(_OTHERS)

    @property
    def unknown(self) -> int:
        """Of unknown eligibility: nobody knows whether they belong to the population."""
        return self._sum(_UNKNOWN)

    @property
    def not_eligible(self) -> int:
        return self._sum(_NOT_ELIGIBLE)

    @property
    def eligible(self) -> int:
        return self.completes + self.partials + self.refusals + self.non_contacts + self.others

    @property
    def eligibility(self) -> float:
        """AAPOR's e: the share of eligible people among those of whom it is known, 1 where nothing is known."""
        known = self.eligible + self.not_eligible
        return self.eligible / known if known else 1.0

    def _sum(self, dispositions: tuple[Disposition, ...]) -> int:
        return sum(self.counts.get(disposition, 0) for disposition in dispositions)


def outcome_rates(outcomes: Outcomes) -> dict[str, float | None]:
    """Compute response rates 1–6, cooperation 1–4, refusal 1–3 and contact rates 1–3, each in 0–1.

    None where the denominator is nobody. Rates 3 and 4 (refusal 2, contact 2) weigh those of unknown eligibility with
    ``outcomes.eligibility``; rates 5 and 6 (refusal 3, contact 3) leave them out, which is right only when they are
    known not to be eligible, or all have answered.
    """
    completes, partials = outcomes.completes, outcomes.partials
    reached = completes + partials + outcomes.refusals
    known, unknown = float(outcomes.eligible), float(outcomes.unknown)
    everyone, weighed = known + unknown, known + outcomes.eligibility * unknown
    contacted = reached + outcomes.others
    return {
        "RR1": _ratio(completes, everyone),
        "RR2": _ratio(completes + partials, everyone),
        "RR3": _ratio(completes, weighed),
        "RR4": _ratio(completes + partials, weighed),
        "RR5": _ratio(completes, known),
        "RR6": _ratio(completes + partials, known),
        "COOP1": _ratio(completes, contacted),
        "COOP2": _ratio(completes + partials, contacted),
        "COOP3": _ratio(completes, reached),
        "COOP4": _ratio(completes + partials, reached),
        "REF1": _ratio(outcomes.refusals, everyone),
        "REF2": _ratio(outcomes.refusals, weighed),
        "REF3": _ratio(outcomes.refusals, known),
        "CON1": _ratio(contacted, everyone),
        "CON2": _ratio(contacted, weighed),
        "CON3": _ratio(contacted, known),
    }


def _ratio(part: int, whole: float) -> float | None:
    return part / whole if whole else None
