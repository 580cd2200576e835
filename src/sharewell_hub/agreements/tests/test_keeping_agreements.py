"""The agreements' pages: everybody reads them, their keepers record, sign and end them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from journeys.cast import person
from sharewell_hub.agreements.models import Agreement, Ending, Party
from sharewell_hub.agreements.queries import agreements_of
from sharewell_hub.logbook.models import Entry

DAY = timedelta(days=1)


def in_boxes(name, day):
    return {f"{name}-day": day.day, f"{name}-month": day.month, f"{name}-year": day.year}


def said(**changes):
    today = timezone.localdate()
    return {
        "title": "Safeguarding children",
        "tier": "2",
        "says": "We share what keeps a child safe.",
        **in_boxes("begins_on", today),
        **in_boxes("ends_on", today + 100 * DAY),
        "purposes": ["protect_child"],
        "classes": ["case", "sent"],
        "categories": ["confidential"],
        "covers": "content",
        "onward": "ask_first",
    } | changes


@pytest.fixture
def manager(browser_of, db):
    return browser_of(person("Imani", "Thorne", "police", "partnership_manager"))


@pytest.fixture
def ours(manager):
    manager.post("/agreements/new", said())
    return Agreement.objects.get()


def page(browser, address):
    return browser.get(address).content.decode()


def signing(whose, **changes):
    role = {"signed_as": "lead_information_officer", "agency": str(whose.agency_id)}
    return role | in_boxes("signed_on", timezone.localdate()) | changes


def test_a_keeper_records_one_and_everybody_reads_it(browser_of, manager, teacher):
    answer = manager.post("/agreements/new", said())

    made = Agreement.objects.get()
    assert answer.headers["Location"] == f"/agreements/{made.pk}"
    reads = browser_of(teacher)
    assert "Safeguarding children" in page(reads, "/agreements")
    shown = page(reads, f"/agreements/{made.pk}")
    assert "It binds nobody" in shown and "Record the signature" not in shown
    assert "To protect a child from harm" in shown
    assert Entry.objects.filter(kind="agreement_recorded", object_id=made.pk).count() == 1


def test_it_is_signed_changed_and_ended_on_its_pages(
    browser_of, manager, ours, lead_information_officer, social_worker
):
    officer = browser_of(lead_information_officer)
    address = f"/agreements/{ours.pk}"
    officer.post(f"{address}/sign", signing(lead_information_officer))
    assert "by its lead information officer" in page(officer, address)
    assert len(agreements_of(social_worker, timezone.now())) == 1

    manager.post(f"{address}/new-version", said(says="We say it better."))
    newer = Agreement.objects.get(version=2)
    assert newer.supersedes == ours
    assert "takes its place" in page(officer, address)
    assert "took the place" in page(officer, f"/agreements/{newer.pk}")
    assert "no longer in force (1)" in page(officer, "/agreements")

    officer.post(f"/agreements/{newer.pk}/sign", signing(lead_information_officer))
    at_once = in_boxes("end-from_on", timezone.localdate())
    officer.post(f"/agreements/{newer.pk}/end", at_once | {"end-agency": social_worker.agency_id})
    assert agreements_of(social_worker, timezone.now()) == ()
    assert "Ended for Marlingford" in page(officer, f"/agreements/{newer.pk}")


def test_the_next_version_begins_with_the_words_of_the_last(manager, ours):
    shown = page(manager, f"/agreements/{ours.pk}/new-version")

    assert "We share what keeps a child safe." in shown
    assert "leave them time" in shown


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"title": ""}, "What is it called?"),
        ({"purposes": []}, "What information may be shared for"),
        ({"purposes": ["find_patterns"]}, "Tick who receives the answers."),
        (in_boxes("ends_on", timezone.localdate() - DAY), "must not be before the first"),
    ],
    ids=["no_title", "no_purpose", "answers_to_nobody", "last_day_first"],
)
def test_a_refusal_keeps_the_text_and_stores_nothing(manager, changes, told):
    answer = manager.post("/agreements/new", said(**changes))

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert told in shown and "We share what keeps a child safe." in shown
    assert not Agreement.objects.exists()


def test_sent_twice_it_is_recorded_once_and_says_so(manager, ours):
    answer = manager.post("/agreements/new", said())

    assert answer.status_code == 422
    assert "somebody recorded this one already" in answer.content.decode()
    assert Agreement.objects.count() == 1


def test_other_roles_are_refused_with_a_reason(browser_of, ours, teacher):
    colleague = browser_of(teacher)
    for method, address in (
        ("get", "/agreements/new"),
        ("post", "/agreements/new"),
        ("get", f"/agreements/{ours.pk}/new-version"),
        ("post", f"/agreements/{ours.pk}/sign"),
        ("post", f"/agreements/{ours.pk}/end"),
    ):
        answer = getattr(colleague, method)(address, said() if method == "post" else None)
        assert answer.status_code == 403, address
        assert "your role does not keep the agreements" in answer.content.decode()
    assert Agreement.objects.count() == 1
    assert not Party.objects.exists() and not Ending.objects.exists()


def test_an_officer_is_offered_their_own_agency_alone(
    browser_of, ours, lead_information_officer, teacher
):
    officer = browser_of(lead_information_officer)
    answer = officer.post(f"/agreements/{ours.pk}/sign", signing(teacher))

    assert answer.status_code == 422
    assert not Party.objects.exists()
    for_all = in_boxes("end-from_on", timezone.localdate()) | {
        "end-agency": lead_information_officer.agency_id, "end-for_all": "on",
    }  # fmt: skip
    answer = officer.post(f"/agreements/{ours.pk}/end", for_all)
    assert answer.status_code == 422
    assert "not your agency’s to change for all" in answer.content.decode()
    assert not Ending.objects.exists()


def test_nobody_reads_them_without_signing_in(neighbour, ours):
    for address in ("/agreements", f"/agreements/{ours.pk}"):
        assert neighbour.get(address).status_code == 302


def test_one_that_is_not_there_is_not_found(browser_of, teacher):
    address = "/agreements/00000000-0000-4000-8000-000000000000"
    assert browser_of(teacher).get(address).status_code == 404
