"""The browser of the journeys."""

from tests.journeys.conftest import browser, open_page, traffic

__all__ = ["browser", "open_page", "traffic"]
