"""What every test is given: a database of its own, a client that looks, a cast."""

from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client, TestCase, TransactionTestCase
from django.test.testcases import LiveServerThread, _StaticFilesHandler
from django.utils import timezone
from hypothesis import HealthCheck
from hypothesis import settings as effort

from sharewell_hub.demo.loading import load
from sharewell_hub.look.inspecting import Page
from sharewell_hub.site import postgres
from sharewell_hub.site.tests import databases

if (Path(__file__).parent / "journeys" / "cast.py").exists():
    pytest_plugins = ["journeys.cast"]


# Two cores and a real database: time is no measure of an example here.
effort.register_profile(
    "house", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
effort.load_profile("house")

# Keys lie in a database of their own; whoever may use one in a test may use both.
TransactionTestCase.databases = TestCase.databases = {"default", "keystore"}


@pytest.fixture(scope="session")
def database_server():
    """Give the embedded server, started for this run and stopped by the last run to leave."""
    with postgres.running():
        yield


@pytest.fixture(scope="session")
def django_db_setup(database_server, django_db_blocker):
    """Give this run a database of its own; each test's writes are rolled back."""
    with django_db_blocker.unblock(), databases.clone():
        yield


@pytest.fixture(scope="session")
def loaded(django_db_setup, django_db_blocker):
    """Name a database in which the demo's borough was loaded, and when; loading takes seconds."""
    elsewhere = connection.settings_dict["NAME"]
    with django_db_blocker.unblock(), databases.clone() as name:
        began = timezone.now()
        load()
        with databases.pointed_at(elsewhere):
            yield name, began


@pytest.fixture
def at_the_borough(loaded):
    """Have every connection go to the loaded database."""
    name, _began = loaded
    with databases.pointed_at(name):
        yield


@pytest.fixture
def committed_db(django_db_setup, django_db_blocker):
    """Give a test a database where commits last: for live servers, crashes and two at once."""
    with django_db_blocker.unblock(), databases.clone() as name:
        yield name


@pytest.fixture(autouse=True)
def a_log_of_its_own(request, tmp_path_factory):
    """Let the log's files of a test lie apart from every other's, as its database does."""
    if {"db", "committed_db"} & set(request.fixturenames):
        lies = tmp_path_factory.getbasetemp() / f"log-{uuid4()}"
        request.getfixturevalue("settings").SHAREWELL_LOG_FILES = lies


class LookingClient(Client):
    """A test client that fails on any page with a fault."""

    def request(self, **request):
        """Ask, and look at what comes back."""
        answer = super().request(**request)
        if answer.headers.get("Content-Type", "").startswith("text/html") and answer.content:
            faults = Page(answer.content.decode()).faults()
            assert not faults, f"{request['PATH_INFO']}: {'; '.join(faults)}"
        return answer


@pytest.fixture
def client():
    """Give a browser that looks at every page it is shown."""
    return LookingClient()


@pytest.fixture
def live_address(committed_db):
    """Give the address of a server in a thread, on a database where commits last."""
    thread = LiveServerThread("127.0.0.1", _StaticFilesHandler)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield f"http://127.0.0.1:{thread.port}"
    thread.terminate()


@pytest.fixture(autouse=True)
def nobody_remembers():
    """Forget how often somebody tried to sign in: each test is a day of its own."""
    cache.clear()


@pytest.fixture(autouse=True)
def no_letters_leave(monkeypatch):
    """Point every letter at nobody unless a test starts a post office of its own."""
    monkeypatch.setattr(settings, "EMAIL_PORT", 9, raising=False)
