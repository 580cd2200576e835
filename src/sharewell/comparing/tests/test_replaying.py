"""Weighing recorded decisions again: the same digest, or what differs by name."""

import random
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from sharewell.comparing.records import read_recorded
from sharewell.comparing.replaying import Replayer, versions
from sharewell.comparing.shelf import Shelf
from sharewell.deciding import Engine
from sharewell.deciding.engine import VERSION
from sharewell.deciding.tests.some_stacks import marsh_engine, situations, stacks
from sharewell.packs import load_library
from sharewell.packs.tests.marshland import TODAY, marsh_stack, marshland, written_anew
from sharewell.terms.canonical import canonical, digest
from sharewell.terms.conditions import UNKNOWN
from sharewell.terms.errors import FactRefused, PackRefused

FACTS = {"risk_to_child": "immediate", "recipient_role": "police", "request_based": True}


def recorded(facts=FACTS, **changes):
    """A decision as it would be recorded, with something about it changed."""
    answer = marsh_engine().decide(facts, would_change=False)
    row = {
        "facts": facts,
        "pack_digest": answer.pack_digest,
        "result_digest": answer.result_digest,
        **changes,
    }
    return read_recorded(row, 1)


@given(some.data())
@settings(max_examples=40, deadline=None)
def test_situations_that_share_a_key_share_their_digest(data):
    engine = Engine(data.draw(stacks()))
    replayer = Replayer(engine)

    for _ in range(20):
        facts = data.draw(situations(engine.stack))
        whole = engine.decide(facts, would_change=False).result_digest
        assert replayer.result_digest(facts) == whole


def test_a_shipped_stack_gives_the_same_digests_again_whatever_came_before():
    engine = Engine(load_library().stack("hmg_2018", TODAY))
    dice, facts_of = random.Random(2018), engine.stack.vocabulary.facts
    names = [*engine.used, "named_child"]
    replayer, met = Replayer(engine), 0
    while met < 300:
        chosen = dice.sample(names, dice.randint(2, 9))
        facts = {name: dice.choice([*facts_of[name].values, UNKNOWN]) for name in chosen}
        if engine.stack.vocabulary.contradiction(facts):
            continue
        met += 1
        alone = engine.decide(facts, would_change=False).result_digest
        assert replayer.result_digest(facts) == alone == replayer.result_digest(facts)


def test_a_situation_met_before_is_not_weighed_again(monkeypatch):
    replayer = Replayer(marsh_engine())
    first = replayer.result_digest(FACTS)
    monkeypatch.setattr(replayer, "engine", None)

    assert replayer.result_digest(dict(reversed(FACTS.items()))) == first


def test_a_decision_that_comes_out_as_recorded_has_no_difference():
    assert Replayer(marsh_engine()).difference(recorded()) is None


def test_what_was_kept_of_the_answer_tells_which_key_differs():
    kept = {"result_digest": "0" * 64, "act_now": "share_may", "duties": [{"code": "none"}]}

    found = Replayer(marsh_engine()).difference(recorded(**kept))

    assert set(found.keys) == {"act_now", "duties"}
    assert 'act_now was recorded as "share_may", and is now "do_not_share"' in str(found)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("status", "determined"),
        ("consent_needed", "true"),
        ("inform_subject", "no"),
        ("preconditions", ["verify_requester"]),
        ("duties", ["record_decision"]),
        ("held_back", None),
    ],
)
def test_the_digest_alone_tells_the_one_key_that_differs(key, value):
    now = marsh_engine().decide(FACTS, would_change=False).digested()
    assert now[key] != value
    other = digest(canonical({**now, key: value}))

    found = Replayer(marsh_engine()).difference(recorded(result_digest=other))

    assert dict(found.keys) == {key: (value, now[key])}


def test_a_digest_of_nothing_near_is_said_to_be_that():
    found = Replayer(marsh_engine()).difference(recorded(result_digest="0" * 64))

    assert found.keys == {}
    assert "Only the digest of the answer was kept" in str(found)


def test_another_engine_version_is_told_and_this_one_is_not():
    assert f"engine version 0; this is {VERSION}" in versions(recorded(engine_version="0"))
    assert versions(recorded(engine_version=VERSION)) == ""


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ([], "not an object with facts"),
        ({"facts": 1}, "not an object with facts"),
        ({"facts": {}}, "pack_digest is not 64"),
        ({"facts": {}, "pack_digest": "A" * 64}, "pack_digest is not 64"),
        ({"facts": {}, "pack_digest": "a" * 64, "result_digest": 7}, "result_digest is not 64"),
        (
            {"facts": {}, "pack_digest": "a" * 64, "result_digest": "b" * 64, "as_at": "soon"},
            "as_at is not a day",
        ),
    ],
    ids=["a_list", "no_facts", "no_digest", "capitals", "a_number", "no_day"],
)
def test_a_line_that_is_no_record_is_refused_by_its_number(row, why):
    with pytest.raises(FactRefused, match="Line 7 was not replayed") as refused:
        read_recorded(row, 7)
    assert why in refused.value.why


def test_facts_outside_the_vocabulary_are_refused_also_after_others():
    replayer = Replayer(marsh_engine())
    replayer.result_digest(FACTS)

    for wrong in ({"risk": "high"}, {"request_based": 1}, {"child_age": True}, {"child_age": []}):
        with pytest.raises(FactRefused):
            replayer.result_digest(wrong)


def test_the_stack_of_the_day_answers_to_its_digest_and_no_other_does():
    shelf = Shelf(marshland(), TODAY)

    assert shelf.engine(marsh_stack().digest, date(2021, 1, 1)).stack.id == "marsh_2020"
    with pytest.raises(PackRefused, match="no stack at hand has the digest 0000"):
        shelf.engine("0" * 64, None)
    with pytest.raises(PackRefused, match="no stack at hand"):
        Shelf(marshland(), TODAY).engine(marsh_stack().digest, date(2019, 1, 1))


def test_kept_bytes_answer_to_their_digest_whatever_their_file_is_called(tmp_path):
    older = load_library(shipped=written_anew(tmp_path, ("is shared with", "goes to"))).stack(
        "marsh_2020", TODAY
    )
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "some bytes").write_bytes(older.canonical)
    (kept / "other").write_bytes(b"no stack at all")

    shelf = Shelf(marshland(), TODAY, kept)
    engine = shelf.engine(older.digest, None)

    assert engine.stack.digest == older.digest != marsh_stack().digest
    assert shelf.engine(older.digest, TODAY) is engine


def test_the_same_record_comes_out_the_same_whatever_else_its_row_holds():
    plain, full = recorded(), recorded(id="A-1", engine_version="1", as_at="2026-11-22")

    assert replace(full, id=plain.id, engine_version="", as_at=None, kept={}) == replace(
        plain, kept={}
    )
