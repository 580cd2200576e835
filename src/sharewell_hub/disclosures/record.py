"""The record of a decision as one whole: what was known, advised, decided, sent and answered."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sharewell.deciding import Engine
from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.agencies.roles import labels_of
from sharewell_hub.concerns.queries import items_of
from sharewell_hub.concerns.queries import words_of as words_around
from sharewell_hub.decisions.following import STANDS, beside_the_texts, texts_of
from sharewell_hub.decisions.grounds import footing_then
from sharewell_hub.decisions.meanings import footing, kept_apart
from sharewell_hub.decisions.models import Decision
from sharewell_hub.decisions.queries import (
    engine_of,
    made_on,
    own,
    words_of,
)
from sharewell_hub.decisions.reasons import limb_in_words, reasons
from sharewell_hub.decisions.sentences import WORDS, cited, sentence
from sharewell_hub.disclosures.progress import checklists
from sharewell_hub.disclosures.queries import sent_under
from sharewell_hub.disclosures.record_log import entries_of
from sharewell_hub.disclosures.record_sent import what_was_sent
from sharewell_hub.look.environment import day
from sharewell_hub.people.queries import born_on, name_of

Part = dict[str, Any]
JUDGEMENTS = {"judgement": "a judgement", "record": "what was wanted"}


def record_of(viewer: Practitioner, decision: Decision) -> Part:
    """Give the whole record of one decision of the viewer's agency, opened.

    Shapes:  parts by name; times are aware, days are dates, everything else can be JSON.
    Raises:  NotFound, also for another agency's.
    Source:  London CPP 3.5.21 and 3.7.9; Bromley 8 and golden rule 7: record what was decided and
             why, whether it was to share or not.
    """
    packs = engine_of(viewer, own(viewer, decision))
    sent = sent_under(viewer, decision)
    names = _names(decision)
    agreement, telling = _agreement(packs, decision, names), _telling(packs, decision)
    return {
        "id": str(decision.pk),
        "reference": reference(decision.pk),
        "agency": decision.agency.name,
        "subject": _subject(viewer, decision),
        "decided": _decided(viewer, decision),
        "advice": _advice(packs, decision),
        "footing": footing_then(packs, decision),
        "worry": _worry(viewer, decision, names),
        "asked": _asked(packs, decision, names),
        "presumed": _presumed(packs, decision),
        "reasons": _reasons(packs, decision),
        "duties": _duties(packs, decision),
        "agreement": agreement,
        "telling": telling,
        "meanings": _meanings(packs, decision, agreement, telling),
        "disclosures": what_was_sent(viewer, sent),
        "checklists": checklists(viewer, decision, sent[-1] if sent else None),
        "chain": _chain(viewer, decision),
        "packs": _packs(packs, decision),
        "log": entries_of(viewer, decision, sent),
    }


def reference(id: UUID) -> str:
    """Give a short form of an id, to be read out over a telephone."""
    return f"D-{id.hex[:8].upper()}"


def _subject(viewer: Practitioner, decision: Decision) -> Part:
    subject = decision.subject
    return {
        "id": str(subject.pk),
        "kind": subject.kind,
        "name": name_of(viewer, subject),
        "born_on": born_on(viewer, subject),
    }


def _decided(viewer: Practitioner, decision: Decision) -> Part:
    words = words_of(viewer, decision)
    return {
        "code": decision.decided,
        "words": WORDS["told_decided"][decision.decided],
        "by": decision.decided_by.name,
        "roles": labels_of(decision.decided_by.roles),
        "at": decision.decided_at,
        "differs": decision.differs,
        "why": words.why,
        "if_shared": words.if_shared,
        "if_not": words.if_not,
    }


def _advice(packs: Engine, decision: Decision) -> Part:
    answer = decision.answer
    first = WORDS["first"]
    return {
        "sentence": sentence(packs, decision.facts, answer),
        "status": answer["status"],
        "outcome": answer["outcome"],
        "act_now": answer["act_now"],
        "consent_needed": answer["consent_needed"],
        "agreement": WORDS["agreement_beneath"][answer["consent_needed"]],
        "inform_subject": answer["inform_subject"],
        "family": WORDS["family"][answer["inform_subject"]],
        "preconditions": [first.get(code, [code])[0] for code in answer["preconditions"]],
        "held_back": answer["held_back"],
        "basis": answer.get("basis"),
        "banners": beside_the_texts(decision),
    }


def _worry(viewer: Practitioner, decision: Decision, names: Mapping[str, str]) -> Part:
    concern = decision.concern
    around = words_around(viewer, concern)
    return {
        "by": names[str(concern.recorded_by_id)],
        "at": concern.recorded_at,
        "items": [
            {
                "standing": item.standing.value,
                "words": item.text,
                "seen_on": item.seen_on,
                "about_somebody_else": item.about_somebody_else,
            }
            for item in items_of(viewer, concern)
        ],
        "adult": around.adult,
        "child_wants": around.child_wants,
        "explained": around.explained,
    }


def _asked(packs: Engine, decision: Decision, names: Mapping[str, str]) -> list[Part]:
    """Say each fact with who said it, when, and whether it is a judgement."""
    return [
        {
            "fact": one["fact"],
            "asked": packs.question(one["fact"]).ask,
            "said": packs.said(one["fact"], one["value"]),
            "by": names.get(one.get("by", ""), decision.decided_by.name),
            "at": datetime.fromisoformat(one["at"]),
            "how": JUDGEMENTS.get(one["kind"], one["kind"]),
        }
        for one in decision.said
    ]


def _presumed(packs: Engine, decision: Decision) -> list[Part]:
    return [
        {"fact": fact, "asked": packs.question(fact).ask, "said": packs.said(fact, value)}
        for fact, value in decision.answer["presumed"].items()
    ]


def _reasons(packs: Engine, decision: Decision) -> list[Part]:
    return [
        {
            "rule": each["rule"],
            "because": each["because"],
            "cites": cited(packs, tuple(each["cites"])),
            "seen": each["seen"],
        }
        for each in decision.answer["reasons"]
    ]


def _duties(packs: Engine, decision: Decision) -> list[Part]:
    return [
        {
            "code": each["code"],
            "do": each["do"],
            "cites": cited(packs, tuple(each["cites"])),
            "certain": each["certain"],
        }
        for each in decision.answer["duties"]
    ]


def _agreement(packs: Engine, decision: Decision, names: Mapping[str, str]) -> Part:
    position = decision.position
    found = reasons(packs, "consent_not_sought").get(position.reason)
    return {
        "state": position.state,
        "words": WORDS["position"][position.state],
        "reason": found.says if found else position.reason,
        "cites": cited(packs, found.cites) if found else [],
        "limb": limb_in_words(position.limb),
        "by": names[str(position.recorded_by_id)],
        "at": position.recorded_at,
    }


def _telling(packs: Engine, decision: Decision) -> Part:
    found = reasons(packs, "not_told").get(decision.telling_reason)
    return {
        "state": decision.telling,
        "words": WORDS["telling"][decision.telling],
        "reason": found.says if found else decision.telling_reason,
        "cites": cited(packs, found.cites) if found else [],
        "look_again_on": decision.look_again_on,
    }


def _meanings(packs: Engine, decision: Decision, agreement: Part, telling: Part) -> list[Part]:
    """Say how the four things that are called consent stand, each apart from the others."""
    again = f"To be looked at again on {day(telling['look_again_on'])}."
    asked = [f"{agreement['words']}.", agreement["reason"], agreement["limb"]]
    told = [f"{telling['words']}.", telling["reason"], again if telling["look_again_on"] else ""]
    stands = {
        "lawful_basis": footing(packs, decision.answer.get("basis")),
        "agreement_to_a_service": "Not asked here: this record answers nothing about it.",
        "confidentiality": " ".join(part for part in asked if part),
        "being_told": " ".join(part for part in told if part),
    }
    return kept_apart(packs, decision.facts, stands)


def _chain(viewer: Practitioner, decision: Decision) -> Part:
    """Name what it took the place of, back to the first, and what took its place."""
    made = {one.pk: one for one in made_on(viewer, decision.concern_id)}
    earlier, before = [], decision.supersedes_id
    while before in made:
        earlier.append(_link(made[before]))
        before = made[before].supersedes_id
    later = next((one for one in made.values() if one.supersedes_id == decision.pk), None)
    return {"earlier": earlier, "later": _link(later) if later else None}


def _link(decision: Decision) -> Part:
    return {
        "id": str(decision.pk),
        "reference": reference(decision.pk),
        "words": WORDS["told_decided"][decision.decided],
        "by": decision.decided_by.name,
        "at": decision.decided_at,
    }


def _packs(packs: Engine, decision: Decision) -> Part:
    due = {pack.id: pack.review_due for pack in packs.stack.packs}
    return {
        "stack": decision.stack,
        "digest": decision.stack_bytes_id,
        "as_at": decision.as_at,
        "engine": decision.engine_version,
        "facts_digest": decision.facts_digest,
        "result_digest": decision.result_digest,
        "list": [
            {**pack, "stands": STANDS[pack["status"]], "review_due": due.get(pack["id"])}
            for pack in texts_of(decision)
        ],
    }


def _names(decision: Decision) -> dict[str, str]:
    """Name everybody who said or recorded something, by their ids."""
    by = {one["by"] for one in decision.said if one.get("by")}
    wanted = {*by, decision.concern.recorded_by_id, decision.position.recorded_by_id}
    found = Practitioner.objects.filter(pk__in=wanted).values_list("pk", "name")
    return {str(pk): name for pk, name in found}
