"""At once: real connections that commit, and two forms in the same moment."""

from concurrent.futures import ThreadPoolExecutor
from http.cookies import SimpleCookie
from threading import Barrier

import pytest
from django.db import connections

from journeys.cast import person
from sharewell_hub.concerns.models import Concern
from sharewell_hub.decisions.models import Decision
from sharewell_hub.decisions.tests.conftest import HARM, SAYS, Walk
from sharewell_hub.look.inspecting import LookingClient
from sharewell_hub.people.models import Subject

BACKEND = "sharewell_hub.agencies.accounts.Accounts"
OTHERWISE = SAYS | {
    "decided": "do_not_share",
    "met": "all consent",
    "why": "The head does it today.",
}
TO_CARE = {"risk_to_child": HARM, "recipient_role": "statutory_child_protection"}


@pytest.fixture
def visitor_of(committed_db, marshland):
    """Give a signed-in visitor whose writing lasts."""

    def visit(*who):
        client = LookingClient()
        client.force_login(person(*who), backend=BACKEND)
        return Walk(client)

    return visit


@pytest.fixture
def tess(visitor_of):
    return visitor_of("Tess", "Adeyemi", "oak-school", "teacher")


@pytest.fixture
def dana(visitor_of):
    return visitor_of("Dana", "Price", "oak-school", "designated_safeguarding_lead")


def at_once(*sendings):
    """Send several forms in the same moment, each on a connection of its own."""
    ready = Barrier(len(sendings))

    def send(client, form):
        ready.wait(timeout=20)
        try:
            return client.post("/decide", form)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(sendings)) as threads:
        sent = [threads.submit(send, walk.client, form) for walk, form in sendings]
        return [each.result(timeout=60) for each in sent]


def same_window(walk):
    """Give another click in the same window: the same cookies."""
    client = LookingClient()
    client.cookies = SimpleCookie({name: one.value for name, one in walk.client.cookies.items()})
    return Walk(client)


def test_a_button_pressed_twice_records_once(tess):
    tess.to_the_answer(**TO_CARE)
    tess.page("/decide")
    first, second = at_once((tess, SAYS), (same_window(tess), SAYS))

    assert {first.status_code, second.status_code} == {302}
    assert Subject.objects.count() == Concern.objects.count() == Decision.objects.count() == 1


def test_of_two_who_decide_one_worry_one_is_told_and_keeps_the_text(tess, dana):
    tess.begin(child_said="He hits me.")
    tess.client.post("/save", {"name": "Zebulon"})
    worry = Concern.objects.get()
    for walk in (tess, dana):
        walk.client.post(f"/concerns/{worry.pk}/decide")
        walk.go_on(**TO_CARE)
    answers = at_once((tess, OTHERWISE), (dana, OTHERWISE))

    assert sorted(answer.status_code for answer in answers) == [302, 422]
    (told,) = (answer for answer in answers if answer.status_code == 422)
    assert "The head does it today." in told.content.decode()
    assert Decision.objects.count() == 1
