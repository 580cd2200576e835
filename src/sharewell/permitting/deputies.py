"""Past an excluded officer to a deputy: who else of the agency fulfils a duty."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sharewell.permitting.asking import Asking
from sharewell.permitting.may import may
from sharewell.permitting.thing import Thing


def deputy_for(
    verb: str, thing: Thing, *, colleagues: Sequence[Asking], purpose: str, now: datetime
) -> str | None:
    """Name the colleague who can do it instead: one who passes every gate first, then any.

    Shapes:  colleagues are the agency's other officers, in the order in which they stand in.
    Returns: nothing where none may: then it goes to the agency's desk by telephone.
    Raises:  FactRefused as `may` does.
    """
    past_a_gate = None
    for colleague in colleagues:
        found = may(colleague, verb, thing, purpose=purpose, now=now)
        if not found.allowed or "role" in found.rules:
            continue
        if "need_to_know" in found.rules:
            return colleague.practitioner
        past_a_gate = past_a_gate or colleague.practitioner
    return past_a_gate
