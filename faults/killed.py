"""kill -9 of the service, its workers and its database, at named points, while people work."""

import random
import time
from contextlib import suppress
from dataclasses import dataclass, field
from importlib import import_module
from multiprocessing.process import BaseProcess
from pathlib import Path
from signal import SIGKILL
from statistics import median
from typing import Any
from uuid import uuid4

from django.db import connections, transaction
from django.db.utils import Error

from faults import afterwards
from faults.acting import ACTS_A_SECOND, work
from faults.finding import SEED, Finding
from faults.hands import note
from faults.house import kill, kill_database, post_office, revive_database, started
from faults.points import POINTS, Gate, Patch, Point, nowhere
from sharewell_hub.custody.actions import rotate_agency_key
from sharewell_hub.keystore import rotation
from sharewell_hub.logbook.actions import log
from sharewell_hub.vault import actions as vault

ROUNDS, FEW, PEOPLE, HANDS = 26, 2, 4, 8
SECONDS_BEFORE, SECONDS_AFTER = 0.8, 0.8
SECONDS_TO_BEGIN_AGAIN = 0.2
MUST = "0 acknowledged acts lost or halved, 0 inconsistent checkpoints, 0 letters twice"


def tried(folder: Path, *, few: bool) -> list[Finding]:
    """Kill at every point so many times, in turns somebody's process and the whole database."""
    dice = random.Random(SEED)
    with post_office(folder) as taken:
        return [_killed_at(point, folder, taken, dice, FEW if few else ROUNDS) for point in POINTS]


def _killed_at(
    point: Point, folder: Path, taken: Path, dice: random.Random, rounds: int
) -> Finding:
    finding = Finding(f"kill -9 {point.name}", 0, MUST)
    acts, paces = afterwards.acts(), list[float]()
    for number in range(rounds):
        crew = Crew(folder, point, number, dice)
        missed = crew.killed()
        paces.append(crew.pace)
        finding.times += not missed
        if missed:
            finding.noted.append(f"round {number}: {missed}")
        finding.broken += [f"{crew.gave_up} could not go on"] if crew.gave_up else []
        finding.broken += afterwards.broken(folder, crew.erased)
    if finding.times < rounds - 1:
        finding.broken.append("the point was hardly ever reached")
    finding.broken += afterwards.letters_broken(taken)
    finding.noted.append(
        f"{afterwards.acts() - acts:,} entries logged, {median(paces):.0f} a second at the kill"
    )
    return finding


@dataclass
class Crew:
    """Everybody who works in one round, one of whom comes to the point."""

    folder: Path
    point: Point
    number: int
    dice: random.Random
    erased: list[tuple[Any, Any]] = field(default_factory=list)
    gave_up: int = 0
    pace: float = 0

    def killed(self) -> str:
        """Work, be killed at the point, work on; say why not, if it was never reached."""
        self.gate = Gate(self._skipped(), after=SECONDS_BEFORE)
        self.journals = self.folder / "journals"
        self.journals.mkdir(exist_ok=True)
        (self.journals / "stop").unlink(missing_ok=True)
        self.patch = self.point.ways[self.number // 2 % len(self.point.ways)]
        at_work = {name: self._starts(name) for name in self._names()}
        late = self._late()
        began, before = time.monotonic(), afterwards.acts()
        reached = self.gate.wait()
        self.pace = (afterwards.acts() - before) / (time.monotonic() - began)
        if reached and self.number % 2:
            kill_database()
            self.gate.let_on()
            revive_database()
        elif reached:
            kill(*(at_work[name] for name in at_work if name.startswith(self.point.who)), *late)
        afterwards.see_the_log()
        again = [self._starts(name, nowhere) for name in at_work if not at_work[name].is_alive()]
        time.sleep(SECONDS_AFTER)
        self._stop([*at_work.values(), *again, *late])
        self._finish()
        self.gate.close()
        return "" if reached else "the point was not reached"

    def _names(self) -> list[str]:
        actors = [f"actor {number}" for number in range(PEOPLE)]
        hands = [f"hands {number}" for number in range(HANDS)]
        return [*actors, *hands, "outbox", "sequencer"]

    def _skipped(self) -> int:
        most = {"actor": 12, "outbox": 3, "sequencer": 4}.get(self.point.who, 1)
        return self.dice.randrange(most)

    def _starts(self, name: str, patch: Patch | None = None) -> BaseProcess:
        if patch is None:
            patch = self.patch if name.split(maxsplit=1)[0] == self.point.who else nowhere
            patch = nowhere if name.startswith("actor ") and not name.endswith("0") else patch
        journal = self.journals / f"{uuid4().hex}.jsonl"
        if name.startswith("actor"):
            return started(work, journal, PEOPLE / ACTS_A_SECOND, self.gate, patch)
        if name.startswith("hands"):
            return started(note, journal, HANDS / ACTS_A_SECOND)
        return started(WORKS[name], self.gate, patch)

    def _late(self) -> list[BaseProcess]:
        """Begin, once there is something to erase or to rotate, whoever does that."""
        if self.point.who not in ("eraser", "rotator"):
            return []
        time.sleep(SECONDS_BEFORE)
        agency, subject = afterwards.somebody_done_with(self.dice)
        self.chosen = (agency, subject)
        if self.point.who == "eraser":
            self.erased = [self.chosen]
        return [started(WORKS[self.point.who], self.gate, self.patch, *self.chosen)]

    def _stop(self, processes: list[BaseProcess]) -> None:
        """Let people finish what they do, and kill the workers, who need no goodbye."""
        (self.journals / "stop").touch()
        for each in processes[: PEOPLE + HANDS]:
            each.join(10)
        kill(*processes)
        self.gave_up = sum(each.exitcode not in (0, -SIGKILL) for each in processes)
        connections.close_all()

    def _finish(self) -> None:
        """Do what was cut off once more, to its end."""
        if self.point.who in ("eraser", "rotator"):
            again = started(WORKS[self.point.who], self.gate, nowhere, *self.chosen)
            again.join(60)
            if again.exitcode:
                raise AssertionError(f"{self.point.name}: it could not be finished afterwards")


def _outbox(gate: Gate, patch: Patch) -> None:
    _kept_going("sharewell_hub.outbox.worker", gate, patch)


def _sequencer(gate: Gate, patch: Patch) -> None:
    _kept_going("sharewell_hub.logbook.worker", gate, patch)


def _kept_going(worker: str, gate: Gate, patch: Patch) -> None:
    """Run a worker, and begin it again where it ended, as the service's keeper does."""
    patch(gate)
    while True:
        with suppress(Exception):
            import_module(worker).run()
        connections.close_all()
        time.sleep(SECONDS_TO_BEGIN_AGAIN)


def erase(gate: Gate, patch: Patch, agency: Any, subject: Any) -> None:
    """Erase what an agency holds about somebody, and log it."""
    patch(gate)
    with suppress(Error), transaction.atomic():
        erased = vault.destroy(agency=agency, subject=subject)
        log("erased", object_id=subject, actor=None, agency=agency, rules=map(str, erased.keys))


def _rotator(gate: Gate, patch: Patch, agency: Any, _subject: Any) -> None:
    patch(gate)
    rotation.AT_ONCE = 7
    with suppress(Error):
        rotate_agency_key(agency)


WORKS = {"outbox": _outbox, "sequencer": _sequencer, "eraser": erase, "rotator": _rotator}
