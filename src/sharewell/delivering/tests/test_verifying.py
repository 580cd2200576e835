"""Verifying: known from the directory, or rung back on a number of our own; never neither."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sharewell.delivering.verifying import (
    CALL_COUNTS_FOR,
    INDEPENDENT,
    CallBack,
    FoundIn,
    How,
    check_recipient,
)
from sharewell.terms.errors import RecipientNotVerified

NOW = datetime(2026, 11, 22, 15, 20, tzinfo=UTC)
TODAY = NOW.date()
DAY = timedelta(days=1)


def call(**changes):
    said = {
        "number": "01632 960100",
        "found_in": FoundIn.AGENCY_WEBSITE,
        "answered_by": "duty social worker",
        "second_person": "deputy safeguarding lead",
        "made_at": NOW - timedelta(hours=1),
        "urgent": False,
    }
    return CallBack(**said | changes)


def test_a_recipient_the_directory_vouches_for_is_known():
    verified = check_recipient(known_until=TODAY, called_back=None, now=NOW)
    assert (verified.how, verified.to_be_reviewed) == (How.DIRECTORY, False)


@pytest.mark.parametrize(
    ("known_until", "told"),
    [(None, "nobody has verified it"), (TODAY - DAY, "vouched for this service until 21 November")],
    ids=["never_verified", "verified_too_long_ago"],
)
def test_an_unknown_recipient_is_refused_with_the_paragraph(known_until, told):
    with pytest.raises(RecipientNotVerified, match=told) as refusal:
        check_recipient(known_until=known_until, called_back=None, now=NOW)
    assert refusal.value.cites == ("london_2007 3.7.4",)
    assert refusal.value.what.startswith("Nothing was sent")


@pytest.mark.parametrize("known_until", [None, TODAY - DAY], ids=["never", "overdue"])
def test_a_call_back_stands_in_for_the_directory(known_until):
    verified = check_recipient(known_until=known_until, called_back=call(), now=NOW)
    assert (verified.how, verified.to_be_reviewed) == (How.CALL_BACK, False)


def test_an_urgent_call_may_lack_the_second_person_and_is_looked_at_again():
    urgent = call(second_person=" ", urgent=True)
    verified = check_recipient(known_until=None, called_back=urgent, now=NOW)
    assert verified.to_be_reviewed


def test_a_call_that_could_wait_has_a_second_person():
    with pytest.raises(RecipientNotVerified, match="no second person") as refusal:
        call(second_person="")
    assert refusal.value.cites == ("london_2007 3.7.6",)


@pytest.mark.parametrize("urgent", [True, False], ids=["urgent", "not_urgent"])
def test_a_number_that_the_caller_gave_is_never_enough(urgent):
    with pytest.raises(RecipientNotVerified, match="proves nothing") as refusal:
        call(found_in=FoundIn.GIVEN_BY_CALLER, urgent=urgent)
    assert refusal.value.cites == ("london_2007 3.7.4",)


@pytest.mark.parametrize("missing", ["number", "answered_by"])
def test_a_call_that_nobody_answered_is_no_call(missing):
    with pytest.raises(RecipientNotVerified, match="rung and somebody in the agency"):
        call(**{missing: "  "})


@pytest.mark.parametrize(
    ("ago", "told"),
    [
        (-timedelta(minutes=1), "still to come"),
        (CALL_COUNTS_FOR + timedelta(seconds=1), "more than a day"),
    ],
    ids=["tomorrow", "too_long_ago"],
)
def test_a_call_speaks_for_its_own_day_only(ago, told):
    with pytest.raises(RecipientNotVerified, match=told):
        check_recipient(known_until=None, called_back=call(made_at=NOW - ago), now=NOW)


CALLS = some.none() | some.builds(
    call,
    found_in=some.sampled_from(sorted(INDEPENDENT)),
    made_at=some.datetimes(
        datetime(2026, 11, 18), datetime(2026, 11, 26), timezones=some.just(UTC)
    ),
    second_person=some.sampled_from(["", "a colleague"]),
    urgent=some.just(True),
)


@given(
    known_until=some.none() | some.dates(TODAY - 3 * DAY, TODAY + 3 * DAY),
    called_back=CALLS,
)
def test_nobody_passes_who_is_neither_known_nor_called_back(known_until, called_back):
    known = known_until is not None and known_until >= TODAY
    fresh = called_back is not None and timedelta(0) <= NOW - called_back.made_at <= CALL_COUNTS_FOR
    try:
        verified = check_recipient(known_until=known_until, called_back=called_back, now=NOW)
    except RecipientNotVerified:
        assert not known
        assert not fresh
    else:
        assert known or fresh
        assert verified.how is (How.DIRECTORY if known else How.CALL_BACK)
        if not known:
            assert verified.to_be_reviewed is (not called_back.second_person)
