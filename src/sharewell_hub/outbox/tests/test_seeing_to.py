"""Seeing to letters that did not arrive: one's own agency's, on a page, by a person."""

from uuid import uuid4

import pytest

from sharewell_hub.logbook.queries import entries
from sharewell_hub.outbox.delivering import deliver
from sharewell_hub.outbox.tests.test_delivering import state, write


@pytest.fixture
def lost(teacher, post_office):
    """Give a letter of the school of which nobody can tell whether it arrived."""
    post_office.answers = {"letter": "break off"}
    letter = write(agency=teacher.agency_id)
    deliver(letter.pk)
    return letter


def test_a_letter_nobody_can_tell_of_is_shown_with_what_to_do(lost, browser_of, teacher):
    page = browser_of(teacher).get("/letters").content.decode()
    assert "7KQD-3WXM" in page
    assert "May have arrived" in page
    assert "by telephone" in page


def test_nothing_to_see_to_is_said(browser_of, teacher):
    assert "nothing to see to" in browser_of(teacher).get("/letters").content.decode()


def test_a_person_sends_it_again_and_it_is_logged_once(lost, browser_of, teacher):
    browser = browser_of(teacher)
    answer = browser.post(f"/letters/{lost.pk}/again", follow=True)
    assert "on its way again" in answer.content.decode()
    assert state(lost) == "waiting"
    assert entries().filter(object_id=lost.pk, kind="letter_again").count() == 1


def test_pressed_twice_it_is_sent_once_and_said(lost, browser_of, teacher):
    browser = browser_of(teacher)
    browser.post(f"/letters/{lost.pk}/again")
    answer = browser.post(f"/letters/{lost.pk}/again")
    assert answer.status_code == 403
    assert "Nothing was sent again" in answer.content.decode()


def test_another_agencys_letter_is_neither_shown_nor_sent(lost, browser_of, social_worker):
    browser = browser_of(social_worker)
    assert "7KQD-3WXM" not in browser.get("/letters").content.decode()
    assert browser.post(f"/letters/{lost.pk}/again").status_code == 404
    assert browser.post(f"/letters/{uuid4()}/again").status_code == 404
    assert state(lost) == "unknown"


def test_signed_out_nothing_is_shown(lost, neighbour):
    assert neighbour.get("/letters").status_code == 302
    assert neighbour.post(f"/letters/{lost.pk}/again").status_code == 403
    assert state(lost) == "unknown"
