"""What a visitor has written so far, before it is anybody's record: the shape of a draft's data.

Shapes:  {"submission": uuid, "wants": code, "said": [{fact, value, at, kind, step}],
         "items": [{id, standing, text, seen_on, about_somebody_else}], "adult": text,
         "child_view": {wants, explained}, "weighed": {if_shared, if_not}, "child": {name},
         "why": text}; a worry taken up again adds "concern", and a new decision "supersedes".
"""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.utils import timezone

Draft = dict[str, Any]
Value = str | bool | int

START, DANGER, FIRST_QUESTION = 0, 1, 2
"""The steps that say something: what is wanted, whether there is danger now, then the questions."""

WANTS: dict[str, dict[str, Value]] = {
    "share": {"act": "share", "request_based": False},
    "answer": {"act": "share", "request_based": True},
    "ask": {"act": "ask_for_information", "request_based": False},
    "not_sure": {"act": "take_advice", "request_based": False},
}
"""What a visitor wants to do, and the facts that this alone says."""

JUDGEMENT, RECORD = "judgement", "record"
BEFORE_ALL = -1
"""The step of what is known before anybody says a word."""


def new_draft() -> Draft:
    """Begin a draft with nothing in it but the id that keeps it from being recorded twice."""
    return {"submission": str(uuid4()), "said": [], "items": []}


def begin(draft: Draft, wants: str) -> None:
    """Set what the visitor wants to do."""
    draft["wants"] = wants
    say(draft, START, WANTS[wants], kind=RECORD)


def say(draft: Draft, step: int, answers: Mapping[str, Value], *, kind: str = JUDGEMENT) -> None:
    """Set what is said at one step; saying something else there takes back all that came after."""
    before = {one["fact"]: one["value"] for one in draft["said"] if one["step"] == step}
    if before == dict(answers) and draft["said"]:
        return
    now = timezone.now().isoformat()
    draft["said"] = [one for one in draft["said"] if one["step"] < step] + [
        {"fact": fact, "value": value, "at": now, "kind": kind, "step": step}
        for fact, value in answers.items()
    ]


def from_agency(draft: Draft, kind: str) -> None:
    """Take down where a signed-in practitioner works, unless that was said."""
    if "sender" not in facts_of(draft):
        known = {"fact": "sender", "value": kind, "at": timezone.now().isoformat()}
        draft["said"] = [{**known, "kind": RECORD, "step": BEFORE_ALL}, *draft["said"]]


def facts_of(draft: Mapping[str, Any], before: int | None = None) -> dict[str, Value]:
    """Give the facts said so far, or those said before a step."""
    return {
        one["fact"]: one["value"]
        for one in draft.get("said", ())
        if before is None or one["step"] < before
    }


def said_at(draft: Mapping[str, Any], step: int) -> dict[str, Value]:
    """Give what was said at one step."""
    return {one["fact"]: one["value"] for one in draft.get("said", ()) if one["step"] == step}


def next_step(draft: Mapping[str, Any]) -> int:
    """Number the question that comes after all that was said."""
    steps = [int(one["step"]) for one in draft.get("said", ())]
    return max([FIRST_QUESTION, *(step + 1 for step in steps)])


def last_question(draft: Mapping[str, Any]) -> int | None:
    """Number the last question answered; none when there was none."""
    last = next_step(draft) - 1
    return last if last >= FIRST_QUESTION else None
