"""The desk: what waits, who was told and who was not, and how far each letter has come."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.utils import timezone

from sharewell_hub.concerns.actions import record_concern
from sharewell_hub.disclosures.actions import send_disclosure
from sharewell_hub.disclosures.answering import Answered, reply_to
from sharewell_hub.disclosures.desk import desk_of
from sharewell_hub.disclosures.progress import checklists, told_of
from sharewell_hub.disclosures.tests.conftest import (
    ARMS,
    NAME,
    SAID,
    an_item,
    boxes,
    decide,
    sending_of,
)
from sharewell_hub.outbox.delivering import deliver_waiting
from sharewell_hub.outbox.tests.post_office import post_office
from sharewell_hub.people.actions import Who

__all__ = ["post_office"]


def said(answer):
    return answer.content.decode()


@pytest.fixture
def later(monkeypatch):
    """Move the clock on by some days."""

    def move(days):
        then = timezone.now() + timedelta(days=days)
        monkeypatch.setattr(timezone, "now", lambda: then)

    return move


def test_an_empty_desk_says_so(browser_of, teacher):
    assert "Nothing waits." in said(browser_of(teacher).get("/desk"))


def test_the_desk_is_for_who_has_signed_in(client, db):
    assert client.get("/desk").status_code == 302


def test_a_decision_to_share_waits_until_it_is_sent(browser_of, teacher, decision, front_door):
    browser = browser_of(teacher)
    assert "Decided to share, and not sent (1)" in said(browser.get("/desk"))
    browser.post(
        f"/decisions/{decision.pk}/share/check", boxes(decision, front_door) | {"step": "send"}
    )
    page = said(browser.get("/desk"))
    assert "and not sent" not in page
    assert "Sent, and not answered (1)" in page and NAME in page


def test_both_desks_follow_a_disclosure_to_its_answer(browser_of, teacher, social_worker, opened):
    theirs, ours = browser_of(teacher), browser_of(social_worker)
    assert "Opened, not answered" in said(theirs.get("/desk"))
    page = said(ours.get("/desk"))
    assert "Waiting for us to answer (1)" in page
    assert NAME not in page and ARMS not in page
    words = "We visit today."
    reply_to(social_worker, opened, Answered(submission=uuid4(), kind="will_do", words=words))
    for browser in (theirs, ours):
        page = said(browser.get("/desk"))
        assert "Answered lately (1)" in page and "Answered: will act" in page
        assert "Waiting for us" not in page and "not answered" not in page


def test_other_agencies_see_none_of_it(browser_of, police_officer, opened):
    assert "Nothing waits." in said(browser_of(police_officer).get("/desk"))
    desk = desk_of(police_officer)
    assert not (desk.sent or desk.finished or desk.waiting_for_us or desk.names)


def test_telling_the_family_comes_back_on_its_day(browser_of, teacher, front_door, later):
    day = timezone.localdate() + timedelta(days=5)
    decision = decide(
        teacher, telling="not_told", telling_reason="hmg_2018:risk", look_again_on=day
    )
    made = send_disclosure(teacher, decision, sending_of(teacher, decision, front_door))
    browser = browser_of(teacher)
    page = said(browser.get(f"/disclosures/{made.pk}"))
    assert "Do not tell them now" in page and f"{day.day} {day:%B %Y}" in page
    assert "Words you can say" not in page
    assert "Telling the family" not in said(browser.get("/desk"))
    later(5)
    assert "Telling the family: look again (1)" in said(browser_of(teacher).get("/desk"))


@pytest.mark.parametrize(
    ("telling", "told"),
    [("will_tell", "Words you can say to the parent"), ("told", "Words you can use when they ask")],
)
def test_words_for_the_parent_stand_ready_and_name_nobody(
    browser_of, teacher, front_door, telling, told
):
    decision = decide(teacher, telling=telling)
    made = send_disclosure(teacher, decision, sending_of(teacher, decision, front_door))
    page = said(browser_of(teacher).get(f"/disclosures/{made.pk}"))
    assert told in page
    words = page.split('id="for-the-parent">')[1].split("</div>")[0]
    assert "Front door (referrals)" in words and "Zebulon" not in words


def test_who_has_been_told_and_who_has_not(
    browser_of, teacher, social_worker, opened, police_desk, school_office
):
    told = told_of(teacher, opened.decision.concern)
    assert [one.disclosure for one in told.told] == [opened]
    assert told.not_told == [police_desk]
    page = said(browser_of(teacher).get(f"/concerns/{opened.decision.concern_id}/told"))
    assert "Never assume that somebody else has told" in page
    assert "opened" in page and "social worker" in page
    assert "Not told by you (1)" in page and "Police desk at the front door" in page


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ({}, "Their mail server took over the letter"),
        ({"address": "550 nobody here"}, "The letter did not arrive"),
        ({"letter": "break off"}, "Nobody can tell whether the letter arrived"),
    ],
    ids=["arrived", "refused", "broken_off"],
)
def test_how_far_a_letter_has_come_is_shown_truthfully(
    browser_of, teacher, post_office, sent, answer, told
):
    browser = browser_of(teacher)
    assert "A letter is on its way" in said(browser.get(f"/disclosures/{sent.pk}"))
    post_office.answers = answer
    deliver_waiting()
    page = said(browser.get(f"/disclosures/{sent.pk}"))
    assert told in page
    assert ("Ring them and give the reference" in page) is bool(answer)
    desk = said(browser.get("/desk"))
    assert ("did not arrive</strong>" in desk or "Nobody can tell" in desk) is bool(answer)


def test_the_letter_carries_a_reference_and_a_link_and_no_word_of_it(post_office, sent):
    deliver_waiting()
    (letter,) = post_office.letters
    everything = letter.as_string()
    assert sent.reference in everything
    assert f"{settings.SHAREWELL_ADDRESS}/received/{sent.reference}" in everything
    for words in (NAME, "Zebulon", "Bruises", "Elm", "Oak School", "spoon", "enquiries"):
        assert words not in everything


def test_the_packs_checklists_are_ticked_by_the_record(on_bromley, browser_of, teacher, sent):
    lists = checklists(teacher, sent.decision, sent)
    page = said(browser_of(teacher).get(f"/disclosures/{sent.pk}"))
    sixteen = next(one for one in lists if len(one["lines"]) == 16)
    assert sixteen["title"] in page
    assert "Who receives it was made sure of." in page
    states = {line["id"]: line["state"] for line in sixteen["lines"]}
    assert states["ck10"] == states["ck12"] == states["ck13"] == "fulfilled"


def test_worries_in_a_childs_own_words_come_first_and_late_ones_are_marked(
    browser_of, teacher, later
):
    for item in (an_item(ARMS), an_item(SAID, "child_said")):
        draft = {"submission": str(uuid4()), "wants": "share", "said": [], "items": [item]}
        record_concern(teacher, draft, who=Who(name=NAME))
    first, second = desk_of(teacher).worries
    assert first.child_said and not second.child_said
    page = said(browser_of(teacher).get("/desk"))
    assert "Worries without a decision (2)" in page and "Late" not in page
    later(2)
    assert len(desk_of(teacher).late) == 2
    assert "Late" in said(browser_of(teacher).get("/desk"))
