"""Whatever was said so far, no stack finally refuses a protector while harm is an open question."""

import random
from datetime import date
from functools import cache

import pytest

from sharewell.deciding import Engine
from sharewell.packs import load_library
from sharewell.proving.differing import Whole
from sharewell.proving.drawing import Drawn
from sharewell.proving.invariants import in_words

LIBRARY = load_library()
SEED = 20261122
MILLION = 1_000_000


@cache
def drawn(stack):
    engine = Engine(LIBRARY.stack(stack, date(2026, 11, 22)))
    return Drawn(engine, Whole(engine.stack), seed=SEED, count=1)


def refused_too_early(stack, count):
    """Draw subsets of facts, of every size, towards those who protect."""
    situations, dice = drawn(stack), random.Random(f"{SEED} {stack}")
    protectors = situations.vocabulary.groups["protectors"]
    for _ in range(count):
        facts = {**situations.drawn(dice, dice.random()), "recipient_role": dice.choice(protectors)}
        if situations.refuses_too_early(facts):
            yield in_words(facts)


@pytest.mark.parametrize("stack", ["bromley_2017", "current", "london_2007", "sussex_2023"])
def test_no_protector_is_finally_refused_while_harm_is_open(stack):
    assert next(refused_too_early(stack, 150), None) is None


@pytest.mark.slow
@pytest.mark.parametrize("stack", LIBRARY.stacks)
def test_nor_in_a_million_subsets_of_facts(stack):
    assert next(refused_too_early(stack, MILLION // len(LIBRARY.stacks) + 1), None) is None
