"""The pages of the results stage: who may see them, what stands on them, and what the files hold."""

import csv
import io
import json
import re
from collections.abc import Callable
from io import StringIO
from typing import Any

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from polls.collection.models import DailyCount, Response
from polls.invitations.models import Contact, Invitation
from polls.questionnaire.models import Poll, PollEvent
from polls.results.models import Export, Run, WorkState
from polls.results.services import exports
from tests.results import sample
from tests.results.conftest import finished_run, poll_with_results, summary_of

pytestmark = pytest.mark.django_db

Staff = Callable[[str], Client]
RESULTS = "/polls/sample/results/"
LABELS = {"format": "csv", "values": "labels", "language": "nl"}


def content(response: Any) -> bytes:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    for close in (
        response._resource_closers if response.streaming else ()
    ):  # response.close() would close the test's database as well
        close()
    return body


def csv_rows(response: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content(response).decode("utf-8-sig")), delimiter=";"))


class TestHome:
    def test_it_lists_the_polls_in_a_constant_number_of_queries(
        self, staff: Staff, django_assert_max_num_queries: Any
    ) -> None:
        for number in range(6):
            Poll.objects.create(slug=f"p{number}", title={"nl": f"Peiling {number}"})
        client = staff("viewer")
        with django_assert_max_num_queries(4):
            page = client.get("/").content.decode()
        assert [f"Peiling {number}" in page for number in range(6)] == [True] * 6

    def test_an_open_anonymous_poll_shows_a_rounded_count(self, staff: Staff) -> None:
        poll = sample.published(sample.questionnaire(is_anonymous=True))
        DailyCount.objects.create(poll=poll, day=sample.NOW.date(), shard=1, submitted=13)
        DailyCount.objects.create(poll=poll, day=sample.NOW.date(), shard=2, submitted=1)
        page = staff("viewer").get("/").content.decode()
        assert "<strong>10</strong>" in page
        Poll.objects.update(state=Poll.State.CLOSED)
        assert "<strong>14</strong>" in staff("analyst").get("/").content.decode()

    def test_few_responses_to_an_open_anonymous_poll_are_not_shown_as_none(self, staff: Staff) -> None:
        poll = sample.published(sample.questionnaire(is_anonymous=True))
        DailyCount.objects.create(poll=poll, day=sample.NOW.date(), shard=1, submitted=1)
        viewer = staff("viewer")
        home, waiting = (
            viewer.get(address, headers={"accept-language": "en"}).content.decode() for address in ("/", RESULTS)
        )
        assert "fewer than <strong>5</strong> responses" in home
        assert "Fewer than 5 have answered so far." in waiting
        assert "Nobody has answered yet." not in waiting

    def test_without_polls_it_says_where_to_begin(self, staff: Staff) -> None:
        assert "/admin/polls/poll/add/" in staff("editor").get("/").content.decode()
        assert "/admin/polls/poll/add/" not in staff("viewer").get("/").content.decode()


