"""Fixtures of the stage: a moment, a poll, a link, and a browser without JavaScript."""

import re
from typing import Any

import pytest
from django.test import Client

from polls.questionnaire.models import Poll
from tests.collection import sample


@pytest.fixture
def poll(db: None) -> Poll:
    return sample.launched()


@pytest.fixture
def link(poll: Poll) -> str:
    return f"/i/{sample.invited(poll)}/"


class Respondent:
    """A browser without JavaScript: fills in the form that it got, hidden fields included, and follows redirects."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.response: Any = None
        self.address = ""

    @property
    def html(self) -> str:
        return str(self.response.content.decode())

    def open(self, address: str) -> "Respondent":
        self.response = self.client.get(address, follow=True)
        chain = self.response.redirect_chain
        self.address = chain[-1][0] if chain else address
        return self

    def post(self, button: str = "_next", value: str = "1", /, **answers: Any) -> "Respondent":
        action = re.search(r'<form method="post" action="([^"]+)"', self.html)
        assert action, self.html
        fields = {**self.hidden, **{name.replace("__", "."): given for name, given in answers.items()}, button: value}
        self.response = self.client.post(action[1].replace("&amp;", "&"), fields, follow=True)
        return self

    @property
    def hidden(self) -> dict[str, str]:
        return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', self.html))

    @property
    def title(self) -> str:
        found = re.search(r"<h1[^>]*>(.*?)</h1>", self.html)
        return found[1] if found else ""


@pytest.fixture
def respondent() -> Respondent:
    return Respondent(Client(enforce_csrf_checks=True))
