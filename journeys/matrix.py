"""Who may do what at every address of a record: cells drawn by lot, and answered by the service.

What is expected comes from the rules told apart from the code (`who_never`), and from the table
below, which says in words what each address does and at whose end.
"""

import random
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from journeys.cast import person, say_why
from sharewell.permitting.tests.who_never import Cell, never
from sharewell_hub.agencies.models import Training
from sharewell_hub.concerns.models import Concern
from sharewell_hub.decisions.models import Decision
from sharewell_hub.disclosures.models import Acceptance, CallBack, Disclosure
from sharewell_hub.exports.models import Export
from sharewell_hub.people.models import (
    BrokenGlass,
    Exclusion,
    Relationship,
    Seal,
    Sensitivity,
    Shield,
    Subject,
)
from sharewell_hub.walls.seeing import seen_by
from sharewell_hub.whereabouts.models import Whereabouts

DOES = (Path(__file__).parent / "matrix.txt").read_text()
"""One row an address: method, path, what it does, with what, at whose end."""

ROLES = (
    *("teacher", "social_worker", "designated_safeguarding_lead", "mash_manager"),
    *("lead_information_officer", "supervisor", "partnership_manager", "policy_officer"),
    *("lay_member", "system_administrator"),
)
SIDES = {"holder": "oak-school", "recipient": "front-door", "other": "mill-lane-surgery"}
RELATIONSHIPS = ("own", "none", "own_ends_now", "own_tomorrow", "asked_for_advice")
TIERS = ("confidential", "restricted")
WALLS = (
    *("none", "excluded", "sealed", "sealed_and_named", "excluded_and_sealed"),
    *("shielded", "shielded_and_named", "sensitive", "sensitive_agreed", "sensitive_and_cause"),
)
GATES = ("none", "no_purpose", "training_ends_now")
GLASS = ("none", "open", "over", "for_another_child")
NOT_FOUND = 404
LEADS_TO = {"/why/": "why", "/training/mine": "training"}
"""What shuts a door that somebody can open, by where it leads."""


ROWS = {
    "people": (Subject, "people"),
    "concerns": (Concern, "concerns"),
    "call-backs": (CallBack, "call-backs"),
    "exports": (Export, "exports"),
    "whereabouts": (Whereabouts, "whereabouts"),
}
"""Which row the database is asked for, by the beginning of an address; else the decision's."""


class Address(NamedTuple):
    """What one address does."""

    method: str
    path: str
    verb: str
    kind: str
    end: str
    tells: str = ""


class Drawn(NamedTuple):
    """One cell of the matrix: who, at which address, and what stands around the record."""

    address: Address
    cell: Cell


def addresses() -> list[Address]:
    """Read the table."""
    return [Address(*line.split()) for line in DOES.strip().splitlines()]


def draw(dice: random.Random, count: int) -> list[Drawn]:
    """Draw cells; each address and each way of each wall comes up about equally often."""
    every = addresses()
    return [_drawn(dice, every[at % len(every)]) for at in range(count)]


def _drawn(dice: random.Random, address: Address) -> Drawn:
    gate = dice.choice(GATES)
    relationship = dice.choice(RELATIONSHIPS)
    cell = Cell(
        role=dice.choice(ROLES),
        verb=address.verb,
        kind=address.kind,
        side=dice.choice([address.end, address.end, *SIDES]),
        relationship=relationship,
        tier=dice.choice(TIERS),
        wall=dice.choice(WALLS),
        gate=gate,
        glass=dice.choice(GLASS),
    )
    return Drawn(address, cell)


def expected(drawn: Drawn) -> str:
    """Say what the service has to do: open, lead to what is missing, or say nothing is there."""
    address, cell = drawn
    if cell.side != address.end or not may_know(address, cell):
        return "nothing"
    # An act is for the child's protection, so is a review, and what was sent says what for.
    said = (
        address.method == "POST"
        or address.kind == "call_back"
        or address.end == "recipient"
        or cell.relationship in ("own", "asked_for_advice")
    )
    gate = "none" if said and cell.gate == "no_purpose" else cell.gate
    bare = cell._replace(gate="none")
    if address.end == "recipient" and cell.wall.startswith("shielded"):
        # What was told of a place is told: the holder's shield stands before the holder's own.
        bare = bare._replace(wall="none")
    if never(bare):
        return "nothing"
    if gate == "no_purpose":
        return "why"
    # The record of the stage leaves a duty to tell: no gate stops what is a step of that.
    owed = address.tells and not never(bare._replace(verb=address.tells))
    return "opens" if gate == "none" or owed else "training"


def may_know(address: Address, cell: Cell) -> bool:
    """Say whether somebody may know where the child lives, where an address is of a place."""
    of_a_place = address.path.startswith("/whereabouts/")
    return not (of_a_place and never(cell._replace(verb="locate", gate="none")))


