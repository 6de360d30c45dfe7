"""The page that says how the numbers and tests of a question were made."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.results import sample
from tests.results.conftest import finished_run

pytestmark = pytest.mark.django_db

Staff = Callable[[str], Client]
RESULTS = "/polls/sample/results/"
HOW = f"{RESULTS}how/opinion/?by=role"


def respond(bpo: int) -> None:
    """Of twenty inhouse twelve are very negative and eight very positive; of the others six, if there are twenty."""
    poll = sample.published(sample.questionnaire())
    low, high = {"opinion": "p1"}, {"opinion": "p5"}
    others = [low] * min(6, bpo) + [high] * max(0, bpo - 6)
    sample.respond(poll, [low] * 12 + [high] * 8 + others, [{"role": "inhouse"}] * 20 + [{"role": "bpo"}] * bpo)
    finished_run(poll)


def test_every_test_of_the_results_leads_to_how_it_was_made(staff: Staff) -> None:
    respond(20)
    client = staff("viewer")
    english = {"accept-language": "en"}
    results = client.get(f"{RESULTS}?by=role", headers=english).content.decode()
    page = client.get(HOW, headers=english).content.decode()
    for anchor in ("test-table-all-all-all", "test-row-p1-inhouse-bpo", "test-net-top2-inhouse-bpo"):
        assert f"/polls/sample/results/how/opinion/?by=role#{anchor}" in results
        assert f'<tr id="{anchor}">' in page
    # Newcombe: Wilson gives 38.7–78.1% and 14.5–51.9%.
    # prop.test(c(12, 6), c(20, 20), correct=FALSE): X-squared = 3.6364, p-value = 0.05653
    assert "χ² = 3.64, df = 1" in page
    assert "z = 1.91" in page
    assert "<div>Inhouse: 12 / 20 = 60%</div><div>Outsourcer: 6 / 20 = 30%</div>" in page
    assert "difference 30 percentage points, 95% interval −1 to 54" in page
    assert "Holm, over all tested pairs of this row (1)" in page
    assert "p of both groups together · Pearson (1900)" in page
    assert "Cramér V = 0.30" in page


def test_it_is_said_in_dutch_as_well(staff: Staff) -> None:
    respond(20)
    page = staff("viewer").get(HOW, headers={"accept-language": "nl"}).content.decode()
    assert "Vergelijkingen en toetsen" in page
    assert "χ² = 3,64, df = 1" in page
    assert "<div>Inhouse: 12 / 20 = 60%</div><div>Facilitair: 6 / 20 = 30%</div>" in page
    assert "Benjamini-Hochberg, over alle getoetste tabellen van deze resultaten: p = 0,06" in page


def test_nothing_is_told_of_a_hidden_group(staff: Staff) -> None:
    respond(3)
    page = staff("viewer").get(HOW, headers={"accept-language": "en"}).content.decode()
    assert "12 / 20" not in page
    assert "Comparisons and tests" not in page
