"""Links tried at random are throttled; links that exist work all the same."""

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from ksfsurvey.guesses import key_of, network_of
from tests.collection import sample

pytestmark = pytest.mark.django_db


LIMIT = 60
NETWORKS = ("127.0.0.0/24", "192.0.2.0/24", "198.51.100.0/24")


@pytest.fixture(autouse=True)
def _fresh_counts(settings: Settings) -> None:
    settings.LINK_GUESS_LIMIT = LIMIT
    for network in NETWORKS:
        cache.delete(key_of(network))


def guess(client: Client, number: int, **extra: str) -> int:
    return client.get(f"/i/{number:024d}/", **extra).status_code  # type: ignore[arg-type]


def test_a_network_that_guesses_is_told_to_stop(client: Client) -> None:
    assert {guess(client, number) for number in range(LIMIT)} == {404}
    refused = client.get(f"/i/{LIMIT:024d}/")
    assert refused.status_code == 429
    assert refused["Retry-After"] == "600"


def test_a_link_that_exists_works_behind_the_same_address(client: Client) -> None:
    token = sample.invited(sample.launched())
    for number in range(LIMIT + 1):
        guess(client, number)
    assert client.get(f"/i/{token}/").status_code == 200


def test_another_network_is_not_concerned(client: Client) -> None:
    for number in range(LIMIT + 1):
        guess(client, number, REMOTE_ADDR="192.0.2.7")
    assert guess(client, 1, REMOTE_ADDR="192.0.2.200") == 429
    assert guess(client, 1, REMOTE_ADDR="198.51.100.7") == 404


@pytest.mark.parametrize(
    ("address", "network"),
    [("192.0.2.7", "192.0.2.0/24"), ("2001:db8:1:2ff::1", "2001:db8:1:200::/56"), (None, "unknown")],
)
def test_the_network_of_an_address(address: str | None, network: str) -> None:
    assert network_of(address) == network


def test_pages_of_staff_are_not_counted(admin_client: Client) -> None:
    assert {admin_client.get("/no-such-page/").status_code for _ in range(LIMIT + 5)} == {404}


def test_nobody_waits_for_a_cache_that_is_down(client: Client, settings: Settings) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }
    assert {guess(client, number) for number in range(LIMIT + 5)} == {404}
