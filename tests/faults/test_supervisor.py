"""The embedded edition in one command: what dies comes back, and what ends leaves nothing behind."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.served import PARTS, Served, serving
from tests.faults.site import Site, family, is_gone, site, wait_until


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Give one folder and database for all tests here, so that only the first has to make the tables."""
    folder: Path = tmp_path_factory.mktemp("served")
    with site(folder, REDIS_URL="none") as made:
        yield made


@pytest.fixture
def served(made: Site) -> Iterator[Served]:
    with serving(made) as served:
        yield served


def test_parts_that_are_killed_come_back_and_ctrl_c_ends_them_all(served: Served) -> None:
    first_family, before = family(served.process), {name: served.part(name) for name in PARTS}
    for process in before.values():
        assert process is not None
        process.kill()
    wait_until(lambda: all(served.part(name) not in (None, old) for name, old in before.items()), "all are back")
    wait_until(lambda: all(map(is_gone, first_family)), f"nothing is left of {first_family}")
    wait_until(served.answers, "the log-in page comes")
    wait_until(served.worker_hears, f"the worker answers over the broker\n{served.printed()}")
    assert "worker ended (exit code -9); starting it again" in served.printed()

    everyone = family(served.process)
    assert len(everyone) >= len(PARTS)
    served.process.send_signal(signal.SIGINT)
    assert served.process.wait(60) == 0
    assert [process for process in everyone if not is_gone(process)] == []


def test_a_killed_supervisor_leaves_no_orphan(served: Served) -> None:
    everyone = family(served.process)
    assert len(everyone) >= len(PARTS)
    served.process.kill()
    wait_until(lambda: all(map(is_gone, everyone)), f"no orphan is left of {everyone}")
