"""Recording what was decided, in one transaction with the worry and the position on agreement."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from sharewell.deciding.engine import VERSION, Engine
from sharewell.terms.canonical import canonical, digest
from sharewell.terms.errors import NotAllowed
from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.concerns.actions import record_concern
from sharewell_hub.concerns.models import Concern
from sharewell_hub.concerns.queries import concern_for
from sharewell_hub.concerns.writing import facts_of
from sharewell_hub.consents.actions import Standing, record_position
from sharewell_hub.decisions.engine import engine
from sharewell_hub.decisions.models import Decision, StackBytes
from sharewell_hub.decisions.queries import current_decision, decision_of_submission, is_current
from sharewell_hub.decisions.reasons import differs
from sharewell_hub.logbook.actions import log
from sharewell_hub.people.actions import Who
from sharewell_hub.vault.actions import Sealer
from sharewell_hub.walls.waiting import one_at_a_time

DraftData = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What a practitioner decided, how it stands with agreement, and who is told."""

    decided: str
    standing: Standing
    telling: str
    telling_reason: str = ""
    look_again_on: date | None = None
    why: str = ""
    weighed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ground:
    """Whose decision it is, on which worry, from which draft, and what it supersedes."""

    viewer: Practitioner
    concern: Concern
    draft: DraftData
    supersedes: Decision | None = None


@transaction.atomic
def record_decision(viewer: Practitioner, draft: DraftData, made: Made, *, who: Who) -> Decision:
    """Record the first decision on a worry, with the worry itself where it is new, and log it.

    Returns:  the decision recorded before, when the same draft is sent again.
    Raises:  NotAllowed when somebody else has decided on this worry meanwhile.
    Source:  London CPP 3.5.21; golden rule 7: record the decision and the reasons, to share or not.
    """
    if before := _recorded_before(viewer, draft, made):
        return before
    known = draft.get("concern")
    concern = concern_for(viewer, UUID(known)) if known else record_concern(viewer, draft, who=who)
    one_at_a_time(concern.pk)
    if current_decision(viewer, concern):
        raise _overtaken()
    decision = _write(_Ground(viewer=viewer, concern=concern, draft=draft), made)
    log(
        "decided",
        object_id=decision.pk,
        actor=viewer.pk,
        agency=viewer.agency_id,
        purpose=decision.decided,
        rules=[reason["rule"] for reason in decision.answer["reasons"]],
        contents=_contents(decision),
    )
    return decision


@transaction.atomic
def supersede_decision(
    viewer: Practitioner, previous: Decision, draft: DraftData, made: Made
) -> Decision:
    """Record a new decision in the place of one that stays readable as it was, and log it.

    Returns:  the decision recorded before, when the same draft is sent again.
    Raises:  NotAllowed when somebody else has superseded it meanwhile.
    """
    if before := _recorded_before(viewer, draft, made):
        return before
    one_at_a_time(previous.concern_id)
    if not is_current(viewer, previous):
        raise _overtaken()
    concern = concern_for(viewer, previous.concern_id)
    ground = _Ground(viewer=viewer, concern=concern, draft=draft, supersedes=previous)
    decision = _write(ground, made)
    log(
        "decided_again",
        object_id=decision.pk,
        actor=viewer.pk,
        agency=viewer.agency_id,
        purpose=decision.decided,
        rules=[reason["rule"] for reason in decision.answer["reasons"]],
        contents=_contents(decision),
        previous=previous.pk,
    )
    return decision


def _recorded_before(viewer: Practitioner, draft: DraftData, made: Made) -> Decision | None:
    """Find what the same draft recorded; of two sent at once, one waits here."""
    one_at_a_time(UUID(draft["submission"]))
    before = decision_of_submission(viewer, draft["submission"])
    if before and before.decided != made.decided:
        raise NotAllowed(
            what="Nothing more was recorded.",
            why="This form was sent before, with another decision, and that one is recorded.",
            next="Open it from your desk, and decide again there if you see it differently now.",
        )
    return before


def _overtaken() -> NotAllowed:
    return NotAllowed(
        what="Nothing was recorded: somebody else decided on this worry meanwhile.",
        why="A worry has one current decision, so that nobody acts on two.",
        next="Read that decision first. Your text is kept here; sent again, it takes its place.",
    )


def _write(ground: _Ground, made: Made) -> Decision:
    """Write the rows of a decision: packs' bytes, position, decision."""
    facts, packs = facts_of(ground.draft), engine()
    answer = packs.decide(facts)
    viewer, concern = ground.viewer, ground.concern
    _keep_bytes(packs)
    decision = Decision(
        id=uuid4(),
        submission=UUID(ground.draft["submission"]),
        agency=viewer.agency,
        subject=concern.subject,
        concern=concern,
        position=record_position(viewer, concern.subject, made.standing),
        supersedes=ground.supersedes,
        decided_by=viewer,
        decided_at=timezone.now(),
        decided=made.decided,
        differs=differs(answer.act_now, made.decided, made.standing.state),
        recipient_role=_role(facts),
        telling=made.telling,
        telling_reason=made.telling_reason,
        look_again_on=made.look_again_on,
        facts=facts,
        said=[{"by": str(viewer.pk), **said} for said in ground.draft["said"]],
        answer=answer.as_json(),
        stack=packs.stack.id,
        stack_bytes_id=packs.stack.digest,
        packs=_editions(packs),
        facts_digest=answer.facts_digest,
        result_digest=answer.result_digest,
        engine_version=VERSION,
        as_at=timezone.localdate(),
    )
    _seal_words(decision, made)
    decision.save(force_insert=True)
    return decision


def _role(facts: Mapping[str, Any]) -> str:
    role = facts.get("recipient_role", "")
    return "" if role == "unknown" else str(role)


def _seal_words(decision: Decision, made: Made) -> None:
    """Seal what was written, each to its own place."""
    words = {"why": made.why, **made.weighed}
    sealer = Sealer(agency=decision.agency_id, subject=decision.subject_id)
    for column in ("why", "if_shared", "if_not"):
        if text := words.get(column):
            content = sealer.seal(text, f"decisions_decision.{column}")
            setattr(decision, f"{column}_content", content)
    sealer.keep()


def _contents(decision: Decision) -> list[UUID]:
    ids = (decision.why_content, decision.if_shared_content, decision.if_not_content)
    return [id for id in ids if id]


def _keep_bytes(packs: Engine) -> None:
    """Keep the packs' own bytes, once for each digest."""
    if StackBytes.objects.filter(pk=packs.stack.digest).exists():
        return
    StackBytes.objects.bulk_create(
        [
            StackBytes(
                digest=packs.stack.digest, canonical=packs.stack.canonical, kept_at=timezone.now()
            )
        ],
        ignore_conflicts=True,
    )


def _editions(packs: Engine) -> list[dict[str, str]]:
    """Name each pack of the stack, its edition, and the digest of its own bytes."""
    return [
        {
            "id": pack.id,
            "title": pack.title,
            "edition": pack.edition,
            "status": pack.status,
            "digest": digest(canonical(dict(pack.canonical))),
        }
        for pack in packs.stack.packs
    ]
