"""What always holds, whoever asks for whatever: drawn, not told."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from sharewell.permitting import Mark, may
from sharewell.permitting.permission import SHOWN
from sharewell.permitting.tests.every_cell import CHILD, KINDS, NOW, ROLES, VERBS, WAYS, facts
from sharewell.permitting.tests.who_never import Cell

CELLS = st.builds(
    Cell,
    role=st.sampled_from(ROLES),
    verb=st.sampled_from(VERBS),
    kind=st.sampled_from(KINDS),
    side=st.sampled_from(["holder", "recipient", "other"]),
    **{way: st.just(values[0]) | st.sampled_from(values) for way, values in WAYS.items()},
)
WALLED = st.sampled_from(
    [
        {"sealed": True, "named": frozenset()},
        {"location_shielded": True, "may_locate": frozenset()},
        {"sensitive_service": True, "child_agrees": False, "reasonable_cause": False},
    ]
)


def allowed(cell, *, asking=None, thing=None, now=NOW):
    who, what, purpose = facts(cell)
    return may(asking or who, cell.verb, thing or what, purpose=purpose, now=now).allowed


@given(CELLS, WALLED, st.booleans())
def test_a_wall_more_never_allows_more(cell, wall, excluded):
    who, what, _ = facts(cell)
    if excluded:
        who = replace(who, excluded_from={**who.excluded_from, CHILD: "complainant"})
    assert allowed(cell, asking=who, thing=replace(what, **wall)) <= allowed(cell)


@given(CELLS, st.sampled_from(WAYS["relationship"]), st.sampled_from(WAYS["gate"]))
def test_a_relationship_or_an_agreement_more_never_allows_less(cell, relationship, gate):
    who, _, _ = facts(cell)
    other, _, _ = facts(cell._replace(relationship=relationship, gate=gate))
    more = replace(
        who,
        relationships={CHILD: who.relationships[CHILD] + other.relationships[CHILD]},
        agreements=other.agreements + who.agreements,
    )
    assert allowed(cell, asking=more) >= allowed(cell)


OURS_TO_TELL = {"share": "holder", "unshield": "holder", "answer": "recipient"}


@given(CELLS, st.sampled_from(sorted(OURS_TO_TELL)), st.sampled_from(KINDS[:4]))
def test_a_duty_with_no_wall_is_always_done(cell, verb, kind):
    cell = cell._replace(verb=verb, kind=kind, side=OURS_TO_TELL[verb], wall="none", duty="protect")
    runs_it = "administrator" in cell.role or "service_" in cell.role
    assert allowed(cell) is not runs_it


@given(CELLS, st.integers(min_value=0, max_value=10**6), st.booleans())
def test_outside_the_time_of_a_relationship_only_a_duty_lets_a_stranger_in(cell, seconds, after):
    cell = cell._replace(role="teacher", kind="concern", side="holder", duty="none", glass="none")
    who, _, _ = facts(cell)
    if not who.relationships[CHILD] or cell.verb in ("raise", "break_glass"):
        return
    (held,) = who.relationships[CHILD]
    before = held.since - timedelta(seconds=seconds + 1)
    at = held.until + timedelta(seconds=seconds) if after else before
    fresh = replace(who, trained_until=at + timedelta(days=1), stepped_up_at=at)
    assert not allowed(cell, asking=fresh, now=at)


@given(CELLS, CELLS)
def test_all_refusals_show_the_same(one, other):
    shown = set()
    for cell in (one, other):
        who, what, purpose = facts(cell)
        found = may(who, cell.verb, what, purpose=purpose, now=NOW)
        shown |= set() if found.allowed else {found.shown}
        assert bool(found.shown) is not found.allowed
    assert shown <= {SHOWN}


@given(CELLS)
def test_what_is_asked_for_is_all_that_was_missing(cell):
    who, what, purpose = facts(cell)
    found = may(who, cell.verb, what, purpose=purpose, now=NOW)
    if found.asks_for:
        assert allowed(cell._replace(gate="none"))


@given(CELLS)
def test_a_rule_more_or_less_is_always_one_of_the_table(cell):
    who, what, purpose = facts(cell)
    found = may(who, cell.verb, what, purpose=purpose, now=NOW)
    assert found.rules
    assert found.reason
    assert found.allowed or not found.marks & {Mark.REVIEW, Mark.TELL_GUARDIAN}
