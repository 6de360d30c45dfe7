"""What stands out, in which order, and what it was tested against."""

import pytest

from polls.reporting.build import build_report
from polls.reporting.finding_tests import lead_pvalues
from tests.reporting.sector_poll import GROWTH_POLL, POLL, growth_summary, sector_summary

pytestmark = pytest.mark.pure


def test_each_finding_says_what_it_was_tested_against() -> None:
    findings = build_report(POLL, sector_summary(), language="nl").overview.findings
    assert {finding.question: finding.test for finding in findings} == {
        "directs": "Significant vaker gegeven dan het tweede antwoord (tekentoets, p < 0,001). Het hele interval ligt "
        "boven de helft.",
        "channels": "Het hele interval ligt boven de helft.",
        "criterion": "Significant vaker gegeven dan het tweede antwoord (tekentoets, p < 0,001). De helft ligt "
        "binnen het interval: een meerderheid is niet zeker.",
        "opinion": "Het hele interval ligt boven de helft.",
    }
    assert [round(finding.claim.certainty, 3) for finding in findings] == [0.313, 0.276, 0.243, 0.141]


def test_the_first_answer_is_tested_against_the_second_exactly() -> None:
    # 30 against 20: 2 P(X <= 20 | 50, 1/2) = 0.2026
    report = build_report(GROWTH_POLL, growth_summary({"Noord": (30, 20)}), language="en")
    assert round(lead_pvalues(report.questions)["size"], 4) == 0.2026


def test_a_lead_that_may_be_chance_is_said_to_be() -> None:
    summary = growth_summary({"Noord": (45, 15), "Oost": (28, 32)})
    findings = build_report(GROWTH_POLL, summary, language="en").overview.findings
    assert [finding.test for finding in findings] == [
        "Also stands after correction over all tables of the report.",
        "Given significantly more often than the second answer (sign test, p\u00a0=\u00a00.02). "
        "The whole interval lies above "
        "half.",
    ]


def test_a_large_effect_in_a_large_group_ranks_above_a_larger_one_in_a_small_group() -> None:
    large = build_report(GROWTH_POLL, growth_summary({"Noord": (700, 300)}), language="nl").overview.findings[0]
    small = build_report(GROWTH_POLL, growth_summary({"Noord": (29, 11)}), language="nl").overview.findings[0]
    assert large.claim.certainty > small.claim.certainty
