"""Serving: up as one, down as one, and back after the database died."""

import os
import re
import signal
import time
import urllib.error
import urllib.request
from http.client import HTTPConnection

import pytest

from sharewell_hub.site import postgres
from sharewell_hub.site.serving import _free_port

pytestmark = pytest.mark.slow
SECRET_PATH = "nothing-here-about-Zebulon"


@pytest.fixture
def serve(at_home, own_home):
    """Start a demo's service and wait until it says where it is."""
    port = _free_port(0)

    def start():
        process = at_home(
            "-m", "sharewell_hub.site.cli", "serve", "--demo", "--no-browser", f"--port={port}"
        )
        for line in process.stdout:
            if line.startswith("Sharewell is at"):
                return process, port
        raise AssertionError(process.stderr.read())

    return start


def fetch(port, path="/about"):
    try:
        return urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10)
    except urllib.error.HTTPError as answer:
        return answer


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["ctrl_c", "terminated"])
def test_it_serves_and_stops_cleanly(serve, own_home, number):
    process, port = serve()
    answer = fetch(port)
    assert answer.status == 200
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert fetch(port, f"/{SECRET_PATH}").status == 404

    process.send_signal(number)
    assert process.wait(30) == 0
    assert not postgres.answers()
    assert process.stderr.read() == ""
    told = (own_home / "demo.log").read_text()
    assert '"status": 404' in told
    assert SECRET_PATH not in told


def test_a_second_service_on_the_same_records_is_refused_and_the_first_goes_on(serve, at_home):
    _, port = serve()
    second = at_home("-m", "sharewell_hub.site.cli", "serve", "--demo", "--no-browser")
    _, told = second.communicate(timeout=60)
    assert second.returncode == 1
    assert re.fullmatch(r"The service was not started: it runs already\.\n.+\n.+\n", told)
    assert fetch(port).status == 200


def test_it_goes_on_after_the_database_was_killed(serve):
    _, port = serve()
    pid = int((postgres.data_folder() / "postmaster.pid").read_text().split()[0])
    os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + 60
    while not postgres.answers():
        assert time.monotonic() < deadline, "the database did not come back"
        time.sleep(0.5)
    assert fetch(port).status == 200


def test_nothing_lives_on_when_the_service_is_killed(serve):
    process, port = serve()
    process.kill()
    process.wait()
    deadline = time.monotonic() + 60
    while True:
        try:
            fetch(port)
        except OSError:
            break
        assert time.monotonic() < deadline, "the pages are still served"
        time.sleep(0.2)


def test_outside_a_demo_every_page_leads_to_https(at_home):
    surroundings = {"SHAREWELL_DEMO": "", "SHAREWELL_HOSTS": "localhost"}
    command = ("-m", "sharewell_hub.site.cli")
    assert at_home(*command, "migrate", **surroundings).wait(120) == 0
    port = _free_port(0)
    service = at_home(*command, "serve", f"--port={port}", **surroundings)
    assert service.stdout.readline().startswith("Sharewell is at")

    asking = HTTPConnection("localhost", port, timeout=10)
    asking.request("GET", "/worry")
    answer = asking.getresponse()

    assert (answer.status, answer.headers["Location"]) == (301, f"https://localhost:{port}/worry")
    service.terminate()
    assert service.wait(30) == 0
