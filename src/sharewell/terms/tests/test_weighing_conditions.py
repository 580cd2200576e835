"""Conditions: true, false, or not yet to be told; and what they lean on."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sharewell.deciding.domains import NEVER
from sharewell.deciding.tests.some_stacks import conditions, situations
from sharewell.packs.reading import ConditionReader, Place
from sharewell.packs.tests.marshland import marsh_stack, marshland
from sharewell.terms.conditions import (
    ALWAYS,
    NOTHING,
    UNKNOWN,
    Comparison,
    Literal,
    all_of,
    any_of,
    not_,
    same,
)

HERE = Place("invented", "")
TRUTHS = (True, False, None)


def written(*all_, any_=(), none=()):
    vocabulary = marshland().vocabulary
    reader = ConditionReader(vocabulary.facts, vocabulary.groups)
    table = {"all": list(all_), "any": list(any_), "none": list(none)}
    return reader.read({key: value for key, value in table.items() if value}, HERE)


@pytest.mark.parametrize(
    ("literal", "holds", "fails"),
    [
        ("risk_to_child = immediate", "immediate", "none"),
        ("risk_to_child != immediate", "none", "immediate"),
        ("risk_to_child in [none, concern]", "concern", "immediate"),
        ("risk_to_child not in [none, concern]", "immediate", "none"),
        ("recipient_role in protectors", "police", "parent"),
        ("recipient_role not in protectors", "parent", "police"),
        ("court_order = true", True, False),
        ("court_order != true", False, True),
        ("child_age = 13", 13, 12),
        ("child_age != 13", 12, 13),
        ("child_age < 13", 12, 13),
        ("child_age <= 13", 13, 14),
        ("child_age > 13", 14, 13),
        ("child_age >= 13", 13, 12),
    ],
)
def test_a_comparison_holds_fails_and_waits(literal, holds, fails):
    condition = written(literal)
    fact = literal.partition(" ")[0]
    assert condition.truth({fact: holds}) is True
    assert condition.truth({fact: fails}) is False
    assert condition.truth({fact: UNKNOWN}) is None
    assert condition.truth({}) is None


def test_is_unknown_is_the_one_comparison_that_unknown_satisfies():
    condition = written("consent is unknown")
    assert condition.truth({"consent": UNKNOWN}) is True
    assert condition.truth({"consent": "refused"}) is False
    assert condition.truth({}) is None
    assert condition.truth({"consent": "not_sought"}, {"consent": UNKNOWN}) is True
    assert condition.truth({"consent": "not_sought"}, {}) is False


def test_given_is_about_the_asking_and_never_waits():
    given_ = Literal("scheme", Comparison.IS_GIVEN, (), "scheme is given")
    not_given = Literal("scheme", Comparison.IS_NOT_GIVEN, (), "scheme is not given")
    for facts, is_given in [
        ({}, False),
        ({"scheme": NOTHING}, False),
        ({"scheme": UNKNOWN}, True),
        ({"scheme": "csods"}, True),
    ]:
        assert given_.truth(facts) is is_given
        assert not_given.truth(facts) is not is_given


@pytest.mark.parametrize(
    "literal", ["scheme = csods", "scheme in [csods, dvds]", "child_age < 13", "child_age >= 0"]
)
def test_what_does_not_arise_satisfies_no_comparison(literal):
    assert written(literal).truth({literal.partition(" ")[0]: NOTHING}) is False


def test_what_does_not_arise_is_not_among_any_values():
    assert written("scheme not in [csods]").truth({"scheme": NOTHING}) is True
    assert written("scheme != csods").truth({"scheme": NOTHING}) is True


def test_one_is_not_true_and_zero_is_not_false():
    assert not same(1, True)
    assert not same(0, False)
    assert written("child_age = 0").truth({"child_age": False}) is False
    assert written("court_order = true").truth({"court_order": 1}) is False


@pytest.mark.parametrize(("left", "right"), list(product(TRUTHS, TRUTHS)), ids=str)
def test_and_and_or_are_kleenes(left, right):
    worth = {False: 0, None: 1, True: 2}
    least = min(left, right, key=worth.__getitem__)
    most = max(left, right, key=worth.__getitem__)
    assert all_of([left, right]) is least
    assert any_of([left, right]) is most
    assert not_(all_of([left, right])) is any_of([not_(left), not_(right)])


def test_all_any_and_none_are_joined():
    condition = written(
        "risk_to_child = none",
        any_=["consent = refused", "child_age >= 16"],
        none=["court_order = true"],
    )
    facts = {"risk_to_child": "none", "consent": "refused", "court_order": False}
    assert condition.truth(facts) is True
    assert condition.truth({**facts, "court_order": True}) is False
    assert condition.truth({**facts, "consent": "obtained"}) is None
    assert condition.truth({**facts, "consent": "obtained", "child_age": 3}) is False


def test_the_empty_condition_always_holds_and_never_never_does():
    assert ALWAYS.truth({}) is True
    assert NEVER.truth({}) is False
    assert NEVER.favoured({}) is False


def test_a_condition_reads_as_one_line():
    condition = written(
        "risk_to_child = none",
        any_=["consent = refused", "child_age >= 16"],
        none=["court_order = true"],
    )
    assert str(condition) == (
        "risk_to_child = none and (consent = refused or child_age >= 16)"
        " and not (court_order = true)"
    )
    assert (str(ALWAYS), str(NEVER)) == ("always", "never")


def test_with_the_benefit_of_the_doubt_unknown_never_closes_a_condition():
    condition = written(
        "risk_to_child = none", any_=["consent = refused"], none=["court_order = true"]
    )
    unknown = dict.fromkeys(["risk_to_child", "consent", "court_order"], UNKNOWN)
    assert condition.truth(unknown) is None
    assert condition.favoured(unknown) is True
    assert condition.favoured({**unknown, "court_order": True}) is False
    assert condition.favoured({}) is None
    assert written("consent is unknown").favoured({"consent": UNKNOWN}) is True
    assert written(none=["consent is unknown"]).favoured({"consent": UNKNOWN}) is False


def test_the_facts_relied_on_are_those_without_which_it_would_be_open():
    condition = written(
        "risk_to_child = none",
        any_=["consent = refused", "child_age >= 16", "court_order = false"],
        none=["court_order = true"],
    )
    facts = {"risk_to_child": "none", "consent": "refused", "child_age": 17, "court_order": False}
    assert condition.relied_on(facts) == ("risk_to_child", "court_order")
    narrower = written(any_=["consent = refused", "child_age >= 16"])
    assert narrower.relied_on(facts) == ("consent",)
    assert narrower.relied_on({**facts, "consent": "obtained"}) == ("child_age",)


@given(some.data())
def test_dropping_any_fact_relied_on_leaves_a_condition_open(data):
    condition = data.draw(conditions())
    facts = data.draw(situations(marsh_stack(), open_=False))
    if condition.truth(facts) is not True:
        return
    relied = condition.relied_on(facts)
    kept = {name: facts[name] for name in relied}
    assert condition.truth(kept) is True
    for name in relied:
        assert condition.truth({k: v for k, v in kept.items() if k != name}) is None