def expected_of_the_wall(drawn: Drawn) -> bool:
    """Say whether the database alone has to show the row: who may know that it exists."""
    address, cell = drawn
    if address.kind != "disclosure" and cell.side != "holder":
        return False
    if cell.side == "other":
        return False
    kind = "disclosure" if cell.side == "recipient" else "concern"
    if not may_know(address, cell):
        return False
    return not never(cell._replace(verb="know_of", kind=kind, gate="none"))


class Stage:
    """The people and the one record that all cells are about."""

    def __init__(self, records: dict[str, object], subject: Subject, browser_of) -> None:
        self.records, self.subject, self.browser_of = records, subject, browser_of

    def answer(self, drawn: Drawn) -> tuple[str, bool]:
        """Set a cell up and ask as the person it names; undo all.

        Returns: what the page did, and whether the database alone shows the row.
        """
        with _undone():
            return self._asked(drawn)

    def _asked(self, drawn: Drawn) -> tuple[str, bool]:
        address, cell = drawn
        viewer = person("Cell", cell.role.title().replace("_", ""), SIDES[cell.side], cell.role)
        browser = self.browser_of(viewer)
        if cell.gate != "no_purpose":
            say_why(browser, self.subject.pk)
        self._set_up(viewer, cell)
        with seen_by(viewer.pk):
            row = self._row(drawn).exists()
        send = browser.post if address.method == "POST" else browser.get
        sent = send(self._path(drawn))
        if sent.status_code == NOT_FOUND:
            return "nothing", row
        leads = getattr(sent, "url", "")
        return next((LEADS_TO[each] for each in LEADS_TO if leads.startswith(each)), "opens"), row

    def _record(self, name: str, cell: Cell) -> object:
        """Give a record; of a sensitive service, what it sent and why it is shown outside."""
        return self.records.get(f"{name} {cell.wall}", self.records[name])

    def _row(self, drawn: Drawn) -> QuerySet:
        address, cell = drawn
        if address.kind == "disclosure":
            return Disclosure.objects.filter(pk=self._record("sent", cell))
        model, name = ROWS.get(address.path.split("/")[1], (Decision, "decisions"))
        return model.objects.filter(pk=self.records[name])

    def _path(self, drawn: Drawn) -> str:
        path = drawn.address.path
        first = path.split("/")[1]
        value = str(self._record(first, drawn.cell))
        return path.replace("<uuid:id>", value).replace("<str:reference>", value)

    def _set_up(self, viewer, cell: Cell) -> None:
        now, day = timezone.now(), timedelta(days=1)
        spans = {
            "own": (now - day, now + day), "own_ends_now": (now - day, now),
            "own_tomorrow": (now + day, now + 2 * day), "asked_for_advice": (now - day, now + day),
        }  # fmt: skip
        if cell.relationship in spans:
            since, until = spans[cell.relationship]
            kind = "asked_for_advice" if cell.relationship == "asked_for_advice" else "works_with"
            self._relate(viewer, kind, since, until)
        if cell.tier == "restricted":
            Sensitivity.objects.create(
                subject=self.subject, tier="restricted", set_by=viewer, since=now
            )
        if "excluded" in cell.wall:
            Exclusion.objects.create(
                subject=self.subject, practitioner=viewer, reason="relative",
                recorded_by=viewer, since=now,
            )  # fmt: skip
        if "sealed" in cell.wall:
            named: list[UUID] = [viewer.pk] if cell.wall == "sealed_and_named" else []
            Seal.objects.create(subject=self.subject, sealed_by=viewer, named=named, sealed_at=now)
        if "shielded" in cell.wall:
            named = [viewer.pk] if cell.wall == "shielded_and_named" else []
            Shield.objects.create(
                subject=self.subject, set_by=viewer, reason="refuge", named=named, since=now
            )
        if cell.gate == "training_ends_now":
            self._train(viewer, timezone.localdate(now - day))
        if cell.side == "recipient":
            Acceptance.objects.create(
                disclosure_id=self._record("sent", cell), practitioner=viewer, accepted_at=now
            )
        self._break(viewer, cell.glass, now)

    def _train(self, viewer, day) -> None:
        Training.objects.create(
            practitioner=viewer, what="confidentiality", done_on=day, until=day,
            recorded_by=viewer, at=timezone.now(),
        )  # fmt: skip

    def _relate(self, viewer, kind, since, until) -> None:
        Relationship.objects.create(
            subject=self.subject, agency=viewer.agency, practitioner=viewer, kind=kind,
            purpose="protect_child", given_by=viewer, since=since, until=until,
        )  # fmt: skip

    def _break(self, viewer, glass, now) -> None:
        if glass == "none":
            return
        at = now - timedelta(minutes=61 if glass == "over" else 5)
        whose = self.records["other_child"] if glass == "for_another_child" else self.subject
        BrokenGlass.objects.create(
            subject=whose, agency=viewer.agency, practitioner=viewer, reason_content=uuid4(),
            stepped_up_at=at, at=at, until=at + timedelta(minutes=60),
        )  # fmt: skip


@contextmanager
def _undone():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
