"""Counting: a record is never looked at before the last of its periods is over."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharewell.keeping.counting import Period, Standing, State, after, stands
from sharewell.keeping.declaring import Keeps

DAYS = st.dates(date(1990, 1, 1), date(2060, 1, 1))
NAMES = ("worry", "decision", "sent", "person")
KINDS = st.sampled_from(NAMES)
REACH = st.dictionaries(
    KINDS, st.tuples(DAYS, DAYS).map(lambda two: tuple(sorted(two))), min_size=1
)
ENDING = st.builds(Period, months=st.integers(0, 400), until_age=st.sampled_from([0, 18, 25]))
EITHER = ENDING | st.builds(Period, months=st.none(), review_months=st.integers(1, 120))


def kept(strategy):
    return st.fixed_dictionaries({kind: strategy for kind in NAMES})


@given(REACH, kept(ENDING), st.none() | DAYS)
def test_no_record_is_due_before_the_period_of_any_of_its_kinds_is_over(reach, periods, born_on):
    standing = stands(reach, periods, born_on=born_on)
    assert standing.state is State.UNTIL
    for kind, (_, last) in reach.items():
        assert standing.day >= after(last, periods[kind].months)
        if born_on and periods[kind].until_age:
            assert standing.day >= after(born_on, periods[kind].until_age * 12)


@given(REACH, kept(EITHER), DAYS, DAYS)
def test_keeping_it_longer_never_brings_the_day_forward(reach, periods, on, until):
    before, since = stands(reach, periods), stands(reach, periods, reviewed=(on, until))
    assert since.day >= until
    assert since.day >= before.day
    assert since.state is before.state


@given(REACH, kept(EITHER), KINDS)
def test_one_kind_without_a_period_keeps_the_whole_record(reach, periods, kind):
    del periods[kind]
    found = stands(reach, periods)
    assert (found.state is State.UNSET) == (kind in reach)


@given(REACH, kept(ENDING), DAYS)
def test_without_a_birthday_it_is_kept_no_shorter(reach, periods, born_on):
    if born_on <= min(first for first, _ in reach.values()):
        assert stands(reach, periods).day >= stands(reach, periods, born_on=born_on).day


def test_what_is_kept_for_ever_comes_back_for_review_after_each_review():
    reach = {"worry": (date(2020, 1, 31),) * 2, "sent": (date(2024, 5, 1),) * 2}
    periods = {"worry": Period(months=None, review_months=25), "sent": Period(months=12)}
    assert stands(reach, periods) == Standing(
        state=State.FOR_EVER, kind="worry", day=date(2022, 2, 28)
    )
    again = stands(reach, periods, reviewed=(date(2022, 3, 1), date(2022, 3, 1)))
    assert again.day == date(2024, 4, 1)


def test_for_ever_without_a_review_is_refused():
    with pytest.raises(ValueError, match="reviewed"):
        Period(months=None)


def test_what_is_about_a_person_is_never_swept():
    with pytest.raises(ValueError, match="never swept"):
        Keeps(
            kind="worry", says="", counted_from="", tables=(), cites=(),
            counted=lambda agency: [], sweep=lambda: 0,
        )  # fmt: skip


def test_a_month_without_that_day_ends_on_its_last():
    assert after(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert after(date(2023, 12, 31), 2) == date(2024, 2, 29)
