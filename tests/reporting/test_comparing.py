"""Tests in words."""

import pytest

from polls.reporting.build import build_report
from polls.reporting.comparing import named_test
from polls.reporting.document import ClaimKind, Comparison, Report
from tests.reporting.sector_poll import GROWTH_POLL, POLL, growth_summary, sector_summary

pytestmark = pytest.mark.pure


def growth(counts: dict[str, tuple[int, int]], language: str = "nl") -> Report:
    return build_report(GROWTH_POLL, growth_summary(counts), language=language)


def pair(report: Report, row: str = "yes") -> Comparison:
    table = report.questions[0].views["region"]
    return next(each for each in table.comparisons if each.row == row)


def test_no_significant_difference_says_all_that_it_rests_on() -> None:
    report = build_report(POLL, sector_summary(), language="nl")
    table = report.question("criterion").views["outsources"]
    assert next(each.text for each in table.comparisons if each.row == "quality") == (
        "Geen significant verschil tussen ‘Besteedt al uit’ en ‘Besteedt nog niet uit’ in het aandeel dat ‘Kwaliteit "
        "van het klantcontact’ noemt (58% en 50%; n\u00a0=\u00a050 en 50; verschil 8 "
        "procentpunten, 95%-interval −11 tot 26; "
        "z-toets, p\u00a0=\u00a00,42; bij deze aantallen was een verschil vanaf 28 "
        "procentpunten aantoonbaar). Dat de groepen "
        "gelijk zijn, is daarmee niet aangetoond."
    )


def test_no_significant_difference_in_english() -> None:
    report = build_report(POLL, sector_summary(), language="en")
    table = report.question("criterion").views["outsources"]
    assert next(each.text for each in table.comparisons if each.row == "quality") == (
        "No significant difference between ‘Already outsources’ and ‘Does not outsource yet’ in the share that names "
        "‘Quality of customer contact’ (58% and 50%; n\u00a0=\u00a050 and 50; difference 8 "
        "percentage points, 95% interval −11 "
        "to 26; z test, p\u00a0=\u00a00.42; with these numbers a difference from 28 percentage "
        "points could have been shown). "
        "That does not show that the groups are alike."
    )


def test_a_difference_names_the_larger_group_first() -> None:
    found = pair(growth({"Noord": (20, 40), "Oost": (45, 15)}))
    assert found.text == (
        "Significant verschil tussen ‘Oost’ en ‘Noord’ in het aandeel dat ‘Ja’ antwoordt (75% "
        "en 33%; n\u00a0=\u00a060 en 60; "
        "verschil 42 procentpunten, 95%-interval 24 tot 56; z-toets, p < 0,001)."
    )
    assert found.is_significant
    assert found.difference is not None
    assert found.difference < 0


def test_several_pairs_are_corrected_and_the_correction_is_named() -> None:
    found = pair(growth({"Noord": (20, 40), "Oost": (33, 27), "Zuid": (30, 30)}))
    assert "z-toets, p\u00a0=\u00a00,051 na correctie volgens Holm" in found.text
    assert found.text.startswith("Geen significant verschil")


def test_similar_is_said_only_by_the_test_of_equivalence() -> None:
    found = pair(growth({"Noord": (500, 500), "Oost": (500, 500)}))
    assert found.verdict == "similar"
    assert found.text.endswith(
        " De groepen zijn vergelijkbaar: het verschil is aantoonbaar kleiner dan 10 procentpunten."
    )


def test_a_base_under_ten_is_not_testable() -> None:
    found = pair(growth({"Noord": (4, 4), "Oost": (30, 30)}))
    assert found.text == (
        "Het verschil tussen ‘Noord’ en ‘Oost’ in het aandeel dat ‘Ja’ antwoordt is niet te toetsen: een van de "
        "groepen telt minder dan 10 respondenten (n\u00a0=\u00a08 en 60)."
    )
    assert not found.is_significant
    assert found.p_text == ""


def test_large_bases_get_decimals() -> None:
    found = pair(growth({"Noord": (300, 300), "Oost": (290, 310)}))
    assert (
        "(50,0% en 48,3%; n\u00a0=\u00a0600 en 600; verschil 1,7 procentpunten, 95%-interval −4,0 tot 7,3;"
        in found.text
    )


def test_the_whole_table() -> None:
    report = growth({"Noord": (20, 40), "Oost": (45, 15)})
    overall = report.questions[0].views["region"].overall
    assert overall is not None
    assert overall.text == (
        "De antwoorden verschillen significant naar ‘Regio’ (n\u00a0=\u00a060 en 60; "
        "chi-kwadraattoets, χ²\u00a0=\u00a020,98, df\u00a0=\u00a01, "
        "p < 0,001, Cramér V\u00a0=\u00a00,42)."
    )


def test_differences_become_claims_with_the_n_of_both_groups() -> None:
    claims = growth({"Noord": (20, 40), "Oost": (45, 15)}).questions[0].claims
    found = [claim for claim in claims if claim.kind is ClaimKind.DIFFERENCE]
    assert [claim.n for claim in found] == [120, 120]
    assert found[1].certainty == pytest.approx(0.24, abs=0.01)


def test_of_many_pairs_only_those_that_differ_are_told() -> None:
    report = growth({"Noord": (20, 40), "Oost": (50, 10), "Zuid": (30, 30), "West": (30, 30)})
    told = [claim.text for claim in report.questions[0].claims if "verschil tussen" in claim.text]
    assert told
    assert all(text.startswith("Significant verschil") for text in told)


def test_letters_mark_what_a_share_exceeds() -> None:
    table = growth({"Noord": (20, 40), "Oost": (45, 15)}).questions[0].views["region"]
    assert [cell.letters if cell else None for cell in table.row("yes").cells[:3]] == ["", "", "A"]
    assert [cell.letters if cell else None for cell in table.row("no").cells[:3]] == ["", "B", ""]


def test_tests_are_named_with_their_numbers() -> None:
    assert named_test("pearson_chi_square", 12.345, 4, "nl") == "chi-kwadraattoets, χ² = 12,35, df = 4"
    assert named_test("welch_t", -1.5, 37.42, "en") == "Welch’s t test, t = −1.50, df = 37.4"
    assert named_test("fisher_exact", None, None, "en") == "Fisher’s exact test"
