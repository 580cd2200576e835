"""What every pack and every stack that ships promises, proved where it can be and sampled else."""

import random
from datetime import date
from functools import cache

import pytest

from sharewell.deciding import Engine
from sharewell.deciding.weighing import weigh
from sharewell.packs import load_library
from sharewell.proving.invariants import WITH_EVERY_RELEASE, Prover
from sharewell.proving.universal import own_counterexample, own_promises
from sharewell.terms.answer import Outcome, Part
from sharewell.terms.conditions import UNKNOWN

LIBRARY = load_library()
TODAY = date(2026, 11, 22)
HARM = ("risk_to_child", "risk_to_adult_serious_harm")
SITUATIONS = 35
# Each nation's stack is the current one with its own guidance laid over it.
NATIONS = {"current_england", "current_scotland"}
stacks = pytest.mark.parametrize(
    "stack",
    [
        pytest.param(each, marks=pytest.mark.slow if each in NATIONS else ())
        for each in LIBRARY.stacks
    ],
)


@cache
def engine(stack):
    return Engine(LIBRARY.stack(stack, TODAY))


@cache
def prover(stack):
    return Prover(LIBRARY.stack(stack, TODAY))


def situations(stack, seed):
    """Draw situations in which more and more is known, a little of it as unknown."""
    deciding, dice = engine(stack), random.Random(f"{stack} {seed}")
    vocabulary = deciding.stack.vocabulary
    for number in range(SITUATIONS):
        facts = {}
        for name in deciding.forecast.domains:
            if dice.random() < number / SITUATIONS:
                values = [*vocabulary.facts[name].values, UNKNOWN]
                facts[name] = dice.choice(values)
                if vocabulary.contradiction(facts):
                    del facts[name]
        yield dice, facts


@stacks
def test_every_promise_of_its_packs_is_proved(stack):
    promises = own_promises(LIBRARY.stack(stack, TODAY))
    found = [own_counterexample(pack, each, prover(stack)) for pack, each in promises]
    assert [each for each in found if each] == []


@stacks
def test_no_rule_is_dead_and_every_outcome_that_one_sets_can_be_reached(stack):
    rules = LIBRARY.stack(stack, TODAY).rules_of(Part.OUTCOME)
    assert prover(stack).dead_rules() == ()
    assert prover(stack).outcomes() >= {Outcome(rule.sets) for rule in rules}


@stacks
@pytest.mark.parametrize("duty", WITH_EVERY_RELEASE)
def test_whatever_is_released_is_recorded_and_its_recipient_verified(stack, duty):
    assert prover(stack).release_without(duty) is None


@stacks
def test_harm_is_always_asked_and_never_presumed_away(stack):
    """With this, a refusal towards those who protect stays open until both are answered."""
    questions = LIBRARY.stack(stack, TODAY).questions
    assert all(questions[name].ask_when is None for name in HARM)
    assert questions["risk_to_child"].presume != "none"
    assert questions["risk_to_child"].dont_know != "none"
    assert LIBRARY.stack(stack, TODAY).order[:2] == HARM


@stacks
def test_the_compiled_form_is_the_reference_form(stack):
    deciding = engine(stack)
    for _, facts in situations(stack, "forms"):
        resolved = deciding.resolve(facts)
        assert deciding.compiled.weigh(resolved, facts) == weigh(deciding.stack, resolved, facts)


@stacks
def test_learning_what_is_asked_never_adds_an_outcome_or_a_question(stack):
    deciding = engine(stack)
    vocabulary = deciding.stack.vocabulary
    for dice, facts in situations(stack, "learning"):
        before = deciding.decide(facts, would_change=False)
        assert before.act_now in before.possible
        if before.next is None:
            continue
        said = dict(facts)
        for name in before.next.facts:
            said[name] = dice.choice([*vocabulary.facts[name].values, UNKNOWN])
        if not vocabulary.contradiction(said):
            after = deciding.decide(said, would_change=False)
            assert set(after.possible) <= set(before.possible)
            assert set(after.missing) < set(before.missing)
            assert after.at_most < before.at_most


@stacks
def test_harm_is_asked_first_whenever_it_matters(stack):
    deciding = engine(stack)
    for _, facts in situations(stack, "harm"):
        answer = deciding.decide(facts, would_change=False)
        matters = [name for name in HARM if name in answer.missing]
        if matters:
            assert answer.next.facts[0] == matters[0]


@stacks
def test_every_question_that_can_be_asked_has_words_and_a_place(stack):
    deciding = engine(stack)
    for name in deciding.forecast.domains:
        question = deciding.question(name)
        assert question.ask.endswith("?") or "?" in question.ask, f"{name}: {question.ask}"
        assert question.group is None or deciding.group(question.group).ask


def spoken(stack, facts):
    return engine(stack).decide(facts, would_change=False).banners


def test_every_pack_speaks_with_its_banner():
    for stack in LIBRARY.stacks:
        for pack in LIBRARY.stack(stack, TODAY).packs:
            assert any(pack.banner in spoken(stack, case.facts) for case in pack.examples)
            assert "Check for a newer one." in pack.banner
