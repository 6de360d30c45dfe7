"""What a respondent's page costs the database."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from polls.collection.views.rendering import _launched_page
from tests.collection import sample
from tests.collection.conftest import Respondent
from tests.collection.test_answering import PAGE_1, PAGE_2, PAGE_3

FRAME = ("SAVEPOINT", "RELEASE SAVEPOINT", "BEGIN", "COMMIT")


def statements(act: Callable[[], Any]) -> list[str]:
    """Run ``act`` and give the statements that it took, without those that frame a transaction."""
    with CaptureQueriesContext(connection) as captured:
        act()
    return [query["sql"] for query in captured.captured_queries if not query["sql"].startswith(FRAME)]


def post_only(respondent: Respondent, **answers: Any) -> None:
    """Post as our script does: the next page is the answer."""
    client, earlier = respondent.client, respondent.client.post
    client.post = lambda path, data, **_: earlier(path, data, headers={"X-Requested-With": "fetch"})  # type: ignore[method-assign]
    try:
        respondent.post(**answers)
    finally:
        client.post = earlier  # type: ignore[method-assign]


def test_a_page_costs_one_query_and_its_answer_two_statements(db: None, respondent: Respondent) -> None:
    poll = sample.launched()
    warm, link = f"/i/{sample.invited(poll)}/", f"/i/{sample.invited(poll)}/"
    respondent.open(warm).post(**PAGE_1).post(**PAGE_2).post(**PAGE_3)

    assert len(statements(lambda: respondent.open(link))) == 1
    assert len(statements(lambda: post_only(respondent, **PAGE_1))) == 3  # the first one counts who started
    assert len(statements(lambda: post_only(respondent, **PAGE_2))) == 2
    assert len(statements(lambda: post_only(respondent, **PAGE_3))) == 6
    assert 'data-end="answered"' in respondent.html


def test_a_launched_page_is_rendered_by_crispy_forms_once(db: None, respondent: Respondent) -> None:
    poll = sample.launched()
    _launched_page.cache_clear()
    for _ in range(5):
        respondent.open(f"/i/{sample.invited(poll)}/")
    assert _launched_page.cache_info().misses == 1
    assert _launched_page.cache_info().hits == 4


def test_the_first_page_is_small(link: str, respondent: Respondent) -> None:
    assert len(respondent.open(link).response.content) < 20_000
