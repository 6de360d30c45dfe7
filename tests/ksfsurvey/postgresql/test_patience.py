"""How long is waited for a database that says nothing. The real silence is in tests/faults/test_outages.py."""

import time

import pytest

from ksfsurvey.postgresql import patience


@pytest.fixture(autouse=True)
def _not_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "_silent_until", 0.0)


def longest() -> float:
    with patience.waiting() as seconds:
        return seconds


def test_whoever_nobody_waits_for_has_the_time_of_a_statement() -> None:
    assert longest() == patience.STATEMENT


def test_a_page_has_one_budget_for_all_its_statements() -> None:
    with patience.of_a_page():
        assert longest() <= patience.PAGE
        with patience.waiting():
            time.sleep(0.05)
        assert longest() <= patience.PAGE - 0.05
    assert longest() == patience.STATEMENT


def test_time_in_which_we_work_ourselves_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter([0.0, 1.0, 100.0, 100.0])
    with patience.of_a_page():
        monkeypatch.setattr(time, "monotonic", lambda: next(moments))
        with patience.waiting():
            pass  # a second of the clock
        with patience.waiting() as seconds:
            assert seconds == patience.PAGE - 1
    monkeypatch.undo()


def test_nobody_waits_for_a_database_that_was_silent_just_now() -> None:
    patience.note_silence()
    assert longest() == 0.0
