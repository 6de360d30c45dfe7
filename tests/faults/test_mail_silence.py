"""A network to the mail server that swallows everything: the worker gives up in time, and knows what it cannot know."""

from contextlib import suppress
from pathlib import Path

import pytest

from tests.faults.conftest import Post
from tests.faults.figures import Tell, sized
from tests.faults.mailing import begin, counted, prepare, unknowns, until_empty
from tests.faults.site import Site, site, wait_until
from tests.faults.wire import Wire

UNDER_WAY = "SELECT count(*) FROM polls_message WHERE state = 'sending'"


def until_empty_at_last(made: Site) -> None:
    """Let the worker try again without pauses: on a busy machine more than one mail may take too long."""
    for _ in range(30):
        made.let_pauses_run_out()
        begin(made)
        with suppress(AssertionError):
            until_empty(made, seconds=5)
            return
    until_empty(made, seconds=1)


@pytest.mark.parametrize(
    "is_accepted",
    [pytest.param(True, id="after-it-is-accepted"), pytest.param(False, id="before-that", marks=pytest.mark.whole)],
)
def test_a_silent_mail_server_is_given_up_and_nobody_is_missed(
    tmp_path: Path, post: tuple[Post, int], is_accepted: bool, tell: Tell
) -> None:
    """Silence falls with a mail on the wire. What the worker cannot know it marks, and tries once more."""
    sink, port = post
    people, times = sized(30, 300), sized(1, 10)
    wire, wanted = Wire(port), 0

    def fall_silent(count: int) -> None:
        if wanted and count >= wanted:
            wire.fall_silent()

    sink.before, sink.after = (lambda count: None, fall_silent) if is_accepted else (fall_silent, lambda count: None)
    with site(tmp_path, EMAIL_URL=f"smtp://127.0.0.1:{wire.port}", EMAIL_TIMEOUT="4") as made:
        prepare(made, people)
        made.start_worker()
        for number in range(1, times + 1):
            wanted = number * people // (times + 1)
            begin(made)
            wait_until(lambda: wire.is_silent, f"mail {wanted} goes out")
            wait_until(lambda: made.query(UNDER_WAY) == [(0,)], "the worker gives up")
            wanted = 0
            wire.mend()
            made.let_pauses_run_out()
        until_empty_at_last(made)
        doubtful = unknowns(made)
    wire.close()
    lost, twice = counted(sink, people)
    moment = "a mail is accepted and not yet answered" if is_accepted else "a mail is on its way"
    tell(
        "G-MAIL-5",
        f"network to the mail server swallows everything (black hole) when {moment}",
        size=f"{times} times, {people} mails",
        lost=lost,
        doubled=twice,
        allowed=f"twice only what the outbox marks as doubtful ({doubtful})",
        figure=f"{twice} came twice, {doubtful} marked",
    )
    assert lost == 0
    assert twice <= doubtful
    assert doubtful > 0
    if is_accepted:
        assert twice >= 1