class TestResults:
    def test_nobody_gets_in_without_logging_in(self, client: Client) -> None:
        poll_with_results(10)
        assert client.get(RESULTS).status_code == 302

    def test_every_question_stands_on_the_page_with_its_base(self, staff: Staff) -> None:
        _poll, run = poll_with_results(120)
        page = staff("viewer").get(RESULTS).content.decode()
        for question in summary_of(run)["questions"]:
            assert f'id="q-{question["code"]}"' in page
            assert f"n = {question['groups'][0]['base']}" in page

    def test_the_page_takes_a_constant_number_of_queries(
        self, staff: Staff, django_assert_max_num_queries: Any
    ) -> None:
        poll, _run = poll_with_results(120)
        client = staff("viewer")
        client.get(f"{RESULTS}?filter=role:inhouse")
        for query in ("", "?by=way", "?by=total", "?filter=role:inhouse"):
            with django_assert_max_num_queries(12):
                assert client.get(RESULTS + query).status_code == 200
        assert Run.objects.filter(poll=poll).count() == 2

    def test_a_filter_gives_the_numbers_of_that_segment(self, staff: Staff) -> None:
        poll, _run = poll_with_results(120)
        page = staff("viewer").get(f"{RESULTS}?filter=role:inhouse")
        count = Response.objects.filter(poll=poll, attributes__role="inhouse").count()
        assert page.context["shown"].base == count
        assert page.context["shown"].recipe["filter"] == {"variable": "role", "segment": "inhouse"}

    @pytest.mark.parametrize("query", ["?filter=role:x", "?filter=x", "?filter=:", "?by=<script>", "?by=x&filter=%00"])
    def test_what_is_not_on_offer_is_passed_over(self, staff: Staff, query: str) -> None:
        poll, run = poll_with_results(60)
        page = staff("viewer").get(RESULTS + query)
        assert page.status_code == 200
        assert page.context["shown"].pk == run.pk
        assert b"<script>" not in page.content
        assert Run.objects.filter(poll=poll).count() == 1

    def test_small_groups_are_not_in_the_source_of_the_page(self, staff: Staff) -> None:
        poll = sample.published(sample.questionnaire())
        sample.respond(
            poll,
            [{"opinion": "p1"}] * 20 + [{"opinion": "p5"}] * 3,
            [{"role": "inhouse"}] * 20 + [{"role": "bpo"}] * 3,
        )
        finished_run(poll)
        page = staff("viewer").get(RESULTS).content.decode()
        assert "n = 3" not in page.replace("\u00a0", " ")
        assert "n = 20" not in page.replace("\u00a0", " ")

    def test_a_hidden_group_cannot_be_filtered_on(self, staff: Staff) -> None:
        poll = sample.published(sample.questionnaire())
        roles = [{"role": "inhouse"}] * 20 + [{"role": "bpo"}] * 3
        sample.respond(poll, [{"opinion": "p1"}] * 23, roles)
        finished_run(poll)
        client = staff("viewer")
        for segment in ("bpo", "inhouse"):  # the second would tell the size of the first by subtraction
            page = client.get(f"{RESULTS}?filter=role:{segment}")
            assert page.context["shown"].recipe["filter"] is None
            assert f'value="role:{segment}"' not in page.content.decode()
            assert page.context["form"].is_refused
            with pytest.raises(CommandError, match="too small"):
                call_command("export_results", "sample", "--filter", f"role:{segment}")

    def test_labels_are_escaped_also_in_the_charts(self, staff: Staff) -> None:
        poll, _run = poll_with_results(60)
        run = Run.objects.get(poll=poll)
        document = json.loads(json.dumps(run.version.document).replace("Kwaliteit", "<img src=x onerror=alert(1)>"))
        other = sample.published(sample.questionnaire("hostile"))
        other.versions.create(number=2, document=document, sha256="0" * 64, published_at=sample.NOW)
        sample.respond(other, [{"criterion": "quality"}] * 12, [{"role": "inhouse"}] * 12)
        finished_run(other)
        page = staff("viewer").get("/polls/hostile/results/").content.decode()
        assert "<img src=x" not in page
        assert "&lt;img src=x" in page

    def test_no_inline_style_or_script_is_on_the_page(self, staff: Staff) -> None:
        poll_with_results(60)
        page = staff("viewer").get(RESULTS).content.decode()
        assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)", page)

    def test_the_response_by_segment_counts_the_invited(self, staff: Staff) -> None:
        poll, _run = poll_with_results(120)
        for number in range(3):
            contact = Contact.objects.create(email=f"{number}@x.nl", email_key=f"{number}@x.nl")
            Invitation.objects.create(
                poll=poll, contact=contact, token_hash=str(number), attributes={"role": "inhouse"}
            )
        context = staff("viewer").get(RESULTS).context
        assert context["invited"] == 3
        (_label, (inhouse, bpo)), _way = context["segments"]
        assert (inhouse.invited, bpo.invited) == (3, 0)

    def test_a_poll_without_results_says_what_is_needed(self, staff: Staff) -> None:
        sample.published(sample.questionnaire())
        page = staff("viewer").get(RESULTS)
        assert page.status_code == 200
        assert page.templates[0].name == "staff/results_none.html"

    def test_newer_responses_are_told_and_not_shown(self, staff: Staff) -> None:
        poll, _run = poll_with_results(60)
        DailyCount.objects.create(poll=poll, day=sample.NOW.date(), shard=1, submitted=62)
        assert staff("viewer").get(RESULTS).context["behind"] == 2

    def test_a_failed_newest_run_is_told_with_what_to_do(self, staff: Staff) -> None:
        poll, run = poll_with_results(60)
        Run.objects.create(
            poll=poll, version=run.version, data_key="0-61-1", recipe=run.recipe, recipe_hash=run.recipe_hash,
            state=WorkState.FAILED, error="population", created_at=timezone.now(),
        )  # fmt: skip
        page = staff("viewer").get(RESULTS)
        assert page.context["failed"] is not None
        assert f"/polls/sample/results/runs/{page.context['failed'].pk}/retry/" in page.content.decode()


