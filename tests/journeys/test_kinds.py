"""A respondent meets every kind of question: by keyboard alone on a phone, and without JavaScript; axe looks on."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page, expect

from ksfsurvey.demo.pictures import store_pictures
from ksfsurvey.demo.questionnaires.kinds import KINDS_POLL
from polls.collection.models import Response, Upload
from polls.questionnaire.models import Poll
from tests.collection import sample
from tests.journeys.axe import violations
from tests.journeys.conftest import DESKTOP, PHONE, Opener

pytestmark = [pytest.mark.journey, pytest.mark.either, pytest.mark.django_db(transaction=True)]

PDF: FilePayload = {"name": "rooster.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 rooster"}
MOST_TABS = 70

ANSWERS = {
    "position": "lead",
    "channels": ["phone", "chat"],
    "sector": "housing",
    "workplace": "office",
    "ai_helps": "4",
    "quality": "8",
    "recommend": "9",
    "tools": "4",
    "digital": "55",
    "statements.workload": "1",
    "statements.growth": "2",
    "statements.tools": "3",
    "statements.pride": "_dk",
    "hours.phone": ["day", "evening"],
    "hours.mail": ["weekend"],
    "hours.chat": ["day"],
    "hours.whatsapp": ["never"],
    "minutes.phone": "4.5",
    "minutes.mail": "_dk",
    "minutes.chat": "12",
    "priorities": ["once", "fast", "person"],
    "budget.phone": "60",
    "budget.mail": "25",
    "budget.chat": "15",
    "budget.whatsapp": "0",
    "wage": "16.5",
    "opened": "2010-03-03",
    "busiest": "2026-01",
    "email": "jan@voorbeeld.nl",
    "phone": "030 123 45 67",
    "postcode": "3511 AB",
    "tip": "Luister eerst.",
    "via": "newsletter",
    "week_wage": "594",
    "consent": "yes",
}


@pytest.fixture
def poll(transactional_db: None, settings: Any, tmp_path: Path) -> Poll:
    settings.MEDIA_ROOT = tmp_path
    store_pictures()
    return sample.launched(questionnaire=KINDS_POLL)


@pytest.fixture
def link(poll: Poll) -> str:
    return f"/i/{sample.invited(poll, attributes={})}/?via=newsletter"


def tab_to(page: Page, selector: str) -> None:
    """Move on by the Tab key alone until the focus is there."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"no number of tabs leads to {selector}")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def choose(page: Page, name: str, steps: int) -> None:
    """Choose the option ``steps`` behind the first of a radio group."""
    tab_to(page, f'[name="{name}"]')
    press(page, "Space", *["ArrowDown"] * steps)


def write(page: Page, selector: str, text: str) -> None:
    tab_to(page, selector)
    page.keyboard.type(text)


def go_on(page: Page, heading: str) -> None:
    tab_to(page, ".poll-nav .btn-primary")
    press(page, "Enter")
    expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()


def stored() -> dict[str, Any]:
    answers: dict[str, Any] = dict(Response.objects.get().answers)
    return answers


