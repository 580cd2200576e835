"""kill -9 while a backup is brought back: closed until it is whole, and nobody erased returns."""

import random
import shutil
from contextlib import suppress
from multiprocessing.process import BaseProcess
from pathlib import Path
from uuid import UUID

from django.db import connections, transaction
from django.db.utils import Error

from faults import afterwards
from faults.acting import told, way
from faults.finding import SEED, Finding
from faults.house import kill, kill_database, revive_database, started
from faults.killed import erase
from faults.points import WRAPPER, Gate, Patch, after, before, nowhere
from faults.twice import done
from sharewell.terms.errors import StartRefused
from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.logbook.sequencing import integrate
from sharewell_hub.logbook.verifying import verify
from sharewell_hub.retention.opening import check, open_again
from sharewell_hub.retention.queries import KEEPS_THE_PERIODS
from sharewell_hub.site import database, postgres
from sharewell_hub.site.backing_up import backup, restore
from sharewell_hub.site.checking import refuse_what_came_back
from sharewell_hub.site.setting_up import bring_up_to_date
from sharewell_hub.walls.seeing import seen_by

ROUNDS, FEW, WORRIES = 28, 2, 5
MUST = "closed until it is whole and checked, nothing erased readable, the log whole"
BACKING_UP, OPENING = "sharewell_hub.site.backing_up", "sharewell_hub.retention.opening"
WAYS: tuple[Patch, ...] = (
    after(BACKING_UP, "load"),
    before(BACKING_UP, "begin"),
    after(BACKING_UP, "_make_way"),
    before("sharewell_hub.retention.replaying", "destroy"),
    after(OPENING, "take_in"),
    after(BACKING_UP, "begin"),
    before(WRAPPER, "commit"),
)


def tried(folder: Path, *, few: bool) -> list[Finding]:
    """Bring a backup back in which somebody stands who was erased since, and be killed at it."""
    dice, finding = random.Random(SEED), Finding("kill -9 in a restore", 0, MUST)
    known = told()
    for number in range(WORRIES):
        for each in way("kitchen_meal", f"restored {number}"):
            done(known, each)
    saved = folder / "backup"
    backup(saved, keys=folder / "backup-keys")
    agency, subject = afterwards.somebody_done_with(dice)
    erase(Gate(), nowhere, agency, subject)
    integrate()
    for number in range(FEW if few else ROUNDS):
        reached, broken = _killed(saved, number, dice)
        finding.times += reached
        finding.broken += broken + list(_brought_back(saved, agency, subject))
    if not finding.times:
        finding.broken.append("the point was never reached")
    shutil.rmtree(saved)
    return [finding]


def _killed(saved: Path, number: int, dice: random.Random) -> tuple[bool, list[str]]:
    """Kill whoever restores, or the database under them; say whether the service would start."""
    gate = Gate(dice.randrange(2) if number % len(WAYS) in (0, 2) else 0)
    process = started(_restore, gate, WAYS[number % len(WAYS)], saved)
    reached = gate.wait()
    if number // len(WAYS) % 2:
        kill_database()
        gate.let_on()
        _end(process)
    else:
        kill(process)
    gate.close()
    revive_database()
    with postgres.connect() as server:
        database.make_databases(server, database.NAME)
    broken = [] if _closed() else [f"round {number}: it would have been served half restored"]
    return reached, broken


def _end(process: BaseProcess) -> None:
    """Let whoever lost the database under them find that out."""
    process.join(30)
    kill(process)


def _closed() -> bool:
    """Say whether the service refuses to start, also once somebody has made missing tables."""
    for make_tables in (False, True):
        with suppress(Error):
            try:
                if make_tables:
                    bring_up_to_date()
                refuse_what_came_back()
            except StartRefused:
                continue
            return False
        connections.close_all()
    return True


def _restore(gate: Gate, patch: Patch, saved: Path) -> None:
    patch(gate)
    with suppress(Exception):
        restore(saved, keys=saved.with_name("backup-keys"), replace=True)
        check()


def _brought_back(saved: Path, agency: UUID, subject: UUID) -> list[str]:
    """Do it once more to its end, open the service, and look."""
    restore(saved, keys=saved.with_name("backup-keys"), replace=True)
    found = check()
    broken = list(found.faults)
    guardian = next(
        each
        for each in Practitioner.objects.filter(agency=agency)
        if set(each.roles) & set(KEEPS_THE_PERIODS)
    )
    with seen_by(guardian.pk), transaction.atomic():
        open_again(guardian, lost=found.lost)
    refuse_what_came_back()
    with afterwards.as_a_superuser() as server:
        broken += afterwards.erased_and_readable(server, [(agency, subject)])
    return broken + [each for step in verify() for each in step.breaks]
