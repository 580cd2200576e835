"""Which duty there is to tell, read from what was answered: no gate stops it."""

from collections.abc import Mapping, Sequence
from typing import Any

from sharewell.permitting import Duty
from sharewell.terms.answer import Outcome

HARM = ("reasonable_cause_significant_harm", "immediate")
"""What was answered about a child who has to be protected."""


def duty_of(facts: Mapping[str, Any], act_now: str) -> Duty | None:
    """Say which duty a decision's answer leaves: the most particular one.

    Returns: nothing where the answer is that this recipient is not told.
    Source:  London CPP 3.4.1, 3.5.9, 3.5.10; Bromley 1.2, 7.10.
    """
    asked = (facts.get("assessment_type"), facts.get("police_category"))
    found = {
        Duty.COURT_ORDER: facts.get("court_order") is True,
        Duty.STATUTORY: facts.get("statutory_duty") is True,
        Duty.S47_ANSWER: "s47" in asked,
        Duty.SHARE_MUST: act_now == Outcome.SHARE_MUST,
        Duty.PROTECT: facts.get("risk_to_child") in HARM,
    }
    if act_now == Outcome.DO_NOT_SHARE:
        return None
    return next((duty for duty, owed in found.items() if owed), None)


def shown_outside(facts: Mapping[str, Any]) -> tuple[bool, bool]:
    """Say which of two conditions was answered on which a sensitive service is shown outside.

    Returns: that the child agrees, to this, and that there is reasonable cause to suspect
             significant harm.
    Source:  London CPP 3.3.6 and 3.4.1; Bromley 7.4.
    """
    agrees = (facts.get("consent"), facts.get("consent_by")) == ("obtained", "child")
    covers = facts.get("consent_covers", True) is True
    return agrees and covers, facts.get("risk_to_child") in HARM


def duty_of_decision(row: Mapping[str, Any]) -> Duty | None:
    """Say which duty a recorded decision leaves.

    Shapes:  row has a decision's facts and answer.
    """
    return duty_of(row["facts"], row["answer"]["act_now"])


def duty_of_worry(row: Mapping[str, Any]) -> Duty | None:
    """Say which duty a worry leaves on which nobody has decided yet.

    Shapes:  row has what was answered with a worry, in order.
    """
    said: Sequence[Mapping[str, Any]] = row["said"]
    return duty_of({one["fact"]: one["value"] for one in said}, "")


def duty_to_answer(row: Mapping[str, Any]) -> Duty | None:
    """Say which duty there is to take in and answer what was sent under one.

    Shapes:  row has the duty that a disclosure was sent under.
    Source:  London CPP 3.6.9: an enquiry under section 47 is answered.
    """
    return Duty(row["duty"]) if row["duty"] else None
