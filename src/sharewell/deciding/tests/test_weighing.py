"""Weighing: overrides, precedence, defaults and preconditions, the slow way and the fast."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from sharewell.deciding.compiling import Compiled, used_facts
from sharewell.deciding.domains import askings_of
from sharewell.deciding.tests.some_stacks import (
    HERE,
    marsh_engine,
    reader,
    situations,
    stacks,
)
from sharewell.deciding.weighing import (
    in_override_order,
    speaking,
    weigh,
    with_silencers,
)
from sharewell.packs.pack import Rule
from sharewell.packs.tests.marshland import marsh_stack
from sharewell.terms.answer import Part
from sharewell.terms.conditions import NOTHING, UNKNOWN
from sharewell.terms.errors import PackRefused

quick = settings(deadline=None, max_examples=80)


def rule(id, when, sets="share_may", part=Part.OUTCOME, over=(), holds=False):
    condition = reader().read({"all": [when]} if when else {"always": True}, HERE)
    return Rule(
        id=id, part=part, sets=sets, when=condition, because="b", cites=(f"{id} 1",),
        overrides=tuple(over), holds=holds,
    )  # fmt: skip


def stack_of(*rules, packs=("upper", "lower")):
    return replace(marsh_stack(), rules=rules, speaks=dict.fromkeys(Part, packs))


def usual(stack):
    return {name: asking.presumed for name, asking in askings_of(stack).items()}


def outcome(stack, **facts):
    return weigh(stack, {**usual(stack), **facts}).outcome


@quick
@given(some.data())
def test_the_compiled_form_is_the_reference_form(data):
    stack = data.draw(stacks())
    compiled = Compiled(stack)
    asked = data.draw(situations(stack))
    facts = {**usual(stack), **{k: v for k, v in asked.items() if v != UNKNOWN}}
    assert compiled.weigh(facts, asked) == weigh(stack, facts, asked)
    truths = speaking(with_silencers(stack, stack.rules), facts, asked)
    speaks = {each.id for each in compiled.speaking(facts, asked)}
    met = stack.vocabulary.met_by
    expected = {
        each.id
        for each in stack.rules
        if truths[each.id]
        and not (each.part is Part.PRECONDITION and facts[met[each.sets]] is True)
    }
    assert speaks == expected
    duties = stack.rules_of(Part.DUTY)
    assert compiled.duties(facts, asked) == tuple(truths[each.id] is True for each in duties)


@quick
@given(some.data())
def test_duties_are_weighed_alike_where_facts_are_missing(data):
    stack = data.draw(stacks())
    facts = data.draw(situations(stack))
    truths = speaking(with_silencers(stack, stack.rules), facts)
    duties = stack.rules_of(Part.DUTY)
    assert Compiled(stack).open_duties(facts) == tuple(truths[each.id] for each in duties)


def test_where_no_rule_speaks_the_defaults_do():
    weighed = weigh(stack_of(), usual(marsh_stack()))
    assert (weighed.outcome, weighed.consent_needed, weighed.inform_subject) == (
        *("seek_advice", "if_safe"),
        "yes",
    )
    assert weighed.rule_ids == (
        *("marsh_2020:default_outcome", "marsh_2020:default_consent_needed"),
        "marsh_2020:default_inform_subject",
    )
    assert weighed.cites == ("marsh_2020 1", "marsh_2020 2")


def test_a_rule_that_is_overridden_is_silent_while_the_other_speaks():
    one = rule("upper:one", "court_order = true", "share_must", over=["upper:two"])
    two = rule("upper:two", "consent = refused", "do_not_share")
    stack = stack_of(one, two)
    assert outcome(stack, consent="refused") == "do_not_share"
    assert outcome(stack, consent="refused", court_order=True) == "share_must"


def test_a_silenced_rule_silences_nothing():
    one = rule("upper:one", "court_order = true", "share_must", over=["upper:two"])
    two = rule("upper:two", "consent = refused", "do_not_share", over=["upper:three"])
    three = rule("upper:three", "confidential = true", "share_may")
    stack = stack_of(three, two, replace(one, part=Part.DUTY, sets="d"))
    facts = {"consent": "refused", "confidential": True}
    assert outcome(stack, **facts) == "do_not_share"
    assert outcome(stack, **facts, court_order=True) == "share_may"


def test_an_undefined_override_leaves_the_other_rule_undefined():
    one = rule("upper:one", "court_order = true", "share_must", over=["upper:two"])
    two = rule("upper:two", "consent = refused", "do_not_share")
    rules = with_silencers(stack_of(two, one), [two])
    assert [silenced.rule.id for silenced in rules] == ["upper:one", "upper:two"]
    truths = speaking(rules, {"consent": "refused"})
    assert truths == {"upper:one": None, "upper:two": None}
    truths = speaking(rules, {"consent": "refused", "court_order": False})
    assert truths == {"upper:one": False, "upper:two": True}


def test_a_lower_pack_speaks_where_the_upper_fires_no_rule():
    upper = rule("upper:one", "court_order = true", "share_must")
    lower = rule("lower:one", None, "share_limited")
    stack = stack_of(lower, upper)
    assert outcome(stack, court_order=True) == "share_must"
    assert outcome(stack, court_order=False) == "share_limited"


def test_which_pack_speaks_is_said_for_each_part():
    rules = (
        rule("upper:one", None, "share_must"),
        rule("lower:one", None, "share_limited"),
        rule("upper:two", None, "true", Part.CONSENT_NEEDED),
        rule("lower:two", None, "false", Part.CONSENT_NEEDED),
    )
    speaks = {**dict.fromkeys(Part, ("upper", "lower")), Part.CONSENT_NEEDED: ("lower", "upper")}
    stack = replace(stack_of(*rules), speaks=speaks)
    for weighed in (weigh(stack, usual(stack)), Compiled(stack).weigh(usual(stack))):
        assert (weighed.outcome, weighed.consent_needed) == ("share_must", "false")


def test_preconditions_add_up_and_drop_out_when_met():
    rules = (
        rule("lower:p", None, "purpose_and_power_stated", Part.PRECONDITION),
        rule("upper:v", None, "verify_requester", Part.PRECONDITION),
        rule("upper:o", None, "share_may"),
    )
    stack = stack_of(*rules)
    both = weigh(stack, usual(stack))
    assert both.preconditions == ("verify_requester", "purpose_and_power_stated")
    assert (both.outcome, both.held_back) == ("share_may", None)
    one = weigh(stack, {**usual(stack), "requester_verified": True})
    assert one.preconditions == ("purpose_and_power_stated",)


def test_of_two_packs_with_one_precondition_the_upper_gives_the_reason():
    rules = (
        rule("lower:v", None, "verify_requester", Part.PRECONDITION),
        rule("upper:v", None, "verify_requester", Part.PRECONDITION),
    )
    stack = stack_of(*rules)
    for weighed in (weigh(stack, usual(stack)), Compiled(stack).weigh(usual(stack))):
        assert weighed.preconditions == ("verify_requester",)
        assert weighed.rule_ids[-1] == "upper:v"


@pytest.mark.parametrize(
    ("sets", "given_", "held"),
    [
        ("share_must", "do_not_share", "share_must"),
        ("share_limited", "do_not_share", "share_limited"),
        ("share_anonymised", "do_not_share", "share_anonymised"),
        ("seek_consent_first", "do_not_share", "seek_consent_first"),
        ("seek_advice", "seek_advice", None),
        ("do_not_share", "do_not_share", None),
    ],
)
def test_a_precondition_that_holds_keeps_it_from_leaving(sets, given_, held):
    holding = rule("upper:v", None, "verify_requester", Part.PRECONDITION, holds=True)
    stack = stack_of(holding, rule("upper:o", None, sets))
    waiting = weigh(stack, usual(stack))
    assert (waiting.outcome, waiting.held_back) == (given_, held)
    met = weigh(stack, {**usual(stack), "requester_verified": True})
    assert (met.outcome, met.held_back, met.preconditions) == (sets, None, ())


def test_a_precondition_that_is_met_still_silences_what_it_overrides():
    holding = rule(
        "upper:v", None, "verify_requester", Part.PRECONDITION, over=["upper:p"], holds=True
    )
    other = rule("upper:p", None, "purpose_and_power_stated", Part.PRECONDITION)
    stack = stack_of(holding, other)
    facts = {**usual(stack), "requester_verified": True}
    assert weigh(stack, facts).preconditions == ()
    assert Compiled(stack).weigh(facts) == weigh(stack, facts)


def test_rules_are_ordered_so_that_what_overrides_comes_first():
    last = rule("upper:last", None)
    middle = rule("upper:middle", None, over=["upper:last"])
    first = rule("upper:first", None, over=["upper:middle"])
    ordered = in_override_order(stack_of(last, middle, first))
    assert [each.id for each in ordered] == ["upper:first", "upper:middle", "upper:last"]


def test_a_circle_of_three_is_named_from_rule_to_rule():
    one = rule("upper:one", None, over=["upper:two"])
    two = rule("upper:two", None, over=["upper:three"])
    three = rule("upper:three", None, over=["upper:one"])
    outside = rule("upper:outside", None, over=["upper:one"])
    with pytest.raises(PackRefused) as refused:
        in_override_order(stack_of(outside, one, two, three))
    circle = "upper:one overrides upper:two overrides upper:three overrides upper:one."
    assert refused.value.why.endswith(circle)


def test_the_facts_used_are_those_that_rules_look_at_or_that_meet_them():
    used = used_facts(marsh_stack())
    assert {"requester_verified", "purpose_stated", "act", "child_age"} <= set(used)
    assert not {"jurisdiction", "public_knowledge"} & set(used)


def test_what_is_remembered_is_bounded(monkeypatch):
    monkeypatch.setattr("sharewell.deciding.compiling.REMEMBERED", 2)
    compiled = Compiled(marsh_stack())
    facts = usual(marsh_stack())
    for role in ("police", "parent", "alleged_abuser"):
        for risk in ("none", "concern", "immediate"):
            situation = {**facts, "recipient_role": role, "risk_to_child": risk}
            assert compiled.weigh(situation) == weigh(marsh_stack(), situation)
            assert len(compiled._known) <= 2


def test_nothing_of_a_pack_but_plain_names_and_quoted_values_is_in_the_source():
    source = marsh_engine().compiled.source
    for each in marsh_stack().rules:
        assert each.because not in source
        assert each.id not in source
    assert NOTHING not in usual(marsh_stack()) and "import" not in source
