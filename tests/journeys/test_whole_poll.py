"""The whole main job in a real browser: from an empty poll to percentages that can be defended."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import openpyxl
import pytest
from django.utils import timezone
from playwright.sync_api import FilePayload, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from accounts.roles import Role
from polls.codebook.answers import Answers
from polls.collection.models import Response
from polls.collection.services.loading import load
from polls.collection.services.submission import Outcome, submit
from polls.invitations import tasks
from polls.invitations.models import Contact
from polls.questionnaire.models import GRACE, Poll
from polls.results.models import Run
from polls.results.services import closing, runs
from tests.invitations.sample import Post, serve
from tests.journeys.conftest import DESKTOP, Opener

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

PASSWORD = "blauwe-fiets-langs-de-vecht"
SLUG = "uitbesteden-op-de-werkvloer"
INHOUSE, FACILITAIR = 12, 12


@dataclass
class Office:
    """What all scenes share: the windows, the mail server and the people."""

    open_page: Opener
    post: Post
    folder: Path

    def log_in(self, user: User) -> Page:
        """Log in by the form, at a desk."""
        page = self.open_page(DESKTOP)
        page.goto("/account/login/?next=/")
        page.fill("#id_username", user.email)
        page.fill("#id_password", PASSWORD)
        page.locator("main form button.btn-primary").click()
        expect(page).not_to_have_url(re.compile("/login/"))
        return page


@pytest.fixture
def office(open_page: Opener, live_server: LiveServer, settings: Settings, tmp_path: Path) -> Iterator[Office]:
    post = Post()
    controller = serve(post)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.SITE_URL = live_server.url
    settings.COLUMNS_DIR, settings.MEDIA_ROOT = tmp_path / "columns", tmp_path / "files"
    yield Office(open_page, post, tmp_path)
    controller.stop()


@pytest.fixture
def editor(transactional_db: None) -> User:
    return User.objects.create_user("redacteur@ksf.example", PASSWORD, name="Roos", role=Role.EDITOR)


@pytest.fixture
def analyst(transactional_db: None) -> User:
    return User.objects.create_user("analist@ksf.example", PASSWORD, name="Anna", role=Role.ANALYST)


def test_from_an_empty_poll_to_percentages_in_a_workbook(
    office: Office, editor: User, analyst: User, phone: Page, phone_without_js: Page
) -> None:
    desk = office.log_in(editor)
    build(desk)
    find_the_problem_and_mend_it(desk)
    publish(desk)
    import_contacts(desk)
    links = invite(desk, office.post)
    answer_with_javascript(phone, links["person0@inhouse.example"])
    answer_without_javascript(phone_without_js, links["person0@facilitair.example"])
    others_answer(links)
    close(desk)
    desk = office.log_in(analyst)
    read_the_page(desk)
    read_the_workbook(desk, office.folder / "tables.xlsx")


def save(page: Page) -> None:
    with page.expect_navigation():
        page.locator(".save-bar button[name=_continue]").click()
    expect(page.locator(".builder-form [role=alert]")).to_have_count(0)


def add(page: Page, group: str) -> None:
    page.locator(f"#{group}-group > .add-row button").click()


def add_question(page: Page, kind: str, text: str, *choices: str) -> None:
    """Add a question on the screen of a page; it saves itself."""
    count = page.locator(".question").count()
    if not page.locator(".palette-groups").is_visible():
        page.locator(".palette > summary").click()
    page.locator(f"[data-add={kind}]").click()
    expect(page.locator(".question")).to_have_count(count + 1)
    card = page.locator(".question").nth(count)
    card.locator(".question-text textarea[lang=nl]").fill(text)
    if choices:
        card.locator("[data-row=bulk]").click()
        card.locator(".is-bulk .rows-bulk textarea").fill("\n".join(choices))
        card.locator(".is-bulk [data-row=apply]").click()


def set_condition(page: Page, number: int, condition: str) -> None:
    card = page.locator(".question").nth(number)
    field = card.locator("input[name$=-show_if]").last
    if not field.is_visible():
        if not card.locator(".question-body").is_visible():
            card.locator("summary").first.click()
        card.locator("details.more > summary").click()
    field.fill(condition)


def save_page(page: Page) -> None:
    page.locator(".editor-bar button[name=_continue]").click()
    expect(page.locator(".save-status")).to_have_text("Alles is opgeslagen")


def build(page: Page) -> None:
    """Make the poll by hand: texts, a page with three questions, a segment variable."""
    page.goto("/admin/polls/poll/add/")
    page.fill("#id_title_0", "Uitbesteden op de werkvloer")
    page.uncheck('input[name="languages"][value="en"]')
    for name in ("intro", "thanks", "privacy"):
        page.fill(f"#id_{name}_0", "Vertel ons hoe u het ziet.")
    save(page)

    page.fill("#id_page-title_0", "Uw organisatie")
    add_question(page, "single", "Besteedt u klantcontact uit?", "Ja", "Deels", "Nee")
    add_question(page, "single", "Wat is het doel?", "Kwaliteit", "Kosten")
    set_condition(page, 1, "besteedt_uit in (ja, deels)")
    add_question(page, "rating", "Welk cijfer geeft u?")
    save_page(page)

    page.goto(f"/admin/polls/poll/{Poll.objects.get().pk}/change/")
    add(page, "segment_variables")
    page.fill("#id_segment_variables-0-label_0", "Soort contactcenter")
    page.select_option("#id_segment_variables-0-source_kind", "contact")
    page.fill("#id_segment_variables-0-source", "role")
    for number, (label, values) in enumerate([("Inhouse", "inhouse"), ("Facilitair", "facilitair")]):
        add(page, "segment_variables-0-segments")
        page.fill(f"#id_segment_variables-0-segments-{number}-label_0", label)
        page.fill(f"#id_segment_variables-0-segments-{number}-values", values)
    save(page)


def find_the_problem_and_mend_it(page: Page) -> None:
    """The condition names a question that is not there: the list of problems leads to it."""
    page.goto(f"/polls/{SLUG}/publish/")
    problems = page.locator(".problem-list .is-error a")
    expect(problems).to_have_count(1)
    expect(problems).to_contain_text("besteedt_uit")
    expect(page.locator(".builder-side form button")).to_have_count(0)
    problems.click()
    expect(page).to_have_url(re.compile(r"/admin/polls/page/\d+/change/.*#"))
    page.wait_for_load_state()
    set_condition(page, 1, "besteedt_klantcontact_uit in (ja, deels)")
    save_page(page)


def publish(page: Page) -> None:
    page.goto(f"/polls/{SLUG}/publish/")
    with page.expect_navigation():
        page.locator(".builder-side form button.btn-primary").click()
    poll = Poll.objects.get(slug=SLUG)
    assert poll.state == Poll.State.PUBLISHED
    assert poll.is_anonymous
    version = poll.latest_version
    assert version is not None
    questions = [(question.code, question.kind, question.show_if) for question in version.questionnaire.questions]
    assert questions == [
        ("besteedt_klantcontact_uit", "single", ""),
        ("doel", "single", "besteedt_klantcontact_uit in (ja, deels)"),
        ("cijfer_geeft", "rating", ""),
    ]


def contact_file() -> bytes:
    """Write the list as Dutch Excel saves it: semicolons, Windows-1252, and one mistake in row 14."""
    lines = ["E-mailadres;Naam;Organisatie;Taal;Role"]
    lines += [
        f"person{number}@inhouse.example;Zoë Müller {number};Énergie;Nederlands;Inhouse" for number in range(INHOUSE)
    ]
    lines += ["zonder-apenstaartje.example;Piet;Café;Nederlands;Inhouse"]
    lines += [
        f"person{number}@facilitair.example;Jan {number};BPO;Nederlands;Facilitair" for number in range(FACILITAIR)
    ]
    return "\r\n".join(lines).encode("cp1252")


def import_contacts(page: Page) -> None:
    page.goto("/contacts/import/")
    file = FilePayload(name="leden.csv", mimeType="text/csv", buffer=contact_file())
    page.locator("input[type=file]").set_input_files(file)
    page.locator("main form button.btn-primary").click()
    expect(page.locator("[name=target-4]")).to_have_value("new")
    page.locator("main form button.btn-primary").click()
    expect(page.locator("table").first.locator("tbody td").first).to_have_text("14")
    expect(page.locator("main")).to_contain_text("Zoë Müller 0")
    assert not Contact.objects.exists()
    page.locator("#leave_out_faulty").check()
    with page.expect_navigation():
        page.locator("form:has(#leave_out_faulty) button.btn-primary").click()
    assert Contact.objects.count() == INHOUSE + FACILITAIR
    contact = Contact.objects.get(email="person0@inhouse.example")
    assert (contact.name, contact.organisation_name, contact.attributes) == (
        "Zoë Müller 0",
        "Énergie",
        {"role": "inhouse"},
    )


def invite(page: Page, post: Post) -> dict[str, str]:
    """Invite everybody, let the mail leave, and give the personal link that each got."""
    page.goto(f"/polls/{SLUG}/invite/")
    page.locator("form[method=post] button.btn-lg").click()
    expect(page).to_have_url(re.compile("/messages/"))
    assert post.accepted == []
    tasks.deliver_waiting()
    return {envelope.rcpt_tos[0]: link_in(envelope.content) for envelope in post.accepted}


def link_in(content: bytes | str | None) -> str:
    assert isinstance(content, bytes)
    message = message_from_bytes(content, _class=EmailMessage, policy=policy.default)
    body = message.get_body(preferencelist=("plain",))
    assert body is not None
    (link,) = re.findall(r"https?://\S+/i/\S+", str(body.get_content()))
    return str(link)


def tap(page: Page, question: str, label: str) -> None:
    page.locator(f"#question-{question} .choice label").get_by_text(label, exact=True).click()


def press_next(page: Page) -> None:
    page.locator(".poll-nav button[name=_next]").click()


def answer_with_javascript(page: Page, link: str) -> None:
    """On a phone: the second question appears as soon as the first is answered."""
    page.goto(link)
    expect(page.locator("#question-doel")).to_be_hidden()
    tap(page, "besteedt_klantcontact_uit", "Ja")
    expect(page.locator("#question-doel")).to_be_visible()
    tap(page, "doel", "Kwaliteit")
    tap(page, "cijfer_geeft", "8")
    press_next(page)
    expect(page.locator('[data-end="answered"]')).to_be_visible()
    page.goto(link)
    expect(page.locator('[data-end="answered"]')).to_be_visible()


def answer_without_javascript(page: Page, link: str) -> None:
    """On a phone whose browser runs no scripts: the second question comes after a step."""
    page.goto(link)
    tap(page, "besteedt_klantcontact_uit", "Deels")
    tap(page, "cijfer_geeft", "6")
    press_next(page)
    tap(page, "doel", "Kosten")
    press_next(page)
    expect(page.locator('[data-end="answered"]')).to_be_visible()


def others_answer(links: dict[str, str]) -> None:
    """Of the inhouse half outsource and half do not; of the facilitair all do in part."""
    for number in range(1, INHOUSE):
        uses: Answers = {"besteedt_klantcontact_uit": "ja", "doel": "kwaliteit", "cijfer_geeft": "8"}
        uses_not: Answers = {"besteedt_klantcontact_uit": "nee", "cijfer_geeft": "7"}
        send(links[f"person{number}@inhouse.example"], uses if number < INHOUSE / 2 else uses_not)
    for number in range(1, FACILITAIR):
        answers: Answers = {"besteedt_klantcontact_uit": "deels", "doel": "kwaliteit", "cijfer_geeft": "6"}
        send(links[f"person{number}@facilitair.example"], answers)


def send(link: str, answers: Answers) -> None:
    begun = load(link.rstrip("/").rpartition("/")[2])
    assert begun is not None
    assert submit(begun, answers, language="nl", now=timezone.now()) is Outcome.RECEIVED


def close(page: Page) -> None:
    """Close by hand; after the time for those under way, what the schedule does: count all, make the final run."""
    page.goto(f"/polls/{SLUG}/close/")
    with page.expect_navigation():
        page.locator(".builder form button.btn-primary, main form button.btn-primary").first.click()
    assert not Response.objects.exists()
    later = timezone.now() + GRACE + timedelta(minutes=1)
    assert closing.close_due(now=later) == 1
    assert Response.objects.count() == INHOUSE + FACILITAIR
    assert runs.execute(Run.objects.get().pk, now=later, clock=lambda: later)


def read_the_page(page: Page) -> None:
    """Percentages with count and interval in each cell, the base of each group above it, letters for differences."""
    page.goto(f"/polls/{SLUG}/results/")
    assert table_of(page, "besteedt_klantcontact_uit") == [
        ["", "n = 24", "n = 12", "n = 12"],
        ["Ja", "25% 6 · 12–45%", "50%B 6 · 25–75%", "0% 0 · 0–26%"],
        ["Deels", "50% 12 · 31–69%", "0% 0 · 0–26%", "100%A 12 · 74–100%"],
        ["Nee", "25% 6 · 12–45%", "50%B 6 · 25–75%", "0% 0 · 0–26%"],
    ]
    assert table_of(page, "doel") == [
        ["", "n = 18", "n = 6", "n = 12"],
        ["Kwaliteit", "94% 17 · 74–99%", "100% 6 · 54–100%", "92% 11 · 65–99%"],
        ["Kosten", "6% 1 · 1–26%", "0% 0 · 0–46%", "8% 1 · 1–35%"],
    ]


def table_of(page: Page, question: str) -> list[list[str]]:
    """Give the cells of a table as text, of its head only the bases."""
    cells = page.locator(f"#q-{question} .results-table table").evaluate(
        "table => [...table.rows].map(row => [...row.cells].map(cell => cell.innerText))"
    )
    bases = ["", *(re.findall(r"n = \d+", head)[0] for head in cells[0][1:])]
    return [bases, *([" ".join(cell.split()) for cell in row] for row in cells[1:])]


def read_the_workbook(page: Page, path: Path) -> None:
    """The downloaded file has the same numbers, as numbers."""
    page.goto(f"/polls/{SLUG}/downloads/")
    with page.expect_download() as download:
        page.locator("form[action$='tables.xlsx'] button.btn-primary").click()
    download.value.save_as(path)
    rows = list(openpyxl.load_workbook(path)["Soort contactcenter"].iter_rows(values_only=True, max_col=16))
    top = next(at for at, row in enumerate(rows) if row[0] == "Besteedt u klantcontact uit?")
    assert [rows[top + 3][column] for column in (1, 6, 11)] == [24, 12, 12]
    counts = {row[0]: [(row[column], row[column + 1]) for column in (1, 6, 11)] for row in rows[top + 5 : top + 8]}
    assert counts == {
        "Ja": [(0.25, 6), (0.5, 6), (0, 0)],
        "Deels": [(0.5, 12), (0, 0), (1, 12)],
        "Nee": [(0.25, 6), (0.5, 6), (0, 0)],
    }
