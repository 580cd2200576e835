"""Schemes, courts and professions: who receives it comes first, then what must come before."""

from datetime import date
from functools import cache

import pytest

from sharewell.deciding import Engine
from sharewell.packs import load_library
from sharewell.terms.answer import Outcome
from sharewell.terms.conditions import NOTHING

LIBRARY = load_library()
TODAY = date(2026, 11, 22)
RELEASED = (Outcome.SHARE_MUST, Outcome.SHARE_MAY, Outcome.SHARE_LIMITED)
CLEAR = "reasonable_cause_significant_harm"
OF_THE_SCHEMES = {
    *("relevant_conviction", "checks_complete", "applicant", "named_child", "ongoing_contact"),
    *("unsupervised_access", "intimate_relationship", "undertaking_signed", "applicant_identified"),
}


@cache
def engine(stack):
    return Engine(LIBRARY.stack(stack, TODAY))


def decide(stack, **facts):
    return engine(stack).decide(facts)


def csods(**facts):
    told = {"sender": "police", "scheme": "csods", "recipient_role": "protector"}
    return decide("csods", **{**told, "risk_to_child": CLEAR, "relevant_conviction": True, **facts})


def dvds(**facts):
    told = {"sender": "police", "scheme": "dvds", "recipient_role": "person_at_risk"}
    return decide("dvds", **{**told, "risk_to_child": "none", "relevant_conviction": True, **facts})


def employer(**facts):
    told = {"sender": "council_other", "recipient_role": "employer", "finding": "allegation"}
    return decide(
        "pressing_need", **{**told, "risk_to_child": "none", "pressing_need": True, **facts}
    )


def doctor(**facts):
    return decide(
        "gmc", **{"sender": "gp", "recipient_role": "statutory_child_protection", **facts}
    )


@pytest.mark.parametrize("risk", ["none", "concern", CLEAR, "immediate"])
@pytest.mark.parametrize("scheme", [csods, dvds])
def test_whoever_only_asked_is_told_nothing_whatever_the_risk(scheme, risk):
    for role in ("scheme_applicant", "relative", "member_of_public"):
        assert scheme(recipient_role=role, risk_to_child=risk).act_now == "do_not_share"


@pytest.mark.parametrize("scheme", [csods, dvds])
def test_the_alleged_abuser_is_never_told(scheme):
    assert scheme(recipient_role="alleged_abuser").act_now == "do_not_share"
    assert scheme(recipient_is_alleged_abuser=True).act_now not in RELEASED


def test_whoever_can_protect_the_child_is_told_and_signs():
    answer = csods()
    assert (answer.act_now, answer.preconditions) == ("share_may", ("undertaking_signed",))
    assert csods(undertaking_signed=True).preconditions == ()


def test_a_refusal_to_sign_is_for_the_police_to_weigh():
    assert csods(undertaking_signed=False).act_now == "seek_advice"


def test_nothing_is_told_before_the_checks_unless_there_is_danger_now():
    held = csods(checks_complete=False)
    assert (held.act_now, held.held_back) == ("do_not_share", "share_may")
    assert csods(checks_complete=False, risk_to_child="immediate").act_now == "share_must"
    assert dvds(checks_complete=False).held_back == "share_may"
    assert dvds(checks_complete=False, urgent=True).act_now == "share_may"


def test_a_person_at_risk_is_warned_while_the_risk_is_present():
    assert dvds(ongoing_contact=True).act_now == "share_may"
    assert dvds(ongoing_contact=False, risk_to_adult_serious_harm=False).act_now == "do_not_share"


def test_an_intimate_relationship_of_any_kind_is_what_the_scheme_is_for():
    none = dvds(intimate_relationship=False, risk_to_adult_serious_harm=False)
    assert none.act_now == "do_not_share"
    assert dvds(intimate_relationship=True).act_now == "share_may"


def test_the_home_office_has_an_age_assessment_by_agreement():
    asked = {"scheme": "age_assessment", "recipient_role": "home_office", "risk_to_child": "none"}
    assert decide("age_assessment", **asked, consent="obtained").act_now == "share_may"
    assert decide("age_assessment", **asked, consent="not_sought").act_now == "seek_consent_first"


def test_court_papers_follow_recipient_and_permission():
    papers = {"court_proceedings": True, "risk_to_child": "none"}
    party = decide("family_courts", **papers, recipient_role="party_to_proceedings")
    assert party.act_now == "share_may"
    for role in ("regulator", "member_of_public", "police"):
        without = decide("family_courts", **papers, recipient_role=role)
        given = decide("family_courts", **papers, recipient_role=role, court_permission=True)
        assert (without.act_now, without.preconditions) == ("do_not_share", ("court_permission",))
        assert given.act_now == without.held_back == "share_may"


@pytest.mark.parametrize("stack", ["csods", "dvds", "age_assessment", "gmc", "pressing_need"])
def test_a_court_order_is_answered_in_every_scheme(stack):
    assert decide(stack, court_order=True, recipient_role="court").act_now == "share_must"


def test_no_letter_goes_to_everybody():
    assert employer(blanket_policy=True, representations_invited=True).act_now == "do_not_share"


def test_an_adult_is_heard_before_an_employer_is_told():
    unheard = employer(representations_invited=False)
    assert (unheard.preconditions, unheard.held_back) == (
        ("representations_invited",),
        "share_limited",
    )
    assert employer(representations_invited=True).act_now == "share_limited"
    assert employer(representations_invited=True, pressing_need=False).act_now == "do_not_share"


def test_what_a_family_court_found_needs_its_leave():
    found = employer(finding="court_finding", representations_invited=True)
    assert found.preconditions == ("court_permission",)


def test_a_doctor_asks_unless_there_is_a_reason_and_never_when_it_is_decided():
    assert doctor(risk_to_child=CLEAR, consent="not_sought").consent_needed == "if_safe"
    assert doctor(risk_to_child=CLEAR, urgent=True).consent_needed == "false"
    assert doctor(risk_to_child=CLEAR, decision_already_made=True).consent_needed == "false"


def test_a_wound_is_reported_without_the_name_first():
    wound = {"recipient_role": "police", "serious_crime": True, "consent": "refused"}
    assert doctor(risk_to_child="none", **wound).act_now == "share_anonymised"
    danger = doctor(risk_to_child="none", risk_to_adult_serious_harm=True, **wound)
    assert danger.act_now == "share_may"


def test_a_young_person_who_can_decide_is_not_told_on_to_a_parent():
    said_no = {"consent": "refused", "consent_by": "child", "recipient_role": "parent_with_pr"}
    assert doctor(risk_to_child="none", child_competent=True, **said_no).act_now == "do_not_share"
    assert doctor(risk_to_child="none", child_competent=False, **said_no).act_now == "seek_advice"


def test_nobody_with_a_plain_worry_meets_a_question_of_a_scheme():
    current = engine("current")
    for role in ("statutory_child_protection", "designated_safeguarding_lead", "early_help"):
        facts = {"sender": "school", "recipient_role": role, "request_based": False}
        answer = current.decide(facts)
        while answer.next is not None:
            assert not OF_THE_SCHEMES & set(answer.next.facts)
            for name in answer.next.facts:
                stand_in = current.asker.stand_in(name)
                assert stand_in != NOTHING
                facts[name] = stand_in
            answer = current.decide(facts)