class TestRunPage:
    def test_a_finished_run_leads_to_its_results(self, staff: Staff) -> None:
        _poll, run = poll_with_results(60)
        assert staff("viewer").get(f"{RESULTS}runs/{run.pk}/").headers["Location"] == RESULTS

    def test_progress_is_shown_and_refreshed_without_script(self, staff: Staff) -> None:
        _poll, run = poll_with_results(60)
        Run.objects.update(state=WorkState.RUNNING, progress=60, step="counting")
        page = staff("viewer").get(f"{RESULTS}runs/{run.pk}/").content.decode()
        assert 'value="60"' in page
        assert '<noscript><meta http-equiv="refresh"' in page

    def test_a_failed_run_is_tried_again(self, staff: Staff) -> None:
        _poll, run = poll_with_results(60)
        Run.objects.update(state=WorkState.FAILED, error="stopped", attempts=3)
        client = staff("viewer")
        assert b"note is-error" in client.get(f"{RESULTS}runs/{run.pk}/").content
        assert client.post(f"{RESULTS}runs/{run.pk}/retry/").status_code == 302
        run.refresh_from_db()
        assert (run.state, run.attempts) == (WorkState.QUEUED, 0)

    def test_the_run_of_another_poll_is_not_found(self, staff: Staff) -> None:
        _poll, run = poll_with_results(60)
        sample.published(sample.questionnaire("other"))
        assert staff("viewer").get(f"/polls/other/results/runs/{run.pk}/").status_code == 404

    def test_asking_for_new_numbers_queues_a_run(self, staff: Staff) -> None:
        poll, _run = poll_with_results(60)
        client = staff("viewer")
        assert client.post(f"{RESULTS}refresh/").headers["Location"] == RESULTS
        sample.respond(poll, [{}] * 5, [{}] * 5)
        assert "/runs/" in client.post(f"{RESULTS}refresh/").headers["Location"]


