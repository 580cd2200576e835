"""The machine's clock jumping to and fro: the order is the log's, and its time never goes back."""

import random
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from faults import afterwards
from faults.finding import SEED, Finding
from sharewell_hub.demo.clock import it_is
from sharewell_hub.logbook.actions import log
from sharewell_hub.logbook.models import Place, SignedCheckpoint
from sharewell_hub.logbook.sequencing import integrate

TIMES, FEW, ENTRIES = 200, 20, 5
JUMPS = [timedelta(**{unit: sign * many}) for sign in (1, -1)
         for unit, many in (("seconds", 3), ("hours", 1), ("days", 2), ("days", 400))]  # fmt: skip


def tried(folder: Path, *, few: bool) -> list[Finding]:
    """Log under one clock after another, and see that what was logged later stands later."""
    dice, times = random.Random(SEED), FEW if few else TIMES
    must = "0 inversions, everything placed, the log whole"
    finding = Finding("the clock jumps, up to 400 days", times, must)
    integrate()
    before = _end()
    finding.noted.append("an expiry goes by the machine's own clock, which this does not cover")
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
    return [finding]


def _end() -> tuple[str, int]:
    """Give the last place there is."""
    return max(Place.objects.values_list("origin", "index"), default=("", -1))
