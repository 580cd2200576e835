"""Who may never see or do what, told a second time and apart: it imports nothing of the room."""

from collections.abc import Callable
from typing import NamedTuple


class Cell(NamedTuple):
    """One situation in words."""

    role: str
    verb: str
    kind: str
    side: str
    relationship: str = "own"
    tier: str = "ordinary"
    wall: str = "none"
    gate: str = "none"
    duty: str = "none"
    glass: str = "none"


PLAIN = ("own", "ordinary", "none", "none", "none", "none")
ABOUT_A_CHILD = {"concern", "disclosure", "subject_request", "call_back"}
ADMINISTRATORS = {
    "system_administrator", "account_administrator", "administrator_and_social_worker",
}  # fmt: skip
DESK_OF = {
    "concern": {"designated_safeguarding_lead", "mash_manager", "lead_information_officer"},
    "disclosure": {
        "social_worker", "designated_safeguarding_lead", "mash_manager", "lead_information_officer",
        "administrator_and_social_worker",
    },
    "call_back": {"designated_safeguarding_lead", "mash_manager", "lead_information_officer"},
    "subject_request": {"lead_information_officer"},
}  # fmt: skip
READS_RESTRICTED = {
    "designated_safeguarding_lead", "mash_manager", "lead_information_officer", "supervisor",
    "person_with_a_services_role", "service_with_a_guardians_role",
}  # fmt: skip
READS_CONFIDENTIAL = READS_RESTRICTED | {
    "teacher", "social_worker", "administrator_and_social_worker",
}  # fmt: skip

# Who | about what | does what. A role without a row here does it never.
PRACTISES = "teacher social_worker administrator_and_social_worker "
DESKS = "designated_safeguarding_lead mash_manager lead_information_officer "
EVERYBODY = (
    PRACTISES + DESKS + "supervisor partnership_manager policy_officer lay_member "
    "system_administrator account_administrator"
)
ROLES = f"""
{PRACTISES}{DESKS}| concern | locate record decide share ask answer link correct see_who_looked
{PRACTISES}{DESKS}supervisor | concern | know_of read
{PRACTISES}{DESKS}| concern | break_glass
{DESKS}supervisor | concern | advise
{DESKS}| concern | review
lead_information_officer | concern | destroy close unshield
service_identity person_with_a_services_role | concern | find_patterns
{PRACTISES}{DESKS}supervisor | disclosure | know_of read
{PRACTISES}{DESKS}| disclosure | locate receive answer pass_on correct see_who_looked
lead_information_officer | disclosure | review destroy
lead_information_officer supervisor | subject_request | know_of read
lead_information_officer | subject_request | record decide release review destroy see_who_looked
{DESKS}| call_back | read review
lead_information_officer | call_back | destroy
{EVERYBODY} | destination | read
mash_manager lead_information_officer partnership_manager | destination | keep
{EVERYBODY} | protocol | read
lead_information_officer policy_officer | protocol | keep
system_administrator administrator_and_social_worker | letter | read operate
account_administrator | account | read operate
"""
MAY = {
    (role, verb, kind.strip())
    for who, kind, verbs in (row.split("|") for row in ROLES.strip().splitlines())
    for role in who.split()
    for verb in verbs.split()
}
MAY |= {
    ("service_with_a_guardians_role", verb, kind)
    for role, verb, kind in MAY
    if role == "lead_information_officer"
}

ONLY_THE_HOLDER = {
    "record", "decide", "share", "ask", "link", "correct", "review", "destroy", "release",
    "see_who_looked", "close", "unshield",
}  # fmt: skip
ONLY_THE_RECIPIENT = {"answer", "receive", "pass_on"}
TELLS_SOMEBODY = {"share", "answer", "pass_on", "unshield"}
SIGNS_IN_AGAIN = {"share", "pass_on", "destroy", "release", "close", "unshield", "break_glass"}
SHOWS_A_PLACE = {"locate", "unshield"}
SHOWS_ONLY_THAT_IT_EXISTS = {"know_of", "break_glass", "find_patterns"}
STANDS_NOW = {"own", "own_begins_now"}
GLASS_IS_OPEN = {"open", "just_broken"}
WRONG_AGREEMENTS = {
    "no_agreement", "agreement_ends_now", "agreement_begins_later", "agreement_on_another_class",
    "agreement_for_another_purpose", "holder_not_a_party", "asker_not_a_party",
}  # fmt: skip
A_HOLDER_IS_A_PARTY = {"holder": {"holder_not_a_party"}, "recipient": set(), "other": set()}


