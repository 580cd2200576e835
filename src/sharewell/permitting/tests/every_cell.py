"""Every cell of the matrix, and the facts that each of them stands for."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import combinations, count, product

from sharewell.permitting import Agreement, Asking, BrokenGlass, Duty, Relationship, Shows, Thing
from sharewell.permitting.tests.who_never import Cell

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
LONG, MINUTE = timedelta(days=30), timedelta(minutes=1)
EARLIER, LATER = NOW - LONG, NOW + LONG
ME, ELSE, OURS, THEIRS, CHILD = "me", "else", "ours", "theirs", "child"
PURPOSE = "protect_child"

ROLES = (
    "teacher", "social_worker", "designated_safeguarding_lead", "mash_manager",
    "lead_information_officer", "supervisor", "partnership_manager", "policy_officer",
    "lay_member", "system_administrator", "account_administrator",
    "administrator_and_social_worker", "service_identity",
    "person_with_a_services_role", "service_with_a_guardians_role",
)  # fmt: skip
VERBS = (
    "raise", "know_of", "read", "locate", "record", "decide", "share", "ask", "answer", "receive",
    "pass_on", "advise", "link", "correct", "review", "destroy", "release", "see_who_looked",
    "close", "unshield", "break_glass", "find_patterns", "keep", "operate",
)  # fmt: skip
KINDS = (
    "concern", "disclosure", "subject_request", "call_back", "destination", "protocol", "letter",
    "account",
)  # fmt: skip
HOLDS = {
    "administrator_and_social_worker": {"system_administrator", "social_worker"},
    "person_with_a_services_role": {"service_identity"},
    "service_with_a_guardians_role": {"lead_information_officer"},
}
SIDES = ("holder", "recipient", "other")
WAYS = {
    "relationship": (
        "own", "none", "own_begins_now", "own_ends_now", "own_tomorrow", "agencys", "colleagues",
        "with_another_child", "with_the_household", "asked_for_advice", "of_an_unknown_kind",
    ),
    "tier": ("ordinary", "confidential", "restricted"),
    "wall": (
        "none", "excluded", "excluded_from_the_adult", "excluded_from_a_stranger", "sealed",
        "sealed_and_named", "excluded_and_sealed", "shielded", "shielded_and_named", "sensitive",
        "sensitive_agreed", "sensitive_and_cause",
    ),
    "gate": (
        "none", "no_agreement", "agreement_ends_now", "agreement_begins_now",
        "agreement_begins_later", "agreement_on_existence_only", "agreement_on_content_only",
        "agreement_on_another_class", "agreement_for_another_purpose", "holder_not_a_party",
        "asker_not_a_party", "never_trained", "training_ends_now", "form_owed", "no_purpose",
        "anothers_purpose", "never_again_signed_in", "signed_in_again_too_long_ago",
        "signed_in_again_just_in_time", "answers_to_nobody_named", "sent_for_another_purpose",
        "sent_until_now", "not_onward",
    ),
    "duty": ("none", "protect"),
    "glass": (
        "none", "open", "just_broken", "over", "for_another_child", "without_a_reason",
        "without_signing_in_again", "broken_by_a_colleague",
    ),
}  # fmt: skip


def the_plain() -> Iterator[Cell]:
    """Give role x relationship x sensitivity x verb x kind x side, nothing else in the way."""
    for role, verb, kind, side, relationship, tier in product(
        ROLES, VERBS, KINDS, SIDES, WAYS["relationship"], WAYS["tier"]
    ):
        yield Cell(role, verb, kind, side, relationship, tier)


def departing(ways: int, *, one_in: int = 1) -> Iterator[Cell]:
    """Give the cells about a child that depart from the plainest one in so many of six ways.

    With one_in, every so-manieth is given, each departure beginning elsewhere.
    """
    bases = list(product(ROLES, VERBS, KINDS[:4], SIDES))
    turn = count()
    for names in combinations(WAYS, ways):
        for values in product(*(WAYS[name][1:] for name in names)):
            departs = dict(zip(names, values, strict=True))
            for base in bases[next(turn) % one_in :: one_in]:
                yield Cell(*base, **departs)


def facts(cell: Cell) -> tuple[Asking, Thing, str]:
    """Give the asker, the thing and the purpose for which a cell stands."""
    asking = _asking(cell.role, cell.kind, cell.relationship, cell.wall, cell.gate, cell.glass)
    thing = _thing(cell.kind, cell.side, cell.tier, cell.wall, cell.gate, cell.duty)
    return asking, thing, _purpose(cell)


def _is_service(role: str) -> bool:
    return role in ("service_identity", "service_with_a_guardians_role")


def _purpose(cell: Cell) -> str:
    service = _is_service(cell.role)
    if cell.gate == "anothers_purpose":
        service = not service
    return "" if cell.gate == "no_purpose" else "find_patterns" if service else PURPOSE


@cache
def _asking(role, kind, relationship, wall, gate, glass) -> Asking:
    excluded = {
        "excluded": CHILD,
        "excluded_and_sealed": CHILD,
        "excluded_from_the_adult": "adult",
        "excluded_from_a_stranger": "stranger",
    }
    return Asking(
        practitioner=ME,
        agency=OURS,
        roles=frozenset(HOLDS.get(role, {role})),
        trained_until={"never_trained": None, "training_ends_now": NOW}.get(gate, LATER),
        stepped_up_at={
            "never_again_signed_in": None,
            "signed_in_again_too_long_ago": NOW - 15 * MINUTE,
            "signed_in_again_just_in_time": NOW,
        }.get(gate, NOW - 14 * MINUTE),
        is_service=_is_service(role),
        answers_to="lay_member" if gate == "answers_to_nobody_named" else "caldicott_guardian",
        relationships={CHILD: _relationships(relationship)},
        agreements=_agreements(kind, gate),
        excluded_from={excluded[wall]: "relative"} if wall in excluded else {},
        broken_glass={CHILD: _glass(glass)},
    )


def _relationships(word) -> tuple[Relationship, ...]:
    if word == "none":
        return ()
    times = {
        "own_begins_now": (NOW, LATER),
        "own_ends_now": (EARLIER, NOW),
        "own_tomorrow": (NOW + MINUTE, LATER),
    }
    kinds = {
        "with_the_household": "works_with_household",
        "asked_for_advice": "asked_for_advice",
        "of_an_unknown_kind": "curious_about",
    }
    since, until = times.get(word, (EARLIER, LATER))
    return (
        Relationship(
            child="another" if word == "with_another_child" else CHILD,
            kind=kinds.get(word, "works_with"),
            since=since,
            until=until,
            practitioner={"agencys": "", "colleagues": ELSE}.get(word, ME),
        ),
    )


def _agreements(kind, gate) -> tuple[Agreement, ...]:
    if gate == "no_agreement":
        return ()
    classes = {
        "concern": "case", "disclosure": "sent", "call_back": "oversight",
        "subject_request": "own_request",
    }  # fmt: skip
    parties = {"holder_not_a_party": {OURS, "third"}, "asker_not_a_party": {THEIRS, "third"}}
    covers = {
        "agreement_on_existence_only": Shows.EXISTENCE,
        "agreement_on_content_only": Shows.CONTENT,
    }
    other_class = gate == "agreement_on_another_class"
    other_purpose = gate == "agreement_for_another_purpose"
    return (
        Agreement(
            id="agreement",
            version=1,
            parties=frozenset(parties.get(gate, {OURS, THEIRS})),
            purposes=frozenset({"prevent_crime"} if other_purpose else {PURPOSE, "find_patterns"}),
            classes=frozenset({"system"} if other_class else {classes.get(kind, "case")}),
            covers=covers.get(gate, Shows.LOCATION),
            since={"agreement_begins_now": NOW, "agreement_begins_later": NOW + MINUTE}.get(
                gate, EARLIER
            ),
            until=NOW if gate == "agreement_ends_now" else LATER,
            answers_to=frozenset({"caldicott_guardian"}),
        ),
    )


def _glass(word) -> tuple[BrokenGlass, ...]:
    if word == "none":
        return ()
    at = {"just_broken": NOW, "over": NOW - 60 * MINUTE}.get(word, NOW - 59 * MINUTE)
    return (
        BrokenGlass(
            practitioner=ELSE if word == "broken_by_a_colleague" else ME,
            child="another" if word == "for_another_child" else CHILD,
            at=at,
            stepped_up_at=None if word == "without_signing_in_again" else at - MINUTE,
            reason_recorded=word != "without_a_reason",
        ),
    )


@cache
def _thing(kind, side, tier, wall, gate, duty) -> Thing:
    purposes = {"prevent_crime"} if gate == "sent_for_another_purpose" else {PURPOSE}
    return Thing(
        kind=kind,
        holder=OURS if side == "holder" else THEIRS,
        recipient=OURS if side == "recipient" else "",
        child=CHILD,
        people=frozenset({CHILD, "adult"}),
        tier=tier,
        sealed="sealed" in wall,
        named=frozenset({ME, ELSE} if wall == "sealed_and_named" else {ELSE}),
        location_shielded=wall.startswith("shielded"),
        may_locate=frozenset({ME, ELSE} if wall == "shielded_and_named" else {ELSE}),
        sensitive_service=wall.startswith("sensitive"),
        child_agrees=wall == "sensitive_agreed",
        reasonable_cause=wall == "sensitive_and_cause",
        limits=frozenset(purposes),
        limits_until=NOW if gate == "sent_until_now" else LATER,
        onward_agreed=gate != "not_onward",
        form_owed=gate == "form_owed",
        duty=Duty.PROTECT if duty == "protect" else None,
    )
