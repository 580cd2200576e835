"""Asking: harm first, one page at a time, and nothing that cannot change the answer."""

from dataclasses import replace

import pytest

from sharewell.deciding import Engine
from sharewell.deciding.asking import Asker, contradiction
from sharewell.deciding.tests.some_stacks import HERE, marsh_engine, reader
from sharewell.packs.tests.marshland import marsh_stack
from sharewell.terms.conditions import NOTHING, UNKNOWN

engine = marsh_engine()


def asked_when(stack, name, **table):
    question = replace(stack.questions[name], ask_when=reader().read(table, HERE))
    return replace(stack, questions={**stack.questions, name: question})


def test_harm_is_asked_first_whenever_it_matters():
    answer = engine.decide({})
    assert answer.next.facts == ("risk_to_child",)
    assert answer.next.question == "Is a child at risk?"
    assert answer.missing[:2] == ("risk_to_child", "risk_to_adult_serious_harm")


def test_what_has_a_default_is_presumed_and_never_asked():
    answer = engine.decide({})
    assert not {"jurisdiction", "act"} & set(answer.missing)
    assert (answer.presumed["jurisdiction"], answer.presumed["act"]) == ("england", "share")
    codes = {duty.code for duty in engine.decide({"risk_to_child": "immediate"}).duties}
    assert "ask_what_happened" in codes
    advised = engine.decide({"risk_to_child": "immediate", "act": "take_advice"})
    assert "ask_what_happened" not in {duty.code for duty in advised.duties}
    assert "act" not in advised.presumed


def test_a_fact_that_can_no_longer_change_the_answer_is_not_asked():
    answer = engine.decide({"court_order": True, "request_based": False})
    assert (answer.status, answer.outcome, answer.missing) == ("determined", "share_must", ())
    assert (answer.next, answer.at_most) == (None, 0)


def test_facts_of_one_group_are_asked_on_one_page():
    facts = {"risk_to_child": "immediate", "recipient_role": "police", "request_based": True}
    stack = engine.stack
    holding = tuple(replace(r, holds=True) if r.part == "precondition" else r for r in stack.rules)
    both = Engine(replace(stack, rules=holding))
    known = {"court_order": False, "risk_to_adult_serious_harm": False}
    answer = both.decide({**facts, **known})
    assert answer.next.facts == ("requester_verified", "purpose_stated")
    assert answer.next.question == "About who is asking"
    assert answer.next.group == "calling"
    assert answer.next.cites == ("marsh_2020 4",)
    assert both.question("purpose_stated").ask == "Has the requester said why?"
    assert both.group("calling").hint == "Call the agency's own number."
    pages = [name for name in answer.missing if name not in answer.next.facts]
    assert answer.at_most == len(pages) + 1


def test_facts_of_one_group_are_one_page_once_all_are_ready_and_before_one_for_each_gate():
    asker = Asker(asked_when(marsh_stack(), "purpose_stated", all=["recipient_role = police"]))
    group = ("requester_verified", "purpose_stated")
    assert asker.at_most(group, asker.settled({})) == 2
    assert asker.at_most(group, asker.settled({"request_based": True})) == 2
    ready = asker.settled({"request_based": True, "recipient_role": "police"})
    assert asker.at_most(group, ready) == 1
    assert asker.next(group, ready).facts == group
    assert Asker(marsh_stack()).at_most(group, {}) == 1


def test_a_question_waits_until_it_is_known_to_arise():
    facts = {"risk_to_child": "immediate", "recipient_role": "police"}
    answer = engine.decide({**facts, "risk_to_adult_serious_harm": False})
    assert "requester_verified" in answer.missing
    assert answer.next.facts == ("request_based",)


def test_a_question_that_does_not_arise_takes_its_presumption():
    facts = {"risk_to_child": "immediate", "recipient_role": "police", "request_based": False}
    answer = engine.decide(facts)
    assert (answer.status, answer.outcome) == ("determined", "share_must")
    assert answer.presumed["requester_verified"] is False
    assert "court_order" not in answer.missing


def test_what_can_only_be_given_beside_something_else_waits_for_it():
    told = {"recipient_role": "parent", "risk_to_child": "none"}
    assert "applicant" not in engine.asker.settled(told)
    assert "applicant" not in engine.asker.settled({**told, "scheme": UNKNOWN})
    assert engine.asker.settled({"recipient_role": "police"})["applicant"] == NOTHING


