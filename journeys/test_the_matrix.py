"""The matrix through the service's own doors: no cell differs from the rules told apart."""

import os
import random
from copy import copy
from dataclasses import replace
from uuid import uuid4

import pytest
from django.utils import timezone

from journeys import matrix
from journeys.cast import person
from journeys.one_of_each import a_place
from journeys.test_who_may_open_what import exported
from sharewell.delivering.sending import TickedPlace
from sharewell.delivering.verifying import CallBack, FoundIn
from sharewell_hub.disclosures.actions import record_call_back, send_disclosure
from sharewell_hub.disclosures.models import DisclosedPlace, Disclosure
from sharewell_hub.disclosures.tests.conftest import decide, sending_of
from sharewell_hub.look.doors import every_way
from sharewell_hub.outbox.words import new_reference
from sharewell_hub.people.actions import record_subject
from sharewell_hub.people.models import Exclusion
from sharewell_hub.people.queries import relationships
from sharewell_hub.retention.models import Hold

SEED = 20261122


@pytest.fixture
def stage(teacher, front_door, police_desk, browser_of):
    """Give one child's record with all that belongs to it, and another child's."""
    decision = decide(teacher)
    home = a_place(teacher, decision.subject)
    where = TickedPlace(key=str(home.pk), needed_because="They visit her there.")
    said = replace(sending_of(teacher, decision, front_door), places=(where,))
    sent = send_disclosure(teacher, decision, said)
    call = CallBack(
        number="01632 960151", found_in=FoundIn.AGENCY_WEBSITE, answered_by="duty sergeant",
        second_person="", urgent=True, made_at=timezone.now(),
    )  # fmt: skip
    kept = Exclusion.objects.create(
        subject=decision.subject, practitioner=person("Una", "Sprake", "oak-school", "teacher"),
        reason="relative", recorded_by=teacher, since=timezone.now(),
    )  # fmt: skip
    held = Hold.objects.create(
        agency=teacher.agency, subject=decision.subject, reason_content=uuid4(),
        placed_by=teacher, placed_at=timezone.now(),
    )  # fmt: skip
    records = {
        "people": decision.subject_id,
        "kept-out": kept.pk,
        "relationships": relationships(teacher, decision.subject).get().pk,
        "concerns": decision.concern_id,
        "decisions": decision.pk,
        "disclosures": sent.pk,
        "sent": sent.pk,
        "received": sent.reference,
        "call-backs": record_call_back(teacher, decision, police_desk, call).pk,
        "exports": exported(teacher, decision).pk,
        "retention": decision.subject_id,
        "whereabouts": home.pk,
        "holds": held.pk,
        "other_child": record_subject(teacher, name="Somebody Else"),
    }
    records |= of_a_sensitive_service(sent)
    return matrix.Stage(records, decision.subject, browser_of)


def of_a_sensitive_service(sent):
    """Give the same three times over, as a sensitive service would have sent it, by its wall, with
    where the child lives."""
    found = {}
    for wall in ("sensitive", "sensitive_agreed", "sensitive_and_cause"):
        row = copy(sent)
        row.pk, row.submission, row.reference = uuid4(), uuid4(), new_reference()
        row.sensitive_service = True
        row.child_agrees = wall == "sensitive_agreed"
        row.reasonable_cause = wall == "sensitive_and_cause"
        Disclosure.objects.bulk_create([row])
        for place in DisclosedPlace.objects.filter(disclosure=sent):
            place.pk, place.disclosure = uuid4(), row
            DisclosedPlace.objects.bulk_create([place])
        found |= {f"sent {wall}": row.pk, f"received {wall}": row.reference}
    return found


def differing(stage, count, seed):
    """Name the cells in which the page, or the database alone, did not do what the rules say."""
    return [
        f"{drawn.address.method} {drawn.address.path} {drawn.cell}: {found}, not {wanted}"
        for drawn in matrix.draw(random.Random(seed), count)
        for wanted in [(matrix.expected(drawn), matrix.expected_of_the_wall(drawn))]
        for found in [stage.answer(drawn)]
        if found != wanted
    ]


def test_every_address_that_leads_to_a_record_is_in_the_matrix():
    told = {address.path for address in matrix.addresses()}
    assert {way.path for way in every_way() if way.needs} - told == set()


def test_cells_drawn_by_lot_are_answered_as_the_rules_say(stage):
    assert differing(stage, 78, SEED) == []


@pytest.mark.slow
def test_many_more_cells_are_answered_as_the_rules_say(stage):
    """Draw as many as `./run faults matrix` asks for."""
    assert differing(stage, int(os.environ.get("CELLS", "2000")), SEED + 1) == []
