"""The two pages of documentation, done: each example runs, against a real server and a real receiver."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import uuid
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from polls.api import secrets
from polls.api.models import Delivery, Scope, Webhook
from polls.api.services import hooks
from polls.api.services.delivering import deliver_waiting
from polls.api.services.messages import MESSAGES, pass_on, ping
from polls.api.services.posting import post
from polls.collection.models import DailyCount
from polls.questionnaire.models import Announcement
from polls.questionnaire.services.announcing import announce
from tests.api.conftest import token_for
from tests.faults.site import kill, wait_until
from tests.results import sample
from tests.results.conftest import poll_with_results

DOCS = Path(__file__).parents[2] / "docs"


def blocks(name: str, kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", (DOCS / name).read_text(), re.S)


def differences(shown: Any, real: Any, place: str = "$") -> list[str]:
    """Name what an example shows that the answer does not have; an answer may hold more, and another address."""
    if isinstance(shown, dict):
        missing = [f"{place}.{name}" for name in shown if name not in real]
        return missing + [
            each
            for name in shown.keys() & real.keys()
            for each in differences(shown[name], real[name], f"{place}.{name}")
        ]
    if isinstance(shown, list):
        if len(shown) != len(real):
            return [f"{place} has {len(real)}"]
        return [each for one, other in zip(shown, real, strict=True) for each in differences(one, other, place)]
    if isinstance(shown, str) and shown.endswith("…"):
        return [] if str(real).startswith(shown.removesuffix("…")) else [f"{place}: {real}"]
    return [] if shown == real else [f"{place}: {real}"]


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
@pytest.mark.django_db(transaction=True)
def test_the_examples_with_curl_give_what_they_show(live_server: LiveServer) -> None:
    poll, _run = poll_with_results(40)
    DailyCount.objects.create(poll=poll, day=sample.NOW.date(), shard=0, submitted=40)
    environment = {**os.environ, "SITE": live_server.url, "TOKEN": token_for(*Scope), "NO_PROXY": "*"}
    commands, shown = blocks("api.md", "sh"), blocks("api.md", "json")
    assert len(commands) == len(shown) == 5

    for command, example in zip(commands, shown, strict=True):
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", command], env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{command}\n{done.stderr}"
        assert differences(json.loads(example), json.loads(done.stdout)) == [], command


@pytest.mark.django_db(transaction=True)
def test_the_receiver_in_the_documentation_takes_real_messages_and_no_others(
    settings: Settings, tmp_path: Path
) -> None:
    settings.WEBHOOK_NETWORKS = ["127.0.0.1/32"]
    (program,) = blocks("webhooks.md", "python")
    (tmp_path / "receive.py").write_text(program)
    hook, secret = hooks.make_hook(
        hooks.Wanted("CRM", "http://127.0.0.1:9/", [Announcement.Kind.CLOSED], [], None),
        by=None,
        now=timezone.now(),
        key=uuid.uuid4(),
    )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = tmp_path / "printed"
    with log.open("wb") as printed:
        environment = {**os.environ, "WEBHOOK_SECRET": secret, "PORT": str(port)}
        receiver = subprocess.Popen(
            [sys.executable, tmp_path / "receive.py"], env=environment, stdout=printed, start_new_session=True
        )
    try:
        wait_until(lambda: "listening" in log.read_text(), "the receiver listens")
        url = f"http://127.0.0.1:{port}/"
        Webhook.objects.update(url=url)
        announce(sample.published(sample.questionnaire()), Announcement.Kind.CLOSED, now=timezone.now())
        pass_on(now=timezone.now())
        ping(Webhook.objects.get(), now=timezone.now())
        deliver_waiting(now=timezone.now(), clock=time.monotonic, rng=Random(1))
        Delivery.objects.update(state="queued")  # once more, as after a worker that died
        deliver_waiting(now=timezone.now(), clock=time.monotonic, rng=Random(1))
        forged = {"webhook-id": "msg_1", "webhook-timestamp": str(int(time.time())), "webhook-signature": "v1,AAAA"}
        refused = post(url, b'{"type": "poll.closed", "data": {}}', forged)
    finally:
        kill(receiver)

    assert refused.status == 400
    assert set(Delivery.objects.values_list("state", flat=True)) == {"delivered"}
    lines = log.read_text().splitlines()[1:]
    assert sorted(line.partition(" ")[0] for line in lines) == ["ping", "poll.closed"]
    assert "https://polls.example/api/v1/polls/sample" in "".join(lines)
    assert secrets.hook_secret(hook.pk, 1) == secret


def test_every_type_of_message_is_in_the_documentation() -> None:
    table = re.findall(r"^\| `([a-z_.]+)` \|", (DOCS / "webhooks.md").read_text(), re.M)
    assert table == list(MESSAGES)
