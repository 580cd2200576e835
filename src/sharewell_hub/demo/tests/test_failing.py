"""Failing: the story holds the ten failures that reviews find again and again, as data."""

import pytest

from sharewell.terms.information import Standing
from sharewell_hub.concerns.queries import items_of
from sharewell_hub.decisions.queries import recorded, words_of
from sharewell_hub.demo.story import acts
from sharewell_hub.disclosures.models import Opening
from sharewell_hub.disclosures.queries import (
    is_overdue,
    received,
    replies,
    sent,
    shown_to_recipient,
    shown_to_sender,
)
from sharewell_hub.people.queries import born_on, name_of


def first(borough, who):
    """Give what somebody's agency decided first, with the words."""
    viewer = borough[who]
    decision = recorded(viewer).last()
    return viewer, decision, words_of(viewer, decision).why


def texts(viewer, decision, standing=None):
    items = items_of(viewer, decision.concern)
    return [item.text for item in items if standing in (None, item.standing)]


def pieces_never_put_together(borough):
    for who in ("nursery_worker", "charge_nurse", "police_officer"):
        viewer, decision, _ = first(borough, who)
        assert decision.decided == "do_not_share"
        assert texts(viewer, decision)
        assert not any("bruises" in text for text in texts(viewer, decision)[3:])
    assert not sent(borough["charge_nurse"]).exists()
    assert not sent(borough["police_officer"]).exists()


def not_sought(borough):
    _, decision, why = first(borough, "social_worker")
    assert decision.facts["act"] == "ask_for_information"
    assert decision.answer["act_now"] in ("share_must", "share_may")
    assert decision.decided == "do_not_share"
    assert "Asking four agencies" in why


def somebody_else_has_told(borough):
    viewer, decision, why = first(borough, "housing_officer")
    assert decision.decided == "do_not_share"
    assert "will have told" in why
    assert not sent(viewer).exists()


def consent_forbids(borough):
    _, decision, why = first(borough, "recovery_worker")
    assert decision.answer["act_now"] == "share_must"
    assert decision.answer["consent_needed"] == "false"
    assert decision.decided == "do_not_share"
    assert decision.differs
    assert "consent" in why and "data protection" in why


def does_not_know_why_it_came(borough):
    letter = sent(borough["gp"]).get()
    assert shown_to_sender(borough["gp"], letter).asks == "For your information."
    (reply,) = replies(borough["gp"], letter)
    assert reply.reply.kind == "no_action"
    assert "does not say why" in reply.words


def opinion_taken_as_fact(borough):
    viewer, decision, _ = first(borough, "charge_nurse")
    assert any("consistent with" in text for text in texts(viewer, decision, Standing.OPINION))
    viewer, decision, _ = first(borough, "gp")
    assert any("was an accident" in text for text in texts(viewer, decision, Standing.FACT))
    told = replies(borough["teacher"], sent(borough["teacher"]).last())[0].words
    assert "no further action, so nothing has happened" in told


def wrong_identity_and_address(borough):
    hospital, in_hospital, _ = first(borough, "charge_nurse")
    school, in_school, _ = first(borough, "teacher")
    assert name_of(hospital, in_hospital.subject) != name_of(school, in_school.subject)
    typed = born_on(hospital, in_hospital.subject)
    real = sent(borough["gp"]).get().decision.subject
    assert typed != born_on(borough["gp"], real)
    viewer, decision, _ = first(borough, "health_visitor")
    assert any("14 Weir Road" in text for text in texts(viewer, decision))
    viewer, decision, _ = first(borough, "police_officer")
    assert any("41 Weir Road" in text for text in texts(viewer, decision))


def one_agency_alone(borough):
    viewer = borough["desk_sergeant"]
    decision = recorded(viewer).first()
    assert decision.decided == "take_advice"
    assert any("strategy discussion was not held" in text for text in texts(viewer, decision))
    assert not received(viewer).exists()


def disagreement_left_where_it_was(borough):
    viewer = borough["safeguarding_lead"]
    (again,) = recorded(viewer).exclude(supersedes=None)
    assert "I do not agree" in words_of(viewer, again).why
    assert not sent(viewer).filter(decision=again).exists()
    assert again.look_again_on < again.decided_at.date().replace(year=again.decided_at.year + 1)


def lost_at_a_boundary(borough):
    letter = sent(borough["nursery_manager"]).get()
    assert not Opening.objects.filter(disclosure=letter).exists()
    assert is_overdue(borough["nursery_manager"], letter, answered=False)
    assert "moving" in shown_to_sender(borough["nursery_manager"], letter).items[0].words


TEN = {
    1: pieces_never_put_together,
    2: not_sought,
    3: somebody_else_has_told,
    4: consent_forbids,
    5: does_not_know_why_it_came,
    6: opinion_taken_as_fact,
    7: wrong_identity_and_address,
    8: one_agency_alone,
    9: disagreement_left_where_it_was,
    10: lost_at_a_boundary,
}


def test_every_failure_is_named_by_an_act_of_the_story():
    assert {number for act in acts() for number in act.failures} == set(TEN)


def test_the_ten_failures_are_there(borough):
    for number, is_there in TEN.items():
        try:
            is_there(borough)
        except AssertionError as missing:
            pytest.fail(f"failure {number}, {is_there.__name__}, is not there: {missing}")


def test_something_waits_to_be_tried(borough):
    unread = received(borough["social_worker"]).exclude(pk__in=Opening.objects.values("disclosure"))
    assert unread.count() == 1
    from_the_kitchen = sent(borough["volunteer_lead"]).get()
    assert replies(borough["volunteer_lead"], from_the_kitchen)[0].reply.kind == "will_do"
    assert shown_to_recipient(borough["social_worker"], from_the_kitchen).items
