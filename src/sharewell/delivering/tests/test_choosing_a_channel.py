"""Choosing a channel: what is secure, what is the last resort, and what is never used."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sharewell.delivering.channels import WAYS, Channel, Safety, check_channel
from sharewell.terms.errors import NotAllowed

SECURE = [way.channel for way in WAYS.values() if way.safety is Safety.SECURE]


def test_every_channel_has_its_safety_and_its_paragraph():
    assert set(WAYS) == set(Channel)
    assert all(way.cites for way in WAYS.values())


@pytest.mark.parametrize("channel", SECURE)
def test_a_secure_way_needs_nothing_more(channel):
    assert check_channel(channel).channel is channel


def test_internet_email_is_refused_whatever_is_said_for_it():
    with pytest.raises(NotAllowed, match="never goes by internet email") as refusal:
        check_channel("internet_email", unavoidable_because="They asked.", checked_by="A colleague")
    assert refusal.value.cites == ("london_2007 3.7.8",)


@pytest.mark.parametrize(
    "said",
    [{}, {"unavoidable_because": "No power there."}, {"checked_by": "A colleague"}],
    ids=["nothing", "only_why", "only_who"],
)
def test_a_fax_is_the_last_resort_and_says_why_and_who_checked(said):
    with pytest.raises(NotAllowed, match="last resort"):
        check_channel("fax", **said)


def test_a_fax_goes_when_nothing_else_will_do():
    way = check_channel("fax", unavoidable_because="No power there.", checked_by="A colleague")
    assert way.safety is Safety.LAST_RESORT


@given(some.text(max_size=20))
def test_a_way_that_nobody_knows_is_not_safe(channel):
    if channel not in WAYS:
        with pytest.raises(NotAllowed):
            check_channel(channel)
