"""The same form sent twice at once, the same with other words, and two who decide the same."""

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

from django.db import connections

from faults.acting import told, way
from faults.finding import Finding
from sharewell.terms.errors import NotAllowed
from sharewell_hub.decisions.models import Decision
from sharewell_hub.demo.story import Act, acts
from sharewell_hub.demo.telling import ACTS, Told
from sharewell_hub.disclosures.models import Disclosure
from sharewell_hub.logbook.models import Entry
from sharewell_hub.outbox.actions import DELIVER_LETTERS
from sharewell_hub.outbox.models import Letter
from sharewell_hub.people.relating import relate
from sharewell_hub.walls.seeing import seen_by, served_by

TIMES, FEW = 500, 10
REFUSED = "refused"


def tried(_folder: Path, *, few: bool) -> list[Finding]:
    """Send, send again with other words, and decide twice, each so many times."""
    times = FEW if few else TIMES
    same = Finding("the same form, twice at once", times, "one row, one letter, one entry")
    other = Finding("the same key, other words", times, "refused, the first stands")
    both = Finding("two officers decide one request at once", times, "one decides, one is told")
    for _ in range(times):
        _sent(same, other)
        _decided(both)
    return [same, other, both]


def _sent(same: Finding, other: Finding) -> None:
    known, tag = told(), uuid4().hex
    worry, send, *_ = way("kitchen_meal", tag)
    done(known, worry)
    came = _at_once(lambda: done(known, send), lambda: done(replace(known, sent={}), send))
    sent = known.sent[send.id]
    with seen_by(known.people[send.who].pk):
        rows = Disclosure.objects.filter(submission=send.submission).count()
    entries = Entry.objects.filter(kind="disclosed", object_id=sent.pk).count()
    with served_by(DELIVER_LETTERS):
        letters = Letter.objects.filter(object_id=sent.pk).count()
    if (rows, letters, entries) != (1, 1, 1) or REFUSED in came:
        same.broken.append(f"{rows} rows, {letters} letters, {entries} entries, {came}")
    otherwise = replace(send, told=send.told | {"asks": "Something else."})
    if _at_once(lambda: done(known, otherwise)) != [REFUSED]:
        other.broken.append("other words were taken")


def _decided(both: Finding) -> None:
    """Have a worry decided anew by two colleagues in the same moment."""
    known, tag = told(), uuid4().hex
    worry = next(iter(way("school_referral", tag)))
    done(known, worry)
    before = known.decisions[worry.id]
    first = next(act for act in acts() if act.act == "supersede")
    lead, teacher = known.people[first.who], known.people[worry.who]
    if worry.told["decide"].get("who", worry.who) == first.who:
        _related(known, lead, teacher, before)
    else:
        _related(known, teacher, lead, before)
    forms = [
        replace(first, id=uuid4().hex, who=who, told=first.told | {"of": worry.id})
        for who in (first.who, worry.who)
    ]
    came = _at_once(*(lambda form=form: done(_own(known), form) for form in forms))
    with seen_by(lead.pk):
        rows = Decision.objects.filter(supersedes=before).count()
    if rows != 1 or sorted(came) != ["done", REFUSED]:
        both.broken.append(f"{rows} took its place: {came}")


def _related(known: Told, viewer: object, colleague: object, before: Decision) -> None:
    with seen_by(viewer.pk):
        relate(viewer, before.subject, colleague, kind="responsible_for")


def _own(known: Told) -> Told:
    """Give a colleague what is known so far, to go on from alone."""
    return replace(known, decisions=dict(known.decisions))


def done(known: Told, act: Act) -> None:
    """Have one act of the story done, and let it last."""
    known.records.clear()
    with seen_by(known.people[act.who].pk):
        ACTS[act.act](known, act)


def _at_once(*doings: Callable[[], None]) -> list[str]:
    """Do several things in the same moment, each on a connection of its own."""
    came: list[str] = []
    ready = threading.Barrier(len(doings))

    def run(do: Callable[[], None]) -> None:
        ready.wait()
        try:
            do()
            came.append("done")
        except NotAllowed:
            came.append(REFUSED)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(do,)) for do in doings]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return came
