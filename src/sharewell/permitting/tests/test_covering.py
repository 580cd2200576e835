"""An agreement covers an exchange where all of it is agreed, by both, today; else none does."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharewell.permitting import Agreement, Exchange, Shows, covering

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
DAY = timedelta(days=1)
AGREED = Agreement(
    id="a", version=1, parties=frozenset({"school", "front_door", "health"}),
    purposes=frozenset({"protect_child"}), classes=frozenset({"sent"}), covers=Shows.CONTENT,
    since=NOW, until=NOW + DAY, categories=frozenset({"personal", "medical"}),
)  # fmt: skip
SENT = Exchange(
    holder="school", recipient="front_door", purpose="protect_child",
    categories=frozenset({"personal"}),
)  # fmt: skip


def covers(agreement=AGREED, exchange=SENT, now=NOW):
    return covering([agreement], exchange, now=now) is agreement


def test_what_both_signed_covers_what_it_names_from_its_first_moment():
    assert covers()


@pytest.mark.parametrize(
    "changed",
    [
        {"parties": frozenset({"front_door", "health"})},
        {"parties": frozenset({"school", "health"})},
        {"purposes": frozenset({"prevent_crime"})},
        {"classes": frozenset({"case"})},
        {"covers": Shows.EXISTENCE},
        {"categories": frozenset({"medical"})},
        {"since": NOW + DAY},
        {"until": NOW},
    ],
    ids=[
        "holder_no_party", "recipient_no_party", "another_purpose", "another_class",
        "existence_only", "another_category", "begins_later", "ends_now",
    ],
)  # fmt: skip
def test_one_thing_missing_is_not_covered(changed):
    assert not covers(replace(AGREED, **changed))


def test_all_categories_are_asked_for_and_no_category_named_limits_none():
    both = replace(SENT, categories=frozenset({"personal", "medical"}))
    more = replace(SENT, categories=frozenset({"personal", "adults"}))
    assert covers(exchange=both) and not covers(exchange=more)
    assert covers(replace(AGREED, categories=frozenset()), more)


def test_that_something_is_known_is_covered_by_less_than_what_is_known():
    known = replace(SENT, shows=Shows.EXISTENCE)
    assert covers(replace(AGREED, covers=Shows.EXISTENCE), known)
    assert not covers(exchange=replace(SENT, shows=Shows.LOCATION))


def test_of_several_the_most_particular_speaks():
    two = replace(AGREED, id="b", parties=frozenset({"school", "front_door"}))
    assert covering([AGREED, two], SENT, now=NOW) is two
    assert covering([two, AGREED], SENT, now=NOW) is two
    assert covering([], SENT, now=NOW) is None


@given(
    st.sets(st.sampled_from(["personal", "medical", "adults"])),
    st.sets(st.sampled_from(["personal", "medical", "adults"]), min_size=1),
)
def test_asking_for_less_is_never_covered_by_less(asked, agreed):
    agreement = replace(AGREED, categories=frozenset(agreed))
    assert covers(agreement, replace(SENT, categories=frozenset(asked))) == (asked <= agreed)
