"""The pages: what is due is seen, and only a deliberate act erases."""

import pytest
from django.utils import timezone

from journeys.cast import PASSWORD
from sharewell_hub.agencies.strength import AT
from sharewell_hub.logbook.models import Entry
from sharewell_hub.retention.models import Erasure, Hold, Period, Review

SAID = {"kind": "worry", "years": "7", "under": "Schedule 4.2"}


@pytest.fixture
def browser(browser_of, guardian):
    return browser_of(guardian)


def an_hour_later(browser):
    session = browser.session
    session[AT] -= 3600
    session.save()


def test_the_list_says_what_is_due_and_under_what(browser, child, seven_years):
    page = browser.get("/retention").content.decode()
    assert "Zebulon" in page and "Records schedule, 4.2" in page


def test_another_role_is_told_whose_it_is(browser_of, teacher, child):
    answer = browser_of(teacher).get("/retention")
    assert answer.status_code == 403
    assert "Caldicott Guardian" in answer.content.decode()


def test_erasing_asks_once_more_who_is_there_and_then_goes(browser, child, seven_years):
    assert browser.post(f"/retention/{child.pk}/erase", {}).status_code == 422
    an_hour_later(browser)
    asked = browser.post(f"/retention/{child.pk}/erase", {"sure": "on"})
    assert asked.status_code == 403 and "erase this for ever" in asked.content.decode()
    assert not Erasure.objects.exists()
    again = {"sure": "on", "second_step_password": PASSWORD}
    assert browser.post(f"/retention/{child.pk}/erase", again).status_code == 302
    assert Erasure.objects.count() == 1


def test_a_refusal_says_what_stands_in_the_way(browser, child, seven_years):
    held = browser.post(f"/retention/{child.pk}/hold", {"reason": "The inquiry of Zebulon."})
    assert held.status_code == 302
    answer = browser.post(f"/retention/{child.pk}/erase", {"sure": "on"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "this record is held" in page and "The inquiry of Zebulon." in page
    (row,) = Hold.objects.all()
    assert browser.post(f"/holds/{row.pk}/lift").status_code == 302
    assert browser.post(f"/holds/{row.pk}/lift").status_code == 404


def test_keeping_longer_wants_a_reason_and_a_day_to_come(browser, child, seven_years):
    today = timezone.localdate()
    day = {"until-day": today.day, "until-month": today.month, "until-year": today.year}
    address = f"/retention/{child.pk}/keep"
    assert browser.post(address, day | {"why": "She asked."}).status_code == 422
    late = day | {"until-year": today.year + 1, "until-day": 1}
    assert browser.post(address, late | {"why": ""}).status_code == 422
    assert not Review.objects.exists()
    assert browser.post(address, late | {"why": "She asked."}).status_code == 302
    assert "She asked." in browser.get(f"/retention/{child.pk}").content.decode()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"years": ""}, "tick that it is for ever"),
        ({"for_ever": "on"}, "not both"),
        ({"for_ever": "on", "years": ""}, "Write why"),
        ({"under": ""}, "Fill in"),
    ],
    ids=["no_end", "two_ends", "for_ever_without_a_reason", "no_paragraph"],
)
def test_a_period_has_an_end_or_a_reason_and_a_review(browser, changes, told):
    answer = browser.post("/retention/periods", SAID | changes)
    assert answer.status_code == 422 and told in answer.content.decode()
    assert not Period.objects.exists()


def test_a_period_is_recorded_with_who_and_when(browser, guardian):
    assert browser.post("/retention/periods", SAID | {"until_age": "25"}).status_code == 302
    for_ever = {"for_ever": "on", "years": "", "review_years": "5", "reason": "Serious."}
    assert browser.post("/retention/periods", SAID | for_ever).status_code == 302
    page = browser.get("/retention/periods").content.decode()
    assert "for ever, reviewed every 5 years" in page and "25th birthday" in page
    assert "Serious." in page and guardian.name in page
    assert Entry.objects.filter(kind="period_set").count() == 2


def test_the_desk_leads_there_whoever_keeps_the_periods_and_nobody_else(
    browser, browser_of, teacher
):
    assert 'href="/retention"' in browser.get("/desk").content.decode()
    assert 'href="/retention"' not in browser_of(teacher).get("/desk").content.decode()
