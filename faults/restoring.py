"""Old backups brought back: nobody who was erased since can be read, with whatever keys."""

import random
import time
from contextlib import suppress
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any

from faults.finding import SEED, Finding

TIMES, FEW = 25, 1
RECORDED, ERASED = 6, 3
KEEPER = "piers.lowe@oak-school.marlingford.example"
_number = count()


def tried(folder: Path, *, few: bool) -> list[Finding]:
    """Record, back up, erase, lose everything, restore; with the old keys and without, in turn."""
    times, dice = FEW if few else TIMES, random.Random(SEED)
    finding = Finding(
        "an old backup was brought back", times, "closed until checked; nothing erased is readable"
    )
    said: dict[str, float] = {"erased records looked for": 0, "came back with the backup": 0}
    took = 0.0
    _nothing_is_kept()
    for round in range(times):
        town = _round(folder / f"restore-{round}", dice, with_keys=round % 2 == 0)
        finding.broken += town["broken"]
        said["erased records looked for"] += ERASED
        said["came back with the backup"] += town["back"]
        took += town["seconds"]
    finding.noted = [f"{many:,.0f} {what}" for what, many in said.items()]
    finding.noted.append(f"{took / times:.1f} s from the restore to its opening")
    return [finding]


def _round(folder: Path, dice: random.Random, *, with_keys: bool) -> dict[str, Any]:
    """Do it once, and say what did not hold."""
    backing = import_module("sharewell_hub.site.backing_up")
    opening = import_module("sharewell_hub.retention.opening")
    recorded = [_record() for _ in range(RECORDED)]
    erased = dice.sample(recorded, ERASED)
    kept = [each for each in recorded if each not in erased]
    backing.backup(folder / "records-backup", keys=folder / "keys-backup")
    for each in erased:
        _erase(each)
    import_module("sharewell_hub.logbook.sequencing").integrate()
    began = time.monotonic()
    backing.restore(
        folder / "records-backup", keys=folder / "keys-backup" if with_keys else None, replace=True
    )
    back, broken = sum(map(_readable, erased)), _served_closed()
    found = opening.check()
    broken += [*found.faults] + [f"{found.lost} entries lost"] * bool(found.lost)
    broken += ["an erased record was read"] * sum(map(_readable, erased))
    broken += ["a kept record was lost"] * (len(kept) - sum(map(_readable, kept)))
    with _seen() as keeper:
        opening.open_again(keeper)
    return {"back": back, "broken": broken, "seconds": time.monotonic() - began}


def _served_closed() -> list[str]:
    """See that the service refuses to start on what came back."""
    errors = import_module("sharewell.terms.errors")
    with suppress(errors.StartRefused):
        import_module("sharewell_hub.site.checking").refuse_what_came_back()
        return ["it would have been served unchecked"]
    return []


def _keeper() -> Any:
    practitioners = import_module("sharewell_hub.agencies.models").Practitioner
    return practitioners.objects.get(email=KEEPER)


class _seen:
    """Have the database show what the keeper of periods may see."""

    def __enter__(self) -> Any:
        keeper = _keeper()
        self.seen = import_module("sharewell_hub.walls.seeing").seen_by(keeper.pk)
        self.seen.__enter__()
        return keeper

    def __exit__(self, *fault: Any) -> None:
        self.seen.__exit__(*fault)


def _nothing_is_kept() -> None:
    """Let every period be over at once."""
    actions = import_module("sharewell_hub.retention.actions")
    kinds = import_module("sharewell_hub.retention.gathering").about_people()
    with _seen() as keeper:
        for kind in kinds:
            actions.set_period(keeper, actions.HowLong(kind=kind, under="A drill", months=0))


def _record() -> Any:
    with _seen() as keeper:
        people = import_module("sharewell_hub.people.actions")
        return people.record_subject(keeper, name=f"Canary {next(_number)}")


def _erase(subject: Any) -> None:
    with _seen() as keeper:
        import_module("sharewell_hub.retention.actions").order_erasure(keeper, subject.pk)


def _readable(subject: Any) -> bool:
    """Try to open a name past every rule and wall, as somebody with the machine would."""
    errors = import_module("sharewell.terms.errors")
    queries = import_module("sharewell_hub.vault.queries")
    served_by = import_module("sharewell_hub.walls.seeing").served_by
    with suppress(errors.SealBroken), served_by(queries.KEEP_SEALED):
        return bool(queries.open_content(subject.name_content))
    return False
