"""The page of a recode map: a suggestion, changed and saved."""

import pytest
from django.test import Client

from polls.questionnaire import services
from polls.questionnaire.models import Choice, Poll
from tests.questionnaire.sample import make_poll, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_user())
    return client


def test_from_choosing_the_earlier_poll_to_a_saved_map(editor: Client) -> None:
    earlier, later = make_poll("first"), make_poll("second")
    Choice.objects.filter(question__page__poll=later, code="costs").update(code="price")
    led = editor.post("/polls/second/recode/", {"earlier": "first"})
    assert led.status_code == 302, led.context["form"].errors
    assert led["Location"] == "/polls/second/recode/first/"
    shown = editor.get(led["Location"])
    form = shown.context["form"]
    assert (form["v-criterion"].initial, form["c-criterion-quality"].initial) == ("criterion", "quality")
    assert form["c-criterion-costs"].initial == "price"
    posted = {name: field.initial or "" for name, field in form.fields.items()}
    saved = editor.post(led["Location"], {**posted, "c-criterion-costs": "quality", "v-rating": ""}, follow=True)
    assert saved.status_code == 200
    kept = services.map_between(earlier, later)
    assert kept is not None
    assert kept.code("criterion", "costs") == "quality"
    assert "rating" not in kept.by_source
    assert b"first" in editor.get("/polls/second/recode/").content


def test_another_variable_gets_its_codes_suggested(editor: Client) -> None:
    make_poll("first")
    later = make_poll("second")
    form = editor.get("/polls/second/recode/first/").context["form"]
    posted = {name: field.initial or "" for name, field in form.fields.items()}
    editor.post("/polls/second/recode/first/", {**posted, "v-criterion": "channels", "v-channels": ""})
    kept = services.map_between(Poll.objects.get(slug="first"), later)
    assert kept is not None
    assert (kept.by_target["criterion"].source, dict(kept.by_target["criterion"].codes)) == ("channels", {})


def test_a_made_up_value_is_refused_and_unknown_polls_are_not_found(editor: Client) -> None:
    make_poll("first")
    make_poll("second")
    assert editor.post("/polls/second/recode/first/", {"v-criterion": "nix"}).status_code == 422
    assert editor.get("/polls/second/recode/second/").status_code == 404
    assert editor.get("/polls/second/recode/gone/").status_code == 404
