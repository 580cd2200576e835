"""Receiving: limits first, then the words, then an answer that reaches the sender."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from sharewell.terms.errors import NotAllowed, NotFound
from sharewell_hub.disclosures.answering import Answered, accept_limits, read_disclosure, reply_to
from sharewell_hub.disclosures.models import Acceptance, Opening, Reply
from sharewell_hub.disclosures.queries import received_for, shown_to_recipient
from sharewell_hub.disclosures.tests.conftest import ARMS, NAME, SAID
from sharewell_hub.logbook.queries import entries
from sharewell_hub.outbox.models import Letter

ACCEPTS = {"purpose": "on", "limits": "on"}


def said(answer):
    return answer.content.decode()


def answers(**changes):
    return {
        "submission": str(uuid4()),
        "kind": "will_do",
        "words": "We visit today.",
    } | changes


def test_nothing_is_shown_before_the_limits_are_accepted(browser_of, social_worker, sent):
    browser = browser_of(social_worker)
    first = browser.get(f"/received/{sent.reference}")
    assert first["Location"] == f"/received/{sent.reference}/accept"
    page = said(browser.get(first["Location"]))
    assert sent.reference in page and "To protect a child from harm" in page
    for words in (NAME, "Zebulon", ARMS, "Elm Road", "They decide about enquiries"):
        assert words not in page
    assert not Opening.objects.exists()

    early = browser.post(f"/received/{sent.reference}/answer", answers())
    assert early.status_code == 403 and ARMS not in said(early)
    with pytest.raises(NotAllowed, match="not been accepted"):
        shown_to_recipient(social_worker, sent)
    assert not Reply.objects.exists()


@pytest.mark.parametrize("left_out", ["purpose", "limits"])
def test_both_the_purpose_and_the_limits_are_accepted(browser_of, social_worker, sent, left_out):
    half = {name: on for name, on in ACCEPTS.items() if name != left_out}
    page = said(browser_of(social_worker).post(f"/received/{sent.reference}/accept", half))
    assert "There is a problem" in page
    assert not Acceptance.objects.exists()


def test_reading_is_recorded_the_first_time_for_each_reader(
    browser_of, social_worker, lead_information_officer, sent
):
    for reader in (social_worker, lead_information_officer):
        browser = browser_of(reader)
        for _ in range(2):
            browser.post(f"/received/{sent.reference}/accept", ACCEPTS)
            page = said(browser.get(f"/received/{sent.reference}"))
        assert NAME in page and ARMS in page and SAID not in page
        assert "Fact" in page and "They decide about enquiries." in page
    roles = Opening.objects.values_list("role", flat=True)
    assert sorted(roles) == ["lead_information_officer", "social_worker"]
    assert entries().filter(kind="opened").count() == 2
    assert entries().filter(kind="limits_accepted").count() == 2


def test_the_answer_reaches_the_sender_and_both_see_it(browser_of, teacher, social_worker, opened):
    browser = browser_of(social_worker)
    browser.post(f"/received/{opened.reference}/answer", answers())
    theirs = said(browser_of(teacher).get(f"/disclosures/{opened.pk}"))
    assert "We visit today." in theirs and "Answered: will act" in theirs
    assert "Social worker" in theirs
    assert "We visit today." in said(browser.get(f"/received/{opened.reference}"))
    letter = Letter.objects.get(kind="answered")
    assert letter.destination_address == teacher.email
    assert entries().filter(kind="replied").count() == 1


def test_noting_without_acting_says_why(browser_of, social_worker, opened):
    browser = browser_of(social_worker)
    page = said(
        browser.post(f"/received/{opened.reference}/answer", answers(kind="no_action", words=" "))
    )
    assert "Say what you will do, or why nothing." in page
    assert not Reply.objects.exists()
    browser.post(
        f"/received/{opened.reference}/answer", answers(kind="no_action", words="Known to us.")
    )
    assert Reply.objects.get().kind == "no_action"


def test_an_answer_sent_twice_is_one_and_is_corrected_only_by_a_further_one(
    browser_of, social_worker, opened
):
    browser = browser_of(social_worker)
    form = answers()
    for _ in range(2):
        browser.post(f"/received/{opened.reference}/answer", form)
    assert Reply.objects.count() == 1
    other = browser.post(f"/received/{opened.reference}/answer", form | {"words": "We do nothing."})
    assert other.status_code == 422 and "We do nothing." in said(other)
    assert Reply.objects.count() == 1

    browser.post(f"/received/{opened.reference}/answer", answers(words="We went yesterday."))
    page = said(browser.get(f"/received/{opened.reference}"))
    assert page.index("We went yesterday.") < page.index("We visit today.")
    first, second = entries().filter(kind="replied")
    assert "was" not in json.loads(bytes(first.leaf)) and "was" in json.loads(bytes(second.leaf))


@pytest.mark.parametrize(
    "form",
    [
        {"kind": "dance"},
        {"words": "w" * 4001},
        {"submission": "no id"},
        {"words": "turned \u202eround"},
    ],
    ids=["no_such_answer", "far_too_long", "a_broken_id", "right_to_left_marks"],
)
def test_a_faulty_answer_keeps_its_text(browser_of, social_worker, opened, form):
    page = said(
        browser_of(social_worker).post(f"/received/{opened.reference}/answer", answers(**form))
    )
    assert "There is a problem" in page
    assert answers(**form)["words"].replace("\u202e", "") in page
    assert not Reply.objects.exists()


@pytest.mark.parametrize("reader", ["police_officer", "teacher"])
def test_what_another_agency_was_sent_does_not_exist_for_me(browser_of, request, sent, reader):
    person = request.getfixturevalue(reader)
    browser = browser_of(person)
    for way in ("", "/accept", "/answer"):
        assert browser.get(f"/received/{sent.reference}{way}").status_code == 404
        assert browser.post(f"/received/{sent.reference}{way}", ACCEPTS).status_code in (404, 405)
    with pytest.raises(NotFound):
        accept_limits(person, sent)
    with pytest.raises(NotFound):
        read_disclosure(person, sent)
    with pytest.raises(NotFound):
        reply_to(person, sent, Answered(submission=uuid4(), kind="will_do", words="x"))
    assert browser.get("/received/BCDF-GHJK").status_code == 404


def test_without_signing_in_the_link_leads_to_sign_in_and_back(client, sent):
    answer = client.get(f"/received/{sent.reference}")
    assert answer.status_code == 302
    assert f"next=%2Freceived%2F{sent.reference}" in answer["Location"]
    kept = client.post(f"/received/{sent.reference}/answer", answers(words="We visit today."))
    assert kept.status_code == 403 and "We visit today." in said(kept)


def test_an_overdue_answer_is_shown_to_both(browser_of, teacher, social_worker, sent, monkeypatch):
    later = timezone.now() + timedelta(days=10)
    monkeypatch.setattr(timezone, "now", lambda: later)
    theirs, ours = browser_of(teacher), browser_of(social_worker)
    for browser in (theirs, ours):
        assert "Answer overdue" in said(browser.get("/desk"))
    assert "Answer overdue" in said(ours.get(f"/received/{sent.reference}/accept"))
    page = said(theirs.get(f"/disclosures/{sent.pk}"))
    assert "do not assume that somebody acts" in page

    theirs.post(f"/disclosures/{sent.pk}/remind")
    assert Letter.objects.filter(kind="overdue").count() == 1
    again = theirs.post(f"/disclosures/{sent.pk}/remind")
    assert again.status_code == 403 and "One was written today" in said(again)
    assert entries().filter(kind="reminded").count() == 1


def test_a_reminder_is_not_sent_before_the_day(browser_of, teacher, sent):
    answer = browser_of(teacher).post(f"/disclosures/{sent.pk}/remind")
    assert "not overdue" in said(answer)
    assert not Letter.objects.filter(kind="overdue").exists()


def test_the_reference_is_found_only_by_the_agency_it_was_sent_to(social_worker, teacher, sent):
    assert received_for(social_worker, sent.reference) == sent
    with pytest.raises(NotFound):
        received_for(teacher, sent.reference)
