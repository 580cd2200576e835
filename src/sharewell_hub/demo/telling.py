"""Telling the story: each act is done by the rooms' own actions, so that the log is a real one."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.utils import timezone

from sharewell.delivering.sending import Sending, Ticked
from sharewell.delivering.stating import Onward, Purpose
from sharewell_hub.agencies.models import Destination, Practitioner
from sharewell_hub.concerns import writing
from sharewell_hub.concerns.actions import record_concern
from sharewell_hub.concerns.models import Concern
from sharewell_hub.consents.actions import Standing
from sharewell_hub.decisions.actions import Made, record_decision, supersede_decision
from sharewell_hub.decisions.engine import engine
from sharewell_hub.decisions.models import Decision
from sharewell_hub.decisions.reasons import reasons
from sharewell_hub.demo.clock import it_is
from sharewell_hub.demo.story import Act, acts, day_of, family, moment_of
from sharewell_hub.disclosures.actions import send_disclosure
from sharewell_hub.disclosures.answering import (
    Answered,
    accept_limits,
    hand_on,
    read_disclosure,
    reply_to,
)
from sharewell_hub.disclosures.covering import Tellable, tellable
from sharewell_hub.disclosures.models import Disclosure
from sharewell_hub.disclosures.share_form import BY_OURSELVES
from sharewell_hub.people.actions import Who
from sharewell_hub.people.models import Subject
from sharewell_hub.people.relating import relate
from sharewell_hub.walls.seeing import seen_by
from sharewell_hub.whereabouts.actions import put_up_shield, record_place
from sharewell_hub.whereabouts.queries import Place

A_MINUTE = timedelta(minutes=1)
OWN_SENSES = ("fact", "child_said")


@dataclass
class Told:
    """What has been told so far: by act, and each agency's own record of each child.

    `now` is when the telling began: meanwhile, the clock shows the days of the story.
    """

    now: datetime
    people: dict[str, Practitioner]
    places: dict[str, Destination]
    worries: dict[str, Concern] = field(default_factory=dict)
    decisions: dict[str, Decision] = field(default_factory=dict)
    sent: dict[str, Disclosure] = field(default_factory=dict)
    records: dict[tuple[UUID, str], UUID] = field(default_factory=dict)


def tell(people: dict[str, Practitioner], places: dict[str, Destination]) -> Told:
    """Do every act of the story on its day."""
    told = Told(now=timezone.now(), people=people, places=places)
    for act in acts():
        with it_is(moment_of(act, told.now)), seen_by(people[act.who].pk):
            ACTS[act.act](told, act)
    return told


def _worry(told: Told, act: Act) -> None:
    """Record a worry, and decide on it where somebody did."""
    viewer = told.people[act.who]
    draft = _draft(told, act)
    who = _who(told, viewer, act)
    told.worries[act.id] = record_concern(viewer, draft, who=who)
    told.records[viewer.agency_id, act.told["about"]] = told.worries[act.id].subject_id
    if decide := act.told.get("decide"):
        decider = told.people[decide.get("who", act.who)]
        _hand_on(viewer, told.worries[act.id].subject, decider)
        draft["concern"] = str(told.worries[act.id].pk)
        with it_is(moment_of(act, told.now) + A_MINUTE), seen_by(decider.pk):
            told.decisions[act.id] = record_decision(
                decider, draft, _made(told, act, decide), who=who
            )


def _hand_on(viewer: Practitioner, subject: Subject, colleague: Practitioner) -> None:
    """Have whoever wrote a worry down ask a colleague to decide on it."""
    if colleague != viewer:
        relate(viewer, subject, colleague, kind="responsible_for")


def _supersede(told: Told, act: Act) -> None:
    before = told.decisions[act.told["of"]]
    told.decisions[act.told["of"]] = supersede_decision(
        told.people[act.who], before, _draft(told, act), _made(told, act, act.told)
    )


def _send(told: Told, act: Act) -> None:
    viewer, decision = told.people[act.who], told.decisions[act.told["of"]]
    things = {one.key: one for one in tellable(viewer, decision)}
    by_place = {str(place): one for place, one in enumerate(things.values())} | things
    told.sent[act.id] = send_disclosure(
        viewer,
        decision,
        Sending(
            submission=act.submission,
            destination=told.places[act.told["to"]].pk,
            items=tuple(
                _ticked(by_place[key], because) for key, because in act.told["items"].items()
            ),
            purpose=Purpose.PROTECT_CHILD,
            onward=Onward.ASK_FIRST,
            urgent=act.told.get("urgent", False),
            answer_by=day_of(act.days_ago, told.now) + timedelta(days=act.told["answer_in_days"]),
            asks=act.told["asks"],
            means=act.told["means"],
        ),
    )


def _read(told: Told, act: Act) -> None:
    viewer, sent = told.people[act.who], told.sent[act.told["of"]]
    accept_limits(viewer, sent)
    read_disclosure(viewer, sent)


def _pass_to(told: Told, act: Act) -> None:
    """Have the desk that received something give it to a colleague who works with the child."""
    hand_on(told.people[act.who], told.sent[act.told["of"]], told.people[act.told["to"]])


def _answer(told: Told, act: Act) -> None:
    words = {"kind": act.told["kind"], "words": act.told["words"]}
    answer = Answered(submission=act.submission, **words)
    reply_to(told.people[act.who], told.sent[act.told["of"]], answer)


def _place(told: Told, act: Act) -> None:
    """Record where a child lives, or stays."""
    viewer = told.people[act.who]
    record_place(viewer, _of(told, act), Place(**act.told["at_place"]), kind=act.told["kind"])


def _hide(told: Told, act: Act) -> None:
    """Hide where a child lives from everybody but those named."""
    named = [told.people[key] for key in act.told["named"]]
    put_up_shield(told.people[act.who], _of(told, act), named, reason=act.told["reason"])


def _of(told: Told, act: Act) -> Subject:
    """Find the record that this agency has of a child already."""
    agency = told.people[act.who].agency_id
    return Subject.objects.get(pk=told.records[agency, act.told["about"]])


ACTS: dict[str, Callable[[Told, Act], None]] = {
    "worry": _worry,
    "supersede": _supersede,
    "send": _send,
    "hand_on": _pass_to,
    "read": _read,
    "answer": _answer,
    "place": _place,
    "hide": _hide,
}


def _draft(told: Told, act: Act) -> writing.Draft:
    """Fill in what the first pages would have asked."""
    draft = writing.new_draft() | {"submission": str(act.submission)}
    writing.begin(draft, act.told.get("wants", "share"))
    for step, (fact, value) in enumerate(act.told["facts"].items(), start=writing.FIRST_QUESTION):
        writing.say(draft, step, {fact: value})
    return draft | {
        "items": [
            _item(told, act, place, item) for place, item in enumerate(act.told.get("items", ()))
        ],
        "adult": act.told.get("adult", ""),
        "child_view": {
            "wants": act.told.get("child_wants", ""),
            "explained": act.told.get("explained", ""),
        },
    }


def _item(told: Told, act: Act, place: int, item: dict[str, Any]) -> dict[str, Any]:
    seen = day_of(item["seen"], told.now).isoformat() if "seen" in item else ""
    return {
        "id": str(uuid5(act.submission, str(place))),
        "standing": item["standing"],
        "text": item["text"],
        "seen_on": seen,
        "about_somebody_else": item.get("about_somebody_else", False),
    }


def _who(told: Told, viewer: Practitioner, act: Act) -> Who:
    """Name the child, or find the record that this agency has of them already."""
    known = told.records.get((viewer.agency_id, act.told["about"]))
    if known:
        return Who(known=known)
    return Who(**(act.told.get("known_as") or family()[act.told["about"]]))


def _made(told: Told, act: Act, decide: dict[str, Any]) -> Made:
    state, _, limb = decide["agreement"].partition(":")
    telling = decide["telling"]
    not_told = next(iter(reasons(engine(), "not_told")))
    days = decide.get("look_again_in_days")
    return Made(
        decided=decide["decided"],
        standing=_standing(state, limb),
        telling=telling,
        telling_reason=not_told if telling == "not_told" else "",
        look_again_on=day_of(act.days_ago, told.now) + timedelta(days=days) if days else None,
        why=decide.get("why", ""),
    )


def _standing(state: str, limb: str) -> Standing:
    """Choose among the reasons of the packs in force, by the limb of the law they fall under."""
    listed = reasons(engine(), "consent_not_sought")
    reason = next((code for code, each in listed.items() if limb and each.limb == limb), "")
    return Standing(state=state, reason=reason, limb=limb)


def _ticked(thing: Tellable, because: str) -> Ticked:
    return Ticked(
        item=thing.key,
        words=thing.held.words,
        needed_because=because,
        certain=thing.standing in OWN_SENSES,
        checked_with=BY_OURSELVES if thing.standing in OWN_SENSES else "",
    )
