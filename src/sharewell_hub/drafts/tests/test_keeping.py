"""Keeping a draft: readable by its own browser, by nobody else, and not for long."""

import base64
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from sharewell_hub.drafts.actions import forget, save, sweep
from sharewell_hub.drafts.cookie import NAME
from sharewell_hub.drafts.models import SealedDraft
from sharewell_hub.drafts.queries import read

WRITTEN = {"items": [{"text": "Bruises on both arms. שלום"}], "facts": {"risk_to_child": "harm"}}


class Browser:
    """A visitor who keeps their cookies."""

    def __init__(self):
        self.cookies = {}

    def request(self):
        request = RequestFactory().get("/")
        request.COOKIES.update(self.cookies)
        return request

    def take(self, response):
        for name, morsel in response.cookies.items():
            self.cookies[name] = morsel.value
        return response

    def save(self, data):
        response = HttpResponse()
        save(response, self.request(), data)
        return self.take(response)


@pytest.fixture
def browser(db):
    return Browser()


@pytest.fixture
def later(monkeypatch):
    """Let time pass."""
    start = timezone.now()

    def pass_by(**time):
        monkeypatch.setattr(timezone, "now", lambda: start + timedelta(**time))

    return pass_by


def test_what_was_written_comes_back_to_its_own_browser(browser):
    browser.save(WRITTEN)
    assert read(browser.request()).data == WRITTEN


def test_saving_again_keeps_one_row_and_the_newest_words(browser):
    browser.save(WRITTEN)
    browser.save({"wants": "share"})
    assert read(browser.request()).data == {"wants": "share"}
    assert SealedDraft.objects.count() == 1


def test_the_row_alone_says_nothing_and_holds_no_key(browser):
    browser.save(WRITTEN)
    row = SealedDraft.objects.values().get()
    assert set(row) == {"id", "sealed", "saved_at"}
    key = base64.urlsafe_b64decode(browser.cookies[NAME])[16:]
    assert b"Bruises" not in bytes(row["sealed"])
    assert key not in bytes(row["sealed"])


def test_another_browser_with_the_rows_id_reads_nothing(browser):
    browser.save(WRITTEN)
    row = SealedDraft.objects.get()
    stranger = Browser()
    stranger.cookies[NAME] = base64.urlsafe_b64encode(row.pk.bytes + bytes(32)).decode()
    assert read(stranger.request()) is None


def test_a_stranger_with_the_rows_id_cannot_overwrite_or_remove_it(browser):
    browser.save(WRITTEN)
    stranger = Browser()
    stranger.cookies[NAME] = base64.urlsafe_b64encode(
        SealedDraft.objects.get().pk.bytes + bytes(32)
    ).decode()
    forget(HttpResponse(), stranger.request())
    stranger.save({"wants": "ask"})
    assert read(browser.request()).data == WRITTEN


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(browser):
    morsel = browser.save(WRITTEN).cookies[NAME]
    assert morsel["httponly"]
    assert morsel["samesite"] == "Lax"
    assert morsel["max-age"] == 30 * 60


def test_half_an_hour_after_the_last_save_it_is_gone(browser, later):
    later(minutes=0)
    browser.save(WRITTEN)
    later(minutes=29)
    assert read(browser.request()).data == WRITTEN
    later(minutes=30)
    assert read(browser.request()) is None
    assert sweep() == 1
    assert not SealedDraft.objects.exists()


def test_each_save_gives_another_half_hour(browser, later):
    browser.save(WRITTEN)
    later(minutes=20)
    browser.save(WRITTEN)
    later(minutes=45)
    assert read(browser.request()).data == WRITTEN
    assert sweep() == 0


def test_forgetting_removes_the_row_and_the_key(browser):
    browser.save(WRITTEN)
    response = HttpResponse()
    forget(response, browser.request())
    assert not SealedDraft.objects.exists()
    assert response.cookies[NAME].value == ""


@pytest.mark.parametrize("value", ["", "nonsense", "!!!!", "a" * 64, "é" * 10, "A" * 5000])
def test_a_damaged_cookie_is_no_draft(browser, value):
    browser.cookies[NAME] = value
    assert read(browser.request()) is None
