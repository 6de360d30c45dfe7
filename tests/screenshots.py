"""Makes the pictures of the README anew: starts the demo, walks through it in a real browser, saves what it shows.

``python -m tests.screenshots [folder]`` (``docs/screenshots`` unless given).
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from ksfsurvey.broker import free_port

ROOT = Path(__file__).parents[1]
PASSWORD = re.compile(r"redacteur@\S+\s+password (\S+)")
BROWSER_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
DESKTOP, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 844}
PATIENCE = 240


@contextmanager
def demo() -> Iterator[tuple[str, str]]:
    """Run the demo on a port and a folder of its own; give its address and the password of its people."""
    with tempfile.TemporaryDirectory() as folder:
        port, output = free_port(), Path(folder) / "output"
        command = [sys.executable, "manage.py", "serve", "--demo", "--port", str(port)]
        with output.open("wb") as stream:
            process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "VAR_DIR": folder}, stdout=stream)
        try:
            yield f"http://localhost:{port}", _password(output, process)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)


def _password(output: Path, process: "subprocess.Popen[bytes]") -> str:
    for _ in range(PATIENCE):
        said = output.read_text()
        if "Ready:" in said and (found := PASSWORD.search(said)):
            return found[1]
        if process.poll() is not None:
            break
        time.sleep(1)
    raise RuntimeError(f"the demo did not start: {output.read_text()}")


def staff_page(browser: Browser, address: str, password: str, *, viewport: dict[str, int]) -> Page:
    page = browser.new_context(viewport=viewport, locale="nl-NL").new_page()  # type: ignore[arg-type]
    page.goto(f"{address}/account/login/")
    page.fill("input[name=username]", "beheerder@ksf.example")
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(f"{address}/")
    return page


def walk_staff(page: Page, address: str, folder: Path) -> None:
    shots = {
        "home": "/",
        "results": "/polls/uitbesteden/results/",
        "fieldwork": "/polls/uitbesteden/fieldwork/",
        "publish": "/polls/thuiswerken/publish/",
        "preview": "/polls/ai-in-klantcontact/preview/",
        "mailbox": "/mailbox/",
    }
    for name, path in shots.items():
        page.goto(address + path)
        page.screenshot(path=folder / f"{name}.png")
    page.goto(f"{address}/polls/uitbesteden/results/")
    page.locator("article, section").filter(has=page.locator("svg.chart-segments")).first.screenshot(
        path=folder / "question.png"
    )
    page.goto(f"{address}/admin/polls/poll/")
    page.get_by_role("link", name="Thuiswerken").first.click()
    page.locator("a.outline-link[data-open]").first.click()
    page.locator("#page_form [data-preview-toggle]").click()
    page.frame_locator("#preview iframe").locator("form").wait_for()
    page.screenshot(path=folder / "builder.png")


def walk_respondent(browser: Browser, address: str, folder: Path) -> None:
    """Answer the open poll from a mail, as a visitor of the demo would."""
    page = browser.new_context(viewport=PHONE, locale="nl-NL").new_page()  # type: ignore[arg-type]
    page.goto(f"{address}/mailbox/?q=AI")
    page.locator("main a[href*='/mailbox/']").first.click()
    page.wait_for_load_state()
    link = page.locator(".mail-text a[href*='/i/']").first.get_attribute("href")
    page.goto(str(link))
    page.screenshot(path=folder / "answer-1.png")
    page.locator(".choice label").first.click()
    page.screenshot(path=folder / "answer-2.png", full_page=True)
    page.locator("form button.btn-primary").first.click()
    page.locator("input[name=readiness]").first.wait_for(state="attached")
    page.screenshot(path=folder / "answer-3.png", full_page=True)


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with demo() as (address, password), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=BROWSER_FLAGS)
        walk_staff(staff_page(browser, address, password, viewport=DESKTOP), address, folder)
        walk_respondent(browser, address, folder)
        browser.close()


if __name__ == "__main__":
    main()
