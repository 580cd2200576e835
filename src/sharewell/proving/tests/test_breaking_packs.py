"""Breaking packs: each single fault is noticed, or proved to change nothing."""

import random
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from sharewell.deciding import Engine
from sharewell.deciding.tests.some_stacks import marsh_engine
from sharewell.packs import load_library
from sharewell.packs.pack import Example
from sharewell.packs.tests.marshland import marsh_stack, marshland
from sharewell.proving.differing import Whole
from sharewell.proving.drawing import Drawn
from sharewell.proving.examples import try_examples
from sharewell.proving.mutating import mutants
from sharewell.proving.proposing import in_toml, propose
from sharewell.proving.surviving import Fate, Trial, said_of
from sharewell.proving.trying import AtOnce
from sharewell.terms.errors import PackRefused

pack = marshland().packs["marsh_2020"]
engine = marsh_engine()
PLANTED = tuple(mutants(pack, marsh_stack()))
IN_RULES = tuple(each for each in PLANTED if each.about_a_rule)
FEW = replace(pack, examples=pack.examples[:2])
ENDED = tuple(Trial(FEW, engine).ends(PLANTED))
HELD = {"ecins": "hmg_2018", "hmg_2018": "hmg_2018"}
SITUATIONS = tuple(Drawn(engine, Whole(marsh_stack()), seed=2, count=300).situations())


@pytest.mark.parametrize(
    "fault",
    [
        "marsh_2020:must: dropped",
        "marsh_2020:must: without 'risk_to_child = immediate'",
        "marsh_2020:must: 'risk_to_child != immediate' instead of 'risk_to_child = immediate'",
        "marsh_2020:must: share_may instead of share_must",
        "marsh_2020:must: no longer over marsh_2020:refused",
        "marsh_2020:verify: no longer holds back",
        "marsh_2020:default_consent_needed: true instead of if_safe",
    ],
)
def test_faults_of_every_kind_are_planted(fault):
    assert fault in [str(each) for each in PLANTED]


def test_no_fault_is_planted_twice_and_each_changes_one_thing():
    assert len({str(each) for each in PLANTED}) == len(PLANTED)
    before = {rule.id: rule for rule in marsh_stack().rules}
    for mutant in PLANTED:
        after = {rule.id: rule for rule in mutant.stack.rules}
        assert {id for id in before if before[id] != after.get(id)} <= {mutant.where}


def test_trying_all_examples_at_once_is_trying_each():
    examples = [without_what_is_asked(each) for each in pack.examples]
    at_once, tried = AtOnce(engine, examples), 0
    for fault in IN_RULES:
        try:
            changed = Engine(fault.stack)
        except PackRefused:
            continue
        short = {each.example for each in try_examples(replace(pack, examples=examples), changed)}
        assert set(at_once.named(at_once.short(fault.stack, fault.where))) == short, str(fault)
        tried += 1
    assert tried > 20


def without_what_is_asked(example):
    left_out = ("status", "outcome", "next", "possible")
    expect = {part: said for part, said in example.expect.items() if part not in left_out}
    return Example(example.id, example.about, example.cites, example.facts, expect)


def test_every_fate_is_met_on_the_way():
    met = Counter(each.fate for each in ENDED)
    assert met[Fate.REFUSED] and met[Fate.BY_EXAMPLE] and met[Fate.EQUAL] and met[Fate.ALIVE]


def test_a_fault_that_is_proved_to_change_nothing_changes_no_answer():
    for ended in ENDED:
        if ended.fate is Fate.EQUAL and ended.mutant.about_a_rule:
            for facts in SITUATIONS[::3]:
                before = said_of(complete(facts), engine, marsh_stack())
                after = said_of(complete(facts), engine, ended.mutant.stack)
                assert before == after, f"{ended.mutant} with {facts}"


def complete(facts):
    """Everything known, for that is what the proof is about."""
    known = {name: value for name, value in facts.items() if value != "unknown"}
    resolved = {name: value for name, value in engine.resolve(known).items() if value != "nothing"}
    return known if engine.stack.vocabulary.contradiction(resolved) else resolved


def test_a_fault_that_lives_is_told_apart_by_its_facts():
    alive = [ended for ended in ENDED if ended.fate is Fate.ALIVE and ended.mutant.about_a_rule]
    for ended in alive:
        marsh_stack().vocabulary.check(ended.facts)
        before = said_of(ended.facts, engine, marsh_stack())
        assert before != said_of(ended.facts, engine, ended.mutant.stack), str(ended.mutant)
    assert alive


def test_proposed_examples_notice_every_fault_that_lives():
    alive = [ended for ended in ENDED if ended.fate is Fate.ALIVE]
    proposals = propose(alive, engine)
    noticed = [fault for each in proposals for fault in each.notices]
    assert sorted(noticed) == sorted(str(e.mutant) for e in alive if e.mutant.about_a_rule)
    assert len(proposals) < len(noticed)
    written = in_toml(proposals[0], "first")
    assert "# Would notice: marsh_2020:" in written
    assert '[[case]]\nid = "first"\nabout = "TO JUDGE"' in written


def test_a_promise_notices_what_no_example_looks_at():
    unlooked_at = replace(pack, examples=())
    fates = Counter(each.fate for each in Trial(unlooked_at, engine).ends(IN_RULES))
    assert fates[Fate.BY_EXAMPLE] == 0
    assert fates[Fate.BY_PROMISE] > 0


def test_the_order_in_which_faults_are_tried_does_not_matter():
    shuffled = list(IN_RULES)
    random.Random(3).shuffle(shuffled)
    again = {str(ended.mutant): ended.fate for ended in Trial(FEW, engine).ends(shuffled)}
    assert again == {str(e.mutant): e.fate for e in ENDED if e.mutant.about_a_rule}


@pytest.mark.slow
@pytest.mark.parametrize("shipped", HELD)
def test_no_fault_lives_in_a_shipped_pack(shipped):
    library = load_library()
    trial = Trial(library.packs[shipped], Engine(library.stack(HELD[shipped], date(2026, 11, 22))))
    alive = [ended for ended in trial.ends(trial.planted()) if ended.fate is Fate.ALIVE]
    assert [str(ended.mutant) for ended in alive] == []
