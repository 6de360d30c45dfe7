"""What stands out in a report: the effects of which most is certain first, each with its test; small groups left out.

The rank of a finding is the part of its effect that is certain: how far the nearer end of its 95 % interval lies from
the yardstick, in points. For an answer the yardstick is an even spread over the answers, for a difference it is zero.

- One number for effect and certainty: a large effect in a small group has a wide interval, and so a low rank; a tiny
  effect in a large group stays tiny. Ranking by p-value would put the largest groups first, ranking by effect the
  smallest ones.
- Points, as readers see points: on a scale of odds or arcsines 2 % against 1 % would outrank 60 % against 50 %.
- What may be chance is no finding: a difference stands here only when the table as a whole also differs after
  correction over all tables of the run (Benjamini-Hochberg, 5 %), and when its own pair does.
- Equal ranks keep the order of the questionnaire.
"""

from collections.abc import Iterator, Mapping, Sequence

from polls.reporting.document import Claim, ClaimKind, Finding, QuestionReport
from polls.reporting.finding_tests import lead_pvalues
from polls.reporting.numbers import p_value
from polls.reporting.phrases import say

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

LEVEL = 0.05


def ranked_findings(questions: Sequence[QuestionReport], language: str) -> tuple[Finding, ...]:
    """Rank the claims on everyone, and the differences of tables that also stand over all tests of the run."""
    pvalues = lead_pvalues(questions)
    findings = [
        Finding(question.code, question.text, claim, _test(question, claim, pvalues, language))
        for question in questions
        for claim in _candidates(question)
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


def _test(question: QuestionReport, claim: Claim, pvalues: Mapping[str, float], language: str) -> str:
    """Say what a finding was tested against, and with what result."""
    if claim.kind is ClaimKind.DIFFERENCE:
        return say(language, "finding_difference")
    parts = []
    if question.code in pvalues:
        pvalue = pvalues[question.code]
        key = "finding_lead" if pvalue < LEVEL else "finding_no_lead"
        parts.append(say(language, key, p=p_value(pvalue, language)))
    against_half = {
        ClaimKind.MAJORITY: "finding_above_half",
        ClaimKind.MORE_THAN_HALF: "finding_around_half",
        ClaimKind.HALF: "finding_around_half",
    }
    if claim.kind in against_half:
        parts.append(say(language, against_half[claim.kind]))
    return " ".join(parts) or say(language, "finding_even")
