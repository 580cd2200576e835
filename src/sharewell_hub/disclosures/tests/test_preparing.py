"""Preparing: what is taken out, done first or held back, and whom a decision reaches."""

from dataclasses import replace

import pytest

from journeys.cast import place
from sharewell.terms.errors import NotAllowed, TooMuch
from sharewell_hub.consents.actions import Standing
from sharewell_hub.decisions.actions import Made, supersede_decision
from sharewell_hub.disclosures.actions import send_disclosure
from sharewell_hub.disclosures.covering import offered
from sharewell_hub.disclosures.models import DisclosedItem, Disclosure
from sharewell_hub.disclosures.queries import shown_to_sender
from sharewell_hub.disclosures.tests.conftest import ARMS, NAME, boxes, decide, sending_of
from sharewell_hub.vault.queries import open_content


def said(answer):
    return answer.content.decode()


LIMITED = {"risk_to_child": "concern", "information_excessive": True}
ANONYMISED = {"risk_to_child": "none", "anonymous_would_do": True}
UNCHECKED = {"accuracy_checked": False}
HELD_BACK = {"request_based": True, "requester_verified": False, "risk_to_child": "concern"}


def test_the_whole_is_sent_as_it_was_recorded(browser_of, teacher, decision):
    page = said(browser_of(teacher).get(f"/decisions/{decision.pk}/share"))
    assert "The words that leave" not in page


def test_a_limited_answer_says_what_to_take_out_and_keeps_both_wordings(
    browser_of, teacher, social_worker, front_door
):
    decision = decide(teacher, facts=LIMITED, decided="share_part")
    browser = browser_of(teacher)
    page = said(browser.get(f"/decisions/{decision.pk}/share"))
    assert "Only the part they need" in page and "The words that leave" in page

    left = "Bruises on both arms of Zebulon, at [an address]."
    form = boxes(decision, front_door, **{"item-0-words": left})
    checked = said(browser.post(f"/decisions/{decision.pk}/share/check", form))
    assert "before words were taken out" in checked and "4 Elm Road" in checked
    browser.post(f"/decisions/{decision.pk}/share/check", form | {"step": "send"})
    row = DisclosedItem.objects.get()
    assert row.taken_out
    assert open_content(row.words_content) == open_content(row.words_for_recipient) == left
    shown = shown_to_sender(teacher, Disclosure.objects.get())
    assert shown.items[0].words == left


def test_words_can_be_taken_out_and_none_put_in(browser_of, teacher, front_door):
    decision = decide(teacher, facts=LIMITED, decided="share_part")
    form = boxes(decision, front_door, **{"item-0-words": f"{ARMS} And worse."})
    page = said(browser_of(teacher).post(f"/decisions/{decision.pk}/share/check", form))
    assert "take words out; put none in" in page and "And worse." in page


def test_an_anonymised_form_leaves_without_any_name(browser_of, teacher, front_door):
    decision = decide(teacher, facts=ANONYMISED, decided="share_part")
    browser = browser_of(teacher)
    assert "Only without names" in said(browser.get(f"/decisions/{decision.pk}/share"))
    named = boxes(decision, front_door, means="It matters.", **{"item-0-words": ARMS})
    refused = browser.post(f"/decisions/{decision.pk}/share/check", named | {"step": "send"})
    assert refused.status_code == 422 and "The name is still in what would leave" in said(refused)

    form = named | {"item-0-words": "Bruises on both arms of [the child]."}
    answer = browser.post(f"/decisions/{decision.pk}/share/check", form | {"step": "send"})
    made = Disclosure.objects.get()
    assert made.name_for_recipient is None and made.born_on_for_recipient is None
    assert "Nobody is named" in said(browser.get(answer["Location"]))
    assert NAME not in said(browser.get(answer["Location"]))


def test_what_must_be_done_first_is_ticked_with_who_did_it(browser_of, teacher, front_door):
    decision = decide(teacher, facts=UNCHECKED)
    browser = browser_of(teacher)
    form = boxes(decision, front_door) | {"step": "send"}
    page = said(browser.post(f"/decisions/{decision.pk}/share/check", form))
    assert "This must be done before it leaves." in page
    page = said(browser.post(f"/decisions/{decision.pk}/share/check", form | {"done-0-tick": "on"}))
    assert "Say who did it, by their role." in page
    assert not Disclosure.objects.exists()

    whole = form | {"done-0-tick": "on", "done-0-who": "The deputy head"}
    answer = browser.post(f"/decisions/{decision.pk}/share/check", whole)
    assert Disclosure.objects.get().precautions == ["accuracy_checked"]
    assert "The deputy head" in said(browser.get(answer["Location"]))


def test_an_answer_held_back_names_its_condition_and_opens_by_a_new_decision(
    browser_of, teacher, front_door
):
    decision = decide(teacher, facts=HELD_BACK)
    page = browser_of(teacher).get(f"/decisions/{decision.pk}/share")
    assert page.status_code == 422
    assert "Whoever asked was known to us, or was called back" in said(page)
    assert f"/decisions/{decision.pk}/again" in said(page)
    other = decide(teacher)
    with pytest.raises(NotAllowed, match="the answer is not yet"):
        send_disclosure(teacher, decision, sending_of(teacher, other, front_door))


def test_a_superseded_decision_sends_nothing(browser_of, teacher, decision, front_door):
    sending = sending_of(teacher, decision, front_door)
    draft = {
        "submission": "6a1f5c1e-1f1e-4c52-9d1e-3f6f5a1f0001",
        "wants": "share",
        "said": decision.said,
        "items": [],
        "concern": str(decision.concern_id),
    }
    standing = Standing(state="refused", by="parent")
    newer = Made(decided="do_not_share", standing=standing, telling="told", why="They know.")
    supersede_decision(teacher, decision, draft, newer)
    page = browser_of(teacher).get(f"/decisions/{decision.pk}/share")
    assert "superseded by a newer one" in said(page)
    with pytest.raises(NotAllowed, match="superseded"):
        send_disclosure(teacher, decision, sending)
    assert not Disclosure.objects.exists()


def test_a_decision_reaches_only_recipients_with_the_same_answer(
    browser_of, teacher, decision, front_door, police_desk
):
    early_help = place("community-health", "Early help", "early_help", checked_days_ago=3)
    reached = [one.destination for one in offered(teacher, decision)]
    assert reached == [front_door, police_desk]
    page = said(browser_of(teacher).get(f"/decisions/{decision.pk}/share"))
    assert page.index("Front door (referrals)") < page.index("Police desk")
    assert "Not verified: ring back first." in page
    assert "Early help" not in page

    form = boxes(decision, early_help) | {"step": "send"}
    answer = browser_of(teacher).post(f"/decisions/{decision.pk}/share/check", form)
    assert "Choose one of the answers shown" in said(answer)
    elsewhere = replace(sending_of(teacher, decision, front_door), destination=early_help.pk)
    with pytest.raises(TooMuch, match="another one for this recipient"):
        send_disclosure(teacher, decision, elsewhere)


def test_a_directory_without_a_fitting_service_says_what_to_do(browser_of, teacher):
    decision = decide(teacher)
    browser = browser_of(teacher)
    assert "ring your duty number" in said(browser.get(f"/decisions/{decision.pk}/share"))
    form = boxes(decision, "")
    page = said(browser.post(f"/decisions/{decision.pk}/share/check", form))
    assert "Choose one of the answers." in page and "They decide about enquiries." in page
