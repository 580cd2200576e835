"""What must be done before it leaves: each precondition of an answer, in a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sharewell.terms.errors import NotAllowed

DONE = {
    "verify_requester": "Whoever asked was known to us, or was called back",
    "purpose_and_power_stated": "Whoever asked has said why, and under which power",
    "written_request": "The request is in writing, with its grounds",
    "court_permission": "The court has given permission, or its rules do",
    "undertaking_signed": "The recipient has signed the undertaking",
    "accuracy_checked": "It was checked, or marked as uncertain",
    "evidence_of_parental_responsibility": "Parental responsibility was evidenced",
    "originator_permission": "The agency it came from permits passing it on",
    "redact_address": "Addresses and whereabouts to be kept secret were taken out",
    "redact_third_party": "What is about, or came from, somebody else was taken out",
    "second_person_check": "A second person looked at exactly what leaves",
    "best_interests_check": "Whether it is in the child’s best interests was considered",
    "legal_advice": "Legal advice was taken on this point",
    "representations_invited": "The adult concerned was able to say something first",
    "checks_complete": "The checks that the procedure requires are complete",
    "identity_of_applicant": "The applicant’s identity was checked",
}
"""Each precondition of the vocabulary, as the sender ticks it."""

TAKES_OUT = frozenset({"redact_address", "redact_third_party"})


def done(code: str) -> str:
    """Say a precondition as something done; one that a local pack adds is said by its code."""
    return DONE.get(code, code.replace("_", " ").capitalize())


def refuse_undone(preconditions: Iterable[str], done_by: Mapping[str, str]) -> None:
    """Refuse what is not ready to leave: each precondition is done, and somebody did it.

    Shapes:  done_by maps a precondition's code to who did it.
    Raises:  NotAllowed, naming the preconditions.
    """
    undone = [code for code in preconditions if not done_by.get(code, "").strip()]
    if undone:
        things = "1 thing" if len(undone) == 1 else f"{len(undone)} things"
        raise NotAllowed(
            what=f"Nothing was sent: {things} must be done first.",
            why="; ".join(done(code) for code in undone) + ": the answer makes this a condition.",
            next="Do it, tick it and say who did it. What you typed is kept.",
        )


def refuse_held_back(held_back: str | None, preconditions: Iterable[str]) -> None:
    """Refuse an answer that opens only when a precondition is met: that takes a new decision.

    Raises:  NotAllowed, naming the preconditions.
    """
    if held_back:
        raise NotAllowed(
            what="Nothing was sent: the answer is not yet.",
            why="It is held back until this is so: " + "; ".join(map(done, preconditions)) + ".",
            next="When it is so, decide again and say it there; the new decision can be sent.",
        )
