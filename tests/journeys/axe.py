"""The accessibility checker of the journeys: axe-core, as carried by axe-playwright-python."""

from functools import cache

from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Page

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@cache
def _script() -> str:
    return str(AXE_FILE_PATH.read_text(encoding="utf-8"))


def violations(page: Page, *, without: tuple[str, ...] = ()) -> list[str]:
    """Check ``page`` as it stands; give one line per broken rule and element. ``without`` names rules to pass over.

    The page needs JavaScript: axe is one.
    """
    page.wait_for_load_state()  # a click waits for the page to begin, not for the whole of it
    page.evaluate(_script())
    rules = {rule: {"enabled": False} for rule in without}
    options = {
        "resultTypes": ["violations"],
        "runOnly": {"type": "tag", "values": STANDARDS},
        "rules": rules,
        "preload": False,  # it would put styles into the page, which our Content-Security-Policy refuses
    }
    found = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{violation['id']} ({violation['impact']}): {' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]
