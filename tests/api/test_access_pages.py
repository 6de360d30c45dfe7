"""The pages on which administrators give and take access."""

import re
import uuid
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from polls.api import secrets
from polls.api.models import AccessEvent, ApiToken, Delivery, Webhook
from polls.api.services.delivering import deliver_waiting
from polls.api.services.messages import ping
from polls.questionnaire.models import Poll
from tests.api.conftest import ask
from tests.results import sample

pytestmark = pytest.mark.django_db

TOKEN = {"name": "Website", "scopes": ["polls:read"], "reach": "all", "term": "90"}
HOOK = {"name": "CRM", "url": "https://1.1.1.1/hook", "kinds": ["poll.closed"], "reach": "all", "thresholds": ""}


def token_form(**changes: Any) -> dict[str, Any]:
    return {**TOKEN, "key": str(uuid.uuid4()), **changes}


def hook_form(**changes: Any) -> dict[str, Any]:
    return {**HOOK, "key": str(uuid.uuid4()), **changes}


def shown(page: Any) -> str:
    found = re.search(r'id="secret">([^<]+)<', page.content.decode())
    assert found, page.content.decode()
    return found[1]


def made_hook(**fields: Any) -> Webhook:
    return Webhook.objects.create(name="CRM", url="https://1.1.1.1/", created_at=timezone.now(), **fields)


def test_a_token_is_shown_once_and_works_as_chosen(browser: Client) -> None:
    sample.published(sample.questionnaire())
    form = token_form()

    page = browser.post("/access/tokens/add/", form)
    token = shown(page)

    assert "no-store" in page.headers["Cache-Control"]
    assert ask("/polls", token).status_code == 200
    assert ask("/polls/sample/runs", token).status_code == 403
    assert token not in browser.get("/access/").content.decode()
    row = ApiToken.objects.get()
    assert row.expires_at is not None
    assert timedelta(days=89) < row.expires_at - timezone.now() < timedelta(days=90)
    assert browser.post("/access/tokens/add/", form).status_code == 302, "the same form once more"
    assert ApiToken.objects.count() == 1


def test_a_token_may_be_for_some_polls_only(browser: Client) -> None:
    mine = sample.published(sample.questionnaire("mine"))
    sample.published(sample.questionnaire("other"))

    refused = browser.post("/access/tokens/add/", token_form(reach="some"))
    page = browser.post("/access/tokens/add/", token_form(reach="some", polls=[mine.pk], term=""))

    assert refused.status_code == 422
    assert [each["slug"] for each in ask("/polls", shown(page)).json()["items"]] == ["mine"]
    assert ApiToken.objects.get().expires_at is None


def test_a_revoked_token_opens_nothing_and_everything_is_on_record(browser: Client) -> None:
    token = shown(browser.post("/access/tokens/add/", token_form()))
    row = ApiToken.objects.get()

    assert browser.get(f"/access/tokens/{row.pk}/revoke/").status_code == 200
    assert ask("/polls", token).status_code == 200
    browser.post(f"/access/tokens/{row.pk}/revoke/")
    browser.post(f"/access/tokens/{row.pk}/revoke/")

    assert ask("/polls", token).status_code == 401
    events = [(event.what, event.name, str(event.by)) for event in AccessEvent.objects.all()]
    assert events == [("token_revoked", "Website", "Admin"), ("token_made", "Website", "Admin")]


def test_a_webhook_shows_its_secret_once_and_each_change_leaves_an_event(browser: Client) -> None:
    form = hook_form()
    secret = shown(browser.post("/access/webhooks/add/", form))
    hook = Webhook.objects.get()
    path = f"/access/webhooks/{hook.pk}/"

    assert secret == secrets.hook_secret(hook.pk, 1)
    assert secret not in browser.get(path).content.decode()
    assert browser.post("/access/webhooks/add/", form).headers["Location"] == path
    assert shown(browser.post(f"{path}secret/")) == secrets.hook_secret(hook.pk, 2)
    browser.post(f"{path}edit/", hook_form(name="CRM 2", kinds=["poll.responses_reached"], thresholds="100, 50,100"))
    hook.refresh_from_db()
    assert (hook.name, hook.kinds, hook.thresholds) == ("CRM 2", ["poll.responses_reached"], [50, 100])
    for wish in ("pause", "pause", "resume"):
        browser.post(f"{path}change/", {"wish": wish})
    browser.post(f"{path}delete/")

    assert not Webhook.objects.exists()
    events = list(AccessEvent.objects.order_by("pk").values_list("what", flat=True))
    assert events == ["hook_made", "hook_secret", "hook_changed", "hook_paused", "hook_resumed", "hook_removed"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"url": "https://127.0.0.1/"}, "privénetwerk"),
        ({"url": "http://1.1.1.1/"}, "https://"),
        ({"url": "javascript:alert(1)"}, "https://"),
        ({"kinds": []}, "verplicht"),
        ({"kinds": ["poll.responses_reached"]}, "aantallen"),
        ({"thresholds": "10, many"}, "many"),
        ({"thresholds": "0"}, "0"),
    ],
)
def test_a_webhook_that_cannot_be_is_refused_with_a_reason(
    browser: Client, changes: dict[str, Any], words: str
) -> None:
    page = browser.post("/access/webhooks/add/", hook_form(**changes))

    assert page.status_code == 422
    errors = " ".join(re.findall(r'<ul class="errorlist".*?</ul>', page.content.decode(), re.S))
    assert words in errors
    assert not Webhook.objects.exists()


def test_a_test_message_tells_how_it_went_and_can_be_sent_again(browser: Client, settings: Settings) -> None:
    settings.WEBHOOK_NETWORKS = ["127.0.0.1/32"]
    hook = made_hook()
    Webhook.objects.update(url="http://127.0.0.1:9/")
    page = browser.post(f"/access/webhooks/{hook.pk}/change/", {"wish": "ping"}, follow=True)
    assert "ping" in page.content.decode()
    deliver_waiting(now=timezone.now(), clock=lambda: 0.0, rng=Random(1))
    delivery = Delivery.objects.get()

    text = browser.get(f"/access/messages/{delivery.pk}/").content.decode()

    assert "De server antwoordt niet." in text
    Delivery.objects.update(state="failed", attempts=10)
    assert "1 bericht" in browser.get(f"/access/webhooks/{hook.pk}/").content.decode()
    browser.post(f"/access/webhooks/{hook.pk}/change/", {"wish": "again"})
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == ("queued", 0)
    Delivery.objects.update(state="delivered")
    browser.post(f"/access/messages/{delivery.pk}/again/")
    delivery.refresh_from_db()
    assert delivery.state == "queued"


def test_text_of_others_is_text(browser: Client) -> None:
    hook = made_hook()
    made = ping(hook, now=timezone.now())
    made.tries.create(at=timezone.now(), status=500, problem="status", answer="<script>alert(1)</script>")
    Poll.objects.create(slug="x", title={"nl": "<script>alert(2)</script>"})

    for path in (f"/access/messages/{made.pk}/", "/access/tokens/add/", "/access/webhooks/add/"):
        assert "<script>alert" not in browser.get(path).content.decode()
