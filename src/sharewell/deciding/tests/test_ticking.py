"""Ticking checklists: fulfilled, open or not applicable for this decision, and what shows it."""

from dataclasses import replace

import pytest

from sharewell.deciding.tests.some_stacks import marsh_engine
from sharewell.deciding.ticking import NOBODY_NAMED, NOTHING_LEAVES, RECORD, checklists
from sharewell.packs import elements
from sharewell.packs.reading import ConditionReader, Place
from sharewell.packs.tests.marshland import marsh_stack
from sharewell.terms.conditions import UNKNOWN

engine = marsh_engine()


def ticked(**changes):
    """Tick one line that differs from Marshland's own."""
    stack = marsh_stack()
    (pack,) = stack.packs
    (listed,) = pack.checklists
    item = replace(listed.items[1], **changes)
    lists = (replace(listed, items=(item,)),)
    return replace(stack, packs=(replace(pack, checklists=lists),))


@pytest.mark.parametrize(
    ("facts", "record", "states"),
    [
        ({}, set(), ["open", "open"]),
        ({"request_based": False}, set(), ["not_applicable", "open"]),
        ({"requester_verified": True}, set(), ["fulfilled", "open"]),
        ({"requester_verified": UNKNOWN}, set(), ["open", "open"]),
        ({"risk_to_child": "none"}, {"reasons_recorded"}, ["open", "fulfilled"]),
        ({"risk_to_child": UNKNOWN}, {"reasons_recorded"}, ["open", "open"]),
    ],
    ids=[
        *("nothing", "it_does_not_arise", "answered", "not_known"),
        *("answered_and_recorded", "recorded_but_not_known"),
    ],
)
def test_a_checklist_is_ticked_by_the_facts_and_the_record(facts, record, states):
    (checklist,) = engine.checklists(facts, frozenset(record))
    assert checklist.title == "Before you share"
    assert [item.state for item in checklist.items] == states


def test_a_tick_says_in_words_what_shows_it():
    (checklist,) = engine.checklists(
        {"request_based": False, "risk_to_child": UNKNOWN}, frozenset()
    )
    who, why = checklist.items
    assert who.because == f"{engine.question('request_based').ask} No."
    assert why.because == "Not known: Is a child at risk? The reasons are not on record yet."
    (checklist,) = engine.checklists({"risk_to_child": "none"}, frozenset(["reasons_recorded"]))
    assert checklist.items[0].because == f"Not asked: {engine.question('requester_verified').ask}"
    assert checklist.items[1].because == "Is a child at risk? No. The reasons are on record."


def test_everything_a_checklist_may_look_for_has_words_for_both():
    assert set(RECORD) == set(elements.RECORD)
    said = [text for both in RECORD.values() for text in both]
    assert len(set(said)) == len(said) == 2 * len(RECORD)


@pytest.mark.parametrize(
    ("record", "holds", "state", "because"),
    [
        ("channel_secure", NOTHING_LEAVES, "not_applicable", "Nothing is shared"),
        ("subject_named", NOBODY_NAMED, "not_applicable", "Nobody is named"),
        ("channel_secure", NOBODY_NAMED, "open", "No secure way"),
        ("reasons_recorded", NOTHING_LEAVES, "open", "The reasons are not on record yet."),
    ],
)
def test_what_is_about_sharing_does_not_arise_where_nothing_leaves(record, holds, state, because):
    stack = ticked(facts=(), record=(record,))
    ((line,),) = (each.items for each in checklists(stack, {}, frozenset([holds])))
    assert (line.state, because in line.because) == (state, True)


def test_what_is_open_stays_open_beside_what_does_not_arise():
    stack = ticked(facts=(), record=("channel_secure", "reasons_recorded"))
    ((line,),) = (each.items for each in checklists(stack, {}, frozenset([NOTHING_LEAVES])))
    assert line.state == "open"
    asked = ticked(facts=("risk_to_child",), record=("channel_secure",))
    ((line,),) = (each.items for each in checklists(asked, {}, frozenset([NOTHING_LEAVES])))
    assert line.state == "open"


def test_of_two_checklists_of_one_id_the_first_pack_gives_its_own():
    stack = marsh_stack()
    (pack,) = stack.packs
    (listed,) = pack.checklists
    other = replace(listed, title="The same, elsewhere")
    further = replace(listed, id="further", title="Another")
    second = replace(pack, id="fen_2021", checklists=(other, further))
    both = replace(stack, packs=(pack, second))
    assert [each.title for each in checklists(both, {}, frozenset())] == [listed.title, "Another"]


def test_a_pack_that_is_not_picked_here_shows_no_checklist():
    stack = marsh_stack()
    reader = ConditionReader(stack.vocabulary.facts, stack.vocabulary.groups)
    where = reader.read(
        {"all": ["recipient_role = police"]}, Place("stacks/marsh_2020.toml", "[picks]")
    )
    picked = replace(stack, picks={"marsh_2020": where})
    assert checklists(picked, {"recipient_role": "parent"}, frozenset()) == ()
    assert checklists(picked, {"recipient_role": "police"}, frozenset())
    assert checklists(picked, {}, frozenset())
