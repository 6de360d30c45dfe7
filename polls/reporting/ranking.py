"""What stands out in a report: the most certain effects first, small groups left out."""

from collections.abc import Iterator, Sequence

from polls.reporting.document import Claim, ClaimKind, Finding, QuestionReport

_LEVELS = frozenset(
    {
        ClaimKind.ALL,
        ClaimKind.MAJORITY,
        ClaimKind.MORE_THAN_HALF,
        ClaimKind.HALF,
        ClaimKind.HIGHEST,
    }
)
"""Claims on everyone asked that can head a report. A mean has no yardstick to be ranked by."""


def ranked_findings(questions: Sequence[QuestionReport]) -> tuple[Finding, ...]:
    """Rank the claims on everyone, and the differences of tables that also stand over all tests of the run.

    Ranked by the part of the effect that is certain (0-1), then by the order of the questionnaire.
    """
    findings = [
        Finding(question.code, question.text, claim) for question in questions for claim in _candidates(question)
    ]
    return tuple(sorted(findings, key=lambda finding: -finding.claim.certainty))


def _candidates(question: QuestionReport) -> Iterator[Claim]:
    for claim in question.claims:
        if claim.is_small_base or claim.certainty <= 0:
            continue
        if claim.variable is None and claim.kind in _LEVELS:
            yield claim
        if claim.variable is not None and claim.kind is ClaimKind.DIFFERENCE and _stands(question, claim.variable):
            yield claim


def _stands(question: QuestionReport, variable: str) -> bool:
    """Tell whether the table as a whole differs after correction over the run."""
    overall = question.views[variable].overall
    return overall is not None and overall.is_finding
