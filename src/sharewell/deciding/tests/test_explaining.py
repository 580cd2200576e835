"""Explaining: reasons with their facts, duties, what would change it, the path."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as some

from sharewell.deciding.explaining import Duties
from sharewell.deciding.tests.some_stacks import marsh_engine, situations
from sharewell.packs.tests.marshland import marsh_stack
from sharewell.terms.conditions import UNKNOWN

engine = marsh_engine()
DANGER = {"risk_to_child": "immediate", "recipient_role": "police", "request_based": False}
CALLED = {"risk_to_child": "immediate", "recipient_role": "police", "request_based": True}


def test_reasons_are_the_rules_that_set_each_part_the_outcomes_first():
    reasons = engine.decide(DANGER).reasons
    assert [reason.rule for reason in reasons] == [
        "marsh_2020:must",
        "marsh_2020:no_agreement",
        "marsh_2020:tell_later",
    ]
    assert reasons[0].because == "A clear risk is shared with those who protect."
    assert (reasons[0].cites, reasons[0].seen) == (("marsh_2020 3",), "text")
    assert reasons[0].facts == ("risk_to_child", "recipient_role")
    assert reasons[1].facts == ("risk_to_child",)


def test_a_reason_says_that_only_a_paraphrase_was_seen():
    reason = engine.decide({"court_order": True}).reasons[0]
    assert (reason.rule, reason.seen, reason.cites) == (
        "marsh_2020:court",
        "paraphrase",
        ("fen_1990 s1",),
    )


def test_a_precondition_names_the_fact_that_would_meet_it():
    reasons = engine.decide({**CALLED, "requester_verified": False}).reasons
    verify = next(reason for reason in reasons if reason.rule == "marsh_2020:verify")
    assert verify.facts == ("request_based", "requester_verified")


@settings(deadline=None, max_examples=60)
@given(some.data())
def test_without_any_fact_of_its_reason_the_outcomes_rule_would_be_open(data):
    facts = data.draw(situations(engine.stack, open_=False))
    reason = engine.decide(facts, would_change=False).reasons[0]
    rules = {rule.id: rule for rule in engine.stack.rules}
    if reason.rule not in rules:
        assert reason.facts == ()
        return
    kept = {name: value for name, value in engine.resolve(facts).items() if name in reason.facts}
    assert rules[reason.rule].when.truth(kept) is True
    for name in reason.facts:
        left = {fact: value for fact, value in kept.items() if fact != name}
        assert rules[reason.rule].when.truth(left) is None


@settings(deadline=None, max_examples=60)
@given(some.data())
def test_what_would_change_it_does(data):
    facts = data.draw(situations(engine.stack))
    answer = engine.decide(facts)
    assert len(answer.would_change) <= 3
    assert len({change.fact for change in answer.would_change}) == len(answer.would_change)
    used = {name for reason in answer.reasons for name in reason.facts}
    for change in answer.would_change:
        assert change.fact in used
        again = engine.decide({**facts, change.fact: change.to}, would_change=False)
        assert again.act_now == change.outcome != answer.act_now


def test_what_would_change_it_starts_with_what_was_said():
    changes = engine.decide({**CALLED, "requester_verified": False}).would_change
    assert [(c.fact, c.was, c.to, c.outcome) for c in changes] == [
        ("risk_to_child", "immediate", "none", "seek_advice"),
        ("recipient_role", "police", "parent", "seek_advice"),
        ("request_based", True, False, "share_must"),
    ]
    unknown = engine.decide({"risk_to_child": UNKNOWN, "recipient_role": "police"})
    assert unknown.would_change == ()
    refused = engine.decide({"consent": "refused", "risk_to_child": UNKNOWN, "child_age": 17})
    assert refused.would_change[0].as_json() == {
        "fact": "consent",
        "from": "refused",
        "to": "obtained",
        "outcome": "share_may",
    }
    known = engine.decide({"recipient_role": "parent", "scheme": "csods", "applicant": "parent"})
    assert {change.fact for change in known.would_change} == {"applicant"}


def test_what_would_change_it_is_left_out_where_nobody_wants_it():
    assert engine.decide(CALLED, would_change=False).would_change == ()


def test_a_duty_is_certain_where_its_condition_is_and_possible_where_it_may_be():
    owed = {duty.code: duty for duty in engine.decide({}).duties}
    assert owed["record_decision"].certain
    assert not owed["ask_what_happened"].certain
    assert owed["record_decision"].cites == ("marsh_2020 6", "marsh_2020 2")
    known = {duty.code: duty for duty in engine.decide({"risk_to_child": "none"}).duties}
    assert "ask_what_happened" not in known
    assert {d.code: d.certain for d in engine.decide(DANGER).duties}["ask_what_happened"]


def test_each_duty_is_owed_once_with_every_paragraph_behind_it():
    owed = engine.decide({"consent": "obtained"}).duties
    assert [duty.code for duty in owed] == ["record_decision", "ask_what_happened"]
    assert owed[0].cites == ("marsh_2020 6",)
    refused = engine.decide({"consent": "refused"}).duties
    assert refused[0].cites == ("marsh_2020 6", "marsh_2020 2")


@settings(deadline=None, max_examples=60)
@given(some.data())
def test_a_certain_duty_stays_and_an_impossible_one_never_comes(data):
    stack = engine.stack
    facts = data.draw(situations(stack))
    before = engine.decide(facts, would_change=False)
    settled = engine.asker.settled(facts)
    more = dict(facts)
    for name in stack.order:
        if name not in settled and not stack.vocabulary.facts[name].default:
            value = data.draw(some.sampled_from(stack.vocabulary.facts[name].values))
            if not stack.vocabulary.contradiction({**more, name: value}):
                more[name] = value
                settled = engine.asker.settled(more)
    after = {duty.code: duty.certain for duty in engine.decide(more, would_change=False).duties}
    for duty in before.duties:
        assert not duty.certain or after[duty.code]
    assert set(after) <= {duty.code for duty in before.duties}


def test_a_stack_without_duties_owes_none():
    assert Duties(replace(marsh_stack(), rules=())).owed(()) == ()


def test_the_path_is_the_questions_that_led_to_the_rule_and_the_rule():
    steps = engine.path({**DANGER, "consent": "refused"})
    assert [(step.kind, step.ask, step.said) for step in steps] == [
        ("question", "Is a child at risk?", "Yes, now"),
        ("question", "Who would receive it?", "police"),
        ("rule", "A clear risk is shared with those who protect.", "share_must"),
    ]
    assert steps[-1].cites == ("marsh_2020 3",)


def test_the_path_shows_what_was_only_presumed_and_what_nobody_knows():
    kinds = [(step.kind, step.said) for step in engine.path({"risk_to_child": "immediate"})]
    assert kinds[:2] == [("question", "Yes, now"), ("presumed", "police")]
    steps = engine.path({"confidential": False, "risk_to_child": UNKNOWN})
    assert [step.said for step in steps] == ["No", "share_may"]
    assert engine.said("risk_to_child", UNKNOWN) == "I don't know"
    assert engine.said("child_age", 7) == "7"


def test_the_path_of_what_is_held_back_ends_with_what_holds_it():
    steps = engine.path({**CALLED, "requester_verified": UNKNOWN})
    assert [(step.kind, step.said) for step in steps] == [
        ("question", "Yes, now"),
        ("question", "police"),
        ("question", "Yes"),
        ("question", "I don't know"),
        ("rule", "share_must"),
        ("rule", "do_not_share"),
    ]


def test_where_no_rule_speaks_the_path_is_the_default_alone():
    (step,) = engine.path({"risk_to_child": "none", "consent": "not_sought"})
    assert (step.kind, step.said) == ("rule", "seek_advice")
