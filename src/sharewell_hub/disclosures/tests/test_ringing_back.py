"""Ringing back: nobody who is neither known nor rung back is sent anything, by any path."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from journeys.cast import place
from sharewell.delivering.verifying import CallBack as Call
from sharewell.delivering.verifying import FoundIn
from sharewell.terms.errors import NotFound, RecipientNotVerified
from sharewell_hub.disclosures.actions import record_call_back, send_disclosure
from sharewell_hub.disclosures.covering import last_call
from sharewell_hub.disclosures.models import CallBack, CallBackReview, Disclosure
from sharewell_hub.disclosures.tests.conftest import boxes, decide, sending_of
from sharewell_hub.logbook.queries import entries
from sharewell_hub.outbox.models import Letter

RANG = {
    "call-number": "01632 960777",
    "call-found_in": "agency_website",
    "call-answered_by": "duty social worker",
    "call-at": "00:00",
    "call-second_person": "deputy safeguarding lead",
}


def said(answer):
    return answer.content.decode()


def a_call(**changes):
    spoken = {
        "number": "01632 960777",
        "found_in": FoundIn.OWN_RECORDS,
        "answered_by": "duty officer",
        "second_person": "a colleague",
        "made_at": timezone.now() - timedelta(minutes=5),
        "urgent": False,
    }
    return Call(**spoken | changes)


@pytest.fixture(params=[None, 181], ids=["never_verified", "verified_too_long_ago"])
def unknown(request, db):
    """A destination for which the directory does not vouch."""
    return place(
        "police", "Referrals desk", "statutory_child_protection", checked_days_ago=request.param
    )


@pytest.mark.parametrize("step", ["look", "send"])
def test_an_unknown_recipient_leads_to_the_call_and_nowhere_else(
    browser_of, teacher, decision, unknown, step
):
    form = boxes(decision, unknown, asks="Ring me on Tuesday.", step=step)
    answer = browser_of(teacher).post(f"/decisions/{decision.pk}/share/check", form)
    page = said(answer)
    assert "Ring back first" in page and "Ring me on Tuesday." in page
    if step == "send":
        assert answer.status_code == 422 and "nobody has made sure who receives it" in page
    assert not Disclosure.objects.exists()
    assert not Letter.objects.exists()


def test_a_recorded_call_opens_the_way_and_stays_with_what_was_sent(
    browser_of, teacher, decision, unknown
):
    browser = browser_of(teacher)
    form = boxes(decision, unknown)
    page = said(browser.post(f"/decisions/{decision.pk}/share/call-back", form | RANG))
    assert "Check before you send" in page and "Rung back" in page
    assert entries().filter(kind="called_back").count() == 1

    browser.post(f"/decisions/{decision.pk}/share/check", form | {"step": "send"})
    made, call = Disclosure.objects.get(), CallBack.objects.get()
    assert (made.verified_how, made.call_back, made.known_until) == ("call_back", call, None)
    assert "960777" not in str(CallBack.objects.values().get())


def test_the_same_call_recorded_twice_is_one_call(browser_of, teacher, decision, unknown):
    browser = browser_of(teacher)
    for _ in range(2):
        browser.post(f"/decisions/{decision.pk}/share/call-back", boxes(decision, unknown) | RANG)
    assert CallBack.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"call-found_in": "given_by_caller"}, "A number that the caller gave proves nothing"),
        ({"call-found_in": "a friend"}, "Choose one of the answers shown"),
        ({"call-number": ""}, "The number you rang"),
        ({"call-answered_by": ""}, "Who answered?"),
        ({"call-second_person": ""}, "no second person checked the number"),
        ({"call-at": "23:59"}, "still to come"),
        ({"call-at": "tea time"}, "Write the time like 15:20"),
        ({"call-number": "0" * 41}, "characters long"),
    ],
    ids=["the_caller_gave_it", "no_source_of_the_list", "no_number", "nobody_answered",
         "no_second_person", "later_today", "no_time", "too_long"],
)  # fmt: skip
def test_a_call_that_proves_nothing_is_refused_and_all_text_kept(
    browser_of, teacher, decision, unknown, changes, told
):
    form = boxes(decision, unknown, asks="Ring me on Tuesday.") | RANG | changes
    page = said(browser_of(teacher).post(f"/decisions/{decision.pk}/share/call-back", form))
    assert told in page
    assert "Ring me on Tuesday." in page
    assert not CallBack.objects.exists()
    assert not Disclosure.objects.exists()


def test_an_urgent_call_may_lack_the_second_person_and_is_marked_for_the_next_working_day(
    browser_of, teacher, safeguarding_lead, decision, unknown
):
    browser = browser_of(teacher)
    form = boxes(decision, unknown)
    alone = RANG | {"call-second_person": "", "call-urgent": "on"}
    browser.post(f"/decisions/{decision.pk}/share/call-back", form | alone)
    browser.post(f"/decisions/{decision.pk}/share/check", form | {"step": "send"})
    call = CallBack.objects.get()
    assert not call.second_person
    assert timezone.localdate() < call.review_on <= timezone.localdate() + timedelta(days=3)
    assert Disclosure.objects.count() == 1
    assert "Calls back for a second person" not in said(browser.get("/desk"))
    assert browser.post(f"/call-backs/{call.pk}", {"in_order": "yes"}).status_code == 404

    other = browser_of(safeguarding_lead)
    assert "Calls back for a second person" in said(other.get("/desk"))
    unexplained = said(other.post(f"/call-backs/{call.pk}", {"in_order": "no"}))
    assert "Say what is wrong with it" in unexplained
    other.post(f"/call-backs/{call.pk}", {"in_order": "no", "note": "It is a private number."})
    assert not CallBackReview.objects.get().in_order
    again = other.post(f"/call-backs/{call.pk}", {"in_order": "yes"})
    assert "has looked at it already" in said(again)
    assert "Calls back for a second person" not in said(other.get("/desk"))
    assert entries().filter(kind="call_reviewed").count() == 1


def test_another_agencys_call_does_not_exist_for_me(
    browser_of, police_officer, teacher, decision, unknown
):
    call = record_call_back(teacher, decision, unknown, a_call(second_person="", urgent=True))
    assert browser_of(police_officer).get(f"/call-backs/{call.pk}").status_code == 404
    with pytest.raises(NotFound):
        record_call_back(police_officer, decision, unknown, a_call())


def test_a_call_about_another_decision_or_destination_verifies_nothing(
    teacher, decision, unknown, school_office
):
    record_call_back(teacher, decide(teacher), unknown, a_call())
    record_call_back(teacher, decision, school_office, a_call())
    assert last_call(teacher, decision, unknown) is None
    with pytest.raises(RecipientNotVerified):
        send_disclosure(teacher, decision, sending_of(teacher, decision, unknown))


def test_yesterdays_call_verifies_nothing(teacher, decision, unknown):
    long_ago = timezone.now() - timedelta(hours=25)
    record_call_back(teacher, decision, unknown, a_call(made_at=long_ago))
    with pytest.raises(RecipientNotVerified, match="more than a day ago"):
        send_disclosure(teacher, decision, sending_of(teacher, decision, unknown))


@pytest.mark.parametrize("path", ["action", "claimed_known", "another_call", "no_ground"])
def test_no_path_sends_to_somebody_nobody_has_verified(
    teacher, decision, unknown, front_door, sent, path
):
    """The action, then the table itself: three ways of claiming what is not so."""
    count = Disclosure.objects.count()
    if path == "action":
        with pytest.raises(RecipientNotVerified):
            send_disclosure(teacher, decision, sending_of(teacher, decision, unknown))
    else:
        row = Disclosure.objects.get(pk=sent.pk)
        row.pk, row.submission, row.reference = uuid4(), uuid4(), "BCDF-GHJK"
        row.destination, row.recipient_agency = unknown, unknown.agency
        if path == "claimed_known":
            row.known_until = unknown.verified_on and unknown.verified_on + timedelta(days=180)
            row.known_until = row.known_until or timezone.localdate() - timedelta(days=1)
        elif path == "another_call":
            elsewhere = record_call_back(teacher, decision, front_door, a_call())
            row.verified_how, row.call_back, row.known_until = "call_back", elsewhere, None
        else:
            row.verified_how, row.known_until = "directory", None
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)
    assert Disclosure.objects.count() == count


@pytest.mark.parametrize("decided", ["do_not_share", "take_advice"])
def test_the_table_itself_refuses_a_decision_that_lets_nothing_leave(teacher, sent, decided):
    row = Disclosure.objects.get(pk=sent.pk)
    row.pk, row.submission, row.reference = uuid4(), uuid4(), "BCDF-GHJK"
    row.decision = decide(teacher, decided=decided)
    with pytest.raises(IntegrityError, match="does not let it leave"), transaction.atomic():
        row.save(force_insert=True)
