"""The answer: four parts kept apart, with the reasons, duties and questions that go with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sharewell.terms.basis import Basis
from sharewell.terms.canonical import canonical, digest
from sharewell.terms.conditions import Value


class Outcome(StrEnum):
    """Whether, and in what form, it is shared with this recipient."""

    SHARE_MUST = "share_must"
    SHARE_MAY = "share_may"
    SHARE_LIMITED = "share_limited"
    SHARE_ANONYMISED = "share_anonymised"
    SHARE_WITH_CONSENT_ONLY = "share_with_consent_only"
    SEEK_CONSENT_FIRST = "seek_consent_first"
    SEEK_ADVICE = "seek_advice"
    DO_NOT_SHARE = "do_not_share"


NOTHING_LEAVES = frozenset({Outcome.SEEK_ADVICE, Outcome.DO_NOT_SHARE})


class Part(StrEnum):
    """Which part of the answer a rule sets."""

    OUTCOME = "outcome"
    CONSENT_NEEDED = "consent_needed"
    INFORM_SUBJECT = "inform_subject"
    PRECONDITION = "precondition"
    DUTY = "duty"
    ARTICLE_6 = "article_6"
    ARTICLE_9 = "article_9"
    GATEWAY = "gateway"


EXCLUSIVE = (Part.OUTCOME, Part.CONSENT_NEEDED, Part.INFORM_SUBJECT)
"""What always has one value: that of the first rule to speak, or else a default."""
BASIS = (Part.ARTICLE_6, Part.ARTICLE_9, Part.GATEWAY)
BESIDE = frozenset({Part.DUTY, *BASIS})
"""What goes with an answer and never changes it."""


class Status(StrEnum):
    """Whether the outcome stands, waits for a question, or cannot be told."""

    DETERMINED = "determined"
    ASK = "ask"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule that speaks, in words, with its paragraphs and the facts it relied on."""

    rule: str
    pack: str
    part: Part
    because: str
    cites: tuple[str, ...]
    seen: str
    facts: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Give the reason in the shape of the contract."""
        return {
            "rule": self.rule,
            "pack": self.pack,
            "because": self.because,
            "cites": list(self.cites),
            "seen": self.seen,
            "facts": list(self.facts),
        }


@dataclass(frozen=True, slots=True)
class DutyOwed:
    """Something to do with the answer; not certain while its condition is still open."""

    code: str
    do: str
    cites: tuple[str, ...]
    certain: bool

    def as_json(self) -> dict[str, Any]:
        """Give the duty in the shape of the contract."""
        return {
            "code": self.code,
            "do": self.do,
            "cites": list(self.cites),
            "certain": self.certain,
        }


@dataclass(frozen=True, slots=True)
class NextQuestion:
    """The question to ask now: one fact, or a group of facts asked on one page."""

    question: str
    facts: tuple[str, ...]
    cites: tuple[str, ...]
    group: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Give the question in the shape of the contract."""
        return {"question": self.question, "facts": list(self.facts), "cites": list(self.cites)}


@dataclass(frozen=True, slots=True)
class Change:
    """One fact that, were it otherwise, would change the outcome."""

    fact: str
    was: Value | None
    to: Value
    outcome: Outcome

    def as_json(self) -> dict[str, Any]:
        """Give the change in the shape of the contract."""
        return {"fact": self.fact, "from": self.was, "to": self.to, "outcome": self.outcome}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the packs in force say of one situation.

    `outcome` is None while a fact not asked, or not known, could still change it;
    `act_now` is always given, and goes with the other three parts.
    """

    status: Status
    outcome: Outcome | None
    act_now: Outcome
    presumed: Mapping[str, Value]
    consent_needed: str
    inform_subject: str
    preconditions: tuple[str, ...]
    held_back: Outcome | None
    banners: tuple[str, ...]
    possible: tuple[Outcome, ...]
    reasons: tuple[Reason, ...]
    duties: tuple[DutyOwed, ...]
    basis: Basis
    would_change: tuple[Change, ...]
    missing: tuple[str, ...]
    next: NextQuestion | None
    at_most: int
    pack_digest: str
    facts_digest: str

    @property
    def result_digest(self) -> str:
        """The digest of what was decided, taken of no sentence, no id and no date."""
        return digest(canonical(self.digested()))

    def as_json(self) -> dict[str, Any]:
        """Give the whole answer in the shape of the contract, ready for JSON."""
        return {
            "status": self.status,
            "outcome": self.outcome,
            "act_now": self.act_now,
            "presumed": dict(self.presumed),
            "consent_needed": self.consent_needed,
            "inform_subject": self.inform_subject,
            "preconditions": list(self.preconditions),
            "held_back": self.held_back,
            "banners": list(self.banners),
            "possible": list(self.possible),
            "reasons": [reason.as_json() for reason in self.reasons],
            "duties": [duty.as_json() for duty in self.duties],
            "basis": self.basis.as_json(),
            "would_change": [change.as_json() for change in self.would_change],
            "missing": list(self.missing),
            "next": self.next.as_json() if self.next else None,
            "at_most": self.at_most,
            "pack_digest": self.pack_digest,
            "facts_digest": self.facts_digest,
            "result_digest": self.result_digest,
        }

    def digested(self) -> dict[str, Any]:
        """Give what the result's digest is taken of: no sentence, no id, no date."""
        return {
            "status": self.status,
            "outcome": self.outcome,
            "act_now": self.act_now,
            "presumed": dict(self.presumed),
            "consent_needed": self.consent_needed,
            "inform_subject": self.inform_subject,
            "preconditions": list(self.preconditions),
            "held_back": self.held_back,
            "possible": list(self.possible),
            "reasons": [reason.rule for reason in self.reasons],
            "duties": [duty.code for duty in self.duties],
            "basis": self.basis.as_json(),
        }
