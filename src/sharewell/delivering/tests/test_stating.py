"""Stating: the limits that go with everything, and by when to answer."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sharewell.delivering.stating import Onward, answer_by, limits, next_working_day


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
