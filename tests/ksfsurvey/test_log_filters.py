"""No log line holds a personal link."""

import logging

import pytest
from django.http import HttpRequest, HttpResponseServerError
from django.test import Client, RequestFactory
from django.utils.log import log_response

from ksfsurvey.log_filters import RouteForPath

TOKEN = "AbCdEfGhIjKlMnOpQrStUvWx"


def test_an_unknown_link_leaves_no_token_in_the_log(db: None, client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.handler.addFilter(RouteForPath())
    with caplog.at_level(logging.DEBUG):
        client.get(f"/i/{TOKEN}/")

    assert TOKEN not in caplog.text


def test_an_error_on_a_respondents_page_is_logged_by_its_beginning_only(caplog: pytest.LogCaptureFixture) -> None:
    request: HttpRequest = RequestFactory().get(f"/i/{TOKEN}/")
    caplog.handler.addFilter(RouteForPath())

    log_response("%s: %s", "Internal Server Error", request.path, response=HttpResponseServerError(), request=request)

    assert "Internal Server Error: /i/…" in caplog.text


def test_the_path_of_a_staff_page_stays_as_it_is(caplog: pytest.LogCaptureFixture) -> None:
    request: HttpRequest = RequestFactory().get("/contacts/")
    caplog.handler.addFilter(RouteForPath())

    log_response("%s: %s", "Internal Server Error", request.path, response=HttpResponseServerError(), request=request)

    assert "Internal Server Error: /contacts/" in caplog.text
