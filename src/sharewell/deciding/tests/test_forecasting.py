"""Forecasting: what is possible and what matters, exactly as trying every situation finds it."""

from dataclasses import replace
from math import prod

import pytest
from hypothesis import HealthCheck, Phase, assume, given, note, settings
from hypothesis import strategies as some

from sharewell.deciding import Engine
from sharewell.deciding.tests.every_situation import EverySituation
from sharewell.deciding.tests.some_stacks import (
    HERE,
    marsh_engine,
    reader,
    situations,
    stacks,
    told,
)
from sharewell.terms.conditions import UNKNOWN, Comparison
from sharewell.terms.errors import PackRefused

patient = settings(
    deadline=None,
    max_examples=40,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    print_blob=True,
    suppress_health_check=[HealthCheck.filter_too_much],
)
MOST = 3_000


def built(stack):
    note(told(stack))
    try:
        return Engine(stack)
    except PackRefused:
        assume(False)
        raise


def few_open(draw, engine, facts):
    """Answer facts until few enough situations are left to try them all."""
    for name in engine.forecast.domains:
        if _count(engine, facts) <= MOST:
            break
        fact = engine.stack.vocabulary.facts[name]
        if name not in facts and fact.default is None:
            value = draw(some.sampled_from(fact.values[:6]))
            if not engine.stack.vocabulary.contradiction({**facts, name: value}):
                facts = {**facts, name: value}
    assume(_count(engine, facts) <= MOST)
    return facts


def _count(engine, facts):
    known = engine.stack.vocabulary.facts
    return prod(
        {None: 2 * len(known[name].values), UNKNOWN: len(known[name].values)}.get(
            facts.get(name), 1
        )
        for name in engine.forecast.domains
    )


def agrees(engine, facts):
    note(str(facts))
    outlook = engine.forecast.outlook(facts)
    every = EverySituation(engine, facts)
    assume(every.size())
    assert outlook.possible == every.possible()
    bound = {
        literal.fact
        for pair in engine.stack.vocabulary.constraints
        if all(each.how is Comparison.IN for each in pair)
        for literal in pair
    }
    assert every.relevant() <= outlook.relevant <= every.relevant() | bound


@patient
@given(some.data())
def test_marshlands_outlook_is_exact(data):
    engine = marsh_engine()
    facts = data.draw(situations(engine.stack))
    agrees(engine, few_open(data.draw, engine, facts))


@patient
@given(some.data())
def test_the_outlook_of_any_stack_is_exact(data):
    stack = data.draw(stacks())
    engine = built(stack)
    facts = data.draw(situations(stack))
    agrees(engine, few_open(data.draw, engine, facts))


@patient
@given(some.data())
def test_what_would_not_be_asked_is_settled_as_each_question_by_itself_is(data):
    stack = data.draw(stacks())
    asker = built(stack).asker
    facts = data.draw(situations(stack))
    settled = asker.settled(facts)
    for name, asking in asker.askings.items():
        assert (name in settled) == (name in facts or asking.truth(settled) is False)


@patient
@given(some.data())
def test_learning_a_fact_never_adds_an_outcome(data):
    stack = data.draw(stacks())
    engine = built(stack)
    facts = data.draw(situations(stack))
    before = engine.decide(facts, would_change=False)
    settled = engine.asker.settled(facts)
    askable = [n for n in engine.forecast.domains if engine.asker.askings[n].truth(settled)]
    askable = [name for name in askable if name not in facts]
    assume(askable)
    name = data.draw(some.sampled_from(askable))
    value = data.draw(some.sampled_from([*stack.vocabulary.facts[name].values, UNKNOWN]))
    assume(not stack.vocabulary.contradiction({**facts, name: value}))
    after = engine.decide({**facts, name: value}, would_change=False)
    assert set(after.possible) <= set(before.possible)
    assert set(after.missing) <= set(before.missing) - {name}
    assert after.at_most <= before.at_most


@patient
@given(some.data())
def test_an_answer_now_is_always_among_the_possible_ones(data):
    stack = data.draw(stacks())
    engine = built(stack)
    answer = engine.decide(data.draw(situations(stack)), would_change=False)
    assert answer.act_now in answer.possible
    assert (answer.next is None) == (answer.at_most == 0) == (not answer.missing)
    if answer.status == "determined":
        assert answer.possible == (answer.outcome,) == (answer.act_now,)
    else:
        assert answer.outcome is None
    assert (answer.status == "ask") == bool(answer.missing)


