"""Reading the partnership's decisions as numbers, and those one may open by their references."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sharewell.terms.errors import NotAllowed
from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.agencies.roles import ROLES
from sharewell_hub.decisions.models import Decision
from sharewell_hub.decisions.queries import recorded
from sharewell_hub.walls.seeing import served_by

COMPARES = ("policy_officer", "lead_information_officer", "caldicott_guardian")
"""Who looks at what another edition would change.

Source:  Bromley 10.1; London CPP 3.2.4; Sussex 3.2.21.
"""
AT_ONCE = 2_000
COMPARE_EDITIONS = "compare_editions"
"""The identity under which the database shows every agency's decisions, for this and no more."""


@dataclass(frozen=True, slots=True)
class Weighable:
    """A recorded decision to weigh again: its facts, and whether the viewer may open it."""

    id: UUID
    own: bool
    facts: dict[str, Any]


def may_compare(viewer: Practitioner) -> bool:
    """Tell whether the viewer's role answers for which edition is followed."""
    return any(role in COMPARES for role in viewer.roles)


def refuse_other_roles(viewer: Practitioner) -> None:
    """Refuse whoever does not answer for which edition is followed.

    Raises:  NotAllowed.
    """
    if not may_compare(viewer):
        *some, last = (ROLES[code].label for code in COMPARES)
        raise NotAllowed(
            what="Nothing was compared: your role does not look at the partnership’s decisions.",
            why="What would change is counted over every agency’s decisions, so only a "
            f"{', a '.join(some)} or a {last} sees it.",
            next="Ask one of them. Every protocol can be read by everybody.",
            cites=("bromley_2017 10.1", "london_2007 3.2.4"),
        )


def every_decision(viewer: Practitioner) -> Iterator[Weighable]:
    """Give every recorded decision of the partnership to be weighed again, and nothing else of it.

    Raises:  NotAllowed for another role.
    """
    refuse_other_roles(viewer)
    rows = Decision.objects.order_by("-decided_at", "id").values_list("id", "facts")
    theirs = set(recorded(viewer).values_list("pk", flat=True))
    with served_by(COMPARE_EDITIONS):
        for id, facts in rows.iterator(chunk_size=AT_ONCE):
            yield Weighable(id, id in theirs, facts)