def test_by_keyboard_alone_on_a_phone(phone: Page, link: str) -> None:
    page = phone
    page.goto(link)
    choose(page, "position", 1)
    tab_to(page, '[name="channels"][value="phone"]')
    press(page, "Space")
    tab_to(page, '[name="channels"][value="chat"]')
    press(page, "Space")
    write(page, "#id_sector", "woning")
    expect(page.get_by_role("option")).to_have_text(["Woningcorporatie"])
    press(page, "ArrowDown", "Enter")
    expect(page.locator("#id_sector")).to_have_value("Woningcorporatie")
    choose(page, "workplace", 0)
    go_on(page, "Beoordelen")

    choose(page, "ai_helps", 3)
    choose(page, "quality", 8)
    choose(page, "recommend", 9)
    choose(page, "tools", 3)
    tab_to(page, '[type="range"]')
    expect(page.locator(".slider-value")).to_have_text("–")
    press(page, "ArrowRight")
    expect(page.locator(".slider-value")).to_have_text("55%")
    go_on(page, "Meer dingen tegelijk")

    for row, steps in (("workload", 0), ("growth", 1), ("tools", 2), ("pride", 5)):
        choose(page, f"statements.{row}", steps)
    tab_to(page, '[name="hours.phone"][value="day"]')
    press(page, "Space", "Tab", "Space")
    tab_to(page, '[name="hours.mail"][value="weekend"]')
    press(page, "Space")
    tab_to(page, '[name="hours.chat"][value="day"]')
    press(page, "Space")
    tab_to(page, '[name="hours.whatsapp"][value="day"]')
    press(page, "Space")
    tab_to(page, '[name="hours.whatsapp"][value="never"]')
    press(page, "Space")
    expect(page.locator('[name="hours.whatsapp"][value="day"]')).not_to_be_checked()
    write(page, '[id="id_minutes.phone"]', "4,5")
    tab_to(page, '[id="id_minutes.mail_dk"]')
    press(page, "Space")
    write(page, '[id="id_minutes.chat"]', "12")
    go_on(page, "Ordenen en verdelen")

    order_by_keyboard(page)
    for channel, amount in (("phone", "60"), ("mail", "25"), ("chat", "15")):
        write(page, f'[id="id_budget.{channel}"]', amount)
    expect(page.locator("[data-total]")).to_have_text("Samen 100%Dat klopt precies.")
    write(page, "#id_wage", "16,50")
    go_on(page, "Gegevens")

    write(page, "#id_opened", "03032010")
    tab_to(page, "#id_busiest")
    press(page, "ArrowUp", "ArrowRight")
    page.keyboard.type("2026")
    write(page, "#id_email", "jan@voorbeeld.nl")
    write(page, "#id_phone", "030 123 45 67")
    write(page, "#id_postcode", "3511ab")
    write(page, "#id_tip", "Luister eerst.")
    page.locator("#id_roster").set_input_files(PDF)
    expect(page.locator(".upload-file")).to_contain_text("rooster.pdf")
    go_on(page, "Tot slot")

    tab_to(page, '[name="consent"]')
    press(page, "Space")
    tab_to(page, ".poll-nav .btn-primary")
    press(page, "Enter")
    expect(page.locator("[data-end=answered]")).to_be_visible()
    assert stored() == {**ANSWERS, "roster": Upload.objects.get().pk}


def order_by_keyboard(page: Page) -> None:
    """Put three in order, then move the last of them up and down again."""
    for label in ("Snel antwoord", "In één keer goed geholpen", "Een mens aan de lijn"):
        tab_to_name(page, f"Zet {label} in de volgorde")
        press(page, "Enter")
    expect(page.locator("[data-rank-status]")).to_have_text("Een mens aan de lijn staat nu op plaats 3 van 3")
    page.get_by_role("button", name="Zet In één keer goed geholpen hoger").focus()
    press(page, "Enter")
    rows = page.locator(".rank.is-ranked .rank-text")
    expect(rows).to_have_text(["In één keer goed geholpen", "Snel antwoord", "Een mens aan de lijn"])


def tab_to_name(page: Page, name: str) -> None:
    tab_to(page, f'[aria-label="{name}"]')


