"""The matrix against a table of who may never what, and planted faults that it must find."""

import sys
from collections import Counter
from datetime import timedelta
from functools import cache
from itertools import chain
from types import ModuleType

import pytest

from sharewell.permitting import may as the_room
from sharewell.permitting.may import may
from sharewell.permitting.tests.every_cell import NOW, departing, facts, the_plain
from sharewell.permitting.tests.faults import FAULTS
from sharewell.permitting.tests.who_never import (
    MUST,
    NEVER,
    NEVER_WITHOUT_DUTY,
    NEVER_WITHOUT_NEED,
    broken_rows,
    goes_past,
)

CAST = (
    "teacher",
    "lead_information_officer",
    "service_identity",
    "person_with_a_services_role",
)
ALSO = ("designated_safeguarding_lead", "administrator_and_social_worker", "lay_member")
SOURCE = sys.modules["sharewell.permitting.may"].__spec__.loader.get_source(
    "sharewell.permitting.may"
)
assert the_room is may


def compare(cells):
    """Ask about every cell; give how many, what differs, and which rows had the only word."""
    asked, differ, alone, had = 0, [], Counter(), Counter()
    for cell in cells:
        asking, thing, purpose = facts(cell)
        found = may(asking, cell.verb, thing, purpose=purpose, now=NOW)
        rows = broken_rows(cell)
        if found.allowed is bool(rows) or found.goes_to != goes_past(cell):
            differ.append((cell, rows, found))
        if len(rows) == 1:
            alone[rows[0]] += 1
        for says, must in MUST:
            if must(cell):
                had[says] += 1
                assert found.allowed, (says, cell)
        asked += 1
    return asked, differ[:5], alone, had


def test_the_whole_plain_matrix_agrees():
    asked, differ, _, _ = compare(the_plain())
    assert differ == []
    assert asked == 15 * 24 * 8 * 3 * 11 * 3


@pytest.mark.slow
def test_every_departure_agrees_and_every_row_has_the_only_word_somewhere():
    cells = chain(departing(0), departing(1), departing(2, one_in=59))
    asked, differ, alone, had = compare(cells)
    assert differ == []
    assert asked > 250_000
    never = {says for says, _ in (*NEVER, *NEVER_WITHOUT_NEED, *NEVER_WITHOUT_DUTY)}
    assert set(alone) == never
    assert set(had) == {says for says, _ in MUST}


@pytest.mark.slow
def test_every_two_departures_agree():
    asked, differ, _, _ = compare(departing(2))
    assert differ == []
    assert asked > 3_000_000


@pytest.mark.slow
def test_three_departures_agree_where_they_were_drawn():
    asked, differ, _, _ = compare(departing(3, one_in=29))
    assert differ == []
    assert asked > 1_000_000


@cache
def world():
    """Give the cells in which a fault shows: what is about a child, and walls under a duty."""
    telling = {"share", "answer", "pass_on", "unshield", "find_patterns", "read"}
    single = (
        c for c in departing(1) if c.kind in ("concern", "disclosure") and c.role in (*CAST, *ALSO)
    )
    double = (
        c
        for c in departing(2)
        if c.verb in telling
        and c.kind in ("concern", "disclosure")
        and c.role in CAST
        and (c.duty, c.relationship) in (("protect", "own"), ("none", "agencys"), ("none", "none"))
    )
    return [(c, *facts(c), bool(broken_rows(c))) for c in chain(double, single)]


def faulty(old, new):
    module = ModuleType("sharewell.permitting.faulty")
    sys.modules[module.__name__] = module
    assert SOURCE.count(old) == 1, "a fault is planted in one place"
    exec(compile(SOURCE.replace(old, new), "faulty.py", "exec"), module.__dict__)
    return module.may


@pytest.mark.slow
@pytest.mark.parametrize(("fault", "old", "new"), FAULTS, ids=[each[0] for each in FAULTS])
def test_a_planted_fault_is_found(fault, old, new):
    wrong = faulty(old, new)
    found = next(
        (
            cell
            for cell, asking, thing, purpose, never in world()
            if wrong(asking, cell.verb, thing, purpose=purpose, now=NOW).allowed is never
        ),
        None,
    )
    assert found is not None, fault


@pytest.mark.slow
def test_without_a_fault_nothing_is_found():
    same = faulty("found = EXCLUSION", "found = EXCLUSION ")
    assert all(
        same(asking, cell.verb, thing, purpose=purpose, now=NOW).allowed is not never
        for cell, asking, thing, purpose, never in world()
    )


def test_no_time_before_or_after_makes_a_sealed_record_known():
    sealed = next(c for c in departing(1) if c.wall == "sealed" and c.verb == "read")
    asking, thing, purpose = facts(sealed)
    for days in range(-40, 41, 5):
        at = NOW + timedelta(days=days)
        assert not may(asking, "read", thing, purpose=purpose, now=at).allowed
