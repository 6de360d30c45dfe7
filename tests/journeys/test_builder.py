"""An editor builds a poll with the mouse, the keyboard and a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from accounts.roles import Role
from polls.questionnaire import services
from polls.questionnaire.design import to_questionnaire
from polls.questionnaire.models import Choice, Poll
from polls.questionnaire.models import Page as PollPage
from tests.journeys.axe import violations
from tests.questionnaire.sample import NOW, make_poll, make_user

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
LogIn = Callable[[Page, User], None]
DESKTOP = {"width": 1280, "height": 900}


@pytest.fixture
def desktop(open_page: Callable[..., Page]) -> Page:
    return open_page(DESKTOP, language="en-GB")


@pytest.fixture
def desktop_without_js(open_page: Callable[..., Page]) -> Page:
    return open_page(DESKTOP, language="en-GB", javascript=False)


def screen_of(code: str) -> str:
    return f"/admin/polls/page/{PollPage.objects.get(code=code).pk}/change/"


def drag(page: Page, handle: Locator, target: Locator) -> None:
    """Drag with the mouse, in steps, to just past the middle of ``target``."""
    handle.evaluate("element => element.scrollIntoView({block: 'center'})")
    start, end = handle.bounding_box(), target.bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + 8, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(start["x"] + 10, start["y"] + 20, steps=4)
    page.mouse.move(start["x"] + 10, end["y"] + end["height"] * 0.8, steps=25)
    page.mouse.up()


def save(page: Page) -> None:
    with page.expect_navigation():
        page.locator("button[name=_continue]").click()


def test_a_poll_is_built_from_nothing_to_published(desktop: Page, log_in: LogIn) -> None:
    log_in(desktop, make_user(Role.EDITOR))
    desktop.goto("/admin/polls/poll/add/")
    desktop.fill("#id_title_0", "Uitbesteden in 2026")
    expect(desktop.locator("#id_slug")).to_have_value("uitbesteden-in-2026")
    desktop.uncheck('input[name="languages"][value="en"]')
    for name in ("intro", "thanks", "privacy"):
        desktop.fill(f"#id_{name}_0", "Korte tekst.")
    save(desktop)

    desktop.fill("#id_title_0", "Uw organisatie")
    desktop.get_by_role("button", name="Add a question").click()
    desktop.fill("#id_questions-0-text_0", "Besteedt u klantcontact uit?")
    desktop.locator("#questions-0 .paste summary").click()
    desktop.fill("#id_questions-0-new_choices", "Ja, volledig\nJa, deels\nNee")
    desktop.get_by_role("button", name="Add a question").click()
    desktop.select_option("#id_questions-1-kind", "rating")
    desktop.fill("#id_questions-1-text_0", "Welk cijfer geeft u?")
    save(desktop)
    expect(desktop.locator(".item-choice:visible")).to_have_count(3)

    desktop.get_by_role("link", name="Check and publish").first.click()
    with desktop.expect_navigation():
        desktop.get_by_role("button", name="Publish the poll").click()
    poll = Poll.objects.get(slug="uitbesteden-in-2026")
    version = poll.latest_version
    assert poll.state == Poll.State.PUBLISHED
    assert version is not None
    assert [question.code for question in version.questionnaire.questions] == [
        "besteedt_klantcontact_uit",
        "cijfer_geeft",
    ]
    assert [choice.code for choice in next(version.questionnaire.questions).choices] == [
        "ja_volledig",
        "ja_deels",
        "nee",
    ]


def test_questions_and_choices_are_dragged_into_another_order(desktop: Page, log_in: LogIn) -> None:
    poll = make_poll()
    log_in(desktop, make_user(Role.EDITOR))
    desktop.goto(screen_of("choosing"))
    choices = desktop.locator("#questions-0 .item-choice:visible")
    drag(desktop, choices.nth(0).locator(".drag-handler"), choices.nth(2))
    save(desktop)
    moved = to_questionnaire(poll).question_by_code["criterion"].choices
    assert [choice.code for choice in moved] == ["costs", "other", "quality"]

    questions = desktop.locator(".item-question:visible")
    drag(desktop, questions.nth(0).locator("> .item-tools .drag-handler"), questions.nth(1))
    save(desktop)
    assert [question.code for question in to_questionnaire(poll).pages[0].questions] == ["channels", "criterion"]


def test_rows_move_with_the_keyboard(desktop: Page, log_in: LogIn) -> None:
    poll = make_poll()
    log_in(desktop, make_user(Role.EDITOR))
    desktop.goto(f"/admin/polls/poll/{poll.pk}/change/")
    down = desktop.locator("#pages-group .item-page:visible").nth(0).get_by_role("button", name="Move down")
    down.focus()
    desktop.keyboard.press("Enter")
    save(desktop)
    assert [page.code for page in to_questionnaire(poll).pages] == ["rating_page", "choosing"]


def test_a_choice_and_a_question_are_added_and_deleted(desktop: Page, log_in: LogIn) -> None:
    poll = make_poll()
    log_in(desktop, make_user(Role.EDITOR))
    desktop.goto(screen_of("choosing"))
    first, second = desktop.locator(".item-question:visible").nth(0), desktop.locator(".item-question:visible").nth(1)
    first.get_by_role("button", name="Add a choice").click()
    first.locator(".item-choice:visible").last.locator("input[lang=nl]").fill("Snelheid")
    first.locator(".item-choice:visible").nth(1).get_by_role("button", name="Delete or keep").click()
    second.locator("> .item-tools").get_by_role("button", name="Delete or keep").click()
    save(desktop)
    (question,) = to_questionnaire(poll).pages[0].questions
    assert [choice.code for choice in question.choices] == ["quality", "other", "snelheid"]


def test_a_mistake_keeps_everything_also_what_was_added(desktop: Page, log_in: LogIn) -> None:
    make_poll()
    log_in(desktop, make_user(Role.EDITOR))
    desktop.goto(screen_of("choosing"))
    desktop.get_by_role("button", name="Add a question").click()
    desktop.fill("#id_questions-2-text_0", "Een nieuwe vraag")
    desktop.locator("#questions-2").get_by_role("button", name="Add a choice").click()
    desktop.locator("#questions-2 .item-choice:visible input[lang=nl]").fill("Een keuze")
    desktop.locator("#questions-2 .item-choice:visible input[name$=-code]").fill("Geen Code!")
    save(desktop)
    assert not Choice.objects.filter(label__nl="Een keuze").exists()
    expect(desktop.locator("#id_questions-2-text_0")).to_have_value("Een nieuwe vraag")
    expect(desktop.locator("#questions-2 .item-choice:visible input[lang=nl]")).to_have_value("Een keuze")
    assert violations(desktop) == []
    desktop.locator("#questions-2 .item-choice:visible input[name$=-code]").fill("een_keuze")
    save(desktop)
    assert Choice.objects.get(label__nl="Een keuze").question.text == {"nl": "Een nieuwe vraag"}


def test_fields_follow_the_kind_of_question(desktop: Page, log_in: LogIn) -> None:
    make_poll()
    log_in(desktop, make_user(Role.EDITOR))
    desktop.goto(screen_of("choosing"))
    question = desktop.locator(".item-question:visible").nth(0)
    expect(question.locator(".question-choices")).to_be_visible()
    expect(question.locator(".bounds")).to_be_hidden()
    question.locator("select[name$=-kind]").select_option("number")
    expect(question.locator(".question-choices")).to_be_hidden()
    expect(question.locator(".bounds")).to_be_visible()


def test_without_javascript_all_fields_are_there_and_saving_works(desktop_without_js: Page, log_in: LogIn) -> None:
    page, poll = desktop_without_js, make_poll()
    log_in(page, make_user(Role.EDITOR))
    page.goto(screen_of("choosing") + "?extra_question=1")
    expect(page.locator(".bounds:visible")).to_have_count(3)
    page.fill("#id_questions-2-text_0", "Wat nog meer?")
    page.select_option("#id_questions-2-kind", "short_text")
    page.get_by_label("Delete").nth(0).check()
    save(page)
    assert [question.code for question in to_questionnaire(poll).pages[0].questions][-1] == "nog_meer"


@pytest.mark.parametrize("width", [390, 1280])
def test_the_screens_of_the_builder_are_accessible(width: int, open_page: Callable[..., Page], log_in: LogIn) -> None:
    page = open_page({"width": width, "height": 900}, language="en-GB")
    draft, fielded, broken = make_poll("draft"), make_poll("fielded"), make_poll("broken")
    services.publish(fielded, by=None, now=NOW)
    fielded.title = {"nl": "Andere titel", "en": "Other title"}
    fielded.save()
    broken.privacy = {}
    broken.save()
    log_in(page, make_user(Role.EDITOR))
    screens = ["/admin/polls/poll/", "/admin/polls/poll/add/", f"/admin/polls/page/{draft.pages.first().pk}/change/"]  # type: ignore[union-attr]
    screens += [f"/admin/polls/page/{fielded.pages.last().pk}/change/", f"/admin/polls/poll/{draft.pk}/delete/"]  # type: ignore[union-attr]
    screens += [f"/admin/polls/poll/{poll.pk}/change/" for poll in (draft, fielded, broken)]
    screens += [f"/polls/{slug}/publish/" for slug in ("draft", "fielded", "broken")]
    screens += ["/polls/fielded/close/", "/polls/fielded/reopen/", "/polls/fielded/duplicate/"]
    found = {}
    for screen in screens:
        answer = page.goto(screen)
        assert answer is not None
        assert answer.status == 200
        for fold in page.locator("details.fold:visible").all():
            fold.evaluate("element => { element.open = true }")
        if problems := violations(page):
            found[screen] = problems
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, f"{screen} is {overflow} px too wide"
    assert found == {}
