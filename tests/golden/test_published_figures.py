"""The fifteen published figures come out of the demo: on the page, in the workbook and in the printed run."""

import json
import tempfile
from datetime import UTC, datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import call_command
from django.http.response import StreamingHttpResponse
from django.test import TestCase, override_settings

from accounts.models import User
from accounts.roles import Role
from ksfsurvey.demo.load import load_demo
from polls.collection.models import Response
from polls.results.models import Run
from tests.golden import figures
from tests.golden.figures import EXPECTED, PUBLISHED, SHEETS

NOW = datetime(2026, 10, 5, 12, 0, tzinfo=UTC)
RESULTS = "/polls/uitbesteden/results/"


@pytest.mark.xdist_group("golden")
class PublishedFiguresTest(TestCase):
    """Loads the demo once, as ``serve --demo`` does; then an analyst looks."""

    @classmethod
    def setUpClass(cls) -> None:
        folder = Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.enterClassContext(override_settings(COLUMNS_DIR=folder / "columns", MEDIA_ROOT=folder / "files"))
        super().setUpClass()

    @classmethod
    def setUpTestData(cls) -> None:
        load_demo(now=NOW, say=lambda text: None)

    def setUp(self) -> None:
        analyst = User.objects.get(role=Role.ANALYST)
        self.client.force_login(analyst, backend="accounts.backends.RoleBackend")

    def page(self, variable: str) -> str:
        answer = self.client.get(RESULTS, {"by": variable})
        assert answer.status_code == 200
        return answer.content.decode()

    def workbook(self) -> openpyxl.Workbook:
        answer: Any = self.client.get("/polls/uitbesteden/downloads/tables.xlsx", {"language": "nl"})
        assert isinstance(answer, StreamingHttpResponse)
        return openpyxl.load_workbook(BytesIO(b"".join(answer)))

    def printed(self) -> dict[str, Any]:
        out = StringIO()
        call_command("export_results", "uitbesteden", "--format", "json", stdout=out)
        run: dict[str, Any] = json.loads(out.getvalue())
        return run

    def test_the_results_page_shows_every_figure_with_base_and_interval(self) -> None:
        pages = {variable: self.page(variable) for variable in SHEETS}
        seen = {number: figures.read_page(pages[place.variable], place) for number, (place, _) in PUBLISHED.items()}
        assert seen == EXPECTED

    def test_the_downloaded_workbook_holds_every_figure_with_base_and_interval(self) -> None:
        book = self.workbook()
        seen = {
            number: figures.read_sheet(book[SHEETS[place.variable]], place) for number, (place, _) in PUBLISHED.items()
        }
        assert seen == EXPECTED

    def test_the_printed_run_holds_every_figure_with_base_and_interval(self) -> None:
        run = self.printed()
        assert {number: figures.read_run(run, place) for number, (place, _) in PUBLISHED.items()} == EXPECTED

    def test_a_majority_is_positive_also_at_the_lower_bound_of_the_interval(self) -> None:
        place, _figure = PUBLISHED[1]
        assert figures.read_run(self.printed(), place).low > 50
        claim = "Een meerderheid (66%) van de respondenten met een mening antwoordt ‘Positief’ of ‘Zeer positief’"
        page = figures.section_of_page(self.page("sector_role"), "opinion")
        assert f"{claim} (n\u00a0=\u00a0149; 95%-interval 58–73%)" in page

    def test_outsourcing_or_not_makes_no_significant_difference_and_it_says_how_large_one_could_be_seen(self) -> None:
        pair = figures.comparison_of_run(self.printed(), "criterion", variable="outsourcing", row="quality")
        assert (pair["first_base"], pair["second_base"]) == (50, 50)
        assert (pair["test"], pair["significant"], round(pair["statistic"], 3)) == ("two_proportion_z", False, 0.803)
        assert round(pair["pvalue"], 3) == 0.422
        assert [round(bound, 3) for bound in pair["interval"]] == [-0.112, 0.264]
        assert round(pair["detectable"], 3) == 0.279
        table = figures.comparison_of_run(self.printed(), "criterion", variable="outsourcing", scope="table")
        assert table["significant"] is False

    def test_no_significant_difference_stands_on_the_page_and_in_the_workbook_with_all_that_it_needs(self) -> None:
        claim = (
            "Geen significant verschil tussen ‘Besteedt al uit’ en ‘Besteedt nog niet uit’ in het aandeel dat "
            "‘Kwaliteit van het klantcontact’ noemt (58% en 50%; n\u00a0=\u00a050 en 50; verschil 8 procentpunten, "
            "95%-interval −11 tot 26; z-toets, p\u00a0=\u00a00,42; bij deze aantallen was een "
            "verschil vanaf 28 procentpunten "
            "aantoonbaar)."
        )
        assert claim in figures.section_of_page(self.page("outsourcing"), "criterion")
        texts = [
            str(cell) for row in self.workbook()[SHEETS["outsourcing"]].iter_rows(values_only=True) for cell in row
        ]
        assert any(text.startswith(claim) for text in texts)

    def test_every_response_came_by_the_answer_pages_own_services_and_in_one_run(self) -> None:
        responses = Response.objects.filter(poll__slug="uitbesteden")
        assert responses.count() == 152
        assert set(responses.values_list("is_anonymous", flat=True)) == {True}
        assert Run.objects.get(poll__slug="uitbesteden").base == 152

    def test_loading_the_demo_again_changes_nothing(self) -> None:
        assert load_demo(now=NOW, say=lambda text: None) is False
        assert Response.objects.filter(poll__slug="uitbesteden").count() == 152