def is_service(c: Cell) -> bool:
    return c.role in ("service_identity", "service_with_a_guardians_role")


def writes_down_a_worry(c: Cell) -> bool:
    return c.verb == "raise" and c.kind in ABOUT_A_CHILD and not is_service(c)


def of_the_right_side(c: Cell) -> bool:
    if c.verb in ONLY_THE_HOLDER:
        return c.side == "holder"
    return c.side == "recipient" if c.verb in ONLY_THE_RECIPIENT else True


def is_owed(c: Cell) -> bool:
    return (
        c.duty != "none"
        and c.verb in TELLS_SOMEBODY
        and of_the_right_side(c)
        and c.kind in ABOUT_A_CHILD
        and not is_service(c)
    )


def has_business_with_the_child(c: Cell) -> bool:
    at_desk = c.role in DESK_OF[c.kind] and (c.role, c.verb, c.kind) in MAY
    if c.tier == "restricted" and c.role not in READS_RESTRICTED:
        at_desk = False
    if at_desk and (c.side in ("holder", "recipient") or c.relationship == "agencys"):
        return True
    if c.relationship == "with_the_household":
        return c.verb in SHOWS_ONLY_THAT_IT_EXISTS
    if c.relationship == "asked_for_advice":
        return c.verb not in SHOWS_A_PLACE
    return c.relationship in STANDS_NOW


def reads_that_far(c: Cell) -> bool:
    if c.tier == "restricted":
        return c.role in READS_RESTRICTED
    return c.tier == "ordinary" or c.role in READS_CONFIDENTIAL


def existence_is_all_that_is_agreed(c: Cell) -> bool:
    return c.gate == "agreement_on_existence_only" and c.verb not in SHOWS_ONLY_THAT_IT_EXISTS


def a_place_is_not_agreed(c: Cell) -> bool:
    return c.gate == "agreement_on_content_only" and c.verb in SHOWS_A_PLACE


Row = tuple[str, Callable[[Cell], bool]]

# Not under any duty, and with no glass broken.
NEVER: tuple[Row, ...] = (
    ("a service does what only people do", lambda c: is_service(c) and c.verb != "find_patterns"),
    ("a person asks over the whole partnership",
     lambda c: c.verb == "find_patterns" and not is_service(c)),
    ("an excluded practitioner is shown the person",
     lambda c: c.wall in ("excluded", "excluded_from_the_adult", "excluded_and_sealed")),
    ("a sealed record is known to somebody not named",
     lambda c: c.wall in ("sealed", "excluded_and_sealed")),
    ("a service sees what is sealed", lambda c: is_service(c) and c.wall == "sealed_and_named"),
    ("a shielded place is shown", lambda c: c.wall == "shielded" and c.verb in SHOWS_A_PLACE),
    ("a sensitive service is betrayed outside it",
     lambda c: c.wall == "sensitive" and c.side != "holder"),
    ("a service identity sees a sensitive service",
     lambda c: is_service(c) and c.wall.startswith("sensitive")),
    ("whoever runs the system reads a case", lambda c: c.role in ADMINISTRATORS),
)  # fmt: skip

# Unless somebody must be told, or the glass is broken to look.
NEVER_WITHOUT_NEED: tuple[Row, ...] = (
    ("a stranger to the child looks", lambda c: not has_business_with_the_child(c)),
    ("a role looks further than it reaches", lambda c: not reads_that_far(c)),
)

