"""Telling: what happened and where, and nothing about anybody."""

import json
import logging
import socket
from contextlib import contextmanager

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import path

from sharewell_hub.look.doors import door
from sharewell_hub.site.telling import AllowedOnly, Requests, tell

CANARY = "Zebulon-Quillfeather"


@contextmanager
def quiet_socket():
    """Have a port at which something listens and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@door("public")
def opened(request, token):
    """Answer anything."""
    return HttpResponse()


@door("public")
def breaks(request, token):
    """Fail with somebody's name in the message."""
    raise ValueError(token)


urlpatterns = [
    path("opened/<token>", opened, name="opened"),
    path("breaks/<token>", breaks, name="breaks"),
]


@pytest.fixture
def lines(settings):
    """Collect log lines as they would be written."""
    settings.ROOT_URLCONF = __name__
    written = []

    class Collector(logging.Handler):
        def emit(self, record):
            written.append(AllowedOnly().format(record))

    collector = Collector()
    loggers = [logging.getLogger(name) for name in ("sharewell", "django", "gunicorn.error")]
    for logger in loggers:
        logger.addHandler(collector)
    yield written
    for logger in loggers:
        logger.removeHandler(collector)


def test_a_key_that_is_not_listed_is_dropped(lines):
    tell().info("letter_sent", id="4f1c", name=CANARY, to="a@b.example", status="sent")
    (line,) = map(json.loads, lines)
    assert set(line) == {"event", "id", "status", "level", "at"}


def test_a_request_is_told_by_its_route_and_never_by_its_address(lines, db, client):
    client.get(f"/opened/{CANARY}?q={CANARY}")
    told = [json.loads(line) for line in lines]
    assert [(line["route"], line["status"]) for line in told] == [("opened", 200)]
    assert CANARY not in "".join(lines)


def test_an_address_that_does_not_exist_is_not_repeated(lines, db, client):
    client.get(f"/nothing/{CANARY}")
    assert lines
    assert CANARY not in "".join(lines)


def test_an_error_is_told_by_its_kind_and_place_and_not_by_its_words(lines, db, client):
    client.raise_request_exception = False
    client.get(f"/breaks/{CANARY}")
    told = [json.loads(line) for line in lines]
    assert any(line.get("error") == "ValueError" for line in told)
    assert any(line.get("where", "").startswith("test_telling.py:") for line in told)
    assert CANARY not in "".join(lines)


def test_the_servers_own_complaints_lose_their_words(lines):
    logging.getLogger("gunicorn.error").error("Error handling request /received/%s", CANARY)
    (line,) = map(json.loads, lines)
    assert set(line) == {"at", "level", "logger", "where"}


def test_a_request_that_reached_no_route_has_none(lines):
    request = RequestFactory().get(f"/{CANARY}")
    request.resolver_match = None
    Requests(lambda _: HttpResponse(status=404))(request)
    assert json.loads(lines[0])["route"] == ""
