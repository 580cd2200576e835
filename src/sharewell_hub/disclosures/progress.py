"""How far each disclosure has come, who has been told of a worry, and who has not."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sharewell.deciding.ticking import NOBODY_NAMED, NOTHING_LEAVES
from sharewell_hub.agencies.models import Destination, Practitioner
from sharewell_hub.agencies.queries import destinations
from sharewell_hub.agencies.roles import labels_of
from sharewell_hub.concerns.models import Concern, Item
from sharewell_hub.decisions.engine import engine
from sharewell_hub.decisions.models import Decision
from sharewell_hub.decisions.queries import engine_of, made_on
from sharewell_hub.decisions.reasons import reasons
from sharewell_hub.decisions.ticking import ticked
from sharewell_hub.disclosures.models import DisclosedItem, Disclosure, Opening, Reply
from sharewell_hub.disclosures.queries import is_overdue, sent
from sharewell_hub.outbox.models import FAILED, SENT, UNKNOWN, Letter
from sharewell_hub.outbox.queries import letters

LETTER = {
    FAILED: ("The letter did not arrive", "red"),
    UNKNOWN: ("Nobody can tell whether the letter arrived", "red"),
    SENT: ("Letter delivered", "blue"),
}
ON_ITS_WAY = ("Letter on its way", "grey")
NOT_OPENED = ("Not opened yet", "blue")
ANSWERED = {
    "will_do": ("Answered: will act", "green"),
    "no_action": ("Answered: noted, no action", "green"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """The first time that somebody read it: when, and in which role."""

    at: datetime
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """One disclosure and what became of it, as far as both ends may know."""

    disclosure: Disclosure
    letter: Letter | None
    readings: list[Read]
    reply: Reply | None
    overdue: bool

    @property
    def tags(self) -> list[tuple[str, str]]:
        """Say in a word or two how far it has come, what needs somebody first."""
        found = [LETTER.get(self.letter.state, ON_ITS_WAY) if self.letter else NOT_OPENED]
        if self.reply:
            found = [ANSWERED[self.reply.kind]]
        elif self.readings:
            found = [("Opened, not answered", "yellow")]
        return [("Answer overdue", "red"), *found] if self.overdue else found

    @property
    def in_trouble(self) -> bool:
        """Say whether the letter did not arrive, or may not have, and nobody has opened it."""
        lost = self.letter is not None and self.letter.state in (FAILED, UNKNOWN)
        return lost and not self.readings


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Who has been told of one worry, and which protectors have not."""

    told: list[Progress]
    not_told: list[Destination]


def progress_of(viewer: Practitioner, disclosures: Iterable[Disclosure]) -> list[Progress]:
    """Say how far each disclosure of the viewer's agency, at either end, has come."""
    mine = {viewer.agency_id}
    rows = [one for one in disclosures if mine & {one.agency_id, one.recipient_agency_id}]
    ids = [one.pk for one in rows]
    readings: dict[UUID, list[Read]] = defaultdict(list)
    for row in Opening.objects.filter(disclosure__in=ids).order_by("opened_at"):
        label = labels_of([row.role])[0] if row.role else "No role recorded"
        readings[row.disclosure_id].append(Read(at=row.opened_at, role=label))
    last = {
        r.disclosure_id: r for r in Reply.objects.filter(disclosure__in=ids).order_by("replied_at")
    }
    told_by = letters(viewer).filter(object_id__in=ids, kind__in=("shared", "overdue"))
    letter = {one.object_id: one for one in told_by.order_by("written_at")}
    return [
        Progress(
            disclosure=one,
            letter=letter.get(one.pk),
            readings=readings[one.pk],
            reply=last.get(one.pk),
            overdue=is_overdue(viewer, one, answered=one.pk in last),
        )
        for one in rows
    ]


def told_of(viewer: Practitioner, concern: Concern) -> Told:
    """Say who has been told of a worry, and which of those who protect children have not.

    Source:  Sussex 3.2.13 and Bromley 3: never assume that somebody else has told.
    """
    rows = list(sent(viewer).filter(decision__concern=concern.pk))
    reached = {row.destination_id for row in rows}
    protectors = engine().stack.vocabulary.groups["protectors"]
    others = destinations(viewer).filter(recipient_role__in=protectors)
    own = viewer.agency_id
    return Told(
        told=progress_of(viewer, rows),
        not_told=[one for one in others if one.pk not in reached and one.agency_id != own],
    )


def not_told_because(viewer: Practitioner, decision: Decision) -> str:
    """Say in the pack's words why the family is not told."""
    listed = reasons(engine_of(viewer, decision), "not_told")
    found = listed.get(decision.telling_reason)
    return found.says if found else decision.telling_reason


def checklists(
    viewer: Practitioner, decision: Decision, disclosure: Disclosure | None
) -> list[dict[str, Any]]:
    """Tick the packs' checklists by what a decision holds, and what was last sent under it."""
    record = {*_of_the_decision(viewer, decision), *_of_what_left(decision, disclosure)}
    return ticked(engine_of(viewer, decision), decision.facts, frozenset(record))


def _of_the_decision(viewer: Practitioner, decision: Decision) -> Iterable[str]:
    """Name what a decision holds; its model itself demands what is always among it."""
    yield from ("decided", "consent_recorded", "telling_recorded", "reasons_recorded")
    holds: dict[str, Any] = {
        "items_marked": Item.objects.filter(concern=decision.concern_id).exists(),
        "two_sides_weighed": decision.if_shared_content and decision.if_not_content,
        "review_dated": decision.look_again_on,
        "advice_recorded": _advised(viewer, decision),
    }
    yield from (key for key, held in holds.items() if held)


def _of_what_left(decision: Decision, disclosure: Disclosure | None) -> Iterable[str]:
    """Name what a disclosure holds, which its model demands; or why nothing is looked for."""
    if disclosure is None:
        yield from () if decision.released else (NOTHING_LEAVES,)
        return
    yield from ("disclosed", "items_marked", "items_justified", "minimum_ticked",
                "third_parties_unticked", "recipient_verified", "channel_secure",
                "limits_stated", "purpose_stated", "answer_asked")  # fmt: skip
    yield "subject_named" if disclosure.name_for_recipient else NOBODY_NAMED
    if DisclosedItem.objects.filter(disclosure=disclosure).exists():
        yield "items_checked"


def _advised(viewer: Practitioner, decision: Decision) -> bool:
    """Say whether advice was sought before: a decision on the same worry that said so."""
    made = made_on(viewer, decision.concern_id)
    return any(one.decided == "take_advice" for one in made)
