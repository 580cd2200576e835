"""What is sent is held against the agreements: said, kept and reviewed, and never waited for."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from journeys.cast import agency, person, place
from sharewell_hub.agreements.actions import (
    Agreed,
    end_agreement,
    record_agreement,
    sign_agreement,
)
from sharewell_hub.disclosures.actions import send_disclosure
from sharewell_hub.disclosures.agreeing import categories_of
from sharewell_hub.disclosures.covering import ADULT, covered_by, tellable
from sharewell_hub.disclosures.models import Disclosure
from sharewell_hub.disclosures.queries import disclosure_for
from sharewell_hub.disclosures.record import record_of
from sharewell_hub.disclosures.tests.conftest import boxes, decide, sending_of
from sharewell_hub.glass.models import Attempt, PassedGate
from sharewell_hub.logbook.models import Entry

TITLE = "Safeguarding children together"
ALL = ("personal", "confidential", "sensitive", "medical", "adults", "anonymised")


@pytest.fixture
def manager(db):
    return person("Imani", "Thorne", "police", "partnership_manager")


@pytest.fixture
def agree(manager):
    """Record an agreement, signed by the school and the front door unless it is said otherwise."""

    def recorded(*slugs, **changes):
        today = timezone.localdate()
        said = {
            "title": TITLE, "tier": 2, "says": "We share.", "begins_on": today, "ends_on": today,
            "purposes": ["protect_child"], "classes": ["sent"], "categories": ALL,
        }  # fmt: skip
        made = record_agreement(manager, Agreed(**said | changes))
        for slug in slugs or ("oak-school", "front-door"):
            sign_agreement(
                manager, made, agency(slug), signed_on=today, signed_as="lead_information_officer"
            )
        return made

    return recorded


def send(teacher, front_door, **how):
    decision = decide(teacher, **how)
    made = send_disclosure(teacher, decision, sending_of(teacher, decision, front_door))
    return disclosure_for(teacher, made.pk)


def check(browser_of, teacher, front_door):
    decision = decide(teacher)
    answer = browser_of(teacher).post(
        f"/decisions/{decision.pk}/share/check", boxes(decision, front_door)
    )
    return answer.content.decode()


def test_what_an_agreement_covers_says_so_and_keeps_its_version(
    browser_of, agree, teacher, front_door, guardian
):
    made = agree()
    page = check(browser_of, teacher, front_door)
    assert f"{TITLE}, version 1</a>, which both agencies signed" in page
    sent = send(teacher, front_door)
    assert (sent.covered, sent.agreement) == (True, made)
    (part,) = record_of(teacher, sent.decision)["disclosures"]
    assert part["agreement"] == {"id": str(made.pk), "version": 1, "words": f"{TITLE}, version 1"}
    record = browser_of(teacher).get(f"/decisions/{sent.decision_id}").content.decode()
    assert f"{TITLE}, version 1" in record
    assert not PassedGate.objects.exists()


@pytest.mark.parametrize(
    ("slugs", "changes"),
    [
        (("oak-school", "mill-lane-surgery"), {}),
        (("front-door", "mill-lane-surgery"), {}),
        ((), {"purposes": ["prevent_crime"]}),
        ((), {"classes": ["case"]}),
        ((), {"covers": "existence"}),
        ((), {"categories": ["anonymised"]}),
    ],
    ids=[
        "they_have_not_signed", "we_have_not_signed", "another_purpose", "another_class",
        "existence_only", "another_category",
    ],
)  # fmt: skip
def test_what_none_covers_is_sent_all_the_same_and_reviewed(
    browser_of, agree, teacher, front_door, guardian, slugs, changes
):
    agree(*slugs, **changes)
    assert "No agreement between your agencies covers this" in check(
        browser_of, teacher, front_door
    )
    sent = send(teacher, front_door)
    assert (sent.covered, sent.agreement) == (False, None)
    passed = PassedGate.objects.get()
    assert (passed.gates, passed.object, passed.duty) == (
        ["agreement"], sent.reference, "share_must"
    )  # fmt: skip
    assert Entry.objects.filter(kind="gate_passed").count() == 1
    attempt = Attempt.objects.get()
    shown = browser_of(guardian).get(f"/reviews/{attempt.reference}").content.decode()
    assert "An agreement in force, signed by both agencies" in shown
    (part,) = record_of(teacher, sent.decision)["disclosures"]
    assert part["agreement"]["words"] == "None covered it"


def test_an_agreement_that_has_ended_covers_nothing(agree, manager, teacher, front_door):
    end_agreement(manager, agree(), from_on=timezone.localdate())
    assert send(teacher, front_door).covered is False


def test_each_sending_without_one_is_reviewed_by_itself(agree, teacher, front_door):
    agree("oak-school")
    decision = decide(teacher)
    for _ in range(2):
        send_disclosure(teacher, decision, sending_of(teacher, decision, front_door))
    assert PassedGate.objects.count() == 2


def test_where_the_partnership_has_recorded_none_nobody_is_asked(browser_of, teacher, front_door):
    assert "agreement between your agencies" not in check(browser_of, teacher, front_door)
    sent = send(teacher, front_door)
    assert (sent.covered, sent.agreement) == (None, None)
    assert not PassedGate.objects.exists()


def test_within_one_agency_no_agreement_is_asked_for(agree, teacher):
    agree("front-door")
    office = place(
        "oak-school", "Safeguarding at Oak School", "statutory_child_protection",
        checked_days_ago=1,
    )  # fmt: skip
    assert send(teacher, office).covered is None


@pytest.mark.parametrize(
    ("facts", "keys", "found"),
    [
        ({}, [], {"personal"}),
        ({"confidential": True}, [], {"personal", "confidential"}),
        ({"special_category": True}, [ADULT], {"personal", "sensitive", "adults"}),
        ({"record_kind": "whole_record"}, [], {"personal"}),
    ],
)
def test_the_categories_are_those_of_what_is_sent(teacher, facts, keys, found):
    decision = decide(teacher, facts=facts)
    covered = covered_by(teacher, decision, tellable(teacher, decision))
    assert categories_of(decision, covered, keys) == found


def test_a_whole_record_from_a_surgery_is_a_medical_one(gp):
    decision = decide(gp, facts={"sender": "gp", "record_kind": "whole_record"})
    covered = covered_by(gp, decision, tellable(gp, decision))
    assert categories_of(decision, covered, []) == {"personal", "medical"}


def test_the_database_keeps_covered_and_the_agreement_together(teacher, front_door, agree):
    agree("oak-school")
    sent = send(teacher, front_door)
    sent.pk, sent.submission, sent.reference, sent.covered = uuid4(), uuid4(), "X", True
    with pytest.raises(IntegrityError, match="covered_by"), transaction.atomic():
        Disclosure.objects.bulk_create([sent])


def test_days_stand_as_they_are(agree, teacher, front_door):
    tomorrow = timezone.localdate() + timedelta(days=1)
    agree(begins_on=tomorrow, ends_on=tomorrow)
    assert send(teacher, front_door).covered is False


@pytest.mark.parametrize(
    ("slugs", "says"),
    [
        (("oak-school",), "No agreement covers this with Marlingford Children’s Social Care."),
        (("oak-school", "front-door"), "An agreement covers this with each of them."),
    ],
)
def test_the_share_page_says_it_in_one_line(browser_of, agree, teacher, front_door, slugs, says):
    agree(*slugs)
    page = browser_of(teacher).get(f"/decisions/{decide(teacher).pk}/share").content.decode()
    assert says in page and "Sussex 2023, 3.2.7" in page


def test_the_share_page_says_nothing_where_no_agreement_is_kept(browser_of, teacher, front_door):
    page = browser_of(teacher).get(f"/decisions/{decide(teacher).pk}/share").content.decode()
    assert "agreement covers this" not in page
