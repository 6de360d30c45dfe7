"""The report as a whole."""

from copy import deepcopy
from typing import Any

import pytest

from polls.reporting.build import build_report
from polls.reporting.document import ClaimKind, ColumnStatus
from tests.reporting.sector_poll import GROWTH_POLL, POLL, growth_summary, sector_summary

pytestmark = pytest.mark.pure


def test_base_notes_say_who_and_by_which_rule() -> None:
    report = build_report(POLL, sector_summary(), language="nl")
    assert {question.code: question.base_note for question in report.questions} == {
        "opinion": "Basis: 136 respondenten die deze vraag beantwoordden, zonder ‘Weet niet’.",
        "criterion": "Basis: 100 respondenten bij inhouse contactcenters die deze vraag beantwoordden; gesteld aan 100 "
        "van de 152 respondenten.",
        "directs": "Basis: 152 respondenten die deze vraag beantwoordden.",
        "channels": "Basis: 152 respondenten die deze vraag beantwoordden; meer antwoorden mogelijk, dus samen meer "
        "dan 100%.",
        "rating": "Basis: 152 respondenten die deze vraag beantwoordden.",
        "seats": "Basis: 152 respondenten die deze vraag beantwoordden.",
        "comment": "Basis: 51 respondenten die deze vraag beantwoordden; 101 sloegen de vraag over.",
    }


def test_a_table_has_the_total_first_and_a_letter_per_segment() -> None:
    table = build_report(POLL, sector_summary(), language="en").question("criterion").views["outsources"]
    assert [(column.label, column.letter, column.n) for column in table.columns] == [
        ("Total", "", "100"),
        ("Already outsources", "A", "50"),
        ("Does not outsource yet", "B", "50"),
    ]
    assert [cell.percent if cell else "" for cell in table.row("quality").cells] == ["54%", "58%", "50%"]
    assert [row.label for row in table.rows][-2:] == ["Other, namely", "Don’t know"]


def test_a_group_that_was_not_asked_is_said_to_be() -> None:
    table = build_report(POLL, sector_summary(), language="nl").question("criterion").views["role"]
    assert table.columns[2].status is ColumnStatus.NOT_ASKED
    assert table.columns[2].note == "niet gesteld aan deze groep"
    assert all(row.cells[2] is None for row in table.rows)
    assert "Deze vraag is niet gesteld aan: ‘Facilitaire contactcenters’." in table.notes


def test_a_segment_without_respondents_is_said_to_be_empty() -> None:
    table = build_report(GROWTH_POLL, growth_summary({"Noord": (30, 30)}), language="en").questions[0].views["region"]
    assert [column.status for column in table.columns[2:]] == [ColumnStatus.EMPTY] * 3
    assert table.columns[2].note == "no respondents in this group"


def test_a_hidden_group_leaves_no_number() -> None:
    # Noord is too small; Oost goes with it, or Noord would follow by subtraction.
    summary = growth_summary({"Noord": (2, 1), "Oost": (10, 10), "Zuid": (40, 33)})
    table = build_report(GROWTH_POLL, summary, language="nl").questions[0].views["region"]
    hidden = [column for column in table.columns if column.status is ColumnStatus.HIDDEN]
    assert [column.label for column in hidden] == ["Noord", "Oost"]
    assert all(column.base is None and column.n == "" and column.who == "" for column in hidden)
    assert hidden[0].note == "niet getoond: minder dan 5 respondenten, of daaruit af te leiden"
    assert all(row.cells[1] is None and row.cells[2] is None for row in table.rows)
    assert table.notes[0] == (
        "Niet getoond: ‘Noord’ en ‘Oost’. Groepen van minder dan 5 respondenten blijven verborgen, en ook een groep "
        "waaruit zo’n groep af te leiden is."
    )


def test_a_poll_with_too_few_answers_claims_nothing() -> None:
    report = build_report(GROWTH_POLL, growth_summary({"Noord": (2, 1)}), language="nl")
    assert report.questions[0].claims == ()
    assert report.overview.findings == ()
    assert report.questions[0].base_note.startswith("Niet getoond: minder dan 5 respondenten")


def test_a_poll_without_answers_has_a_report() -> None:
    report = build_report(GROWTH_POLL, growth_summary({}), language="nl")
    assert report.questions[0].base_note == "Nog niemand heeft deze vraag beantwoord"
    assert report.questions[0].claims == ()


def test_small_groups_are_marked_and_never_head_the_report() -> None:
    report = build_report(GROWTH_POLL, growth_summary({"Noord": (20, 2)}), language="nl")
    assert report.questions[0].claims[0].is_small_base
    assert report.questions[0].claims[0].kind is ClaimKind.MAJORITY
    assert report.overview.findings == ()
    assert (
        "Kleine groep (minder dan 30 respondenten): ‘Totaal’. Lees de percentages met hun interval."
        in report.questions[0].total.notes
    )


def test_findings_come_by_the_part_of_the_effect_that_is_certain() -> None:
    report = build_report(POLL, sector_summary(), language="nl")
    assert [finding.question for finding in report.overview.findings] == ["directs", "channels", "criterion", "opinion"]
    certainties = [finding.claim.certainty for finding in report.overview.findings]
    assert certainties == sorted(certainties, reverse=True)
    # 81.3% of 152 at least, where an even spread over two answers is 50%.
    assert certainties[0] == pytest.approx(0.313, abs=0.001)


def test_a_difference_is_a_finding_only_when_the_table_stands_over_the_run() -> None:
    summary = growth_summary({"Noord": (20, 40), "Oost": (45, 15)})
    kinds = {finding.claim.kind for finding in build_report(GROWTH_POLL, summary, language="nl").overview.findings}
    assert ClaimKind.DIFFERENCE in kinds
    fallen: Any = deepcopy(summary)
    fallen["questions"][0]["comparisons"][0]["finding"] = False
    kinds = {finding.claim.kind for finding in build_report(GROWTH_POLL, fallen, language="nl").overview.findings}
    assert ClaimKind.DIFFERENCE not in kinds


def test_a_filter_is_named_everywhere() -> None:
    report = build_report(POLL, sector_summary("role", "inhouse"), language="nl")
    assert report.filter_label == "Alleen inhouse contactcenters"
    assert report.overview.notes[0] == "Alleen inhouse contactcenters."
    assert report.question("directs").base_note.startswith("Basis: 100 respondenten bij inhouse contactcenters")
    assert list(report.question("directs").views) == [None, "outsources"]


def test_rows_that_do_not_add_up_say_so() -> None:
    report = build_report(GROWTH_POLL, growth_summary({"Noord": (35, 5)}), language="nl")
    assert "Door afronding tellen de percentages niet op tot precies 100." in report.questions[0].total.notes


def test_another_format_or_confidence_is_refused() -> None:
    with pytest.raises(ValueError, match="summary/1"):
        build_report(POLL, {**sector_summary(), "format": "summary/2"}, language="nl")
    recipe: Any = {**sector_summary()["recipe"], "confidence": 0.9}
    with pytest.raises(ValueError, match="95%"):
        build_report(POLL, {**sector_summary(), "recipe": recipe}, language="nl")


def test_claims_for_a_variable_leave_the_other_variables_out() -> None:
    question = build_report(POLL, sector_summary(), language="nl").question("directs")
    assert {claim.variable for claim in question.claims_for(None)} == {None}
    assert {claim.variable for claim in question.claims_for("role")} == {None, "role"}
