"""Rebuilding a stack from its bytes alone: the same answers, or a refusal, and nothing between."""

import json
import random

import pytest

from sharewell.deciding import Engine
from sharewell.packs import load_library
from sharewell.packs.rebuilding import rebuild
from sharewell.packs.tests.marshland import MARSH, TODAY, local_pack, marsh_stack
from sharewell.terms.canonical import canonical
from sharewell.terms.conditions import UNKNOWN
from sharewell.terms.errors import PackRefused

SHIPPED = load_library().stacks
REEDS = """
[facts.reeds_boat]
kind = "bool"
says = "They came by boat."
ask = "Did they come by boat?"
presume = false
cites = ["1"]
[rules.boat]
outcome = "share_may"
when = { all = ["reeds_boat = true"] }
because = "Who comes by boat is told."
cites = ["2"]
replaces = ["marsh_2020:known"]
[rules.asked]
precondition = "purpose_and_power_stated"
when = { all = ["request_based = true"] }
because = "A request says why."
cites = ["3"]
"""


def digests(stack, seed=7):
    """The digests of two hundred situations drawn at random, some facts not known or not asked."""
    engine, dice, found = Engine(stack), random.Random(seed), []
    names = sorted({*engine.used, *engine.forecast.domains})
    while len(found) < 200:
        facts = {}
        for name in dice.sample(names, dice.randint(0, len(names))):
            facts[name] = dice.choice([*stack.vocabulary.facts[name].values, UNKNOWN])
        if not stack.vocabulary.contradiction(facts):
            answer = engine.decide(facts, would_change=False)
            found.append((answer.result_digest, answer.missing))
    return found


@pytest.mark.parametrize("id", SHIPPED)
def test_a_shipped_stack_is_rebuilt_from_its_bytes_with_the_same_digest(id):
    stack = load_library().stack(id, TODAY)

    rebuilt = rebuild(stack.canonical)

    assert rebuilt.digest == stack.digest
    assert rebuilt.canonical == stack.canonical
    assert [rule.id for rule in rebuilt.rules] == [rule.id for rule in stack.rules]
    assert rebuilt.order == stack.order


def test_a_rebuilt_stack_gives_the_same_answers_and_asks_the_same():
    assert digests(rebuild(marsh_stack().canonical)) == digests(marsh_stack())


def test_a_partnerships_own_pack_is_in_the_bytes_with_its_facts_and_what_it_replaces(tmp_path):
    local_pack(tmp_path, REEDS)
    stack = load_library(tmp_path, shipped=MARSH).stack("marsh_2020", TODAY)

    rebuilt = rebuild(stack.canonical)

    assert "reeds_boat" in rebuilt.vocabulary.facts
    assert digests(rebuilt) == digests(stack)


def test_a_rule_over_one_of_a_pack_that_stands_elsewhere_is_rebuilt_without_it(tmp_path):
    local_pack(tmp_path, REEDS.replace("replaces", "overrides"))
    local_pack(tmp_path, REEDS.replace("reeds", "sedge").replace(
        'replaces = ["marsh_2020:known"]', 'overrides = ["reeds:boat"]'
    ), id="sedge", joins='["sedge"]')  # fmt: skip
    (tmp_path / "stacks").mkdir()
    (tmp_path / "stacks" / "sedge.toml").write_text(
        '[stack]\nid = "sedge"\ntitle = "Sedge"\npacks = ["sedge", "marsh_2020"]\n'
    )
    stack = load_library(tmp_path, shipped=MARSH).stack("sedge", TODAY)

    assert digests(rebuild(stack.canonical)) == digests(stack)


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[]", b"\xff\xfe", b'{"stack": 1}', b"[" * 100_000],
    ids=["empty", "no_keys", "a_list", "no_text", "wrong_kinds", "too_deep"],
)
def test_bytes_that_are_no_stack_are_refused_in_three_sentences(content):
    with pytest.raises(PackRefused) as refused:
        rebuild(content)
    assert refused.value.what == "A stack was not rebuilt from the bytes that were kept of it."


def test_bytes_that_were_changed_are_refused():
    document = json.loads(marsh_stack().canonical)
    document["speaks"]["outcome"] = ["elsewhere", *document["speaks"]["outcome"]]

    with pytest.raises(PackRefused, match="was not rebuilt"):
        rebuild(canonical(document))