def test_without_javascript_all_kinds_are_plain_fields(phone_without_js: Page, link: str) -> None:
    page = phone_without_js
    page.goto(link)
    page.locator('label[for="id_position_1"]').click()
    for number in (0, 2):
        page.locator(f'label[for="id_channels_{number}"]').click()
    page.locator("#id_sector").select_option("housing")
    page.locator('label[for="id_workplace_0"]').click()
    page.locator(".poll-nav .btn-primary").click()

    for name in ("id_ai_helps_3", "id_quality_8", "id_recommend_9", "id_tools_3"):
        page.locator(f'label[for="{name}"]').click()
    page.locator("#id_digital").fill("55")
    page.locator(".poll-nav .btn-primary").click()

    for name in ("workload_0", "growth_1", "tools_2", "pride_5"):
        page.locator(f'label[for="id_statements.{name}"]').click()
    for name in ("phone_0", "phone_1", "mail_2", "chat_0", "whatsapp_3"):
        page.locator(f'label[for="id_hours.{name}"]').click()
    page.locator('[id="id_minutes.phone"]').fill("4,5")
    page.locator('label[for="id_minutes.mail_dk"]').click()
    page.locator('[id="id_minutes.chat"]').fill("12")
    page.locator(".poll-nav .btn-primary").click()

    for rank, code in (("1", "once"), ("2", "fast"), ("3", "person")):
        page.locator(f'[id="id_priorities.{code}"]').select_option(rank)
    page.locator('[id="id_budget.phone"]').fill("60")
    page.locator('[id="id_budget.mail"]').fill("25")
    page.locator("#id_wage").fill("16,50")
    page.locator(".poll-nav .btn-primary").click()
    expect(page.locator("#budget-error")).to_have_text("Samen moet het 100 zijn. U kunt nog 15% verdelen.")
    page.locator('[id="id_budget.chat"]').fill("15")
    page.locator(".poll-nav .btn-primary").click()

    page.locator("#id_opened").fill("2010-03-03")
    page.locator("#id_busiest").fill("2026-01")
    page.locator("#id_email").fill("jan@voorbeeld")
    page.locator("#id_phone").fill("030 123 45 67")
    page.locator("#id_postcode").fill("3511ab")
    page.locator("#id_tip").fill("Luister eerst.")
    page.locator("#id_roster").set_input_files(PDF)
    page.locator(".poll-nav .btn-primary").click()
    expect(page.locator("#email-error")).to_contain_text("naam@voorbeeld.nl")
    expect(page.locator(".upload-file")).to_contain_text("rooster.pdf")
    page.locator("#id_email").fill("jan@voorbeeld.nl")
    page.locator(".poll-nav .btn-primary").click()

    page.locator('label[for="id_consent_0"]').click()
    page.locator(".poll-nav .btn-primary").click()
    expect(page.locator("[data-end=answered]")).to_be_visible()
    assert stored() == {**ANSWERS, "roster": Upload.objects.get().pk}


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_every_page_passes_axe_before_and_after_an_error(
    open_page: Opener, link: str, viewport: dict[str, int]
) -> None:
    page = open_page(viewport)
    page.goto(link)
    address = link.partition("?")[0]
    for code in ("choosing", "judging", "rows", "ordering", "facts", "ending"):
        page.goto(f"{address}{code}/")
        assert violations(page) == [], code
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), code
    page.goto(f"{address}rows/")
    page.locator(".poll-nav .btn-primary").click()
    expect(page.locator("#statements-error")).to_be_visible()
    assert violations(page) == []
    page.goto(f"{address}choosing/")
    page.locator("#id_sector").click()
    assert violations(page) == [], "the open list"
    page.goto(f"{address}ordering/")
    page.get_by_role("button", name="Zet Snel antwoord in de volgorde").click()
    page.locator('[id="id_budget.phone"]').fill("120")
    expect(page.locator("[data-total]")).to_contain_text("20% te veel")
    assert violations(page) == [], "a ranking under way"


def test_dragging_changes_the_order(phone: Page, link: str) -> None:
    page = phone
    page.goto(f"{link.partition('?')[0]}ordering/")
    for label in ("Snel antwoord", "In één keer goed geholpen", "Vriendelijk contact"):
        page.get_by_role("button", name=f"Zet {label} in de volgorde").click()
    rows = page.locator(".rank.is-ranked")
    start, target = rows.nth(2).bounding_box(), rows.nth(0).bounding_box()
    assert start is not None
    assert target is not None
    page.mouse.move(start["x"] + 120, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(start["x"] + 120, start["y"] - 30, steps=4)
    page.mouse.move(start["x"] + 120, target["y"] + 4, steps=6)
    page.mouse.up()

    expect(page.locator(".rank.is-ranked .rank-text")).to_have_text(
        ["Vriendelijk contact", "Snel antwoord", "In één keer goed geholpen"]
    )


def test_an_untouched_slider_is_no_answer(phone: Page, link: str) -> None:
    page = phone
    page.goto(f"{link.partition('?')[0]}judging/")
    assert page.locator('[name="digital"][type="text"]').input_value() == ""
    page.locator('[type="range"]').focus()
    page.keyboard.press("End")
    expect(page.locator(".slider-value")).to_have_text("100%")
    page.get_by_role("button", name="Wissen").click()
    assert page.locator('[name="digital"][type="text"]').input_value() == ""
    page.locator('label[for="id_digital_dk"]').click()
    page.locator('[type="range"]').focus()
    page.keyboard.press("Home")
    expect(page.locator("#id_digital_dk")).not_to_be_checked()
