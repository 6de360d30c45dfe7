"""Requests that no page should see."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address", ["/contacts/?q=%00", "/contacts/?q=a%00b&page=2", "/i/%00/", "/polls/a%00b/results/"]
)
def test_a_nul_in_the_address_is_refused(admin_client: Client, address: str) -> None:
    assert admin_client.get(address).status_code == 400


def test_an_ordinary_search_passes(admin_client: Client) -> None:
    assert admin_client.get("/contacts/?q=100%25").status_code == 200
