"""The words of every letter there is; only a reference and a link are filled in."""

import re
import secrets
from dataclasses import dataclass

from sharewell.terms.errors import NotAllowed

# Without vowels no reference spells a name or a word.
LETTERS = "BCDFGHJKLMNPQRSTVWXZ23456789"
REFERENCE = re.compile(rf"[{LETTERS}]{{4}}-[{LETTERS}]{{4}}")
UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
RECOVERY = "recovery"
CLOSING = """
This letter says nothing about anybody, and it is sent by a machine: please do not answer it.
If you did not expect it, do not use the link. Open Sharewell as you always do and look at your
desk, or ring the sender at a number from your own directory.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The fixed words of one kind of letter, and where its link may lead."""

    title: str
    subject: str
    body: str
    leads_to: re.Pattern[str]


def _words(subject: str, first: str, leads_to: str) -> Words:
    return Words(
        title=subject.capitalize(),
        subject=f"Sharewell {{reference}}: {subject}",
        body=f"{first}\n\nReference: {{reference}}\n\nSign in here:\n{{link}}\n{CLOSING}",
        leads_to=re.compile(leads_to),
    )


KINDS = {
    "shared": _words(
        "something to read",
        "Another service has shared something with yours. Somebody needs to read it and answer.",
        rf"/received/{REFERENCE.pattern}",
    ),
    "answered": _words(
        "an answer has come",
        "The service with which you shared something has answered.",
        rf"/disclosures/{UUID}",
    ),
    "overdue": _words(
        "an answer is overdue",
        "Something that was shared with your service has not been answered in time.",
        rf"/received/{REFERENCE.pattern}",
    ),
    "review": _words(
        "a review is due by the next working day",
        "Somebody broke the glass. A second person needs to look at it.",
        rf"/reviews/{REFERENCE.pattern}",
    ),
    "gate_review": _words(
        "something was done without what is asked for first",
        "It was owed to a child, so it was not stopped. A second person needs to look at it by "
        "the next working\nday.",
        rf"/reviews/{REFERENCE.pattern}",
    ),
    "review_late": _words(
        "a review is late",
        "No second person has looked in time at something that they were asked to review.",
        rf"/reviews/{REFERENCE.pattern}",
    ),
    RECOVERY: _words(
        "half of a code to sign in",
        "Somebody who keeps the accounts of your agency is helping you to sign in again. The "
        "reference below is\none half of the code, for one hour; they tell you the other half. "
        "Give this half to nobody.",
        r"/sign-in/recover",
    ),
}
"""Every kind of letter; a new kind is a new entry here, and needs no other code."""


FAULTS = {
    "not_reached": "The mail server could not be reached.",
    "sender_refused": "The mail server does not take letters from this service.",
    "address_refused": "The mail server refused the address.",
    "letter_refused": "The mail server refused the letter.",
    "not_encrypted": "The way to the mail server is not encrypted, so nothing was sent.",
    "not_let_in": "The mail server did not let this service sign in.",
    "broke_off": "The sending was broken off at the moment of handing over.",
}
"""Why a letter did not arrive, in words."""


def new_reference() -> str:
    """Make up a reference that people can read over a telephone, such as 7KQD-3WXM."""
    drawn = "".join(secrets.choice(LETTERS) for _ in range(8))
    return f"{drawn[:4]}-{drawn[4:]}"


def refuse_other_words(*, kind: str, reference: str, link_path: str) -> None:
    """Refuse whatever is not a kind of letter, a reference, or where such a letter may lead.

    Raises:  NotAllowed. It does not repeat what was refused, because it may be about somebody.
    """
    wrong = (
        "kind" if kind not in KINDS
        else "reference" if not REFERENCE.fullmatch(reference)
        else "link" if not KINDS[kind].leads_to.fullmatch(link_path)
        else ""
    )  # fmt: skip
    if wrong:
        raise NotAllowed(
            what=f"No letter was written: its {wrong} is none that a letter may carry.",
            why="A letter travels in the open, so it carries a reference and a link and nothing "
            "else.",
            next="Use a kind of letter, a reference and an address that outbox/words.py allows.",
        )


def worded(*, kind: str, reference: str, link: str) -> tuple[str, str]:
    """Give the subject and the body of a letter."""
    words = KINDS[kind]
    return (
        words.subject.format(reference=reference),
        words.body.format(reference=reference, link=link),
    )
