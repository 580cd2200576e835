"""Which duty to tell is left by what was answered: the most particular, or none."""

import pytest

from sharewell.permitting import Duty
from sharewell_hub.decisions.duties import (
    duty_of,
    duty_of_decision,
    duty_of_worry,
    duty_to_answer,
)

HARM = {"risk_to_child": "reasonable_cause_significant_harm"}
ALL = {**HARM, "court_order": True, "statutory_duty": True, "assessment_type": "s47"}


@pytest.mark.parametrize(
    ("facts", "act_now", "duty"),
    [
        ({}, "share_may", None),
        ({"risk_to_child": "concern"}, "share_may", None),
        ({"court_order": "unknown", "statutory_duty": False}, "share_may", None),
        ({}, "share_must", Duty.SHARE_MUST),
        (HARM, "share_may", Duty.PROTECT),
        ({"risk_to_child": "immediate"}, "seek_advice", Duty.PROTECT),
        (HARM, "share_must", Duty.SHARE_MUST),
        ({"police_category": "s47"}, "share_may", Duty.S47_ANSWER),
        ({**HARM, "assessment_type": "s47"}, "share_must", Duty.S47_ANSWER),
        ({**HARM, "statutory_duty": True}, "share_must", Duty.STATUTORY),
        (ALL, "share_must", Duty.COURT_ORDER),
        (ALL, "do_not_share", None),
    ],
)
def test_the_most_particular_duty_is_left_and_none_to_whom_it_is_not_told(facts, act_now, duty):
    assert duty_of(facts, act_now) == duty
    assert duty_of_decision({"facts": facts, "answer": {"act_now": act_now}}) == duty


def test_of_a_worry_what_was_said_last_counts():
    said = [{"fact": "risk_to_child", "value": value} for value in ("immediate", "none")]
    assert duty_of_worry({"said": said[:1]}) == Duty.PROTECT
    assert duty_of_worry({"said": said}) is None
    assert duty_of_worry({"said": []}) is None


def test_what_was_sent_under_a_duty_is_answered_under_it():
    assert duty_to_answer({"duty": "court_order"}) == Duty.COURT_ORDER
    assert duty_to_answer({"duty": ""}) is None
