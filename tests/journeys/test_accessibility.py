"""Every page of the product, on a phone and at a desk: no finding of axe, no error, no request elsewhere, no overflow.

The pages are those of the running demo. A page that is not walked here fails the last test.
"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve
from playwright.sync_api import Browser, ConsoleMessage, FilePayload, Page, expect

from tests.exchange.lss import Part, lss
from tests.faults.served import Served
from tests.journeys.axe import violations
from tests.journeys.conftest import DESKTOP, PHONE, Watch, watched_windows
from tests.journeys.test_demo import log_in

pytestmark = [pytest.mark.journey, pytest.mark.either, pytest.mark.xdist_group("demo")]

ALL_ADDRESSES = "tests.ksfsurvey.demo.urls"  # those of the product, and the demo's mailbox
NO_PAGES = {
    "accounts:logout": "a POST",
    "polls:autosave": "a POST",
    "polls:refresh_results": "a POST",
    "polls:run_retry": "a POST",
    "polls:download_responses": "a POST",
    "polls:resend": "a POST",
    "polls:settle": "a POST",
    "polls:mail_hook": "for machines",
    "polls:contact_import_undo": "a POST",
    "polls:mail_pause": "a POST",
    "polls:mail_texts": "leads to the first text",
    "polls:list_remove": "a POST",
    "polls:add_picture": "a POST",
    "polls:answers_release": "a POST",
    "polls:answers_withdraw": "a POST",
    "polls:take_file": "a POST",
    "polls:weights_accept": "a POST",
    "polls:frame_csv": "a file",
    "polls:frame_xlsx": "a file",
    "polls:press_restore": "a POST",
    "polls:press_text": "a file",
    "polls:file": "a file",
    "polls:picture": "a file",
    "polls:mail_test": "a POST",
    "polls:tables_csv": "a file",
    "polls:response_csv": "a file",
    "polls:person_data": "a file",
    "polls:tables_xlsx": "a file",
    "polls:export_file": "a file",
    "polls:chart_png": "a file",
    "polls:explore_csv": "a file",
    "polls:explore_svg": "a file",
    "polls:explore_png": "a file",
    "polls:chart_svg": "a file",
    "polls:download_files": "leads to polls:export",
    "polls:poll_file": "a file",
    "polls:mail_preview": "a mail, in a frame on the page for inviting",
    "mailbox:mail_html": "a mail, in a frame on the page of the mail",
    "polls:preview_start": "a page of the preview, which leads to the first one",
    "polls:open_link": "the answer pages, by another door",
    "polls:named_link": "the answer pages, by another door",
    "polls:channel_change": "a POST",
    "polls:join_panel": "the page for registering for a poll, without one",
    "polls:join_poll": "test_registration looks at it",
    "polls:join_confirm": "test_registration looks at it",
    "polls:channel_file": "a file",
    "polls:organisation_link": "the answer pages, by another door",
    "polls:embedded_link": "the answer pages, in a frame",
    "polls:kiosk": "test_channels looks at it, on a device of its own",
    "polls:kiosk_begin": "test_channels looks at it, on a device of its own",
    "polls:kiosk_leave": "a POST",
    "polls:kiosk_manifest": "a file",
    "polls:api_openapi": "for machines",
    "polls:hook_secret": "a POST",
    "polls:hook_change": "a POST",
    "polls:delivery_again": "a POST",
    "polls:api_nothing": "for machines",
    "polls:api_index": "for machines",
    "polls:api_publications": "for machines",
    "polls:api_publication": "for machines",
    "polls:api_edition": "for machines",
    "polls:api_polls": "for machines",
    "polls:api_poll": "for machines",
    "polls:api_runs": "for machines",
    "polls:api_run": "for machines",
    "polls:published_file": "a file",
    "polls:publication_approval": "a POST",
}
WALKED: dict[str, str] = {
    "accounts:login": "test_pages_before_logging_in",
    "accounts:password_reset": "test_pages_before_logging_in",
    "accounts:password_reset_done": "test_pages_before_logging_in",
    "accounts:password_reset_confirm": "test_pages_before_logging_in",
    "mailbox:index": "test_pages_before_logging_in",
    "mailbox:mail": "test_pages_before_logging_in",
    "accounts:profile": "test_staff_pages",
    "accounts:password_change": "test_staff_pages",
    "polls:home": "test_staff_pages",
    "polls:api_documentation": "test_staff_pages",
    "polls:access": "test_pages_of_access",
    "polls:token_add": "test_pages_of_access",
    "polls:token_revoke": "test_pages_of_access",
    "polls:hook": "test_pages_of_access",
    "polls:hook_add": "test_pages_of_access",
    "polls:hook_edit": "test_pages_of_access",
    "polls:hook_delete": "test_pages_of_access",
    "polls:delivery": "test_pages_of_access",
    "polls:contacts": "test_staff_pages",
    "polls:contact_add": "test_staff_pages",
    "polls:contact_edit": "test_staff_pages",
    "polls:contact_delete": "test_staff_pages",
    "polls:contact_import": "test_staff_pages",
    "polls:contact_imports": "test_staff_pages",
    "polls:lists": "test_staff_pages",
    "polls:list_add": "test_staff_pages",
    "polls:list_edit": "test_pages_that_a_form_leads_to",
    "polls:list_delete": "test_pages_that_a_form_leads_to",
    "polls:sample_draw": "test_staff_pages",
    "polls:selections": "test_staff_pages",
    "polls:selection_add": "test_staff_pages",
    "polls:selection_edit": "test_pages_that_a_form_leads_to",
    "polls:selection_delete": "test_pages_that_a_form_leads_to",
    "polls:organisations": "test_staff_pages",
    "polls:organisation_add": "test_staff_pages",
    "polls:organisation_edit": "test_staff_pages",
    "polls:organisation_delete": "test_staff_pages",
    "polls:attributes": "test_staff_pages",
    "polls:attribute_add": "test_staff_pages",
    "polls:attribute_edit": "test_staff_pages",
    "polls:attribute_delete": "test_staff_pages",
    "polls:questionnaire_import": "test_staff_pages",
    "polls:questionnaire_import_preview": "test_pages_that_a_form_leads_to",
    "polls:poll_files": "test_staff_pages",
    "polls:poll_versions": "test_staff_pages",
    "polls:library": "test_staff_pages",
    "polls:translations": "test_staff_pages",
    "polls:recode_maps": "test_staff_pages",
    "polls:recode_map": "test_staff_pages",
    "polls:contact_import_preview": "test_pages_that_a_form_leads_to",
    "polls:registration_panel": "test_staff_pages",
    "polls:registration_poll": "test_staff_pages",
    "polls:channels": "test_staff_pages",
    "polls:channel": "test_staff_pages",
    "polls:channel_add": "test_staff_pages",
    "polls:contact_import_columns": "test_pages_that_a_form_leads_to",
    "polls:contact_import_values": "test_pages_that_a_form_leads_to",
    "polls:fieldwork": "test_staff_pages",
    "polls:poll_privacy": "test_staff_pages",
    "polls:quality": "test_staff_pages",
    "polls:response": "test_staff_pages",
    "polls:person": "test_staff_pages",
    "polls:person_erase": "test_staff_pages",
    "polls:invite": "test_staff_pages",
    "polls:remind": "test_staff_pages",
    "polls:messages": "test_staff_pages",
    "polls:message": "test_staff_pages",
    "polls:mail_text": "test_staff_pages",
    "polls:mail_plan": "test_staff_pages",
    "polls:preview": "test_staff_pages",
    "polls:preview_page": "test_staff_pages",
    "polls:publish": "test_staff_pages",
    "polls:try": "test_staff_pages",
    "polls:close": "test_staff_pages",
    "polls:reopen": "test_staff_pages",
    "polls:duplicate": "test_staff_pages",
    "polls:results": "test_staff_pages",
    "polls:explore": "test_pages_of_the_analyst",
    "polls:run": "test_staff_pages",
    "polls:downloads": "test_staff_pages",
    "polls:export": "test_pages_that_a_form_leads_to",
    "polls:coding": "test_pages_of_coding",
    "polls:coding_frame": "test_pages_of_coding",
    "polls:coding_code": "test_pages_of_coding",
    "polls:coding_work": "test_pages_of_coding",
    "polls:coding_agreement": "test_pages_of_coding",
    "polls:weights": "test_pages_that_a_form_leads_to",
    "polls:weights_version": "test_pages_that_a_form_leads_to",
    "polls:how": "test_pages_of_the_analyst",
    "polls:waves": "test_pages_of_the_analyst",
    "polls:press": "test_pages_of_press_texts",
    "polls:press_versions": "test_pages_of_press_texts",
    "polls:press_check": "test_pages_of_press_texts",
    "polls:method_statement": "test_pages_of_press_texts",
    "polls:answers": "test_pages_of_the_analyst",
    "polls:files": "test_pages_of_the_analyst",
    "polls:answer": "test_pages_of_respondents",
    "polls:answer_page": "test_pages_of_respondents",
    "polls:review": "test_pages_of_respondents",
    "polls:opt_out": "test_pages_of_respondents",
    "polls:receipt": "test_pages_of_respondents",
    "polls:published_all": "test_pages_of_readers",
    "polls:published": "test_pages_of_readers",
    "polls:published_edition": "test_pages_of_readers",
    "polls:published_embed": "test_pages_of_readers",
    "polls:published_receipt": "test_pages_of_readers",
    "polls:publications": "test_pages_of_publications",
    "polls:publication": "test_pages_of_publications",
    "polls:publication_preview": "test_pages_of_publications",
    "polls:publication_edition": "test_pages_of_publications",
}


class StrictWatch(Watch):
    """Finds fault with every error in the console, but for the status of a page that ought to have one."""

    def console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "the server responded with a status of 4" not in message.text:
            self.findings.append(f"console: {message.text}")


class Walk:
    """Goes from page to page in one window and collects what is wrong."""

    def __init__(self, page: Page, demo: Served, number: int) -> None:
        self.page, self.demo, self.number = page, demo, number
        self.findings: list[str] = []
        self.seen: set[str] = set()

    def look(self, *addresses: str, status: int = 200) -> None:
        for address in addresses:
            answer = self.page.goto(address)
            assert answer is not None
            self.check(address, [] if answer.status == status else [f"status {answer.status}"])

    def check(self, name: str, found: list[str] | None = None) -> None:
        """Look at the page as it stands, with all that is folded up unfolded."""
        self.page.wait_for_load_state()
        self.seen.add(name_of(urlsplit(self.page.url).path))
        self.page.evaluate("document.querySelectorAll('details:not(.menu)').forEach(fold => { fold.open = true })")
        found = [*(found or []), *violations(self.page)]
        overflow = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if overflow > 0:
            found.append(f"{overflow} px too wide")
        self.findings += [f"{name}: {finding}" for finding in found]

    def look_at_menus(self, address: str) -> None:
        """Look at a page with each of its menus open."""
        self.page.goto(address)
        for menu in self.page.locator("details.menu > summary").all():
            menu.press("Enter")
            expect(self.page.locator("details.menu[open]")).to_have_count(1)
            self.findings += [f"{address}, menu: {finding}" for finding in violations(self.page)]

    def of_database(self, statement: str) -> list[Any]:
        return [row[0] for row in self.demo.made.query(statement)]

    def open_mail(self, words: str) -> tuple[str, str]:
        """Open a mail about a poll, another one in each window; give its links for answering and for no more mail."""
        self.page.goto(f"/mailbox/?q={words}")
        self.page.locator(".mail-list a").nth(self.number).click()
        text = self.page.locator(".mail-text").text_content() or ""
        return re.findall(r"/i/\S+/", text)[0], re.findall(r"/u/\S+/", text)[0]


def name_of(path: str) -> str:
    """Give the name of the view behind a path; nothing when there is none."""
    try:
        return resolve(path, ALL_ADDRESSES).view_name
    except Resolver404:
        return ""


@pytest.fixture(params=[(0, PHONE), (1, DESKTOP)], ids=["phone", "desk"])
def walk(request: pytest.FixtureRequest, demo: Served, browser: Browser) -> Iterator[Walk]:
    watch = StrictWatch(demo.address)
    with watched_windows(browser, demo.address, watch) as opener:
        number, viewport = request.param
        walk = Walk(opener(viewport), demo, number)
        yield walk
    assert {name for name, test in WALKED.items() if test == request.node.originalname} - walk.seen == set()
    assert not walk.findings, "\n".join(walk.findings)
    assert watch.findings == []


def test_pages_before_logging_in(walk: Walk) -> None:
    walk.look("/account/login/", "/account/password/forgotten/", "/account/password/sent/", "/mailbox/")
    walk.look("/account/password/new/MQ/not-a-token/", "/mailbox/?q=nobody-has-this")
    walk.page.goto("/account/login/")
    walk.page.locator("main form button.btn-primary").click()
    walk.check("log-in with an error")
    walk.open_mail("uitbesteden")
    walk.check("a mail")


def test_staff_pages(walk: Walk) -> None:
    log_in(walk.page, walk.demo, "redacteur@ksf.example")
    walk.look(
        "/",
        "/account/",
        "/account/password/",
        "/api/",
        "/contacts/",
        "/contacts/?q=zo",
        "/contacts/add/",
        "/contacts/import/",
        "/contacts/imports/",
    )
    organisation = walk.of_database("SELECT min(id) FROM polls_organisation")[0]
    for place in (f"organisations/{organisation}", "attributes/role"):
        walk.look(*(f"/contacts/{place}/{verb}" for verb in ("", "delete/")))
    walk.look("/contacts/lists/draw/")
    for place in ("organisations", "attributes", "lists", "selections"):
        walk.look(*(f"/contacts/{place}/{verb}" for verb in ("", "add/")))
    contact = walk.of_database("SELECT min(id) FROM polls_contact")[0]
    walk.look(f"/contacts/{contact}/", f"/contacts/{contact}/delete/")
    walk.look(f"/contacts/{contact}/history/", f"/contacts/{contact}/history/erase/")
    for slug in (
        "uitbesteden",
        "ai-in-klantcontact",
        *walk.of_database("SELECT slug FROM polls_poll WHERE state = 'draft'"),
    ):
        verbs = (
            "publish",
            "try",
            "close",
            "reopen",
            "duplicate",
            "invite",
            "remind",
            "messages",
            "fieldwork",
            "privacy",
            "quality",
            "response",
            "preview",
            "results",
        )
        walk.look(*(f"/polls/{slug}/{verb}/" for verb in verbs))
    walk.look("/contacts/registration/", "/polls/uitbesteden/registration/", "/polls/uitbesteden/channels/")
    kinds = ("open", "embed", "kiosk", "organisation")
    channels = ("", "0/", *(f"add/{kind}/" for kind in kinds))
    walk.look(*(f"/polls/alle-vraagsoorten/channels/{place}" for place in channels))
    pages = walk.of_database(
        "SELECT code FROM polls_page WHERE poll_id = (SELECT id FROM polls_poll WHERE slug = 'uitbesteden')"
    )
    walk.look(*(f"/polls/uitbesteden/preview/walk/{code}/" for code in pages))
    walk.look(
        "/polls/uitbesteden/results/?by=total", "/polls/uitbesteden/results/?by=outsourcing&filter=sector_role:inhouse"
    )
    walk.look("/polls/uitbesteden/downloads/", "/polls/import/", "/polls/uitbesteden/versions/?from=1")
    for part in ("questionnaire", "library", "translations", "recode", "recode/ai-in-klantcontact"):
        walk.look(f"/polls/uitbesteden/{part}/")
    message = walk.of_database(
        "SELECT min(id) FROM polls_message WHERE poll_id = (SELECT id FROM polls_poll WHERE slug = 'uitbesteden')"
    )[0]
    walk.look(f"/polls/uitbesteden/messages/{message}/")
    walk.look("/polls/ai-in-klantcontact/mail/plan/", "/polls/ai-in-klantcontact/mail/texts/reminder_last/")
    of_poll = "poll_id = (SELECT id FROM polls_poll WHERE slug = 'uitbesteden')"
    run = walk.of_database(f"SELECT id FROM polls_run WHERE {of_poll} ORDER BY created_at, id LIMIT 1")[0]
    for state in ("running", "failed", "done"):
        changes = f"state = '{state}', lease_until = '2100-01-01'"
        walk.demo.made.database.execute(f"UPDATE polls_run SET {changes} WHERE id = '{run}'")
        walk.look(f"/polls/uitbesteden/results/runs/{UUID(str(run))}/")


def test_pages_of_the_analyst(walk: Walk) -> None:
    log_in(walk.page, walk.demo, "analist@ksf.example")
    for slug in ("uitbesteden", "alle-vraagsoorten"):
        walk.look(*(f"/polls/{slug}/{place}/" for place in ("results", "waves", "answers", "files")))
    explore = "/polls/uitbesteden/results/explore/"
    groups = "group=opinion:neutral&group=opinion:positive&show=count"
    walk.look(
        explore,
        f"{explore}?q=criterion&by=sector_role&where=rating+%3E%3D+7",
        f"{explore}?q=opinion&by=answer.outsources&filter=sector_role:inhouse&{groups}",
        f"{explore}?q=nothing&where=foo+%3D+1",
        f"{explore}?q=rating&where=share_outsourced+%3E+98",
    )
    walk.page.goto("/polls/uitbesteden/results/")
    walk.look(walk.page.locator("a[href*='/results/how/']").first.get_attribute("href") or "")


def test_pages_of_coding(walk: Walk) -> None:
    log_in(walk.page, walk.demo, "analist@ksf.example")
    here = "/polls/uitbesteden/coding/"
    walk.look(here, *(f"{here}remark/{part}" for part in ("", "codes/control/", "work/", "agreement/")))
    walk.look("/polls/uitbesteden/answers/?question=remark")


def test_pages_of_press_texts(walk: Walk) -> None:
    log_in(walk.page, walk.demo, "analist@ksf.example")
    press = "/polls/uitbesteden/press/"
    walk.look(f"{press}?text=en", f"{press}check/", "/polls/uitbesteden/method/")
    begin = walk.page.goto(f"{press}?text=nl") and walk.page.get_by_role("button", name="Met deze tekst beginnen")
    if begin and begin.count():
        begin.click()
    walk.look(f"{press}?text=nl", f"{press}versions/?text=nl&version=1")
    walk.page.goto(f"{press}check/")
    walk.page.get_by_label("Tekst van het artikel").fill(
        "Van de inhouse contactcenters noemt 57% kwaliteit als criterium voor een partnerorganisatie, dat bewijst veel."
    )
    walk.page.get_by_role("button", name="Controleren").click()
    expect(walk.page.get_by_text("Het moet 54% zijn")).to_be_visible()
    walk.check("a checked article")


def test_pages_of_access(walk: Walk) -> None:
    log_in(walk.page, walk.demo, "beheerder@ksf.example")
    page = walk.page
    walk.look("/access/", "/access/tokens/add/", "/access/webhooks/add/")
    send = page.locator("main form button.btn-primary")
    page.goto("/access/tokens/add/")
    send.click()
    walk.check("a token with errors")
    page.locator("[name=name]").fill(f"Website {walk.number}")
    page.locator("[name=scopes]").first.check()
    send.click()
    expect(page.locator("#secret")).to_be_visible()
    walk.check("a token that is shown")
    page.goto("/access/")
    walk.look(page.locator("a[href*='/revoke/']").first.get_attribute("href") or "")
    page.goto("/access/webhooks/add/")
    send.click()
    walk.check("a webhook with errors")
    page.locator("[name=name]").fill(f"CRM {walk.number}")
    page.locator("[name=url]").fill("http://127.0.0.1:9/nobody")
    page.locator("[name=kinds][value='poll.closed']").check()
    send.click()
    expect(page.locator("#secret")).to_be_visible()
    walk.check("a secret that is shown")
    page.locator("main .actions a.btn-secondary").click()
    walk.check("a webhook")
    here = urlsplit(page.url).path
    walk.look(f"{here}edit/", f"{here}delete/", here)
    page.locator("button[value=ping]").click()
    expect(page).to_have_url(re.compile(r"/access/messages/"))
    walk.check("a message")
    walk.look(here, "/access/")


def test_pages_of_publications(walk: Walk) -> None:
    log_in(walk.page, walk.demo, "redacteur@ksf.example")
    listed = "/polls/uitbesteden/publications/"
    one = f"{listed}uitbesteden/"
    walk.look(listed, one, f"{one}edition/", f"{one}preview/?lang=nl")


def test_pages_of_readers(walk: Walk) -> None:
    page = "/p/uitbesteden/"
    walk.look(
        "/p/", "/p/?lang=en", page, f"{page}?lang=en", f"{page}1/", f"{page}1/embed/criterion/", f"{page}1/receipt/"
    )
    walk.look(f"{page}7/", status=404)
    walk.page.goto(f"{page}1/receipt/")
    walk.page.get_by_label("Ontvangstcode").fill("0000-1111-2222-3333-4444-5555-6666")
    walk.page.get_by_role("button", name="Controleren").click()
    expect(walk.page.get_by_role("status")).to_contain_text("tellen geen antwoorden met deze ontvangstcode mee")
    walk.check("a receipt that is not counted")


def test_pages_of_the_admin(walk: Walk) -> None:
    log_in(walk.page, walk.demo, "beheerder@ksf.example")
    walk.look(
        "/admin/",
        "/admin/polls/",
        "/admin/accounts/",
        "/admin/polls/poll/",
        "/admin/polls/poll/?q=ai",
        "/admin/polls/poll/add/",
    )
    for poll in walk.of_database("SELECT id FROM polls_poll"):
        walk.look(f"/admin/polls/poll/{poll}/change/", f"/admin/polls/poll/{poll}/history/")
    draft = walk.of_database("SELECT id FROM polls_poll WHERE state = 'draft'")[0]
    walk.look_at_menus(f"/admin/polls/poll/{draft}/change/")
    walk.look(f"/admin/polls/poll/{draft}/delete/")
    for page in walk.of_database("SELECT id FROM polls_page"):
        walk.look(f"/admin/polls/page/{page}/change/")
    for model, table in (("questionnaireversion", "polls_questionnaireversion"), ("pollevent", "polls_pollevent")):
        row = walk.of_database(f"SELECT min(id) FROM {table}")[0]
        walk.look(f"/admin/polls/{model}/", f"/admin/polls/{model}/{row}/change/")
    user = walk.of_database("SELECT max(id) FROM accounts_user")[0]
    users = "/admin/accounts/user/"
    walk.look(users, f"{users}add/", *(f"{users}{user}/{verb}/" for verb in ("change", "history", "delete")))
    walk.look("/admin/nothing-here/", status=404)


def test_pages_that_a_form_leads_to(walk: Walk) -> None:
    log_in(walk.page, walk.demo, "beheerder@ksf.example")
    page = walk.page
    page.goto("/contacts/import/")
    people = (
        f"zoe@energie.example;Zoë;Thuis {walk.number}\r\nfout;X;Inhouse\r\n"  # another unknown value in each window
    )
    lines = f"E-mailadres;Naam;Rol\r\n{people}".encode("cp1252")
    page.locator("input[type=file]").set_input_files(FilePayload(name="a.csv", mimeType="text/csv", buffer=lines))
    page.locator("main form button.btn-primary").click()
    page.locator("[name=target-2]").select_option("a:role")
    walk.check("import: columns")
    page.locator("main form button.btn-primary").click()
    expect(page.locator("[name^=meaning-role]")).to_be_visible()
    walk.check("import: values")
    page.locator("main form button.btn-primary").click()
    expect(page.locator("#leave_out_faulty")).to_be_visible()
    walk.check("import: check")
    page.locator("#leave_out_faulty").check()
    page.locator("form:has(#leave_out_faulty) button.btn-primary").click()
    expect(page.locator(".steps li.is-done")).to_have_count(4)
    walk.check("import: done")
    page.goto("/contacts/import/")
    page.locator("main form button.btn-primary").click()
    expect(page.locator("main form .has-errors, main form [aria-invalid], main form .errorlist").first).to_be_visible()
    walk.check("import: no file")
    page.goto("/contacts/lists/draw/")
    page.locator("[name=name]").fill(f"Steekproef {walk.number}")
    page.locator("[name=method]").select_option("proportional")
    page.locator("[name=attribute]").select_option("role")
    page.locator("button[name=count]").click()
    walk.check("a sample with errors")
    page.locator("[name=size]").fill("10")
    page.locator("button[name=count]").click()
    walk.check("what a sample would be")
    page.locator("main form button.btn-primary").click()
    expect(page.locator("#recipe")).to_be_visible()
    walk.check("a sample")
    walk.look(f"{urlsplit(page.url).path}delete/")
    page.goto("/contacts/selections/add/")
    page.locator("[name=name]").fill(f"Selectie {walk.number}")
    page.locator("main form button.btn-primary").click()
    expect(page.locator("#fit")).to_be_visible()
    walk.check("a selection")
    walk.look(f"{urlsplit(page.url).path}delete/")
    page.goto("/polls/import/")
    survey = lss(Part("Q1", "L", answers=("A", "B")), Part("Q2", "I"), Part("Q3", "S", relevance="strange(Q1)"))
    page.locator("input[type=file]").set_input_files(FilePayload(name="a.lss", mimeType="text/xml", buffer=survey))
    page.locator("main form button.btn-primary").click()
    expect(page.locator("#outline")).to_be_visible()
    walk.check("questionnaire import: check")
    page.goto("/polls/uitbesteden/downloads/")
    page.locator("form[action$='responses/'] select[name=format]").select_option("xlsx")
    page.locator("form[action$='responses/'] .btn-primary").click()
    expect(page.locator("a[href$='/file/']")).to_be_visible()
    walk.check("a file that is ready")
    page.goto("/polls/uitbesteden/weights/")
    page.locator("main form button.btn-primary").last.click()
    walk.check("weights with errors")
    page.locator("main form input[name=name]").fill(f"sector_{walk.number}")
    page.locator("main form textarea[name=table]").fill("sector_role; inhouse; 60\nsector_role; facilitair; 40")
    page.locator("main form button.btn-primary").last.click()
    expect(page).to_have_url(re.compile(r"/weights/sector_\d/1/"))
    walk.check("what weights do")
    page.goto("/admin/polls/poll/add/")
    page.locator(".save-bar button[name=_continue]").click()
    expect(page.locator("[role=alert]").first).to_be_visible()
    walk.check("a new poll with errors")


def test_pages_of_respondents(walk: Walk) -> None:
    page = walk.page
    closed, _ = walk.open_mail("Uitbesteden")
    answering, opting_out = walk.open_mail("AI+in+het")
    walk.look("/i/there-is-no-such-link/", "/u/there-is-no-such-link/", "/o/no-such-poll/", status=404)
    walk.look(opting_out, answering, f"{answering}?lang=en")
    page.goto(answering)
    page.locator(".poll-nav button[name=_next]").click()
    expect(page.locator("[role=alert]")).to_be_visible()
    walk.check("answers with errors")
    page.locator("#question-uses_ai .choice label").first.click()
    page.locator("#question-applications .choice:has(+ .choice-other) label").click()
    walk.check("a question that appeared, and an other answer")
    for place in ("view", "finally", "check-answers"):
        page.locator(".poll-nav button[name=_next]").click()
        expect(page).to_have_url(re.compile(f"/{place}/"))
        walk.check(place)
    page.locator("button[name=_send]").click()
    expect(page.locator('[data-end="answered"]')).to_be_visible()
    walk.check("thanks")
    walk.look("/r/uitbesteden/")
    page.goto(closed)
    expect(page.locator("[data-end]")).to_be_visible()
    walk.check("closed or answered before")


def names(patterns: list[URLPattern | URLResolver], namespace: str) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns, pattern.namespace or namespace)
        elif pattern.name:
            yield f"{namespace}:{pattern.name}"


def test_every_page_has_been_walked() -> None:
    everything = names(get_resolver(ALL_ADDRESSES).url_patterns, "")
    ours = {name for name in everything if name.partition(":")[0] in ("polls", "accounts", "mailbox")}
    assert ours == NO_PAGES.keys() | WALKED.keys()