class TestDownloads:
    def test_tables_hold_the_counts_of_the_run(self, staff: Staff) -> None:
        _poll, run = poll_with_results(120)
        response = staff("viewer").get("/polls/sample/downloads/tables.csv?language=nl")
        text = content(response).decode("utf-8-sig")
        first = summary_of(run)["questions"][0]
        for row in first["groups"][0]["rows"]:
            assert str(row["count"]) in text
        assert response.headers["Content-Disposition"] == 'attachment; filename="sample-tables-nl.csv"'
        assert PollEvent.objects.get().detail == {"file": "sample-tables-nl.csv"}

    def test_tables_open_in_excel_without_a_formula(self, staff: Staff) -> None:
        poll_with_results(120)
        response = staff("viewer").get("/polls/sample/downloads/tables.xlsx?language=en&filter=role:inhouse")
        assert "sample-tables-inhouse-en.xlsx" in response.headers["Content-Disposition"]
        book = openpyxl.load_workbook(io.BytesIO(content(response)))
        cells = [cell for sheet in book for row in sheet for cell in row if cell.value is not None]
        assert len(cells) > 100
        assert all(cell.data_type != "f" for cell in cells)

    def test_responses_as_csv_equal_what_is_stored(self, staff: Staff) -> None:
        poll, _run = poll_with_results(40)
        rows = csv_rows(staff("analyst").post("/polls/sample/downloads/responses/", {**LABELS, "values": "codes"}))
        stored = Response.objects.filter(poll=poll).values_list("answers", flat=True)
        assert sorted(row["opinion"] for row in rows) == sorted(answers.get("opinion", "_na") for answers in stored)
        assert PollEvent.objects.get().action == PollEvent.Action.DOWNLOADED

    def test_formulas_in_answers_are_harmless(self, staff: Staff) -> None:
        poll = sample.published(sample.questionnaire())
        sample.respond(poll, [{"remark": "=1+1"}, {"remark": "Prima"}], [{}, {}])
        rows = csv_rows(staff("analyst").post("/polls/sample/downloads/responses/", LABELS))
        assert sorted(row["Nog opmerkingen?"] for row in rows) == ["'=1+1", "Prima"]

    def test_an_anonymous_file_has_no_trace_of_who_answered(self, staff: Staff) -> None:
        poll = sample.published(sample.questionnaire(is_anonymous=True))
        sample.respond(
            poll, [{"remark": "Ik ben Jan"}] * 9 + [{}] * 9, [{"role": "inhouse"}] * 15 + [{"role": "bpo"}] * 3
        )
        response = staff("analyst").post("/polls/sample/downloads/responses/", {**LABELS, "values": "codes"})
        text = content(response).decode("utf-8-sig")
        assert len(text.splitlines()) == 19
        for trace in ("role", "remark", "Jan", "language", "version"):
            assert trace not in text

    def test_too_few_anonymous_responses_give_no_file(self, staff: Staff) -> None:
        poll = sample.published(sample.questionnaire(is_anonymous=True))
        sample.respond(poll, [{"opinion": "p1"}] * 4, [{}] * 4)
        response = staff("analyst").post("/polls/sample/downloads/responses/", LABELS)
        assert response.status_code == 409
        assert not PollEvent.objects.exists()

    @pytest.mark.parametrize(("role", "status"), [("viewer", 403), ("editor", 403), ("analyst", 200)])
    def test_single_responses_are_for_analysts(self, staff: Staff, role: str, status: int) -> None:
        poll_with_results(10)
        response = staff(role).post("/polls/sample/downloads/responses/", LABELS)
        assert response.status_code == status
        content(response)

    def test_excel_is_made_in_the_background_and_fetched_by_who_asked(self, staff: Staff) -> None:
        poll_with_results(40)
        analyst = staff("analyst")
        page = analyst.post("/polls/sample/downloads/responses/", {**LABELS, "format": "xlsx"}).headers["Location"]
        assert analyst.get(f"{page}file/").status_code == 404
        export = Export.objects.get()
        assert b"data-progress" in analyst.get(page).content
        exports.make_export(export.pk, now=timezone.now(), clock=timezone.now)
        assert f"{page}file/".encode() in analyst.get(page).content
        book = openpyxl.load_workbook(io.BytesIO(content(analyst.get(f"{page}file/"))))
        assert max(sheet.max_row for sheet in book) >= 41
        assert PollEvent.objects.get().detail == {"file": "sample-responses-labels-nl.xlsx"}
        other = staff("administrator")
        assert (other.get(page).status_code, other.get(f"{page}file/").status_code) == (404, 404)

    def test_a_large_csv_is_made_in_the_background(self, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(exports, "AT_ONCE", 10)
        poll_with_results(40)
        analyst = staff("analyst")
        page = analyst.post("/polls/sample/downloads/responses/", LABELS).headers["Location"]
        exports.make_export(Export.objects.get().pk, now=timezone.now(), clock=timezone.now)
        assert len(csv_rows(analyst.get(f"{page}file/"))) == 40

    @pytest.mark.parametrize(
        "address", ["tables.csv?language=fr", "tables.pdf", "00000000-0000-4000-8000-000000000000/"]
    )
    def test_what_is_not_there_is_not_found(self, staff: Staff, address: str) -> None:
        poll_with_results(10)
        assert staff("analyst").get(f"/polls/sample/downloads/{address}").status_code == 404


class TestCommand:
    def printed(self, *arguments: str) -> Any:
        out = StringIO()
        call_command("export_results", "sample", *arguments, stdout=out)
        return json.loads(out.getvalue())

    def test_it_computes_and_prints_the_newest_run(self) -> None:
        poll, run = poll_with_results(60)
        sample.respond(poll, [{"opinion": "p1"}] * 6, [{}] * 6)
        document = self.printed("--format", "json")
        assert document["n"] == 66 != run.base
        total = document["questions"][0]["groups"][0]
        stored = [
            answers.get("opinion") for answers in Response.objects.filter(poll=poll).values_list("answers", flat=True)
        ]
        assert total["base"] == len([value for value in stored if value and value != "_dk"])
        for row in total["rows"]:
            assert row["count"] == stored.count(row["code"])
            assert row["share"] == pytest.approx(row["count"] / total["base"], abs=1e-12)
            assert row["interval"][0] <= row["share"] <= row["interval"][1]

    def test_a_filter_prints_one_segment(self) -> None:
        poll, _run = poll_with_results(60)
        document = self.printed("--filter", "role:bpo", "--language", "en")
        assert document["n"] == Response.objects.filter(poll=poll, attributes__role="bpo").count()

    def test_an_open_poll_moves_in_steps_here_as_well(self) -> None:
        poll, run = poll_with_results(60)
        sample.respond(poll, [{"opinion": "p1"}], [{}])
        assert self.printed()["n"] == run.base

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [(["nothing"], "no poll"), (["sample", "--filter", "role:x"], "no segment"), (["sample"], "fewer than 5")],
    )
    def test_it_says_what_is_wrong(self, arguments: list[str], message: str) -> None:
        poll = sample.published(sample.questionnaire())
        sample.respond(poll, [{}] * 4, [{}] * 4)
        with pytest.raises(CommandError, match=message):
            call_command("export_results", *arguments)
