"""Sending: only what was decided, only to a verified recipient, once, and always logged."""

import re
from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

from sharewell.terms.errors import NotAllowed, TooMuch
from sharewell_hub.concerns.models import Item
from sharewell_hub.disclosures.actions import send_disclosure
from sharewell_hub.disclosures.models import DisclosedItem, Disclosure
from sharewell_hub.disclosures.tests.conftest import (
    ADULT,
    ARMS,
    NAME,
    NEIGHBOUR,
    SAID,
    an_item,
    boxes,
    decide,
    sending_of,
)
from sharewell_hub.keystore.models import SubjectKey
from sharewell_hub.logbook.queries import entries
from sharewell_hub.outbox.models import Letter
from sharewell_hub.vault.models import Content
from sharewell_hub.vault.queries import open_content


def said(answer):
    return answer.content.decode()


def test_no_item_is_ticked_and_the_one_known_service_is_chosen(browser_of, teacher, decision):
    page = said(browser_of(teacher).get(f"/decisions/{decision.pk}/share"))
    assert ARMS in page and SAID in page
    assert 'name="item-0-send"' in page
    who, items = page.split("What you say with it")[0].split("What do they need to know?")
    assert len(re.findall(r"<input[^>]* checked", who)) == 1
    assert not re.search(r"<input[^>]* checked", items)
    assert "01632 960001" in page and "01632 960999" in page


def test_what_was_ticked_is_sent_once_checked(browser_of, teacher, decision, front_door):
    browser = browser_of(teacher)
    form = boxes(decision, front_door)
    checked = said(browser.post(f"/decisions/{decision.pk}/share/check", form))
    assert "Check before you send" in checked
    assert ARMS in checked and SAID not in checked
    assert not Disclosure.objects.exists()

    answer = browser.post(f"/decisions/{decision.pk}/share/check", form | {"step": "send"})
    made = Disclosure.objects.get()
    assert answer["Location"] == f"/disclosures/{made.pk}"
    page = said(browser.get(answer["Location"]))
    assert made.reference in page and ARMS in page and "Front door (referrals)" in page


def test_words_are_sealed_once_more_under_the_recipients_key(sent, teacher, social_worker):
    row = DisclosedItem.objects.get()
    keys = {
        end: SubjectKey.objects.get(pk=Content.objects.get(pk=id).key_id).agency
        for end, id in (("ours", row.words_content), ("theirs", row.words_for_recipient))
    }
    assert keys == {"ours": teacher.agency_id, "theirs": social_worker.agency_id}
    assert open_content(row.words_for_recipient) == open_content(row.words_content) == ARMS
    assert open_content(sent.name_for_recipient) == NAME


def test_disclosure_letter_and_log_line_come_together(sent):
    (letter,) = Letter.objects.all()
    assert (letter.object_id, letter.reference) == (sent.pk, sent.reference)
    assert letter.link_path == f"/received/{sent.reference}"
    assert entries().filter(kind="disclosed", object_id=sent.pk).count() == 1


def test_the_same_form_sent_twice_is_one_result(browser_of, teacher, decision, front_door):
    browser = browser_of(teacher)
    form = boxes(decision, front_door) | {"step": "send"}
    first = browser.post(f"/decisions/{decision.pk}/share/check", form)
    second = browser.post(f"/decisions/{decision.pk}/share/check", form)
    assert first["Location"] == second["Location"]
    assert Disclosure.objects.count() == Letter.objects.count() == 1


def test_the_same_form_with_other_words_is_refused_and_its_text_kept(
    browser_of, teacher, decision, front_door
):
    browser = browser_of(teacher)
    form = boxes(decision, front_door) | {"step": "send"}
    browser.post(f"/decisions/{decision.pk}/share/check", form)
    other = form | {"means": "Something else altogether."}
    answer = browser.post(f"/decisions/{decision.pk}/share/check", other)
    assert answer.status_code == 422
    assert "sent before, with other words" in said(answer)
    assert "Something else altogether." in said(answer)
    assert form["submission"] not in said(answer)
    assert Disclosure.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"item-0-send": None}, "Tick at least one item"),
        ({"item-0-needed": None}, "Item 1: say why they need it"),
        ({"item-0-sure": None}, "Item 1: say how sure you are"),
        ({"item-0-sure": "with"}, "Item 1: say with whom you checked it"),
        ({"destination": None}, "Choose one of the answers"),
        ({"destination": uuid4()}, "Choose one of the answers shown"),
        ({"destination": "' or 1=1"}, "Choose one of the answers shown"),
        ({"means": ""}, "What this means for the child"),
        ({"answer_by-year": "1999"}, "today or later"),
        ({"purpose": "gossip"}, "Choose one of the answers shown"),
        ({"means": "m" * 2001}, "characters long"),
        ({"means": "turned \u202eround"}, "hidden characters"),
        ({"submission": "not an id"}, "valid UUID"),
    ],
    ids=["nothing_ticked", "no_reason", "not_said_how_sure", "nobody_named", "no_recipient",
         "a_recipient_that_is_none", "hostile_recipient", "no_meaning", "a_day_gone_by",
         "another_purpose", "far_too_long", "right_to_left_marks", "a_broken_id"],
)  # fmt: skip
def test_a_refusal_keeps_the_text_and_stores_nothing(
    browser_of, teacher, decision, front_door, changes, told
):
    form = boxes(decision, front_door, **{"asks": "Ring me on Tuesday.", "step": "send"} | changes)
    page = said(browser_of(teacher).post(f"/decisions/{decision.pk}/share/check", form))
    assert told in page
    assert "Ring me on Tuesday." in page
    assert not Disclosure.objects.exists()
    assert not Letter.objects.exists()
    assert not entries().filter(kind="disclosed").exists()


