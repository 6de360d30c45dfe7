"""A real mail server for each test that asks for one."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from polls.questionnaire.models import Poll
from tests.invitations.sample import Post, make_poll, serve


@pytest.fixture
def post(settings: Settings) -> Iterator[Post]:
    post = Post()
    controller = serve(post)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = controller.port
    yield post
    controller.stop()


@pytest.fixture
def poll(db: None) -> Poll:
    return make_poll()
