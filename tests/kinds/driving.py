"""Three ways to answer a question in a real browser: by finger, by keyboard alone, and without JavaScript."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import FileChooser, Locator, Page, TimeoutError

from polls.codebook.kinds import QuestionKind
from tests.codebook.sample_kinds import EXAMPLES

K = QuestionKind
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF\n"
MOST_STEPS = 150
MOST_KEYS = 5

NEXT = ".poll-nav .btn-primary"
SEND = "button[name=_send]"


class Pointer:
    """Answers by clicking and filling in: by finger with a script (``is_live``), or by plain form controls."""

    def __init__(self, page: Page, *, is_live: bool) -> None:
        self.page, self.is_live = page, is_live

    def answer(self, kind: QuestionKind) -> None:
        special = self._special().get(kind)
        if special:
            special()
            return
        for name, values in EXAMPLES[kind].posted.items():
            for value in filter(None, values):
                self._fill(name, value)

    def press(self, button: str) -> None:
        self.page.locator(button).click()

    def _special(self) -> Mapping[QuestionKind, Callable[[], None]]:
        always: dict[QuestionKind, Callable[[], None]] = {K.FILE: self._file}
        return always | {K.RANKING: self._rank, K.SLIDER: self._slide} if self.is_live else always

    def _fill(self, name: str, value: str) -> None:
        field = self._named(name)
        first = field.first
        kind = first.get_attribute("type") or first.evaluate("element => element.tagName.toLowerCase()")
        if kind in ("radio", "checkbox"):
            own = self.page.locator(f'[name="{name}"][value="{value}"]')
            self._tap(self.page.locator(f'label[for="{own.get_attribute("id")}"]'))
        elif kind == "select":
            first.select_option(value)
        else:
            first.fill(in_field(kind, value))

    def _tap(self, target: Locator) -> None:
        """Click, having seen that the target is large enough to hit (WCAG 2.2, 2.5.8)."""
        box = target.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 24, f"{target} is {box['width']:.0f} by {box['height']:.0f}"
        target.click()

    def _named(self, name: str) -> Locator:
        return self.page.locator(f'[name="{name}"]:not([type=hidden])')

    def _rank(self) -> None:
        for code in ("chat", "phone"):
            self._tap(self.page.locator(f'[data-row="q_ranking.{code}"] .rank-add'))

    def _slide(self) -> None:
        self.page.locator("#question-q_slider input[type=range]").fill("35")

    def _file(self) -> None:
        self._named("q_file").set_input_files({"name": "plan.pdf", "mimeType": "application/pdf", "buffer": PDF})
        if self.is_live:
            self.page.locator(".upload-file").wait_for()


class Keyboard:
    """Answers without a pointer: tab, space, arrows and letters."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def answer(self, kind: QuestionKind) -> None:
        special = {K.RANKING: self._rank, K.SLIDER: self._slide, K.FILE: self._file, K.LONG_TEXT: self._write}
        if kind in special:
            special[kind]()
            return
        for name, values in sorted(EXAMPLES[kind].posted.items(), key=self._place):
            for value in filter(None, values):
                self._enter(name, value)

    def press(self, button: str) -> None:
        self.reach(button)
        self.page.keyboard.press("Enter")

    def reach(self, selector: str) -> None:
        """Press tab until what the selector names has the focus: it must be within reach."""
        for _ in range(MOST_STEPS):
            if self._is_focused(selector):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{selector} cannot be reached with the tab key")

    def _place(self, posted: tuple[str, list[str]]) -> int:
        """Fields in the order of the page, whatever the order of the example."""
        order = "name => [...document.querySelectorAll('[name]')].findIndex(element => element.name === name)"
        place: int = self.page.evaluate(order, posted[0])
        return place

    def _enter(self, name: str, value: str) -> None:
        field = self.page.locator(f'[name="{name}"]:not([type=hidden])').first
        kind = field.get_attribute("type") or field.evaluate("element => element.tagName.toLowerCase()")
        if kind == "radio":
            self.reach(f'[name="{name}"]')
            self._arrow_to(name, value)
        elif kind == "checkbox":
            self.reach(f'[name="{name}"][value="{value}"]')
            self.page.keyboard.press("Space")
        elif kind == "select":
            self.reach(f'[name="{name}"]')
            self.page.keyboard.type(field.locator(f'option[value="{value}"]').inner_text())
        elif kind == "date":
            self.reach(f'[name="{name}"]')
            self._type_date(field, value)
        elif kind == "month":
            self.reach(f'[name="{name}"]')
            self.page.keyboard.type("05")
            self.page.keyboard.press("ArrowRight")
            self.page.keyboard.type("2026")
        else:
            self.reach(f'[name="{name}"]')
            self.page.keyboard.type(value)

    def _type_date(self, field: Locator, value: str) -> None:
        """Type the parts in the order in which the browser's language has them."""
        day, month, year = value.split("-")
        for keys in (f"{month}{day}{year}", f"{day}{month}{year}"):
            self.page.keyboard.type(keys)
            if field.input_value() == f"{year}-{month}-{day}":
                return
            for _ in range(2):
                self.page.keyboard.press("ArrowLeft")

    def _arrow_to(self, name: str, value: str) -> None:
        if self._is_focused(f'[name="{name}"][value="{value}"]'):
            self.page.keyboard.press("Space")
            return
        for _ in range(MOST_STEPS):
            self.page.keyboard.press("ArrowDown")
            if self._is_focused(f'[name="{name}"][value="{value}"]'):
                return
        raise AssertionError(f"{value} of {name} cannot be reached with the arrow keys")

    def _rank(self) -> None:
        for code in ("chat", "phone"):
            self.page.locator("#question-q_ranking").focus()
            self.reach(f'[data-row="q_ranking.{code}"] .rank-add')
            self.page.keyboard.press("Enter")

    def _slide(self) -> None:
        self.reach("#question-q_slider input[type=range]")
        for _ in range(3):  # from the middle, in steps of five
            self.page.keyboard.press("ArrowLeft")

    def _file(self) -> None:
        """The dialog that opens belongs to the browser: see that it opens by keyboard, and hand it the file."""
        self._file_dialog().set_files({"name": "plan.pdf", "mimeType": "application/pdf", "buffer": PDF})
        self.page.locator(".upload-file").wait_for()

    def _file_dialog(self) -> FileChooser:
        """Press the key until the dialog opens: it opens only within seconds of a key, which a busy machine misses."""
        for _ in range(MOST_KEYS):
            self.reach('[name="q_file"]')
            with suppress(TimeoutError), self.page.expect_file_chooser(timeout=15_000) as chosen:
                self.page.keyboard.press("Space")
                return chosen.value
        raise AssertionError("the file dialog does not open by keyboard")

    def _write(self) -> None:
        self.reach('[name="q_long_text"]')
        self.page.keyboard.type("Eerst")
        self.page.keyboard.press("Enter")
        self.page.keyboard.type("dan")

    def _is_focused(self, selector: str) -> bool:
        return bool(self.page.evaluate("selector => document.activeElement.matches(selector)", selector))


def in_field(kind: str, value: str) -> str:
    """Give a value as the field of this type takes it when it is filled at once."""
    if kind == "date":
        day, month, year = value.split("-")
        return f"{year}-{month}-{day}"
    return "2026-05" if kind == "month" else value


def look_at(page: Page, folder: Path | None, name: str) -> None:
    """Keep a picture of the page when asked to, for people to look at."""
    if folder is not None:
        page.screenshot(path=folder / f"{name}.png", full_page=True)