def test_markup_is_shown_as_it_was_typed_and_never_as_markup(
    browser_of, teacher, decision, front_door
):
    form = boxes(decision, front_door, means="<script>alert(1)</script>")
    page = said(browser_of(teacher).post(f"/decisions/{decision.pk}/share/check", form))
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_an_item_of_another_worry_cannot_be_sent(teacher, decision, front_door):
    other = decide(teacher, items=[an_item("Another child’s bruise.")])
    elsewhere = sending_of(teacher, other, front_door)
    with pytest.raises(TooMuch, match="not part of the worry"):
        send_disclosure(teacher, decision, elsewhere)
    with pytest.raises(TooMuch, match="none put in"):
        mine = sending_of(teacher, decision, front_door)
        more = replace(mine, items=(replace(mine.items[0], words=ARMS + " And his back."),))
        send_disclosure(teacher, decision, more)
    assert not Disclosure.objects.exists()


def test_somebody_else_and_old_things_ask_for_their_reasons(browser_of, teacher, front_door):
    items = [an_item(NEIGHBOUR, about_somebody_else=True), an_item("Hungry.", days_ago=400)]
    decision = decide(teacher, items=items, adult=ADULT, child_wants="To stay with Gran.")
    form = boxes(decision, front_door, ticked=(0, 1, 2, 3))
    page = said(browser_of(teacher).post(f"/decisions/{decision.pk}/share/check", form))
    assert page.count("say whom else it affects, and how.") >= 2
    assert "Item 2: say what its age means." in page
    whole = form | {
        "item-0-affects": "The neighbour; she knows.",
        "item-1-age": "It has gone on for long.",
        "item-3-affects": "The partner.",
    }
    page = said(browser_of(teacher).post(f"/decisions/{decision.pk}/share/check", whole))
    assert "4 items leave" in page
    assert ADULT in page and "To stay with Gran." in page


@pytest.mark.parametrize("decided", ["do_not_share", "take_advice"])
def test_a_decision_that_lets_nothing_leave_cannot_be_sent(
    browser_of, teacher, front_door, decided
):
    to_share = decide(teacher)
    sending = sending_of(teacher, to_share, front_door)
    decision = decide(teacher, decided=decided)
    browser = browser_of(teacher)
    page = browser.get(f"/decisions/{decision.pk}/share")
    assert page.status_code == 422 and "does not let it leave" in said(page)
    form = boxes(decision, front_door) | {"step": "send", "asks": "Ring me on Tuesday."}
    answer = browser.post(f"/decisions/{decision.pk}/share/check", form)
    assert answer.status_code == 422 and "Ring me on Tuesday." in said(answer)
    with pytest.raises(NotAllowed, match="does not let it leave"):
        send_disclosure(teacher, decision, sending)
    assert not Disclosure.objects.exists()


def test_another_agencys_decision_does_not_exist_for_me(
    browser_of, police_officer, teacher, decision, front_door
):
    browser = browser_of(police_officer)
    form = boxes(decision, front_door) | {"step": "send"}
    assert browser.get(f"/decisions/{decision.pk}/share").status_code == 404
    for way in ("share", "share/check", "share/call-back"):
        assert browser.post(f"/decisions/{decision.pk}/{way}", form).status_code == 404
    assert not Disclosure.objects.exists()


def test_a_form_sent_after_the_sign_in_ended_keeps_its_text(client, decision, front_door):
    form = boxes(decision, front_door, asks="Ring me on Tuesday.") | {"step": "send"}
    answer = client.post(f"/decisions/{decision.pk}/share/check", form)
    assert answer.status_code == 403
    assert "Ring me on Tuesday." in said(answer) and "Send it again" in said(answer)
    assert client.get(f"/decisions/{decision.pk}/share").status_code == 302
    assert not Disclosure.objects.exists()


def test_another_agencys_disclosure_does_not_exist_for_me(browser_of, police_officer, sent):
    browser = browser_of(police_officer)
    assert browser.get(f"/disclosures/{sent.pk}").status_code == 404
    assert browser.post(f"/disclosures/{sent.pk}/remind").status_code == 404
    concern = sent.decision.concern_id
    assert browser.get(f"/concerns/{concern}/told").status_code == 404


@pytest.mark.parametrize(
    "words",
    ["update disclosures_disclosure set urgent = true", "delete from disclosures_discloseditem",
     "update disclosures_reply set kind = 'will_do'", "delete from disclosures_opening",
     "truncate disclosures_acceptance", "delete from disclosures_callback"],
)  # fmt: skip
def test_what_was_sent_and_answered_is_never_rewritten(sent, words):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(words)


def test_an_item_outside_the_decision_is_refused_by_the_database_itself(teacher, sent):
    other = decide(teacher)
    row = DisclosedItem.objects.get()
    row.pk, row.place = uuid4(), 9
    row.item = Item.objects.filter(concern=other.concern).first()
    with pytest.raises(IntegrityError, match="not part of the decision"), transaction.atomic():
        row.save(force_insert=True)
