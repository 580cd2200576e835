"""That a child uses a sensitive service leaves it with the child's agreement or on harm alone."""

from uuid import uuid4

import pytest

from journeys.cast import AGENCIES, person, place, say_why
from sharewell.terms.errors import NotAllowed
from sharewell_hub.access.models import Look
from sharewell_hub.agencies.models import Agency
from sharewell_hub.decisions.duties import shown_outside
from sharewell_hub.disclosures.actions import send_disclosure
from sharewell_hub.disclosures.models import Disclosure
from sharewell_hub.disclosures.tests.conftest import ARMS, boxes, decide, sending_of
from sharewell_hub.logbook.models import Entry
from sharewell_hub.outbox.models import Letter
from sharewell_hub.outbox.words import worded
from sharewell_hub.walls.seeing import seen_by

CLINIC = "The Beck Clinic"
NO_HARM = {
    "sender": "sexual_health", "risk_to_child": "concern", "concern_of": "unmet_need",
    "recipient_role": "early_help", "consent": "obtained", "consent_by": "parent",
}  # fmt: skip
AGREES = {**NO_HARM, "consent_by": "child"}
HARM = {"sender": "sexual_health"}


@pytest.fixture
def nurse(db, monkeypatch):
    """Works where nobody outside may learn who comes."""
    monkeypatch.setitem(AGENCIES, "beck-clinic", (CLINIC, "sexual_health"))
    return person("Anneke", "Rowe", "beck-clinic", "practitioner")


@pytest.fixture
def early_help(db):
    return place("front-door", "Early help hub", "early_help", checked_days_ago=7)


def send(nurse, destination, facts, **changes):
    decision = decide(nurse, facts=facts, **changes)
    return send_disclosure(nurse, decision, sending_of(nurse, decision, destination))


def without_either(sent, **changes):
    """Put a row there as if the acts had never been asked."""
    sent.pk, sent.submission, sent.reference = uuid4(), uuid4(), "XXXX-2345"
    sent.child_agrees = sent.reasonable_cause = False
    for name, value in changes.items():
        setattr(sent, name, value)
    Disclosure.objects.bulk_create([sent])
    return sent


def test_a_service_is_sensitive_by_its_kind_until_somebody_says_otherwise(nurse, teacher):
    assert nurse.agency.sensitive_service == "sexual_health"
    assert teacher.agency.sensitive_service == ""


def test_without_either_nothing_leaves_and_the_words_are_kept(browser_of, nurse, early_help):
    decision = decide(nurse, facts=NO_HARM)
    before = Entry.objects.count(), Letter.objects.count()
    answer = browser_of(nurse).post(
        f"/decisions/{decision.pk}/share/check",
        boxes(decision, early_help, means="She asked for help with sleep."),
    )
    page = answer.content.decode()
    assert "Nothing was sent: whoever receives it would learn" in page
    assert "Ask the child" in page and "3.3.6" in page
    assert "She asked for help with sleep." in page and ARMS in page
    assert (Entry.objects.count(), Letter.objects.count()) == before
    with pytest.raises(NotAllowed, match="this child uses your service"):
        send_disclosure(nurse, decision, sending_of(nurse, decision, early_help))
    assert not Disclosure.objects.exists()


@pytest.mark.parametrize(
    ("changes", "agrees"),
    [
        ({}, True),
        ({"consent_covers": True}, True),
        ({"consent_covers": False}, False),
        ({"consent_covers": "unknown"}, False),
        ({"consent": "implied"}, False),
        ({"consent": "withdrawn"}, False),
        ({"consent_by": "parent"}, False),
        ({"consent_by": "unknown"}, False),
    ],
)
def test_the_childs_agreement_is_said_by_the_child_and_to_this(changes, agrees):
    assert shown_outside({**AGREES, **changes}) == (agrees, False)


@pytest.mark.parametrize(
    ("risk", "cause"),
    [
        ("none", False), ("concern", False), ("unknown", False), ("immediate", True),
        ("reasonable_cause_significant_harm", True),
    ],
)  # fmt: skip
def test_reasonable_cause_is_that_of_significant_harm(risk, cause):
    assert shown_outside({"risk_to_child": risk}) == (False, cause)


