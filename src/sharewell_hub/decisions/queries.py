"""Reading decisions: an agency's own, with the words only when they are asked for."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from sharewell.deciding import Engine
from sharewell.terms.errors import NotFound, PackRefused
from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.concerns.models import Concern
from sharewell_hub.concerns.queries import concerns, with_the_childs_words
from sharewell_hub.decisions.engine import engine
from sharewell_hub.decisions.models import Decision
from sharewell_hub.people.seeing import shown
from sharewell_hub.vault.queries import open_many
from sharewell_hub.walls.remembering import remembered

DECIDE_WITHIN = timedelta(hours=24)
"""How long a worry may stand without a decision before the desk says that it is late."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionWords:
    """What a practitioner wrote with a decision."""

    why: str
    if_shared: str
    if_not: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenWorry:
    """A worry that nobody has decided on yet, and when somebody should have."""

    concern: Concern
    child_said: bool
    decide_by: datetime


def recorded(viewer: Practitioner) -> QuerySet[Decision]:
    """List the decisions of the viewer's own agency that they need to know, the newest first."""
    found = Decision.objects.filter(shown(viewer)).order_by("-decided_at", "id")
    return found.select_related("agency", "subject", "concern", "position", "decided_by")


def decision_for(viewer: Practitioner, id: UUID) -> Decision:
    """Find one decision of the viewer's own agency.

    Raises:  NotFound.
    """
    return own(viewer, recorded(viewer).filter(pk=id).first())


def own(viewer: Practitioner, decision: Decision | None) -> Decision:
    """Give back a decision in hand that the viewer's own agency recorded.

    Raises:  NotFound for another agency's, and for none.
    """
    if decision is None or decision.agency_id != viewer.agency_id:
        raise NotFound(
            what="Nothing was found at this address.",
            why="Your agency has no decision recorded here.",
            next="Look on your desk for what is recorded.",
        )
    return decision


def made_on(viewer: Practitioner, concern: UUID) -> list[Decision]:
    """List what the viewer's agency decided on one worry, the newest first."""
    return remembered(_made_on, viewer, concern)


def _made_on(viewer: Practitioner, concern: UUID) -> list[Decision]:
    return list(recorded(viewer).filter(concern=concern))


def decision_of_submission(viewer: Practitioner, submission: str) -> Decision | None:
    """Find what a form with this id recorded, so that a form sent twice has one result."""
    try:
        return _alone(viewer).filter(submission=UUID(submission)).first()
    except ValueError:
        return None


def _alone(viewer: Practitioner) -> QuerySet[Decision]:
    """List decisions without what stands around them: mostly it is asked whether there is one."""
    return recorded(viewer).select_related(None)


def is_current(viewer: Practitioner, decision: Decision) -> bool:
    """Say whether no other decision has taken its place."""
    return not Decision.objects.filter(agency=viewer.agency_id, supersedes=decision.pk).exists()


def current_decision(viewer: Practitioner, concern: Concern) -> Decision | None:
    """Find the decision that stands on a worry; none when nobody has decided."""
    made = _alone(viewer).filter(concern=concern.pk)
    superseded = made.exclude(supersedes=None).values("supersedes")
    return made.exclude(pk__in=superseded).first()


def words_of(viewer: Practitioner, decision: Decision) -> DecisionWords:
    """Open what was written with a decision.

    Raises:  NotFound for another agency's decision.
    """
    made = own(viewer, decision)
    sides = {"if_shared": made.if_shared_content, "if_not": made.if_not_content}
    ids = {"why": made.why_content, **sides}
    words = open_many(id for id in ids.values() if id)
    return DecisionWords(**{name: words[id] if id else "" for name, id in ids.items()})


def open_worries(viewer: Practitioner) -> list[OpenWorry]:
    """List the worries of the viewer's agency without a decision, the longest waiting first.

    Source:  Bromley 7: if a child tells you, be sure to act on it.
    """
    decided = Decision.objects.filter(agency=viewer.agency_id).values("concern")
    told = with_the_childs_words(viewer)
    return [
        OpenWorry(
            concern=each,
            child_said=each.pk in told,
            decide_by=each.recorded_at + DECIDE_WITHIN,
        )
        for each in concerns(viewer).exclude(pk__in=decided).order_by("recorded_at")
    ]


def engine_of(viewer: Practitioner, decision: Decision) -> Engine:
    """Give the engine a decision was made with; today's, where its packs are no longer at hand.

    The decision's own answer stands in its row either way; this is for labels and checklists.
    """
    if decision.stack_bytes_id == engine().stack.digest:
        return engine()
    try:
        then = engine(decision.stack, decision.as_at)
    except PackRefused:
        return engine()
    return then if then.stack.digest == decision.stack_bytes_id else engine()
