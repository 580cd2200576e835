"""Who may see or do what: one function, given all it needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from sharewell.permitting.asking import Agreement, Asking, BrokenGlass
from sharewell.permitting.permission import BIT, GLASS, OWED, TELLS, Permission, permission
from sharewell.permitting.table import LINES, OPERATORS, REACH, Line, Shows
from sharewell.permitting.thing import Thing
from sharewell.terms.errors import FactRefused

STEP_UP_COUNTS_FOR = timedelta(minutes=15)
GLASS_STAYS_OPEN_FOR = timedelta(minutes=60)

ROLE, SIDE, RELATIONSHIP, SENSITIVITY = (
    BIT[id] for id in ("role", "side", "relationship", "sensitivity")
)
AGREEMENT, LIMITS, TRAINING = (BIT[id] for id in ("agreement", "limits", "training"))
FORM, PURPOSE, STEP_UP = (BIT[id] for id in ("form", "purpose", "step_up"))
EXCLUSION, SEAL, SHIELD = (BIT[id] for id in ("exclusion", "seal", "shield"))
LOCATION = int(Shows.LOCATION)
SENSITIVE_SERVICE, OPERATOR = BIT["sensitive_service"], BIT["operator"]


def may(asking: Asking, verb: str, thing: Thing, *, purpose: str, now: datetime) -> Permission:
    """Say whether somebody may do something with a thing, for a purpose, now.

    Gates ask, walls stand: a duty passes every need and gate, and no wall; breaking the glass
    passes relationship and sensitivity. What shows nothing, as writing down a worry, is open
    to every practitioner.

    Shapes:  verb and thing.kind are codes of permitting.toml; purpose is "" where none was
             declared.
    Units:   now is an aware datetime in UTC: the later of the clock and the latest time seen.
    Raises:  FactRefused for a verb, a kind or a tier that the table does not know.
    Source:  Bromley, Caldicott principles 1 to 7; Sussex 3.2.20; London CPP 3.5.4, 3.5.20.
    """
    stands = _where(asking.roles, verb, thing.kind, thing.tier)
    line, found = stands.line, stands.found
    if asking.is_service is not line.by_service:
        found |= ROLE
    elif line.tells_only:
        return permission(TELLS | (_walls(asking, line, thing) & (EXCLUSION | SEAL)))
    if line.about_a_child:
        if not asking.is_service:
            found |= _needs(asking, stands, thing, now)
        found |= _gates(asking, line, thing, purpose, now)
        if asking.excluded_from or thing.walled:
            found |= _walls(asking, line, thing)
        if found and not asking.is_service:
            found |= _passes(asking, line, thing, found, now)
    return permission(found)


@dataclass(frozen=True, slots=True)
class _Stands:
    """Where some roles stand: what of the table they do not meet, and whether at the desk."""

    line: Line
    found: int
    at_desk: bool


@lru_cache(maxsize=4096)
def _where(roles: frozenset[str], verb: str, kind: str, tier: str) -> _Stands:
    line = LINES.get((verb, kind))
    if line is None or tier not in line.reaching:
        raise _unknown(verb, kind, tier)
    found = ROLE if line.roles.isdisjoint(roles) else 0
    if line.about_a_child:
        if line.reaching[tier].isdisjoint(roles) and not line.opens_glass:
            found |= SENSITIVITY
        if not OPERATORS.isdisjoint(roles):
            found |= OPERATOR
    return _Stands(line, found, not line.desk[tier].isdisjoint(roles))


def _needs(asking: Asking, stands: _Stands, thing: Thing, now: datetime) -> int:
    line, found = stands.line, 0
    if line.side != "any" and asking.agency != (
        thing.holder if line.side == "holder" else thing.recipient
    ):
        found = SIDE
    ours = asking.agency in (thing.holder, thing.recipient)
    if line.opens_glass or (ours and stands.at_desk):
        return found
    return found if _related(asking, stands, thing.child, now) else found | RELATIONSHIP


def _related(asking: Asking, stands: _Stands, child: str, now: datetime) -> bool:
    for each in asking.relationships.get(child, ()):
        whose = each.practitioner
        if whose == asking.practitioner or (stands.at_desk and not whose):
            reaches = REACH.get(each.kind, 0) >= stands.line.shows
            if reaches and each.child == child and each.since <= now < each.until:
                return True
    return False


def _gates(asking: Asking, line: Line, thing: Thing, purpose: str, now: datetime) -> int:
    found = FORM if thing.form_owed else 0
    if purpose not in line.purposes:
        found |= PURPOSE
    if not asking.is_service:
        if asking.trained_until is None or asking.trained_until <= now:
            found |= TRAINING
        if line.step_up and not _stepped_up(asking.stepped_up_at, now):
            found |= STEP_UP
    if asking.agency == thing.holder and not asking.is_service:
        return found
    return found | _between_agencies(asking, line, thing, purpose, now)


def _stepped_up(at: datetime | None, now: datetime) -> bool:
    return at is not None and at <= now < at + STEP_UP_COUNTS_FOR


def _between_agencies(asking: Asking, line: Line, thing: Thing, purpose: str, now: datetime) -> int:
    if asking.agency == thing.recipient and not asking.is_service:
        within = (
            purpose in thing.limits
            and (thing.limits_until is None or now < thing.limits_until)
            and (thing.onward_agreed or not line.onward)
        )
        return 0 if within else LIMITS
    for agreement in asking.agreements:
        if _covers(agreement, asking, line, thing, purpose) and (
            agreement.since <= now < agreement.until
        ):
            return 0
    return AGREEMENT


def _covers(agreement: Agreement, asking: Asking, line: Line, thing: Thing, purpose: str) -> bool:
    return (
        asking.agency in agreement.parties
        and thing.holder in agreement.parties
        and purpose in agreement.purposes
        and line.of_class in agreement.classes
        and line.shows <= agreement.covers
        and (not asking.is_service or asking.answers_to in agreement.answers_to)
    )


def _walls(asking: Asking, line: Line, thing: Thing) -> int:
    found, who = 0, asking.practitioner
    if thing.child in asking.excluded_from or not thing.people.isdisjoint(asking.excluded_from):
        found = EXCLUSION
    if thing.sealed and (asking.is_service or who not in thing.named):
        found |= SEAL
    if thing.location_shielded and line.shows == LOCATION and who not in thing.may_locate:
        found |= SHIELD
    if thing.sensitive_service and not _may_know_of_service(asking, thing):
        found |= SENSITIVE_SERVICE
    return found


def _may_know_of_service(asking: Asking, thing: Thing) -> bool:
    if asking.is_service:
        return False
    return asking.agency == thing.holder or thing.child_agrees or thing.reasonable_cause


def _passes(asking: Asking, line: Line, thing: Thing, found: int, now: datetime) -> int:
    passes = 0
    if line.owed and thing.duty is not None and not found & SIDE:
        passes = OWED
    if line.glass and found & (RELATIONSHIP | SENSITIVITY):
        for broken in asking.broken_glass.get(thing.child, ()):
            if _opens(broken, asking, thing, now):
                return passes | GLASS
    return passes


def _opens(broken: BrokenGlass, asking: Asking, thing: Thing, now: datetime) -> bool:
    return (
        broken.practitioner == asking.practitioner
        and broken.child == thing.child
        and broken.reason_recorded
        and _stepped_up(broken.stepped_up_at, broken.at)
        and broken.at <= now < broken.at + GLASS_STAYS_OPEN_FOR
    )


def _unknown(*words: str) -> FactRefused:
    return FactRefused(
        what="Nothing was decided: the table does not know this verb, this kind or this tier.",
        why=f"It was asked about {', '.join(word[:24] for word in words)}.",
        next="Use the codes of permitting.toml, or add a line to it.",
    )
