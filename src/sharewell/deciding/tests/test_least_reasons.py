"""Reasons are minimal: in every example of every pack that ships, no fact shown can be spared."""

from datetime import date
from functools import cache

import pytest

from sharewell.deciding import Engine
from sharewell.deciding.explaining import least
from sharewell.packs import load_library
from sharewell.packs.reading import ConditionReader, Place
from sharewell.packs.tests.marshland import marsh_stack
from sharewell.terms.answer import Part
from sharewell.terms.conditions import Condition

LIBRARY = load_library()


@cache
def engine(stack):
    return Engine(LIBRARY.stack(stack, date(2026, 11, 22)))


def smallest_stack_with(pack):
    holding = [plan for plan in LIBRARY.plans.values() if pack in plan.packs]
    return min(holding, key=lambda plan: len(plan.packs)).id


def conditions(packs):
    stack = packs.stack
    rules = (*stack.rules, *stack.defaults.values())
    return {rule.id: rule.when for rule in rules}


# The fact that meets a precondition is always shown with it.
MEETING = frozenset(LIBRARY.vocabulary.met_by.values())
LOCAL = {"bromley_2017", "london_2007"}


@pytest.mark.parametrize(
    "pack",
    [pytest.param(each, marks=() if each in LOCAL else pytest.mark.slow) for each in LIBRARY.packs],
)
def test_without_any_fact_shown_the_rule_behind_the_answer_would_be_open(pack):
    packs = engine(smallest_stack_with(pack))
    when = conditions(packs)
    for example in LIBRARY.packs[pack].examples:
        resolved = packs.resolve(example.facts)
        for reason in packs.decide(example.facts, would_change=False).reasons:
            shown = {name: resolved[name] for name in reason.facts}
            if reason.part is Part.PRECONDITION:
                shown = {name: shown[name] for name in when[reason.rule].facts & shown.keys()}
            assert when[reason.rule].truth(shown, example.facts) is True, (example.id, reason)
            for spared in shown.keys() - MEETING:
                rest = {name: value for name, value in shown.items() if name != spared}
                told = (example.id, reason.rule, spared)
                assert when[reason.rule].truth(rest, example.facts) is None, told


def test_a_fact_that_says_twice_why_a_pack_speaks_is_shown_once():
    vocabulary = marsh_stack().vocabulary
    read = ConditionReader(vocabulary.facts, vocabulary.groups).read
    place = Place("here", "")
    where = read({"any": ["consent = refused", "risk_to_child = none"]}, place)
    own = read({"all": ["risk_to_child = none"]}, place)
    when = Condition(all=own.all, where=where)
    facts = {"risk_to_child": "none", "consent": "refused"}
    assert least(when, facts, facts) == ("risk_to_child",)
