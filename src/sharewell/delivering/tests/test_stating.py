"""Stating: the limits that go with everything, and by when to answer."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sharewell.delivering.stating import (
    Onward,
    Purpose,
    answer_by,
    cannot_wait,
    limits,
    next_working_day,
    suggested_meaning,
    suggested_purpose,
)


def codes(onward=Onward.ASK_FIRST, *, agreed=False, told=True):
    return [limit.code for limit in limits(onward, agreed=agreed, told=told)]


def test_confidence_purpose_and_passing_on_are_said_every_time():
    assert codes() == ["confidential", "this_purpose", "ask_first"]
    assert codes(Onward.NOT_ONWARD) == ["confidential", "this_purpose", "not_onward"]


def test_that_the_family_does_not_know_is_said_first():
    assert codes(told=False)[0] == "do_not_tell"


def test_the_limits_of_an_agreement_are_said():
    assert codes(agreed=True)[-1] == "part_agreed"


def test_every_limit_names_its_paragraph():
    for onward in Onward:
        assert all(limit.cites for limit in limits(onward, agreed=True, told=False))


@pytest.mark.parametrize(
    ("day", "after"),
    [(date(2026, 11, 19), date(2026, 11, 20)), (date(2026, 11, 20), date(2026, 11, 23)),
     (date(2026, 11, 21), date(2026, 11, 23)), (date(2026, 11, 22), date(2026, 11, 23))],
    ids=["thursday", "friday", "saturday", "sunday"],
)  # fmt: skip
def test_the_next_working_day_is_no_weekend(day, after):
    assert next_working_day(day) == after


@given(some.dates(max_value=date(9999, 12, 1)))
def test_an_answer_is_due_today_when_urgent_and_on_a_working_day_otherwise(day):
    assert answer_by(day, urgent=True) == day
    later = answer_by(day, urgent=False)
    assert 1 <= (later - day).days <= 3
    assert later.weekday() < 5


@pytest.mark.parametrize(
    ("facts", "purpose"),
    [
        ({"risk_to_child": "immediate", "serious_crime": True}, Purpose.PROTECT_CHILD),
        ({"risk_to_child": "concern", "risk_to_adult_serious_harm": True}, Purpose.PROTECT_ADULT),
        ({"serious_crime": True}, Purpose.PREVENT_CRIME),
        ({"request_based": True, "serious_crime": "unknown"}, Purpose.ANSWER_REQUEST),
        ({}, Purpose.PROMOTE_WELFARE),
    ],
    ids=["harm_to_the_child_first", "an_adult", "crime", "a_request", "nothing_said"],
)
def test_a_purpose_is_suggested_from_the_facts_harm_first(facts, purpose):
    assert suggested_purpose(facts) is purpose


def test_what_it_means_is_suggested_by_how_grave_it_is_and_never_made_up():
    assert "significant harm" in suggested_meaning(
        {"risk_to_child": "reasonable_cause_significant_harm"}
    )
    assert suggested_meaning({"risk_to_child": "unknown"}) == suggested_meaning({}) == ""


@pytest.mark.parametrize(
    ("facts", "so"),
    [
        ({"urgent": True}, True),
        ({"risk_to_child": "immediate"}, True),
        ({"urgent": "unknown"}, False),
    ],
    ids=["said_so", "present_danger", "not_known"],
)
def test_what_cannot_wait_is_said_by_the_facts(facts, so):
    assert cannot_wait(facts) is so
