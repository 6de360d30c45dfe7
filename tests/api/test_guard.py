"""Where webhooks may lead, and how one message is sent: to that address only, in a limited time, following nothing."""

import socket
from ipaddress import ip_address
from typing import Any

import pytest
from pytest_django import Settings

from polls.api.services import posting
from polls.api.services.guard import RefusedError, is_public, target_of
from polls.api.services.posting import post
from tests.api.receiver import receiver

HERE = ["127.0.0.0/8"]


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.9", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "192.0.2.1", "198.18.0.1", "240.0.0.1", "::1", "::", "fe80::1", "fc00::1", "ff02::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001:0:1::1",
        "2001:db8::1",
    ],
)  # fmt: skip
def test_what_is_not_the_public_internet_is_refused(address: str) -> None:
    assert not is_public(ip_address(address))
    host = f"[{address}]" if ":" in address else address
    with pytest.raises(RefusedError) as refused:
        target_of(f"https://{host}/hook")
    assert refused.value.code == "private"


@pytest.mark.parametrize("address", ["1.1.1.1", "193.0.0.1", "2606:4700::1111", "::ffff:1.1.1.1"])
def test_the_public_internet_is_not(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        "ftp://1.1.1.1/", "file:///etc/passwd", "1.1.1.1", "https://", "https://user@1.1.1.1/", "https://1.1.1.1/#part",
        "https://1.1.1.1:99999/", "https://1.1.1.1/a b", "https://1.1.1.1/é", "gopher://1.1.1.1:25/_HELO",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(RefusedError) as refused:
        target_of(url)
    assert refused.value.code == "no_address"


def test_spellings_of_this_machine_are_seen_through() -> None:
    for host in ("localhost", "127.1", "2130706433", "0x7f000001", "0177.0.0.1"):
        with pytest.raises(RefusedError) as refused:
            target_of(f"https://{host}/")
        assert refused.value.code in ("private", "no_host")


def test_without_tls_only_own_networks_are_called(settings: Settings) -> None:
    with pytest.raises(RefusedError) as refused:
        target_of("http://1.1.1.1/hook")
    assert refused.value.code == "not_secure"
    settings.WEBHOOK_NETWORKS = HERE
    assert target_of("http://127.0.0.1:8000/hook?a=1").path == "/hook?a=1"
    with pytest.raises(RefusedError):
        target_of("http://10.0.0.1/hook")


def test_a_name_is_resolved_once_and_that_address_is_called(settings: Settings, monkeypatch: Any) -> None:
    settings.WEBHOOK_NETWORKS = HERE
    asked: list[str] = []
    real = socket.getaddrinfo

    def resolve(host: str, *rest: Any, **options: Any) -> Any:
        """Answer as a name server that tells something else the second time."""
        if host != "moves.example":
            return real(host, *rest, **options)
        asked.append(host)
        return real("127.0.0.1" if len(asked) == 1 else "169.254.169.254", *rest, **options)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with receiver() as there:
        reply = post(there.url.replace("127.0.0.1", "moves.example"), b"{}", {})

    assert (reply.status, reply.problem, len(asked)) == (204, "", 1)
    assert there.got[0].headers["host"].startswith("moves.example:")


def test_of_a_name_with_a_private_address_beside_a_public_one_nothing_is_called(monkeypatch: Any) -> None:
    both = [(2, 1, 6, "", ("1.1.1.1", 443)), (2, 1, 6, "", ("10.0.0.1", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_asked, **_options: both)
    assert post("https://both.example/", b"{}", {}).problem == "private"


def test_a_redirect_is_not_followed_and_little_is_read(settings: Settings) -> None:
    settings.WEBHOOK_NETWORKS = HERE
    with receiver() as there:
        there.status, there.headers, there.body = 302, {"Location": there.url}, b"x\0" * 100_000
        reply = post(there.url, b"{}", {})

    assert (reply.status, reply.problem) == (302, "redirect")
    assert reply.answer == "x" * 250
    assert len(there.got) == 1


def test_who_drips_is_broken_off(settings: Settings, monkeypatch: Any) -> None:
    settings.WEBHOOK_NETWORKS = HERE
    monkeypatch.setattr(posting, "WHOLE", 0.5)
    with receiver() as there:
        there.drips = 60
        reply = post(there.url, b"{}", {})

    assert (reply.status, reply.problem) == (None, "slow")
    assert reply.milliseconds < 30_000


def test_nobody_there_and_no_http_are_told_apart(settings: Settings) -> None:
    settings.WEBHOOK_NETWORKS = HERE
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert post(f"http://127.0.0.1:{port}/", b"{}", {}).problem == "unreachable"
    with receiver() as there:
        assert post(there.url.replace("http:", "https:"), b"{}", {}).problem == "tls"
        there.status = 0
        assert post(there.url, b"{}", {}).problem == "broken"
    assert post("https://no-such-host.invalid/", b"{}", {}).problem == "no_host"
