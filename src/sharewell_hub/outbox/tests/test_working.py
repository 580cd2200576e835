"""Working: a process of its own that sends what is written, and stops when asked."""

import os
import signal
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.db import connection

from sharewell_hub.outbox.models import Letter
from sharewell_hub.outbox.tests.test_delivering import write

START = """
import django
from django.conf import settings
from django.db import connections
django.setup()
connections["default"].settings_dict["NAME"] = {name!r}
connections.settings["default"]["NAME"] = {name!r}
settings.EMAIL_PORT = {port}
from sharewell_hub.outbox.worker import run
run()
"""


@pytest.fixture
def worker(committed_db, post_office):
    """Start the worker as the service does."""
    code = START.format(name=committed_db, port=post_office.port)
    home = {"SHAREWELL_HOME": str(settings.STATIC_ROOT.parents[1])}
    if os.environ.get("SHAREWELL_HOME", "").endswith("/tests"):
        home = {"SHAREWELL_HOME": os.environ["SHAREWELL_HOME"].removesuffix("/tests")}
    process = subprocess.Popen([sys.executable, "-c", code], env=os.environ | home)
    yield process
    process.kill()
    process.wait()


def until(true, seconds=20):
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.05)
    return true()


def test_the_worker_sends_what_is_written_and_stops_when_asked(worker, post_office):
    letter = write()
    assert until(lambda: Letter.objects.get(pk=letter.pk).state == "sent")
    assert len(post_office.letters) == 1
    began = time.monotonic()
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(10) == 0
    assert time.monotonic() - began < 5


def test_the_queues_tables_belong_to_the_owner_and_are_used_by_the_application(db):
    with connection.cursor() as cursor:
        cursor.execute("select tableowner from pg_tables where tablename = 'procrastinate_jobs'")
        assert cursor.fetchone() == ("sharewell_owner",)
        cursor.execute("select current_user")
        assert cursor.fetchone() == ("sharewell_app",)