def test_what_is_volunteered_counts_although_nobody_would_ask():
    facts = {"recipient_role": "police", "request_based": False, "risk_to_child": "concern"}
    assert engine.decide(facts).act_now == "seek_advice"
    assert engine.decide({**facts, "court_order": True}).outcome == "share_must"
    assert engine.decide({"public_knowledge": True}).act_now == "share_may"


def test_an_unknown_answer_leaves_the_question_behind_it_open():
    facts = {"risk_to_child": "immediate", "recipient_role": "police", "request_based": UNKNOWN}
    facts["risk_to_adult_serious_harm"] = False
    answer = engine.decide(facts)
    assert answer.next.facts == ("requester_verified",)
    answer = engine.decide({**facts, "requester_verified": False})
    assert answer.next.facts == ("court_order",)
    answer = engine.decide({**facts, "requester_verified": False, "court_order": False})
    assert (answer.status, answer.act_now) == ("undetermined", "share_must")
    assert answer.possible == ("share_must", "do_not_share")


def test_what_nobody_knows_takes_what_the_question_says_for_it():
    assert engine.resolve({})["recipient_role"] == "police"
    assert engine.resolve({"recipient_role": UNKNOWN})["recipient_role"] == "member_of_public"
    assert engine.resolve({"consent": UNKNOWN})["consent"] == "not_sought"


REFUSED = {
    "recipient_role": "police",
    "consent": "refused",
    "request_based": False,
    "child_age": 17,
    "risk_to_child": "none",
    "risk_to_adult_serious_harm": False,
    "confidential": True,
    "court_order": False,
}


def test_a_refusal_to_those_who_protect_is_final_once_all_that_protects_is_known():
    answer = engine.decide(REFUSED)
    assert (answer.status, answer.outcome) == ("determined", "do_not_share")


@pytest.mark.parametrize("open_", ["risk_to_child", "risk_to_adult_serious_harm", "court_order"])
def test_a_refusal_to_those_who_protect_is_never_final_while_harm_may_be(open_):
    reached = {**REFUSED, "request_based": True, "requester_verified": True}
    reached["purpose_stated"] = True
    left = {name: value for name, value in reached.items() if name != open_}
    answer = engine.decide(left)
    assert answer.status == "ask"
    assert open_ in answer.missing
    assert answer.act_now == "do_not_share" and answer.outcome is None
    answer = engine.decide({**left, open_: UNKNOWN})
    assert answer.status == "undetermined"
    assert answer.outcome is None


def test_what_protects_is_asked_even_where_no_rule_looks_at_it():
    stack = marsh_stack()
    kept = tuple(rule for rule in stack.rules if rule.id == "marsh_2020:refused")
    narrow = reader().read({"all": ["consent = refused"]}, HERE)
    bare = Engine(replace(stack, rules=(replace(kept[0], when=narrow, overrides=()),)))
    answer = bare.decide({"consent": "refused", "recipient_role": "police"})
    assert answer.status == "ask"
    assert answer.missing == (
        *("risk_to_child", "risk_to_adult_serious_harm", "request_based"),
        "court_order",
    )
    assert answer.next.facts == ("risk_to_child",)
    others = {"risk_to_child": "none", "risk_to_adult_serious_harm": False}
    answer = bare.decide({"consent": "refused", "recipient_role": "police", **others})
    assert answer.next.facts == ("request_based",)
    answer = bare.decide(
        {"consent": "refused", "recipient_role": "police", **others, "request_based": False}
    )
    assert (answer.status, answer.outcome) == ("determined", "do_not_share")
    assert bare.decide({"consent": "refused", "recipient_role": "parent"}).status == "determined"


def test_a_question_that_always_matters_yet_cannot_be_placed_is_asked_all_the_same():
    stack = asked_when(
        marsh_stack(), "consent", any=["request_based = true", "request_based = false"]
    )
    kept = tuple(rule for rule in stack.rules if rule.id == "marsh_2020:agreed")
    answer = Engine(replace(stack, rules=kept)).decide({})
    assert answer.missing == ("consent",)
    assert answer.next.facts == ("consent",)


def test_two_answers_that_cannot_both_be_so_are_said_with_their_questions():
    stack = marsh_stack()
    said = contradiction(stack, {"public_knowledge": True, "confidential": True})
    public, told = (stack.questions[name].ask for name in ("public_knowledge", "confidential"))
    assert said == f"“{public}” Yes and “{told}” Yes."
    assert contradiction(stack, {"applicant": "parent"}).endswith("” not answered.")
    assert contradiction(stack, {"public_knowledge": True, "confidential": False}) == ""