@patient
@given(some.data())
def test_questions_come_to_an_end_and_the_next_can_be_asked(data):
    stack = data.draw(stacks())
    engine = built(stack)
    facts = {}
    answer = engine.decide(facts, would_change=False)
    while answer.next:
        first = answer.next.facts[0]
        assert set(answer.next.facts) <= set(answer.missing)
        for name in answer.next.facts:
            values = [*stack.vocabulary.facts[name].values, UNKNOWN]
            facts[name] = data.draw(
                some.sampled_from(
                    [v for v in values if not stack.vocabulary.contradiction({**facts, name: v})]
                )
            )
        asked_before = answer.at_most
        answer = engine.decide(facts, would_change=False)
        assert first not in answer.missing
        assert answer.at_most < asked_before
    assert answer.status != "ask"


def test_a_fact_that_nobody_knows_leaves_it_undetermined():
    engine = marsh_engine()
    facts = {
        "recipient_role": "police",
        "risk_to_adult_serious_harm": False,
        "request_based": False,
        "consent": "not_sought",
        "confidential": True,
        "concern_of": "abuse_or_neglect",
    }
    answer = engine.decide({**facts, "risk_to_child": UNKNOWN})
    assert (answer.status, answer.outcome, answer.missing) == ("undetermined", None, ())
    assert answer.possible == ("share_must", "seek_advice")
    assert answer.act_now == "seek_advice"


def test_what_stands_in_gives_way_to_what_was_said():
    engine = marsh_engine()
    assert engine.resolve({})["consent"] == "not_sought"
    assert engine.resolve({"consent_written": True})["consent"] == "obtained"
    assert engine.resolve({"public_knowledge": True})["confidential"] is False
    assert (
        engine.resolve({"public_knowledge": True, "confidential": UNKNOWN})["confidential"] is False
    )


def test_a_contradiction_is_shown_as_the_situation_in_which_it_arises():
    stack = marsh_engine().stack
    rules = tuple(
        rule if rule.id != "marsh_2020:must" else _without(rule, "marsh_2020:agreed")
        for rule in stack.rules
    )
    with pytest.raises(PackRefused) as refusal:
        Engine(replace(stack, rules=rules))
    assert "marsh_2020:must and marsh_2020:agreed contradict each other" in refusal.value.what
    assert "risk_to_child = immediate" in refusal.value.why
    assert "consent = obtained" in refusal.value.why


def test_rules_that_only_the_impossible_joins_do_not_contradict():
    stack = marsh_engine().stack
    when = reader().read({"all": ["concern_of = unmet_need", "risk_to_child = none"]}, HERE)
    one = replace(stack.rules[0], id="marsh_2020:one", sets="share_may", when=when, overrides=())
    other = replace(one, id="marsh_2020:other", sets="share_must")
    Engine(replace(stack, rules=(one, other)))


def _without(rule, id):
    return replace(rule, overrides=tuple(each for each in rule.overrides if each != id))


def asked(**changes):
    """Marshland's stack with the question of consent asked otherwise."""
    stack = marsh_engine().stack
    question = replace(stack.questions["consent"], **changes)
    return replace(stack, questions={**stack.questions, "consent": question})


def test_a_question_always_asked_needs_something_that_stands_in():
    with pytest.raises(PackRefused) as refusal:
        Engine(asked(presume=None))
    assert "nothing stands in for consent" in refusal.value.what


def test_two_presumptions_that_cannot_stand_together_are_refused():
    stack = asked(dont_know="not_sought")
    written = replace(stack.questions["consent_written"], presume=True)
    with pytest.raises(PackRefused) as refusal:
        Engine(replace(stack, questions={**stack.questions, "consent_written": written}))
    assert "consent = not_sought and consent_written = true" in refusal.value.why


def test_questions_that_wait_for_each_other_are_refused():
    when = reader().read({"all": ["consent_written = true"]}, HERE)
    with pytest.raises(PackRefused) as refusal:
        Engine(asked(ask_when=when))
    assert "the question consent can never be reached" in refusal.value.what


def test_what_is_remembered_of_outlooks_and_reasons_is_bounded(monkeypatch):
    monkeypatch.setattr("sharewell.deciding.outlook.REMEMBERED", 2)
    monkeypatch.setattr("sharewell.deciding.explaining.REMEMBERED", 2)
    engine = Engine(marsh_engine().stack)
    for risk in ("none", "concern", "immediate", UNKNOWN):
        for role in ("police", "parent"):
            facts = {"risk_to_child": risk, "recipient_role": role}
            assert engine.decide(facts) == marsh_engine().decide(facts)
            assert len(engine.forecast._known) <= 2
            assert len(engine.reasons._said) <= 2
