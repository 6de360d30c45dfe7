"""An editor builds a poll with the mouse, the keyboard, a phone, without JavaScript, and with a colleague at it too."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from accounts.roles import Role
from polls.questionnaire import services
from polls.questionnaire.design import to_questionnaire
from polls.questionnaire.models import Page as PollPage
from polls.questionnaire.models import Poll, Question
from tests.journeys.axe import violations
from tests.questionnaire.sample import NOW, make_poll, make_user

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
LogIn = Callable[[Page, User], None]
DESKTOP = {"width": 1280, "height": 900}
PASTE = """text => {
  const data = new DataTransfer();
  data.setData("text", text);
  const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
  document.activeElement.dispatchEvent(event);
}"""


@pytest.fixture
def desktop(open_page: Callable[..., Page]) -> Page:
    return open_page(DESKTOP, language="en-GB")


@pytest.fixture
def desktop_without_js(open_page: Callable[..., Page]) -> Page:
    return open_page(DESKTOP, language="en-GB", javascript=False)


def screen_of(code: str, question: str = "") -> str:
    address = f"/admin/polls/page/{PollPage.objects.get(code=code).pk}/change/"
    if not question:
        return address
    pk = Question.objects.get(code=question).pk
    return f"{address}?open={pk}#question-{pk}"


def codes(poll: Poll) -> list[list[str]]:
    return [[question.code for question in page.questions] for page in to_questionnaire(poll).pages]


def saved(page: Page) -> None:
    expect(page.locator(".save-status")).to_have_text("All changes saved")


def card_of(page: Page, code: str) -> Locator:
    return page.locator(f"#question-{Question.objects.get(code=code).pk}")


def drag(page: Page, handle: Locator, target: Locator, *, below: bool) -> None:
    """Drag with the mouse, in steps, to the lower or upper part of ``target``."""
    target.evaluate("element => element.scrollIntoView({block: 'center'})")
    start, end = handle.bounding_box(), target.bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + 6, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(start["x"] + 8, start["y"] + 16, steps=4)
    page.mouse.move(end["x"] + 30, end["y"] + end["height"] * (0.9 if below else 0.1), steps=12)
    page.mouse.up()


def test_a_poll_is_built_from_nothing_to_published_with_the_mouse(desktop: Page, log_in: LogIn) -> None:
    log_in(desktop, make_user(Role.EDITOR))
    desktop.goto("/admin/polls/poll/add/")
    desktop.fill("#id_title_0", "Uitbesteden in 2026")
    expect(desktop.locator("#id_slug")).to_have_value("uitbesteden-in-2026")
    desktop.uncheck('input[name="languages"][value="en"]')
    for name in ("intro", "thanks", "privacy"):
        desktop.fill(f"#id_{name}_0", "Korte tekst.")
    with desktop.expect_navigation():
        desktop.locator("button[name=_continue]").click()

    desktop.fill("#id_page-title_0", "Uw organisatie")
    desktop.get_by_role("button", name="Single choice").click()
    first = desktop.locator(".question").first
    expect(first.locator(".question-text textarea[lang=nl]")).to_be_focused()
    desktop.keyboard.type("Besteedt u klantcontact uit?")
    first.get_by_role("button", name="Add a choice").click()
    for label in ("Ja, volledig", "Ja, deels", "Nee"):
        desktop.keyboard.type(label)
        desktop.keyboard.press("Enter")
    desktop.locator(".palette > summary").click()
    desktop.get_by_role("button", name="Rating from 0 to 10").click()
    expect(desktop.locator(".question")).to_have_count(2)
    desktop.locator(".question").nth(1).locator(".question-text textarea[lang=nl]").fill("Welk cijfer geeft u?")
    saved(desktop)

    desktop.get_by_role("link", name="Check and publish").first.click()
    with desktop.expect_navigation():
        desktop.get_by_role("button", name="Publish the poll").click()
    poll = Poll.objects.get(slug="uitbesteden-in-2026")
    version = poll.latest_version
    assert poll.state == Poll.State.PUBLISHED
    assert version is not None
    questions = list(version.questionnaire.questions)
    assert [question.code for question in questions] == ["besteedt_klantcontact_uit", "cijfer_geeft"]
    assert [choice.code for choice in questions[0].choices] == ["ja_volledig", "ja_deels", "nee"]


def test_questions_are_built_moved_copied_and_deleted_with_the_keyboard_alone(desktop: Page, log_in: LogIn) -> None:
    poll = make_poll()
    log_in(desktop, make_user(Role.EDITOR))
    desktop.goto(screen_of("choosing", "criterion"))
    expect(card_of(desktop, "criterion").locator("textarea[lang=nl]").first).to_be_focused()
    desktop.keyboard.press("Alt+Shift+Q")
    expect(desktop.locator(".question")).to_have_count(3)
    added = desktop.locator(".question").nth(1)
    expect(added.locator(".question-text textarea[lang=nl]")).to_be_focused()
    desktop.keyboard.type("Hoe tevreden bent u?")
    saved(desktop)
    assert codes(poll)[0] == ["criterion", "tevreden", "channels"]
    desktop.keyboard.press("Alt+ArrowUp")
    expect(desktop.locator(".question-title").first).to_have_text("Hoe tevreden bent u?")
    assert codes(poll)[0] == ["tevreden", "criterion", "channels"]
    desktop.keyboard.press("Alt+Shift+D")
    expect(desktop.locator(".question")).to_have_count(4)
    assert codes(poll)[0] == ["tevreden", "tevreden_2", "criterion", "channels"]
    desktop.keyboard.press("Alt+Shift+Backspace")
    expect(desktop.locator(".question")).to_have_count(3)
    expect(desktop.get_by_role("button", name="Undo")).to_be_focused()
    desktop.keyboard.press("Enter")
    expect(desktop.locator(".question")).to_have_count(4)
    assert codes(poll)[0] == ["tevreden", "tevreden_2", "criterion", "channels"]
    desktop.locator("summary").filter(has_text="Wat is het belangrijkste?").first.focus()
    desktop.keyboard.press("?")
    expect(desktop.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    assert violations(desktop) == []
    desktop.keyboard.press("Escape")
    desktop.keyboard.press("Alt+Shift+P")
    expect(desktop.locator(".outline-page")).to_have_count(3)
    assert codes(poll)[1] == []


def test_a_question_is_dragged_to_another_page_and_a_choice_to_another_place(desktop: Page, log_in: LogIn) -> None:
    poll = make_poll()
    log_in(desktop, make_user(Role.EDITOR))
    desktop.goto(screen_of("choosing", "criterion"))
    question = desktop.locator(f'.outline-question[data-question="{Question.objects.get(code="channels").pk}"]')
    target = desktop.locator(f'.outline-question[data-question="{Question.objects.get(code="size").pk}"]')
    drag(desktop, question.locator(".grip"), target, below=True)
    expect(desktop.locator(".messages")).to_contain_text("The question has been moved.")
    expect(desktop.locator(".question")).to_have_count(1)
    assert codes(poll) == [["criterion"], ["rating", "size", "channels", "remarks"]]
    page = desktop.locator(".outline-page").nth(1)
    drag(desktop, page.locator(".grip").first, desktop.locator(".outline-page").first, below=False)
    expect(desktop.locator(".messages")).to_contain_text("The page has been moved.")
    assert [row.code for row in to_questionnaire(poll).pages] == ["rating_page", "choosing"]
    rows = desktop.locator(".part-row")
    drag(desktop, rows.nth(0).locator(".grip"), rows.nth(2), below=True)
    saved(desktop)
    choices = to_questionnaire(poll).question_by_code["criterion"].choices
    assert [choice.code for choice in choices] == ["costs", "other", "quality"]


def test_choices_are_written_in_place_pasted_and_edited_as_a_list(desktop: Page, log_in: LogIn) -> None:
    poll = make_poll()
    log_in(desktop, make_user(Role.EDITOR))
    desktop.goto(screen_of("choosing", "criterion"))
    card = card_of(desktop, "criterion")
    card.locator(".part-row").nth(0).locator("input[lang=nl]").press("Enter")
    desktop.evaluate(PASTE, "- Snelheid\tSpeed\n- Gemak\tEase\n")
    expect(card.locator(".part-row")).to_have_count(5)
    saved(desktop)
    choices = to_questionnaire(poll).question_by_code["criterion"].choices
    assert [choice.code for choice in choices] == ["quality", "snelheid", "gemak", "costs", "other"]
    assert choices[1].label == {"nl": "Snelheid", "en": "Speed"}
    card.locator(".part-row").nth(3).get_by_role("button", name="Delete").click()
    expect(card.locator(".part-row")).to_have_count(4)
    card.get_by_role("button", name="Undo").click()
    expect(card.locator(".part-row")).to_have_count(5)
    card.get_by_role("button", name="Edit as a list").click()
    card.locator(".is-bulk .rows-bulk textarea").fill(
        "Kosten | Costs\nKwaliteit | Quality\nBereikbaarheid | Availability"
    )
    card.get_by_role("button", name="Use this list").click()
    saved(desktop)
    choices = to_questionnaire(poll).question_by_code["criterion"].choices
    assert [choice.code for choice in choices] == ["costs", "quality", "bereikbaarheid"]


def test_two_editors_on_one_question_lose_nothing(open_page: Callable[..., Page], log_in: LogIn) -> None:
    poll = make_poll()
    anna, bert = open_page(DESKTOP, language="en-GB"), open_page(DESKTOP, language="en-GB")
    log_in(anna, make_user(Role.EDITOR))
    log_in(bert, make_user(Role.ADMINISTRATOR))
    for person in (anna, bert):
        person.goto(screen_of("choosing", "criterion"))
    name = f"#id_q{Question.objects.get(code='criterion').pk}-text_0"
    anna.fill(name, "Van Anna")
    saved(anna)
    bert.fill(name, "Van Bert")
    conflict = bert.locator(".conflict")
    expect(conflict).to_contain_text("Editor changed this at")
    expect(conflict).to_contain_text("Yours Van Bert")
    expect(conflict).to_contain_text("Theirs Van Anna")
    expect(bert.locator(name)).to_have_value("Van Bert")
    assert violations(bert) == []
    assert to_questionnaire(poll).question_by_code["criterion"].text["nl"] == "Van Anna"
    conflict.get_by_role("button", name="Keep mine").click()
    saved(bert)
    assert to_questionnaire(poll).question_by_code["criterion"].text["nl"] == "Van Bert"
    anna.fill(name, "Weer van Anna")
    anna.locator(".conflict").get_by_role("button", name="Take theirs").click()
    expect(anna.locator(name)).to_have_value("Van Bert")


def test_two_editors_on_two_questions_do_not_meet(open_page: Callable[..., Page], log_in: LogIn) -> None:
    poll = make_poll()
    anna, bert = open_page(DESKTOP, language="en-GB"), open_page(DESKTOP, language="en-GB")
    log_in(anna, make_user(Role.EDITOR))
    log_in(bert, make_user(Role.ADMINISTRATOR))
    anna.goto(screen_of("choosing", "criterion"))
    bert.goto(screen_of("choosing", "channels"))
    card_of(anna, "criterion").locator("textarea[lang=nl]").first.fill("Van Anna")
    card_of(bert, "channels").locator("textarea[lang=nl]").first.fill("Van Bert")
    saved(anna)
    saved(bert)
    questions = to_questionnaire(poll).pages[0].questions
    assert [question.text["nl"] for question in questions] == ["Van Anna", "Van Bert"]


def test_what_was_typed_without_a_connection_is_saved_when_it_is_back(desktop: Page, log_in: LogIn) -> None:
    poll = make_poll()
    log_in(desktop, make_user(Role.EDITOR))
    desktop.goto(screen_of("choosing", "criterion"))
    desktop.context.set_offline(True)
    card_of(desktop, "criterion").locator("textarea[lang=nl]").first.fill("Onderweg getypt")
    expect(desktop.locator(".save-status")).to_contain_text("No connection")
    desktop.context.set_offline(False)
    saved(desktop)
    assert to_questionnaire(poll).question_by_code["criterion"].text["nl"] == "Onderweg getypt"


def test_a_mistake_is_told_at_its_field_and_saved_once_mended(desktop: Page, log_in: LogIn) -> None:
    poll = make_poll()
    log_in(desktop, make_user(Role.EDITOR))
    desktop.goto(screen_of("choosing", "channels"))
    card = card_of(desktop, "channels")
    card.locator("input[name$=-code]").last.fill("Geen Code!")
    expect(card.get_by_role("alert")).to_contain_text("Use small letters, digits and underscores")
    expect(desktop.locator(".save-status")).to_have_text("Not saved: see the field.")
    assert violations(desktop) == []
    card.locator("input[name$=-code]").last.fill("kanalen")
    saved(desktop)
    assert codes(poll)[0] == ["criterion", "kanalen"]


def test_a_long_page_fetches_a_question_when_it_is_opened(desktop: Page, log_in: LogIn) -> None:
    poll = make_poll()
    page = poll.pages.all()[0]
    for number in range(8):
        text = {"nl": f"Vraag {number}", "en": f"Question {number}"}
        Question.objects.create(page=page, code=f"extra_{number}", kind="long_text", position=9 + number, text=text)
    log_in(desktop, make_user(Role.EDITOR))
    desktop.goto(screen_of("choosing"))
    card = card_of(desktop, "extra_7")
    expect(card.locator("textarea")).to_have_count(0)
    card.locator("summary").first.click()
    card.locator("textarea[lang=nl]").first.fill("Anders gesteld")
    saved(desktop)
    desktop.locator(".outline-question .outline-link").nth(3).click()
    expect(card_of(desktop, "extra_1").locator("textarea[lang=nl]").first).to_be_focused()
    assert to_questionnaire(poll).question_by_code["extra_7"].text["nl"] == "Anders gesteld"


def test_fields_follow_the_kind_of_question(desktop: Page, log_in: LogIn) -> None:
    make_poll()
    log_in(desktop, make_user(Role.EDITOR))
    desktop.goto(screen_of("choosing", "criterion"))
    card = card_of(desktop, "criterion")
    card.locator("select[name$=-kind]").select_option("number")
    expect(card.locator("input[name$=-minimum]")).to_be_visible()
    expect(card.locator(".part-row")).to_have_count(0)


def test_the_preview_beside_the_page_follows_what_is_saved(desktop: Page, log_in: LogIn) -> None:
    make_poll()
    log_in(desktop, make_user(Role.EDITOR))
    desktop.goto(screen_of("choosing", "criterion"))
    desktop.locator("#page_form [data-preview-toggle]").click()
    frame = desktop.frame_locator("#preview iframe")
    expect(frame.get_by_text("What matters most?")).to_be_visible()
    card_of(desktop, "criterion").locator("textarea[lang=en]").first.fill("What counts?")
    expect(frame.get_by_text("What counts?")).to_be_visible()
    desktop.get_by_role("button", name="Wide").click()
    expect(frame.get_by_text("What counts?")).to_be_visible()
    assert violations(desktop) == []


def test_without_javascript_the_page_is_a_form_and_its_buttons_work(desktop_without_js: Page, log_in: LogIn) -> None:
    page, poll = desktop_without_js, make_poll()
    log_in(page, make_user(Role.EDITOR))
    page.goto(screen_of("choosing", "criterion"))
    card = card_of(page, "criterion")
    card.locator("textarea[lang=nl]").first.fill("Wat telt?")
    card.locator("textarea[name$=-choices-lines]").fill("Snelheid | Speed")
    page.get_by_role("button", name="Save", exact=True).click()
    question = to_questionnaire(poll).question_by_code["criterion"]
    assert question.text["nl"] == "Wat telt?"
    assert [choice.code for choice in question.choices] == ["quality", "costs", "other", "snelheid"]
    card_of(page, "channels").locator("summary").first.click()
    card_of(page, "channels").locator("textarea[lang=nl]").first.fill("Welke kanalen?")
    card_of(page, "channels").get_by_role("button", name="Move up").first.click()
    assert codes(poll)[0] == ["channels", "criterion"]
    assert to_questionnaire(poll).question_by_code["channels"].text["nl"] == "Welke kanalen?"
    card_of(page, "criterion").locator(".question-tools").get_by_role("button", name="Delete").click()
    assert codes(poll)[0] == ["channels"]
    page.get_by_role("button", name="Undo").click()
    assert codes(poll)[0] == ["channels", "criterion"]


@pytest.mark.either
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
