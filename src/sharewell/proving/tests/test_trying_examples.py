"""Examples hold a pack to what it says, and paragraphs to what they are good for."""

from dataclasses import replace

import pytest

from sharewell.deciding.tests.some_stacks import marsh_engine
from sharewell.packs.pack import Example
from sharewell.packs.tests.marshland import marshland
from sharewell.proving.examples import rules_without_example, try_example, try_examples
from sharewell.proving.paragraphs import Holding, without

pack = marshland().packs["marsh_2020"]
engine = marsh_engine()
FACTS = {"risk_to_child": "immediate", "recipient_role": "police", "request_based": True}


def shortfalls(**expect):
    return list(try_example(Example("x", "x", ("x 1",), FACTS, expect), engine))


def test_marshlands_examples_agree_and_use_every_rule():
    assert list(try_examples(pack, engine)) == []
    assert rules_without_example(pack, engine) == ()


def test_a_rule_that_no_example_uses_is_named():
    fewer = replace(pack, examples=tuple(e for e in pack.examples if e.id != "scheme"))
    assert rules_without_example(fewer, engine) == ("marsh_2020:scheme",)


@pytest.mark.parametrize(
    "expect",
    [
        {"act_now": "do_not_share", "held_back": "share_must", "status": "ask"},
        {"preconditions": ["purpose_and_power_stated", "verify_requester"]},
        {"possible": ["do_not_share", "share_must"], "next": "risk_to_adult_serious_harm"},
        {"duties": ["record_decision"], "no_duties": ["buy_flowers"], "reasons": ["must"]},
        {"consent_needed": "false", "inform_subject": "later"},
    ],
    ids=["outcome", "preconditions", "possible", "duties", "parts"],
)
def test_what_is_expected_and_comes_is_no_shortfall(expect):
    assert shortfalls(**expect) == []


@pytest.mark.parametrize(
    ("part", "expected", "got"),
    [
        ("act_now", "share_must", "do_not_share"),
        ("outcome", "share_must", "None"),
        ("preconditions", ["verify_requester"], "['purpose_and_power_stated', 'verify_requester']"),
        ("duties", ["buy_flowers"], "['ask_what_happened', 'record_decision']"),
        ("no_duties", ["record_decision"], "['record_decision']"),
        ("reasons", ["refused"], "['must', 'no_agreement', 'purpose', 'tell_later', 'verify']"),
        ("act_latr", "share_must", "no part of an answer"),
    ],
)
def test_a_shortfall_says_what_came_instead(part, expected, got):
    (short,) = shortfalls(**{part: expected})
    assert (short.example, short.part, short.got) == ("x", part, got)


@pytest.mark.parametrize(
    ("cite", "example"),
    [
        ("marsh_2020 2", "refused"),
        ("marsh_2020 3", "immediate"),
        ("marsh_2020 4", "call_back"),
        ("marsh_2020 5", "scheme"),
        ("marsh_2020 6", "immediate"),
        ("fen_1990 s1", "court"),
    ],
)
def test_taking_out_what_stands_behind_a_paragraph_changes_an_example(cite, example):
    assert Holding(pack, engine).example_that_changes(cite) == example


def test_taking_out_what_nothing_stands_behind_changes_none():
    assert Holding(pack, engine).example_that_changes("marsh_2020 7") is None


def test_taking_out_a_question_that_is_asked_next_is_noticed():
    asks = Example("asks", "x", ("x 1",), FACTS | {"risk_to_adult_serious_harm": False}, {})
    only = Holding(replace(pack, examples=(asks,)), engine)
    assert only.next["asks"].group == "calling"
    assert only.example_that_changes("marsh_2020 4") == "asks"


def test_a_stack_without_a_paragraph_lacks_its_rules_and_its_questions():
    left = without(engine.stack, "marsh_2020 4")
    assert not {"marsh_2020:verify", "marsh_2020:purpose"} & {rule.id for rule in left.rules}
    assert left.questions["requester_verified"].group is None
    assert engine.stack.questions["requester_verified"].group == "calling"
