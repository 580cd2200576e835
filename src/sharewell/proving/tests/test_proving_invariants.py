"""Proving: a promise holds in every situation, or one in which it does not is shown."""

from dataclasses import replace

import pytest

from sharewell.deciding import Engine
from sharewell.deciding.tests.some_stacks import HERE, marsh_engine, reader
from sharewell.packs.pack import Invariant, Rule
from sharewell.packs.tests.marshland import marsh_stack, marshland
from sharewell.proving.differing import Whole
from sharewell.proving.invariants import Prover
from sharewell.terms.answer import Outcome, Part
from sharewell.terms.errors import PackRefused

pack = marshland().packs["marsh_2020"]
prover = Prover(marsh_stack())


def promised(never=(), always=(), **when):
    condition = reader().read(when or {"always": True}, HERE)
    return Invariant("x", "says", condition, tuple(never), tuple(always), ("x 1",))


def read_back(situation):
    """Turn a situation in words into facts."""
    facts = {}
    for said in situation.split(", ") if situation != "no facts at all" else ():
        name, _, word = said.partition(" = ")
        fact = marsh_stack().vocabulary.facts[name]
        value = {"true": True, "false": False}.get(word, word)
        facts[name] = int(word) if fact.kind == "years" else value
    return facts


def test_marshlands_promises_are_kept():
    assert list(prover.broken(pack.invariants)) == []


@pytest.mark.parametrize(
    "kept",
    [
        {"never": ["act_now = do_not_share"],
         "all": ["court_order = true", "request_based = false"]},
        {"never": ["outcome = share_limited"], "all": ["recipient_role = alleged_abuser"]},
        {"always": ["consent_needed = false"], "all": ["risk_to_child = immediate"]},
        {"always": ["consent_needed != true"], "none": ["consent = obtained"]},
        {"always": ["inform_subject in [yes, later]"]},
        {"always": ["act_now not in [share_anonymised]"]},
        {"always": ["preconditions empty"], "all": ["request_based = false"]},
        {
            "always": ["preconditions not empty"],
            "all": ["request_based = true", "requester_verified = false"],
        },
        {"always": ["duty record_decision", "duty ask_what_happened"],
         "all": ["risk_to_child = immediate", "act = share"]},
        {"never": ["outcome = do_not_share", "status = determined"],
         "all": ["recipient_role in protectors", "risk_to_child is unknown"]},
    ],
    ids=str,
)  # fmt: skip
def test_a_promise_that_is_kept_has_no_counterexample(kept):
    assert prover.counterexample(promised(**kept)) is None


@pytest.mark.parametrize(
    ("part", "value", "when"),
    [
        ("act_now", "share_must", {}),
        ("act_now", "do_not_share", {"all": ["risk_to_child = immediate"]}),
        ("act_now", "share_may", {"all": ["recipient_role = protector", "child_age < 3"]}),
        ("consent_needed", "true", {"any": ["risk_to_child = none", "child_age > 15"]}),
        ("inform_subject", "later", {"none": ["recipient_role in protectors"]}),
    ],
)
def test_a_counterexample_is_one(part, value, when):
    never = promised(never=[f"{part} = {value}"], **when)
    laid_out = Whole(marsh_stack(), [never.when])
    facts = read_back(Prover(marsh_stack(), laid_out).counterexample(never).situation)
    answer = marsh_engine().decide(facts)
    assert getattr(answer, part) == value
    if when:
        assert reader().read(when, HERE).truth(marsh_engine().resolve(facts)) is True


def test_a_duty_that_is_not_always_owed_is_found_out():
    found = prover.counterexample(promised(always=["duty ask_what_happened"]))
    facts = read_back(found.situation)
    owed = {duty.code for duty in marsh_engine().decide(facts).duties if duty.certain}
    assert "ask_what_happened" not in owed


def test_what_must_never_all_hold_may_hold_one_by_one():
    both = ["act_now = do_not_share", "preconditions empty"]
    clear = {"all": ["risk_to_child = immediate", "recipient_role in protectors"]}
    assert prover.counterexample(promised(never=both, **clear)) is None
    assert prover.counterexample(promised(never=both[:1], **clear)) is not None
    assert prover.counterexample(promised(never=both[1:], **clear)) is not None


@pytest.mark.parametrize(
    "written", ["it is fine", "preconditons empty", "act_now empty", "status = ask", "outcome"]
)
def test_a_promise_that_cannot_be_read_is_refused(written):
    with pytest.raises(PackRefused) as refused:
        prover.counterexample(promised(never=[written]))
    assert "invariant 'x'" in refused.value.what
    assert "is no promise about an answer" in refused.value.why


def test_a_rule_that_can_never_speak_is_named():
    stack = marsh_stack()
    assert prover.dead_rules() == ()
    when = reader().read({"all": ["consent = not_sought", "consent_written = true"]}, HERE)
    rule = Rule(
        id="marsh_2020:ghost", part=Part.DUTY, sets="haunt", when=when, because="b", cites=("x 1",)
    )
    assert Prover(replace(stack, rules=(*stack.rules, rule))).dead_rules() == ("marsh_2020:ghost",)


def test_every_outcome_that_can_be_reached_is_given():
    assert prover.outcomes() == {
        *(Outcome.SHARE_MUST, Outcome.SHARE_MAY, Outcome.SHARE_LIMITED),
        *(Outcome.SEEK_CONSENT_FIRST, Outcome.SEEK_ADVICE, Outcome.DO_NOT_SHARE),
    }


def test_a_release_without_a_duty_is_shown():
    assert prover.release_without("record_decision") is None
    found = prover.release_without("ask_what_happened")
    answer = Engine(marsh_stack()).decide(read_back(found.situation))
    assert answer.act_now.startswith("share_")
    assert prover.release_without("verify_recipient") is not None
