"""A home of a test's own, with a server of its own: to be filled, broken and thrown away."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from sharewell_hub.site import postgres
from sharewell_hub.site.home import home


@pytest.fixture
def own_home(monkeypatch):
    """Give a home under open parents, where this test alone has a server."""
    folder = Path(tempfile.mkdtemp(dir="/tmp", prefix="home-"))
    folder.chmod(0o711)
    monkeypatch.setenv("SHAREWELL_HOME", str(folder / "h"))
    home.cache_clear()
    yield folder / "h"
    if postgres.answers():
        postgres.stop()
    home.cache_clear()
    shutil.rmtree(folder)


@pytest.fixture
def at_home(own_home):
    """Start programs of the service that live in that home, and end them after the test."""
    started = []

    def start(*arguments, **surroundings):
        environment = os.environ | {
            "SHAREWELL_HOME": str(own_home),
            "DJANGO_SETTINGS_MODULE": "sharewell_hub.site.settings",
            **surroundings,
        }
        process = subprocess.Popen(
            [sys.executable, *arguments], env=environment, text=True, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        started.append(process)
        return process

    yield start
    for process in started:
        process.terminate()
        process.communicate(timeout=60)
