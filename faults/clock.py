"""The machine's clock jumping to and fro: the order is the log's, and nothing ended begins anew."""

import random
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from faults import afterwards
from faults.finding import SEED, Finding
from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.demo.clock import it_is
from sharewell_hub.logbook.actions import log
from sharewell_hub.logbook.models import Place, SignedCheckpoint
from sharewell_hub.logbook.sequencing import integrate
from sharewell_hub.people.models import BrokenGlass, Relationship, Subject
from sharewell_hub.walls.moment import latest_time
from sharewell_hub.walls.seeing import seen_by

TIMES, FEW, ENTRIES = 200, 20, 5
ONE_OF_THEIRS = "select id from people_subject where agency_id = %s limit 1"
JUMPS = [timedelta(**{unit: sign * many}) for sign in (1, -1)
         for unit, many in (("seconds", 3), ("hours", 1), ("days", 2), ("days", 400))]  # fmt: skip


def tried(folder: Path, *, few: bool) -> list[Finding]:
    """Log under one clock after another, and see that what was logged later stands later."""
    dice, times = random.Random(SEED), FEW if few else TIMES
    must = "0 inversions, everything placed, the log whole"
    finding = Finding("the clock jumps, up to 400 days", times, must)
    integrate()
    before = _end()
    for _ in range(times):
        with it_is(timezone.now() + dice.choice(JUMPS)), transaction.atomic():
            ids = [
                log("tried", object_id=uuid4(), actor=None, agency=None).pk for _ in range(ENTRIES)
            ]
            integrate()
        places = Place.objects.filter(pk__in=ids).values_list("origin", "index")
        if len(places) != ENTRIES or min(places) <= before:
            finding.broken.append(f"{ENTRIES - len(places)} not placed, or placed before others")
            break
        before = max(places)
    signed = list(SignedCheckpoint.objects.order_by("signed_at").values_list("origin", "size"))
    inversions = sum(later <= earlier for earlier, later in pairwise(signed))
    finding.broken += [f"{inversions} checkpoints out of order"] if inversions else []
    finding.broken += afterwards.broken(folder, [])
    return [finding, _turned_back(dice, times)]


def _turned_back(dice: random.Random, times: int) -> Finding:
    """Let an hour behind the glass and a relationship end, then turn the clock back before that."""
    finding = Finding("the clock is turned back, up to 400 days", times, "what ended stays ended")
    person = Practitioner.objects.filter(roles=["teacher"]).first() or _teacher()
    with afterwards.as_a_superuser() as server:
        (subject,) = server.execute(ONE_OF_THEIRS, [person.agency_id]).fetchone()
    for _ in range(times):
        began = latest_time()
        ended = began + timedelta(minutes=dice.randrange(61, 600))
        _opened(person, subject, began)
        with it_is(began + timedelta(minutes=30)):
            finding.broken += [] if _shown(person, subject) else ["the glass did not open"]
        with it_is(ended), transaction.atomic():
            log("tried", object_id=uuid4(), actor=None, agency=None)
            integrate()
        with it_is(ended - dice.choice([jump for jump in JUMPS if jump > timedelta(0)])):
            finding.broken += ["what had ended was shown"] if _shown(person, subject) else []
    return finding


def _teacher() -> Practitioner:
    school = Practitioner.objects.filter(roles__contains=["headteacher"]).select_related("agency")
    return Practitioner.objects.create(
        email="t.ticking@oak.example", name="T. Ticking", roles=["teacher"],
        agency=school[0].agency,
    )  # fmt: skip


def _opened(person: Practitioner, subject: UUID, at: datetime) -> None:
    """Let them in by both ways for an hour: behind the glass, and as a colleague asked them."""
    until = at + timedelta(hours=1)
    whose = {"subject_id": subject, "agency": person.agency, "practitioner": person}
    with it_is(at), seen_by(person.pk):
        BrokenGlass(**whose, reason_content=uuid4(), stepped_up_at=at, at=at, until=until).save(
            force_insert=True
        )
        Relationship(
            **whose, kind="works_with", purpose="protect_child", given_by=person,
            since=at, until=until,
        ).save(force_insert=True)  # fmt: skip


def _shown(person: Practitioner, subject: UUID) -> bool:
    """Say whether the database shows them the record, with no filter of ours."""
    with seen_by(person.pk):
        return Subject.objects.filter(pk=subject).exists()


def _end() -> tuple[str, int]:
    """Give the last place there is."""
    return max(Place.objects.values_list("origin", "index"), default=("", -1))
