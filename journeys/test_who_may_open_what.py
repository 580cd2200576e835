"""Every address there is, and what six people find at it; an address without a row fails."""

from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

import pyrage
import pytest
from django.db import transaction
from django.utils import timezone

from journeys.cast import person
from journeys.one_of_each import a_place, a_worry, an_agreement, an_attempt, somebody_kept_out
from sharewell.delivering.verifying import CallBack, FoundIn
from sharewell_hub.agencies.models import Destination
from sharewell_hub.disclosures.actions import record_call_back, send_disclosure
from sharewell_hub.disclosures.tests.conftest import decide, sending_of
from sharewell_hub.exports.models import Export, RecipientKey
from sharewell_hub.logbook.models import Entry
from sharewell_hub.logbook.queries import last_checkpoint
from sharewell_hub.logbook.sequencing import integrate
from sharewell_hub.look.doors import every_way
from sharewell_hub.look.inspecting import LookingClient
from sharewell_hub.outbox.models import FAILED, Letter
from sharewell_hub.people.models import Relationship

FORM = "application/x-www-form-urlencoded"
KEY = str(pyrage.x25519.Identity.generate().to_public())
PEOPLE = ("nobody", "sender", "colleague", "recipient", "keeper", "stranger")
LATER = {"colleague", "recipient", "keeper"}
CASES = [pytest.param(who, marks=pytest.mark.slow if who in LATER else ()) for who in PEOPLE]
TABLE = (Path(__file__).parent / "who_may_open_what.txt").read_text()
"""One row an address: what each of the six is answered."""

WITH = {
    "POST /directory/<uuid:id>/key": {"recipient": KEY, "way": "met_in_person", "source": "Met"},
    "POST /exports/switch": {"on": "yes"},
    "POST /directory/<uuid:id>/sensitive": {"kind": "sexual_health"},
    "POST /directory/<uuid:id>": {"way": "called_switchboard", "source": "The council’s website"},
    "POST /call-backs/<uuid:id>": {"in_order": "yes"},
    "POST /received/<str:reference>/accept": {"purpose": "on", "limits": "on"},
}
"""What is sent where an empty form would not tell who may send it."""


CALLED = {
    "number": "01632 960151", "found_in": FoundIn.AGENCY_WEBSITE,
    "answered_by": "duty sergeant", "second_person": "", "urgent": True,
}  # fmt: skip


def rows():
    """Read the table: method, address, and what each of the six is answered."""
    for line in TABLE.strip().splitlines():
        method, path, *answers = line.split()
        yield method, path, dict(zip(PEOPLE, map(int, answers), strict=True))


@pytest.fixture
def people(teacher, social_worker, lead_information_officer, gp):
    """The six: who sent it, two more of the two agencies, and two who have no part in it."""
    return {
        "nobody": None,
        "sender": teacher,
        "colleague": person("Marcus", "Eddowes", "oak-school", "headteacher"),
        "recipient": social_worker,
        "keeper": lead_information_officer,
        "stranger": gp,
    }


@pytest.fixture
def records(teacher, front_door, police_desk, settings, tmp_path):
    """One of everything that has an address, by the beginning of its address."""
    settings.SHAREWELL_LOG_FILES = tmp_path
    decision = decide(teacher)
    disclosure = send_disclosure(teacher, decision, sending_of(teacher, decision, front_door))
    concern = a_worry(teacher)
    call = CallBack(**CALLED, made_at=timezone.now())
    letters = Letter.objects.filter(object_id=disclosure.pk)
    letters.update(state=FAILED, fault="not_reached", settled_at=timezone.now())
    decided_again = decide(teacher).pk
    kept = somebody_kept_out(teacher, concern.subject)
    integrate()
    return {
        "log/entries": Entry.objects.first().pk,
        "log/files": f"{last_checkpoint().origin[-4:]}/checkpoint",
        "decisions": decided_again,
        "disclosures": disclosure.pk,
        "received": disclosure.reference,
        "concerns": concern.pk,
        "people": concern.subject_id,
        "kept-out": kept.pk,
        "whereabouts": a_place(teacher, concern.subject).pk,
        "relationships": Relationship.objects.filter(subject=concern.subject).get().pk,
        "why": concern.subject_id,
        "call-backs": record_call_back(teacher, decision, police_desk, call).pk,
        "agreements": an_agreement(person("Ruth", "Okafor", "front-door")).pk,
        "directory": Destination.objects.first().pk,
        "letters": letters.get().pk,
        "reviews": an_attempt(teacher),
        "help": "sharing",
        "retention": concern.subject_id,
        "holds": uuid4(),
        "protocols": "bromley_2017",
        "sign-in": 1,
        "exports": exported(teacher, decision).pk,
        "sign-in/open": uuid4(),
        "accounts": teacher.pk,
        "training": teacher.pk,
    }


def exported(teacher, decision):
    """Give a file that left, of an agency that lets none leave any more."""
    now = timezone.now()
    key = {"destination": Destination.objects.last(), "recipient": KEY, "verified_by": teacher}
    key = RecipientKey.objects.create(**key, verified_at=now)
    left = {"agency": teacher.agency, "decision": decision, "key": key, "made_by": teacher}
    return Export.objects.create(**left, made_at=now, until=now)


def filled_in(path, records):
    """Put the record into an address."""
    longer = (each for each in records if "/" in each and path.startswith(f"/{each}/"))
    first = next(longer, path.split("/")[1])
    before, there, after = path.partition("<")
    return f"{before}{records[first]}{after.partition('>')[2]}" if there else path


def test_every_address_has_a_row():
    listed = {path for _method, path, _answers in rows()}
    there = {way.path for way in every_way()}
    assert there - listed == set(), "Add a row for each: who may open it?"
    assert listed - there == set(), "These are gone: take their rows out."


@pytest.mark.parametrize("who", CASES)
def test_nobody_opens_what_is_not_for_them(who, people, records, browser_of):
    wrong = []
    for method, path, answers in rows():
        visitor = browser_of(people[who]) if people[who] else LookingClient()
        sent = urlencode(WITH.get(f"{method} {path}", {}))
        with transaction.atomic():
            answer = visitor.generic(method, filled_in(path, records), sent, content_type=FORM)
            transaction.set_rollback(True)
        found = answer.status_code
        if found != answers[who]:
            wrong.append(f"{method} {path}: {found} and not {answers[who]}")
    assert not wrong, "\n".join(wrong)
