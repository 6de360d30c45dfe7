"""Press texts: begun from a run, changed by revision, kept in versions, checked; and the method statement."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from polls.questionnaire.models import Poll
from polls.reporting.method_statement import Item
from polls.results.models import MethodStatement, PressDraft
from polls.results.services import method_statement as statements
from polls.results.services import press
from tests.results.conftest import poll_with_results
from tests.results.sample import NOW

pytestmark = pytest.mark.django_db

Staff = Callable[[str], Client]
LATER = timedelta(minutes=30)


def begun() -> PressDraft:
    poll, run = poll_with_results()
    return press.begin(poll, run, "nl", by=None, now=NOW)


def test_a_text_begins_with_what_the_run_says() -> None:
    draft = begun()
    assert draft.revision == 1
    assert "{120|respondents}" in draft.source
    assert press.begin(draft.poll, draft.run, "nl", by=None, now=NOW).pk == draft.pk  # type: ignore[arg-type]


def test_a_text_begins_with_the_question_that_was_chosen(staff: Staff) -> None:
    poll, run = poll_with_results()
    code, asked = press.leads(run, press.report_in(run, "nl"))[-1]
    client = staff("editor")
    page = client.get(f"/polls/{poll.slug}/press/?text=nl&lead={code}").content.decode()
    assert f'<option value="{code}" selected>' in page
    client.post(f"/polls/{poll.slug}/press/?text=nl", {"action": "begin", "lead": code})
    lead = PressDraft.objects.get(poll=poll).source.split("\n\n")[1]
    assert lead.startswith(f"Op de vraag ‘{asked}’")


def test_a_change_on_an_old_revision_is_a_conflict_and_writes_nothing() -> None:
    draft = begun()
    other = PressDraft.objects.get(pk=draft.pk)
    assert press.change(draft, "Eerst", revision=1, by=None, now=NOW) == 2
    with pytest.raises(press.PressConflictError) as raised:
        press.change(other, "Later", revision=1, by=None, now=NOW)
    assert raised.value.draft.source == "Eerst"
    assert PressDraft.objects.get(pk=draft.pk).source == "Eerst"


def test_versions_are_kept_and_one_can_go_back_to_them() -> None:
    draft = begun()
    first = draft.source
    press.change(draft, "Een", revision=1, by=None, now=NOW)
    press.change(draft, "Twee", revision=2, by=None, now=NOW)
    press.change(draft, "Drie", revision=3, by=None, now=NOW + LATER)
    assert [each.source for each in draft.versions.order_by("number")] == [first, "Twee", "Drie"]
    assert press.go_back(draft, 1, revision=4, by=None, now=NOW + LATER) == 5
    assert draft.source == first
    assert draft.versions.count() == 4


def test_a_text_that_is_too_long_is_refused() -> None:
    with pytest.raises(press.TooLongError):
        press.change(begun(), "x" * (press.LONGEST + 1), revision=1, by=None, now=NOW)


def test_the_page_offers_a_text_and_an_editor_begins_with_it(staff: Staff) -> None:
    poll, _run = poll_with_results()
    page = f"/polls/{poll.slug}/press/?text=nl"
    client = staff("editor")
    assert "Op de vraag ‘Hoe staat u tegenover uitbesteden?’" in client.get(page).content.decode()
    assert not PressDraft.objects.exists()
    assert client.post(page, {"action": "begin"}).status_code == 302
    assert 'class="chip"' in client.get(page).content.decode()


def test_it_is_saved_without_script_and_with_it(staff: Staff) -> None:
    draft = begun()
    page, client = f"/polls/{draft.poll.slug}/press/?text=nl", staff("editor")
    assert client.post(page, {"source": "Nieuw", "revision": "1"}).status_code == 302
    told = client.post(page, {"source": "Nog nieuwer", "revision": "2"}, headers={"accept": "application/json"}).json()
    assert told["revision"] == 3
    assert "Nog nieuwer" in told["html"]
    late = client.post(page, {"source": "Te laat", "revision": "1"}, headers={"accept": "application/json"})
    assert late.status_code == 409
    assert late.json()["source"] == "Nog nieuwer"
    answer = client.post(page, {"source": "Te laat", "revision": "1"})
    assert answer.status_code == 409
    assert "Te laat" in answer.content.decode()


def test_a_viewer_reads_and_changes_nothing(staff: Staff) -> None:
    draft = begun()
    page, client = f"/polls/{draft.poll.slug}/press/?text=nl", staff("viewer")
    assert client.get(page).status_code == 200
    assert client.post(page, {"source": "Nieuw", "revision": "1"}).status_code == 403
    assert PressDraft.objects.get().source == draft.source


def test_the_text_downloads_with_the_numbers_of_the_run(staff: Staff) -> None:
    draft = begun()
    press.change(draft, "Er deden {999|respondents} mensen mee.", revision=1, by=None, now=NOW)
    answer = staff("viewer").get(f"/polls/{draft.poll.slug}/press/press.txt?text=nl")
    assert answer.content.decode() == "Er deden 120 mensen mee.\n"


def test_a_pasted_article_is_checked_and_not_stored(staff: Staff) -> None:
    poll, _run = poll_with_results()
    answer = staff("viewer").post(f"/polls/{poll.slug}/press/check/", {"text": "Er deden 121 respondenten mee."})
    html = answer.content.decode()
    assert "De basis is hier 120." in html
    assert not PressDraft.objects.exists()


def test_an_article_is_shown_as_text(staff: Staff) -> None:
    poll, _run = poll_with_results()
    answer = staff("viewer").post(f"/polls/{poll.slug}/press/check/", {"text": "<script>alert(1)</script> 12%"})
    assert "<script>alert" not in answer.content.decode()


def complete() -> dict[str, dict[str, str]]:
    return {item: {"nl": "iets", "en": "something"} for item in
            ("sponsor", "conductor", "population", "source", "incentives", "limits", "contact")}  # fmt: skip


def test_what_is_missing_blocks_a_publication() -> None:
    poll, _run = poll_with_results(channel="open")
    assert Item.SPONSOR in statements.missing_items(poll)
    assert Item.DATES in statements.missing_items(poll)
    statements.write_statement(poll, complete(), revision=0, by=None, now=NOW)
    assert statements.missing_items(poll) == (Item.DATES,)
    Poll.objects.filter(pk=poll.pk).update(state=Poll.State.CLOSED, closes_at=NOW)
    poll.refresh_from_db()
    assert statements.missing_items(poll) == ()


def test_an_item_in_one_language_is_missing_in_the_other() -> None:
    poll, _run = poll_with_results(channel="open", state=Poll.State.CLOSED, closes_at=NOW)
    statements.write_statement(poll, complete() | {"contact": {"nl": "iets", "en": " "}}, revision=0, by=None, now=NOW)
    assert statements.missing_items(poll, ("nl",)) == ()
    assert statements.missing_items(poll, ("nl", "en")) == (Item.CONTACT,)


def test_a_poll_without_results_misses_everything() -> None:
    poll = Poll.objects.create(slug="leeg", title={"nl": "Leeg"})
    assert statements.missing_items(poll) == tuple(Item)


def test_two_who_write_a_statement_at_once_do_not_lose_anything(staff: Staff) -> None:
    poll, _run = poll_with_results()
    page, client = f"/polls/{poll.slug}/method/", staff("editor")
    assert client.post(page, {"revision": "0", "sponsor-nl": "KSF"}).status_code == 302
    answer = client.post(page, {"revision": "0", "sponsor-nl": "Iemand anders"})
    assert answer.status_code == 409
    assert "Iemand anders" in answer.content.decode()
    assert MethodStatement.objects.get().answers["sponsor"]["nl"] == "KSF"
