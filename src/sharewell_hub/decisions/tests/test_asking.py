"""Asking: the packs ask, and only what can still change the answer."""

import random

import pytest

from sharewell.terms.errors import FactRefused
from sharewell.terms.facts import Kind
from sharewell_hub.concerns.writing import WANTS
from sharewell_hub.decisions.engine import engine
from sharewell_hub.decisions.sentences import sentence


def one_answer(chance, fact):
    if chance.random() < 0.2:
        return "unknown"
    return chance.choice([0, 7, 12, 13, 15, 16, 17, 30] if fact.kind is Kind.YEARS else fact.values)


def as_typed(facts):
    typed = {}
    for name, value in facts.items():
        if value == "unknown":
            typed |= {name: "unknown", f"{name}-unknown": "on"}
        else:
            typed[name] = str(value).lower()
    if "public_interest_favours_sharing" in facts:
        typed |= {"if_shared": "The child is safe.", "if_not": "It goes on."}
    return typed


def years_left_empty(typed, packs):
    return {
        name: ""
        if value == "unknown"
        and packs.stack.vocabulary.facts.get(name)
        and packs.stack.vocabulary.facts[name].kind is Kind.YEARS
        else value
        for name, value in typed.items()
    }


def go_with(walk, chance):
    """Answer by chance, and compare every page with what the engine itself would say."""
    packs = engine()
    wants = chance.choice(list(WANTS))
    danger = chance.choice(["yes", "no"])
    facts = dict(WANTS[wants]) | ({"risk_to_child": "immediate"} if danger == "yes" else {})
    walk.begin(wants, danger)
    while (found := packs.decide(facts)).next is not None:
        page = walk.page("/question")
        assert escaped(found.next.question) in page
        for name in found.next.facts:
            assert f'name="{name}"' in page
        answers = {
            name: one_answer(chance, packs.stack.vocabulary.facts[name])
            for name in found.next.facts
        }
        sent = walk.answer(**years_left_empty(as_typed(answers), packs))
        if refused(packs, facts | answers):
            assert sent.status_code == 200
            continue
        assert sent.status_code == 302
        facts |= answers
    assert walk.client.get("/question").status_code == 302
    assert escaped(sentence(packs, facts, found.as_json())) in walk.page("/answer")


def refused(packs, facts):
    try:
        packs.stack.vocabulary.check(facts)
    except FactRefused:
        return True
    return False


def escaped(text):
    return text.replace("&", "&amp;").replace("'", "&#39;")


@pytest.mark.parametrize("seed", range(20))
def test_the_pages_ask_and_answer_what_the_engine_would(walk, seed):
    go_with(walk, random.Random(seed))
