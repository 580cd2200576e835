"""People at work: each goes the demo's own way from a worry to its answer, again and again.

What they are told was done is written down as it is told, outside the database.
"""

import json
import os
import random
import time
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

from django.db import connections
from django.db.utils import Error
from django.utils import timezone

from faults.points import Gate, nowhere
from sharewell_hub.agencies.models import Destination, Practitioner
from sharewell_hub.demo import borough, telling
from sharewell_hub.demo.story import Act, acts
from sharewell_hub.demo.telling import ACTS, Told
from sharewell_hub.walls.seeing import seen_by

WAYS = ("gp_letter", "kitchen_meal")
ACTS_A_SECOND = 200
AT_A_TIME = {"worry": 2, "read": 2}
"""How many acts of practitioners one step of the story is, where it is more than one."""


def work(journal: Path, pace: float, gate: Gate, patch: object = nowhere) -> None:
    """Go the way until the house's people are told to stop, or until killed.

    Units:   pace is seconds from the beginning of an act to that of the next.
    """
    connections.close_all()
    known = told()
    if callable(patch):
        patch(gate)
    handle = os.open(journal, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    while not stopped(journal):
        tag = uuid4().hex
        for act in way(random.choice(WAYS), tag):
            began = time.monotonic()
            if not _done(known, act, journal):
                return
            os.write(handle, (json.dumps(_acknowledged(known, act)) + "\n").encode())
            time.sleep(max(0, began + pace * AT_A_TIME.get(act.act, 1) - time.monotonic()))


def stopped(journal: Path) -> bool:
    """Say whether everybody was told to stop."""
    return (journal.parent / "stop").exists()


def told() -> Told:
    """Begin a telling of what is done now, with the borough's people and places."""
    telling.it_is = lambda moment: nullcontext()
    by_email = {each.email: each for each in Practitioner.objects.select_related("agency")}
    people = {key: by_email[one.email] for key, one in borough.people().items()}
    places = {each.service: each for each in Destination.objects.select_related("agency")}
    return Told(now=timezone.now(), people=people, places=places)


def way(worry: str, tag: str) -> Iterator[Act]:
    """Give a worry of the story and what came of it, under ids of its own."""
    told = [act for act in acts() if act.id == worry or act.told.get("of") == worry]
    sent = {act.id for act in told if act.act == "send"}
    for act in [*told, *(act for act in acts() if act.told.get("of") in sent)]:
        said = act.told | ({"of": f"{act.told['of']} {tag}"} if "of" in act.told else {})
        yield replace(act, id=f"{act.id} {tag}", told=said)


def _done(known: Told, act: Act, journal: Path) -> bool:
    """Do one act; where nobody said whether it was done, send the same once more."""
    while not stopped(journal):
        known.records.clear()
        try:
            with seen_by(known.people[act.who].pk):
                ACTS[act.act](known, act)
        except (Error, OSError):
            connections.close_all()
            time.sleep(0.1)
        else:
            return True
    return False


def _acknowledged(known: Told, act: Act) -> list[tuple[str, str]]:
    """Say what was told to be done, as the log should have it."""
    if act.act == "worry":
        worry, decision = known.worries[act.id], known.decisions[act.id]
        return [("worry_recorded", str(worry.pk)), ("decided", str(decision.pk))]
    if act.act == "send":
        return [("disclosed", str(known.sent[act.id].pk))]
    sent = str(known.sent[act.told["of"]].pk)
    if act.act == "read":
        return [("limits_accepted", sent), ("opened", sent)]
    return [("submitted", str(act.submission))] if act.act == "answer" else []
