"""An answer in words: one sentence first, then what goes with it; all are in words.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sharewell.deciding import Engine
from sharewell.terms.answer import Answer, Outcome, Part, Reason, Status
from sharewell.terms.citing import place_in_words
from sharewell.terms.conditions import UNKNOWN, Value
from sharewell_hub.agencies.roles import ROLES, Role

WORDS: dict[str, Any] = tomllib.loads(
    (Path(__file__).parent / "words.toml").read_text(encoding="utf-8")
)
RELEASES = (
    Outcome.SHARE_MUST,
    Outcome.SHARE_MAY,
    Outcome.SHARE_LIMITED,
    Outcome.SHARE_ANONYMISED,
)
Facts = Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class First:
    """Something that must happen before it leaves, and the fact that says it has happened."""

    text: str
    done: str
    fact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An answer as the page tells it, from the one sentence down to the reasons."""

    sentence: str
    tone: str
    with_whom: str
    how_much: str
    agreement: str
    agreement_why: list[dict[str, Any]]
    family: str
    family_why: list[dict[str, Any]]
    not_yet: str
    first: list[First]
    changes: list[str]
    unknown: list[str]
    duties: list[dict[str, Any]]
    reasons: list[dict[str, Any]]
    banners: list[str]
    releases: bool
    settled: bool


def tell(engine: Engine, facts: Facts, answer: Answer) -> Told:
    """Put an answer into words."""
    plain = answer.as_json()
    return Told(
        sentence=sentence(engine, facts, plain),
        tone=WORDS["tones"][kind_of(plain, facts)],
        with_whom=_with_whom(engine, facts),
        how_much=WORDS["how_much"][answer.act_now],
        agreement=WORDS["agreement_beneath"][answer.consent_needed],
        agreement_why=_because(engine, answer, Part.CONSENT_NEEDED),
        family=WORDS["family"][answer.inform_subject],
        family_why=_because(engine, answer, Part.INFORM_SUBJECT),
        not_yet=_not_yet(answer),
        first=[_first(engine, code) for code in answer.preconditions],
        changes=[_change(engine, change) for change in answer.would_change],
        unknown=[engine.question(name).ask for name, said in facts.items() if said == UNKNOWN],
        duties=[
            {
                "text": duty.do,
                "cites": cited(engine, duty.cites, short=True),
                "certain": duty.certain,
            }
            for duty in answer.duties
        ],
        reasons=[_told_reason(engine, reason) for reason in answer.reasons],
        banners=[text for text in answer.banners if text not in engine.banners],
        releases=answer.act_now in RELEASES,
        settled=answer.status is Status.DETERMINED,
    )


def kind_of(answer: Mapping[str, Any], facts: Facts) -> str:
    """Name the sentence that tells an answer: its outcome, "now" in danger, or "not yet".

    Shapes:  answer is an answer as JSON, as a decision keeps it.
    """
    if answer["held_back"]:
        return "not_yet"
    if answer["act_now"] == Outcome.SHARE_MUST and facts.get("risk_to_child") == "immediate":
        return "share_must_now"
    return str(answer["act_now"])


def sentence(engine: Engine, facts: Facts, answer: Mapping[str, Any]) -> str:
    """Say an answer in one sentence or two: whether, how soon, with whom, on whose agreement.

    Shapes:  answer is an answer as JSON, as a decision keeps it.
    """
    act = str(facts.get("act", "share"))
    said = WORDS["sentence"].get(act, WORDS["sentence"]["share"])[kind_of(answer, facts)]
    to = recipient(engine, facts)
    named = {"with": f" with {to}", "from": f" from {to}", "ask": f" {to}"}
    said = said.format(**(named if to else dict.fromkeys(named, "")))
    if act != "share" or answer["held_back"] or answer["act_now"] not in RELEASES:
        return str(said)
    return f"{said} {WORDS['agreement'][answer['consent_needed']]}"


def recipient(engine: Engine, facts: Facts) -> str:
    """Name the recipient inside a sentence: the packs' own name where they give one."""
    role = str(facts.get("recipient_role", UNKNOWN))
    if role == UNKNOWN:
        return ""
    usual = engine.stack.vocabulary.facts["recipient_role"].question.labels.get(role)
    label = engine.said("recipient_role", role)
    return label if label != usual else str(WORDS["recipients"].get(role, label))


def cited(engine: Engine, cites: tuple[str, ...], *, short: bool = False) -> list[str]:
    """Write citations so that a reader finds the place: a text, its edition, its paragraphs.

    Shapes:  short leaves the edition out, where the page names it elsewhere.
    """
    places: dict[str, list[str]] = {}
    for cite in cites:
        source, _, paragraph = cite.partition(" ")
        places.setdefault(_text(engine, source, short=short), []).append(place_in_words(paragraph))
    return [f"{text}: {', '.join(found)}" for text, found in places.items()]


def advisers() -> list[Role]:
    """Name the roles to turn to, nearest first."""
    return [ROLES[code] for code in WORDS["advisers"]["roles"]]


def _text(engine: Engine, source: str, *, short: bool) -> str:
    """Name the text a citation leads to."""
    for pack in engine.stack.packs:
        if pack.id == source:
            return (
                pack.short[:1].upper() + pack.short[1:]
                if short
                else f"{pack.title}, {pack.edition}"
            )
        titles = {one.id: one.title for one in pack.sources}
        if source in titles:
            return titles[source]
    return source


def _with_whom(engine: Engine, facts: Facts) -> str:
    role = facts.get("recipient_role", UNKNOWN)
    return "" if role == UNKNOWN else engine.said("recipient_role", role)


def _because(engine: Engine, answer: Answer, part: Part) -> list[dict[str, Any]]:
    return [_told_reason(engine, each) for each in answer.reasons if each.part is part]


def _told_reason(engine: Engine, reason: Reason) -> dict[str, Any]:
    return {
        "because": reason.because,
        "cites": cited(engine, reason.cites),
        "seen": reason.seen,
    }


def _not_yet(answer: Answer) -> str:
    if not answer.held_back:
        return ""
    return f"When this is done, the answer becomes: {WORDS['outcomes'][answer.held_back]}."


def _first(engine: Engine, code: str) -> First:
    text, done = WORDS["first"].get(code, [code.replace("_", " "), "This is done"])
    return First(text=text, done=done, fact=engine.stack.vocabulary.met_by.get(code, ""))


def _change(engine: Engine, change: Any) -> str:
    asked = engine.question(change.fact).ask.rstrip("?")
    to = engine.said(change.fact, change.to)
    return f"{asked}: if it were “{to}”, the answer would be: {WORDS['outcomes'][change.outcome]}."