# Unless somebody must be told.
NEVER_WITHOUT_DUTY: tuple[Row, ...] = (
    ("the role does not do this", lambda c: (c.role, c.verb, c.kind) not in MAY),
    ("it is the other agency's to do", lambda c: not of_the_right_side(c)),
    ("no purpose was declared", lambda c: c.gate == "no_purpose"),
    ("the purpose is not a practitioner's", lambda c: c.gate == "anothers_purpose"),
    ("the form is not complete", lambda c: c.gate == "form_owed"),
    ("training has run out", lambda c: c.gate in ("never_trained", "training_ends_now")
     and not is_service(c)),
    ("nobody signed in again", lambda c: c.verb in SIGNS_IN_AGAIN
     and c.gate in ("never_again_signed_in", "signed_in_again_too_long_ago")),
    ("no agreement covers it", lambda c: (c.side == "other" or is_service(c))
     and (c.gate in WRONG_AGREEMENTS - A_HOLDER_IS_A_PARTY[c.side]
          or existence_is_all_that_is_agreed(c) or a_place_is_not_agreed(c))),
    ("a question is answered to a role that nobody named",
     lambda c: is_service(c) and c.gate == "answers_to_nobody_named"),
    ("what was sent is used for something else", lambda c: c.side == "recipient"
     and c.gate in ("sent_for_another_purpose", "sent_until_now") and not is_service(c)),
    ("what was sent is passed on unasked", lambda c: c.side == "recipient"
     and c.gate == "not_onward" and c.verb == "pass_on"),
)  # fmt: skip

MUST: tuple[Row, ...] = (
    ("anybody writes down a worry", writes_down_a_worry),
    ("a duty with no wall in its way is done",
     lambda c: is_owed(c) and c.wall in ("none", "sealed_and_named", "excluded_from_a_stranger",
                                         "sensitive_agreed", "sensitive_and_cause",
                                         "shielded_and_named")
     and c.role not in ADMINISTRATORS),
    ("the holder sees who looked", lambda c: c.verb == "see_who_looked"
     and c[2:] == ("concern", "holder", *PLAIN)
     and c.role in ("teacher", "designated_safeguarding_lead", "lead_information_officer")),
    ("the desk takes in what was sent to its agency", lambda c: c.verb == "receive"
     and c[2:] == ("disclosure", "recipient", "none", *PLAIN[1:])
     and c.role in ("social_worker", "designated_safeguarding_lead", "mash_manager")),
    ("whoever knows the child reads under an agreement",
     lambda c: c == ("teacher", "read", "concern", "other", *PLAIN)),
)  # fmt: skip


def broken_rows(c: Cell) -> list[str]:
    """Name the rows that forbid it; none where it is allowed."""
    if c.kind not in ABOUT_A_CHILD:
        may = (c.role, c.verb, c.kind) in MAY and not is_service(c)
        return [] if may else ["the role does not do this"]
    if writes_down_a_worry(c):
        return []
    rows = list(NEVER)
    if not is_owed(c):
        rows += NEVER_WITHOUT_DUTY
        glass = c.verb in ("know_of", "read") and c.glass in GLASS_IS_OPEN
        if not (glass or is_service(c) or c.verb == "break_glass"):
            rows += NEVER_WITHOUT_NEED
    return [says for says, never in rows if never(c)]


def never(c: Cell) -> bool:
    """Say whether it is forbidden."""
    return bool(broken_rows(c))


PAST = {
    "a sealed record is known to somebody not named": "on_call",
    "an excluded practitioner is shown the person": "deputy",
    "a shielded place is shown": "named_officer",
    "a sensitive service is betrayed outside it": "desk",
    "whoever runs the system reads a case": "desk",
}
ALSO_FOR_A_WORRY = ("on_call", "deputy")


def goes_past(c: Cell) -> str | None:
    """Say who fulfils a duty that a wall keeps from this practitioner."""
    worry = writes_down_a_worry(c)
    if not (worry or is_owed(c)):
        return None
    walls = [says for says, never in NEVER if never(c)]
    past = [to for says, to in PAST.items() if says in walls]
    return next((to for to in past if not worry or to in ALSO_FOR_A_WORRY), None)
