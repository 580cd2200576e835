"""Whoever may not know of a child any longer is not told of an answer; a deputy is, or nobody."""

from uuid import uuid4

import pytest

from journeys.cast import person
from sharewell_hub.agencies.actions import close_account
from sharewell_hub.disclosures.models import Reply
from sharewell_hub.outbox.models import Letter
from sharewell_hub.people.actions import keep_out, seal_record


@pytest.fixture
def head(db):
    return person("Marcus", "Eddowes", "oak-school", "headteacher")


def answered(browser, sent):
    """Answer, and give the page that follows."""
    filled = {"submission": str(uuid4()), "kind": "will_do", "words": "We ring today."}
    page = browser.post(f"/received/{sent.reference}/answer", filled, follow=True)
    assert Reply.objects.exists()
    return page.content.decode()


def told():
    letters = Letter.objects.filter(kind="answered")
    return [letter.destination_address for letter in letters]


def test_who_sent_it_is_told(browser_of, opened, social_worker, teacher, guardian):
    answered(browser_of(social_worker), opened)
    assert told() == [teacher.email]


def test_who_was_kept_out_since_is_not_told_nor_another_who_is(
    browser_of, opened, social_worker, teacher, safeguarding_lead, guardian, head
):
    for one in (teacher, safeguarding_lead):
        keep_out(guardian, opened.subject, one, reason="relative")
    page = answered(browser_of(social_worker), opened)
    assert told() == [head.email]
    assert "could be told by letter" not in page


def test_of_a_sealed_record_somebody_named_is_told(
    browser_of, opened, social_worker, teacher, safeguarding_lead, guardian
):
    seal_record(guardian, opened.subject, [social_worker])
    answered(browser_of(social_worker), opened)
    assert told() == [guardian.email]


def test_who_left_is_not_told_and_the_desk_is(
    browser_of, opened, social_worker, teacher, safeguarding_lead
):
    close_account(teacher)
    answered(browser_of(social_worker), opened)
    assert told() == [safeguarding_lead.email]


def test_where_nobody_there_may_be_told_the_page_says_whom_to_ring(
    browser_of, opened, social_worker, teacher, school_office
):
    close_account(teacher)
    page = answered(browser_of(social_worker), opened)
    assert told() == []
    assert "Nobody there could be told by letter that you answered" in page
    assert school_office.phone_in_hours in page
