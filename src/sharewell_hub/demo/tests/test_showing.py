"""Showing the demo's own pages, and keeping its letters."""

import os
import re
import signal
import subprocess
import sys
import time
from types import SimpleNamespace

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings
from django.test import override_settings

from sharewell_hub.demo.borough import people
from sharewell_hub.demo.mailbox import Keeper, arrived
from sharewell_hub.outbox.delivering import deliver_waiting
from sharewell_hub.outbox.tests.post_office import free_port


@pytest.fixture
def mailbox(monkeypatch, tmp_path, no_letters_leave):
    """Give the demo's own post office, with an empty folder."""
    monkeypatch.setattr(settings, "SHAREWELL_DEMO_LETTERS", tmp_path)
    monkeypatch.setattr(settings, "EMAIL_PORT", free_port())
    post = Controller(Keeper(), hostname="127.0.0.1", port=settings.EMAIL_PORT)
    post.start()
    yield tmp_path
    post.stop()


def test_letters_of_the_story_are_shown_and_name_nobody(borough, mailbox, client):
    deliver_waiting()
    letters = arrived()
    assert len(letters) > 5
    page = client.get("/outbox").content.decode()
    assert page.count("Sharewell ") >= len(letters)
    assert not re.search(r"Ellis|Posy|Tarn|Harker|Weir", page)
    assert all(letter.leads_to in page for letter in letters)


def test_no_letter_yet_is_said(client, mailbox, db):
    assert "No letter has come yet" in client.get("/outbox").content.decode()


def test_whoever_tries_it_sees_whom_they_can_be(client, db):
    page = client.get("/demo").content.decode()
    assert all(one.email in page for one in people().values())


def test_a_letter_handed_over_twice_is_kept_once(mailbox):
    envelope = SimpleNamespace(
        content=b"Message-ID: <ab-12@x.example>\r\nSubject: s\r\nTo: t@x.example\r\n"
        b"Date: Sun, 22 Nov 2026 10:00:00 +0000\r\n\r\nSign in here:\r\n"
    )
    for _ in range(2):
        coroutine = Keeper().handle_DATA(None, None, envelope)
        with pytest.raises(StopIteration):
            coroutine.send(None)
    (letter,) = arrived()
    assert letter.leads_to == ""


@pytest.mark.slow
def test_outside_a_demo_the_pages_do_not_exist():
    code = (
        "import django; django.setup(); from sharewell_hub.demo.urls import urlpatterns; "
        "print(len(urlpatterns))"
    )
    surroundings = os.environ | {"DJANGO_SETTINGS_MODULE": "sharewell_hub.site.settings"}
    surroundings.pop("SHAREWELL_DEMO", None)
    said = subprocess.run(
        [sys.executable, "-c", code], env=surroundings, capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == "0"


@pytest.mark.slow
def test_the_mailbox_runs_beside_the_pages_and_stops_when_asked(tmp_path):
    port = free_port()
    surroundings = os.environ | {
        "DJANGO_SETTINGS_MODULE": "sharewell_hub.site.tests.settings",
        "SHAREWELL_SMTP_PORT": str(port),
    }
    code = (
        "import django; django.setup(); from django.conf import settings; "
        f"settings.SHAREWELL_DEMO_LETTERS = {str(tmp_path / 'letters')!r}; "
        "from sharewell_hub.demo.mailbox import run; run()"
    )
    process = subprocess.Popen([sys.executable, "-c", code], env=surroundings)
    end = time.monotonic() + 20
    while not (tmp_path / "letters").exists() and time.monotonic() < end:
        time.sleep(0.1)
    time.sleep(0.5)
    process.send_signal(signal.SIGTERM)
    assert process.wait(10) == 0


def test_pages_of_the_demo_are_there_because_it_is_one():
    assert settings.DEMO
    with override_settings(DEMO=False):
        assert not settings.DEMO