def test_with_the_childs_agreement_or_on_harm_it_leaves_and_says_why(
    nurse, early_help, front_door, social_worker
):
    agreed = send(nurse, early_help, AGREES)
    harmed = send(nurse, front_door, HARM)
    assert [
        (one.sensitive_service, one.child_agrees, one.reasonable_cause) for one in (agreed, harmed)
    ] == [(True, True, False), (True, False, True)]
    with seen_by(social_worker.pk):
        assert Disclosure.objects.count() == 2


def test_within_the_service_it_is_no_question(nurse):
    desk = place("beck-clinic", "Clinic desk", "early_help", checked_days_ago=1)
    assert not send(nurse, desk, NO_HARM).sensitive_service


def test_nobody_outside_is_shown_a_row_that_holds_neither(
    browser_of, nurse, front_door, social_worker
):
    """Whoever goes round the acts meets the database's own wall, and the door's."""
    sent = send(nurse, front_door, HARM)
    reference = sent.reference
    browser = browser_of(social_worker)
    assert CLINIC in browser.get("/desk").content.decode()
    hidden = without_either(sent)
    with seen_by(social_worker.pk):
        assert not Disclosure.objects.filter(pk=hidden.pk).exists()
        assert Disclosure.objects.filter(reference=reference).exists()
    with seen_by(nurse.pk):
        assert Disclosure.objects.filter(pk=hidden.pk).exists()
    for path in ("", "/accept", "/answer", "/hand-on"):
        assert browser.get(f"/received/{hidden.reference}{path}").status_code == 404
    assert hidden.reference not in browser.get("/desk").content.decode()
    looks = Look.objects.filter(objects_shown=[hidden.reference])
    assert looks.count() == 4
    assert not any(look.allowed or "sensitive_service" not in look.rules for look in looks)


def test_no_letter_and_no_line_in_the_log_names_the_service(nurse, front_door):
    send(nurse, front_door, HARM)
    for letter in Letter.objects.all():
        words = worded(kind=letter.kind, reference=letter.reference, link="https://x.example")
        assert CLINIC not in "".join(words) + letter.destination_address
    assert not any(CLINIC.encode() in bytes(entry.leaf) for entry in Entry.objects.all())


def test_who_looked_in_vain_from_there_is_not_named_to_the_holder(
    browser_of, nurse, teacher, safeguarding_lead, gp
):
    subject = decide(teacher).subject
    for stranger in (nurse, gp):
        assert browser_of(stranger).get(f"/people/{subject.pk}/walls").status_code == 404
    browser = browser_of(safeguarding_lead)
    say_why(browser, subject.pk)
    page = browser.get(f"/people/{subject.pk}/looked").content.decode()
    assert CLINIC not in page and nurse.name not in page
    assert "Somebody</strong>, another agency: was refused" in page
    assert gp.name in page and gp.agency.name in page


def test_who_opened_what_we_sent_them_is_named(browser_of, nurse, teacher, safeguarding_lead):
    guardian = person("Rosalind", "Tate", "beck-clinic", "caldicott_guardian")
    clinic = place("beck-clinic", "Clinic desk", "statutory_child_protection", checked_days_ago=1)
    decision = decide(teacher)
    sent = send_disclosure(teacher, decision, sending_of(teacher, decision, clinic))
    browser_of(guardian).get(f"/received/{sent.reference}/accept")
    browser = browser_of(safeguarding_lead)
    say_why(browser, decision.subject_id)
    assert CLINIC in browser.get(f"/people/{decision.subject_id}/looked").content.decode()


def test_the_directorys_keeper_says_it_and_others_are_told_who_does(
    browser_of, nurse, teacher, lead_information_officer
):
    desk = place("beck-clinic", "Clinic desk", "early_help", checked_days_ago=1)
    address = f"/directory/{desk.pk}/sensitive"
    assert browser_of(teacher).post(address, {"kind": "no"}).status_code == 422
    assert "records this" in browser_of(teacher).get(address).content.decode()
    keeper = browser_of(lead_information_officer)
    for _ in range(2):
        assert keeper.post(address, {"kind": "no"}).url == f"/directory/{desk.pk}"
    assert Agency.objects.get(slug="beck-clinic").sensitive_service == ""
    assert Entry.objects.filter(kind="sensitive_service_set").count() == 1
    assert keeper.post(address, {"kind": "secret"}).status_code == 422
