"""Every address there is, and what six people find at it; an address without a row fails."""

from urllib.parse import urlencode
from uuid import uuid4

import pyrage
import pytest
from django.db import transaction
from django.utils import timezone

from journeys.cast import person
from journeys.one_of_each import a_worry, an_agreement, an_attempt, somebody_kept_out
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
TABLE = """
GET  /about                                          200 200 200 200 200 200
GET  /accessibility                                  200 200 200 200 200 200
GET  /help/<slug:topic>                              200 200 200 200 200 200
GET  /break-glass                                    302 200 200 200 200 200
POST /break-glass/try                                403 422 422 422 422 422
GET  /break-glass/nothing                            302 200 200 200 200 200
GET  /break-glass/open                               302 200 200 200 200 200
GET  /reviews                                        302 200 200 200 200 200
GET  /reviews/<str:reference>                        302 404 200 404 404 404
POST /reviews/<str:reference>                        403 404 422 404 404 404
GET  /law                                            200 200 200 200 200 200
GET  /log                                            200 200 200 200 200 200
GET  /log/keys                                       200 200 200 200 200 200
GET  /log/entries/<uuid:id>                          200 200 200 200 200 200
GET  /log/entries/<uuid:id>.entry                    200 200 200 200 200 200
GET  /log/entries/<uuid:id>.tlog-proof               200 200 200 200 200 200
GET  /log/files/<path:name>                          200 200 200 200 200 200
GET  /health                                         200 200 200 200 200 200
GET  /letters                                        302 200 200 200 200 200
POST /letters/<uuid:letter_id>/again                 403 302 302 404 404 404
GET  /agreements                                     302 200 200 200 200 200
GET  /agreements/new                                 302 403 403 403 200 403
POST /agreements/new                                 403 403 403 403 422 403
GET  /agreements/<uuid:id>                           302 200 200 200 200 200
GET  /agreements/<uuid:id>/new-version               302 403 403 403 200 403
POST /agreements/<uuid:id>/new-version               403 403 403 403 422 403
POST /agreements/<uuid:id>/sign                      403 403 403 403 422 403
POST /agreements/<uuid:id>/end                       403 403 403 403 422 403
GET  /directory                                      302 200 200 200 200 200
GET  /directory/<uuid:id>                            302 200 200 200 200 200
POST /directory/<uuid:id>                            403 422 422 422 302 422
GET  /training                                       302 403 200 403 200 403
GET  /training/mine                                  302 200 200 200 200 200
GET  /training/<uuid:id>                             302 403 200 403 404 403
POST /training/<uuid:id>                             403 403 422 403 404 403
GET  /sign-in/done                                   200 200 200 200 200 200
GET  /sign-in/with/<slug:slug>                       404 404 404 404 404 404
GET  /sign-in/with/<slug:slug>/done                  404 404 404 404 404 404
GET  /sign-in/open                                   302 200 200 200 200 200
POST /sign-in/open/end                               403 302 302 302 302 302
POST /sign-in/open/<uuid:id>/end                     403 404 404 404 404 404
GET  /sign-in/recover                                200 200 200 200 200 200
POST /sign-in/recover                                200 200 200 200 200 200
GET  /accounts                                       302 403 403 403 403 403
GET  /accounts/<uuid:id>                             302 403 403 403 403 403
POST /accounts/<uuid:id>/sign-out                    403 403 403 403 403 403
POST /accounts/<uuid:id>/close                       403 403 403 403 403 403
POST /accounts/<uuid:id>/open                        403 403 403 403 403 403
POST /accounts/<uuid:id>/recover                     403 403 403 403 403 403
GET  /sign-in                                        200 302 302 302 302 302
POST /sign-in                                        200 302 302 302 302 302
GET  /sign-out                                       302 200 200 200 200 200
POST /sign-out                                       302 302 302 302 302 302
GET  /sign-in/inactive                               200 200 200 200 200 200
GET  /sign-in/code                                   302 302 302 302 302 302
POST /sign-in/code                                   302 302 302 302 302 302
GET  /sign-in/passkey                                302 302 302 302 302 302
POST /sign-in/passkey                                302 302 302 302 302 302
GET  /sign-in/again                                  302 200 200 200 200 200
POST /sign-in/again                                  403 200 200 200 200 200
GET  /sign-in/again/code                             302 302 302 302 302 302
POST /sign-in/again/code                             403 302 302 302 302 302
GET  /sign-in/again/key                              302 302 302 302 302 302
POST /sign-in/again/key                              403 302 302 302 302 302
GET  /sign-in/safety                                 302 200 200 200 200 200
GET  /sign-in/safety/password                        302 200 200 200 200 200
POST /sign-in/safety/password                        403 200 200 200 200 200
GET  /sign-in/safety/app                             302 302 302 302 302 302
POST /sign-in/safety/app                             403 302 302 302 302 302
GET  /sign-in/safety/app/remove                      302 404 404 404 404 404
POST /sign-in/safety/app/remove                      403 404 404 404 404 404
GET  /sign-in/safety/codes                           302 404 404 404 404 404
GET  /sign-in/safety/codes/new                       302 302 302 302 302 302
POST /sign-in/safety/codes/new                       403 302 302 302 302 302
GET  /sign-in/safety/keys                            302 200 200 200 200 200
GET  /sign-in/safety/keys/new                        302 302 302 302 302 302
POST /sign-in/safety/keys/new                        403 302 302 302 302 302
GET  /sign-in/safety/keys/<int:pk>                   302 302 302 302 302 302
POST /sign-in/safety/keys/<int:pk>                   403 302 302 302 302 302
GET  /sign-in/safety/keys/<int:pk>/remove            302 302 302 302 302 302
POST /sign-in/safety/keys/<int:pk>/remove            403 302 302 302 302 302
GET  /                                               200 200 200 200 200 200
POST /                                               200 200 200 200 200 200
GET  /danger                                         302 302 302 302 302 302
POST /danger                                         302 302 302 302 302 302
GET  /danger/now                                     200 200 200 200 200 200
GET  /worry                                          302 302 302 302 302 302
POST /worry                                          302 302 302 302 302 302
GET  /save                                           302 302 302 302 302 302
POST /save                                           403 302 302 302 302 302
GET  /question                                       302 302 302 302 302 302
POST /question                                       302 302 302 302 302 302
GET  /answer                                         302 302 302 302 302 302
POST /answer                                         302 302 302 302 302 302
GET  /decide                                         302 302 302 302 302 302
POST /decide                                         403 302 302 302 302 302
GET  /concerns/<uuid:id>/decide                      302 200 302 404 404 404
POST /concerns/<uuid:id>/decide                      403 302 302 404 404 404
GET  /protocols                                      302 200 200 200 200 200
GET  /protocols/compare                              302 403 403 403 200 403
GET  /protocols/<slug:pack>                          302 200 200 200 200 200
GET  /protocols/<slug:pack>/chart                    302 200 200 200 200 200
GET  /why/<uuid:id>                                  302 200 200 200 200 200
POST /why/<uuid:id>                                  403 422 422 422 422 422
GET  /people/<uuid:id>/who                           302 200 302 404 404 404
POST /people/<uuid:id>/who                           403 422 422 404 404 404
POST /people/<uuid:id>/sensitivity                   403 404 404 404 404 404
POST /relationships/<uuid:id>/end                    403 302 302 404 404 404
GET  /people/<uuid:id>/looked                        302 200 302 404 404 404
GET  /received/<str:reference>/hand-on               302 404 404 200 200 404
POST /received/<str:reference>/hand-on               403 404 404 422 422 404
GET  /people/<uuid:id>/walls                         302 200 302 404 404 404
POST /people/<uuid:id>/walls                         403 404 404 404 404 404
POST /people/<uuid:id>/seal                          403 404 404 404 404 404
POST /people/<uuid:id>/unseal                        403 404 404 404 404 404
POST /kept-out/<uuid:id>/end                         403 404 404 404 404 404
GET  /decisions/<uuid:id>                            302 200 302 404 404 404
GET  /decisions/<uuid:id>/export                     302 200 302 404 404 404
POST /decisions/<uuid:id>/export                     403 422 422 404 404 404
GET  /exports                                        302 200 200 200 200 200
POST /exports/switch                                 403 422 422 422 302 422
GET  /exports/<uuid:id>                              302 200 302 404 404 404
POST /exports/<uuid:id>/file                         403 422 422 404 404 404
GET  /directory/<uuid:id>/key                        302 200 200 200 200 200
POST /directory/<uuid:id>/key                        403 422 422 422 302 422
POST /directory/<uuid:id>/key/withdraw               403 403 403 403 302 403
GET  /decisions/<uuid:id>/annex-b                    302 200 302 404 404 404
POST /decisions/<uuid:id>/again                      403 302 302 404 404 404
GET  /desk                                           302 200 200 200 200 200
GET  /call-backs/<uuid:id>                           302 404 200 404 404 404
POST /call-backs/<uuid:id>                           403 404 302 404 404 404
GET  /decisions/<uuid:id>/share                      302 200 302 404 404 404
POST /decisions/<uuid:id>/share                      403 200 200 404 404 404
GET  /decisions/<uuid:id>/share/call-back            302 302 302 404 404 404
POST /decisions/<uuid:id>/share/call-back            403 404 404 404 404 404
GET  /decisions/<uuid:id>/share/check                302 302 302 404 404 404
POST /decisions/<uuid:id>/share/check                403 200 200 404 404 404
GET  /disclosures/<uuid:id>                          302 200 302 404 404 404
POST /disclosures/<uuid:id>/remind                   403 403 403 404 404 404
GET  /concerns/<uuid:id>/told                        302 200 302 404 404 404
GET  /received/<str:reference>                       302 404 404 302 302 404
GET  /received/<str:reference>/accept                302 404 404 200 200 404
POST /received/<str:reference>/accept                403 404 404 302 302 404
GET  /received/<str:reference>/answer                302 404 404 302 302 404
POST /received/<str:reference>/answer                403 404 404 403 403 404
GET  /retention                                      302 403 403 403 200 403
GET  /retention/periods                              302 403 403 403 200 403
POST /retention/periods                              403 403 403 403 422 403
GET  /retention/<uuid:id>                            302 404 403 404 404 404
POST /retention/<uuid:id>/hold                       403 404 403 404 404 404
POST /retention/<uuid:id>/keep                       403 404 403 404 404 404
POST /retention/<uuid:id>/erase                      403 404 404 404 404 404
POST /holds/<uuid:id>/lift                           403 404 404 404 404 404
GET  /outbox                                         200 200 200 200 200 200
GET  /demo                                           200 200 200 200 200 200
"""
WITH = {
    "POST /directory/<uuid:id>/key": {"recipient": KEY, "way": "met_in_person", "source": "Met"},
    "POST /exports/switch": {"on": "yes"},
    "POST /directory/<uuid:id>": {"way": "called_switchboard", "source": "The council’s website"},
    "POST /call-backs/<uuid:id>": {"in_order": "yes"},
    "POST /received/<str:reference>/accept": {"purpose": "on", "limits": "on"},
}
"""What is sent where an empty form would not tell who may send it."""


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
    number = {"number": "01632 960151", "found_in": FoundIn.AGENCY_WEBSITE}
    said = {"answered_by": "duty sergeant", "second_person": "", "urgent": True}
    call = CallBack(**number, **said, made_at=timezone.now())
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


@pytest.mark.parametrize("who", PEOPLE)
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
