"""Sussex: who may be told of an adult's danger, who only asked, and the principles beside it."""

from datetime import date
from functools import cache

import pytest

from sharewell.deciding import Engine
from sharewell.packs import load_library
from sharewell.packs.checking import check_pack
from sharewell.terms.answer import Part, Status

LIBRARY = load_library()
TODAY = date(2026, 11, 22)
AT_THE_START = ("sender", "act", "request_based", "recipient_role")
MOST_QUESTIONS = 8
MOTHER_TO_BE_TOLD = {
    "sender": "police", "recipient_role": "protector", "request_based": True,
    "risk_to_child": "reasonable_cause_significant_harm", "scheme": "csods",
    "relevant_conviction": True, "confidential": True,
}  # fmt: skip
LANDLORD = {
    "sender": "housing", "recipient_role": "police", "request_based": False,
    "risk_to_child": "concern", "concern_of": "abuse_or_neglect", "serious_crime": True,
    "consent": "not_sought", "confidential": True,
}  # fmt: skip
CARER = {
    "sender": "childrens_social_care", "recipient_role": "protector", "request_based": False,
    "risk_to_child": "concern", "concern_of": "abuse_or_neglect", "consent": "refused",
    "consent_by": "adult_subject", "confidential": True,
}  # fmt: skip
PARTNER = {
    "sender": "police", "recipient_role": "person_at_risk", "request_based": True,
    "risk_to_child": "none", "risk_to_adult_serious_harm": True, "scheme": "dvds",
    "intimate_relationship": True, "ongoing_contact": True,
}  # fmt: skip
SITUATIONS = {
    "landlord": LANDLORD,
    "mother": MOTHER_TO_BE_TOLD,
    "refuses_to_sign": MOTHER_TO_BE_TOLD | {"undertaking_signed": False},
    "carer": CARER,
    "partner": PARTNER,
    "applicant": PARTNER | {"recipient_role": "scheme_applicant"},
}


@cache
def engine():
    return Engine(LIBRARY.stack("sussex_2023", TODAY))


def decided(facts, **changes):
    return engine().decide(facts | changes, would_change=False)


def owed(answer):
    return {duty.code for duty in answer.duties if duty.certain}


def test_every_numbered_paragraph_is_encoded_or_a_mere_cross_reference():
    pack = LIBRARY.packs["sussex_2023"]
    assert check_pack(pack).left_out == ()
    assert set(pack.excused) == {"3.2.12", "3.2.17", "3.2.33"}


def test_a_carer_is_told_about_an_adult_who_refuses():
    answer = decided(CARER)
    assert (answer.act_now, answer.consent_needed) == ("share_may", "false")
    assert answer.reasons[0].cites[0] == "sussex_2023 3.2.11"
    assert "do_not_assume_the_carer_knows" in owed(answer)


def test_what_helps_to_prevent_crime_may_be_told_to_the_police():
    assert decided(LANDLORD).act_now == "share_may"
    no_child = {name: value for name, value in LANDLORD.items() if name != "concern_of"}
    answer = decided(no_child, risk_to_child="none", consent="refused")
    assert answer.reasons[0].cites == ("sussex_2023 3.2.16",)


def test_a_refused_undertaking_is_considered_and_settles_nothing():
    assert decided(MOTHER_TO_BE_TOLD).act_now == "share_may"
    answer = decided(MOTHER_TO_BE_TOLD, undertaking_signed=False)
    assert (answer.act_now, answer.consent_needed) == ("seek_advice", "false")
    assert answer.reasons[0].cites == ("sussex_2023 3.2.31",)


def test_a_disclosure_is_made_in_person_with_the_warning_and_the_undertaking():
    duties = {duty.code for duty in decided(MOTHER_TO_BE_TOLD).duties}
    assert {"tell_in_person", "give_the_warning", "have_the_undertaking_signed"} <= duties


@pytest.mark.parametrize("scheme", ["csods", "dvds"])
@pytest.mark.parametrize("risk", ["none", "immediate"])
def test_whoever_only_asked_is_told_nothing(scheme, risk):
    asked = {"sender": "police", "recipient_role": "scheme_applicant", "scheme": scheme}
    answer = decided(asked, risk_to_child=risk, relevant_conviction=True, consent="obtained")
    assert (answer.act_now, answer.inform_subject) == ("do_not_share", "no")
    assert "treat_it_as_a_worry" in owed(answer)
    assert "share_what_is_necessary" not in owed(answer)


def test_a_partner_is_told_of_a_present_risk_and_not_of_a_past_one():
    assert decided(PARTNER).act_now == "share_may"
    past = decided(PARTNER, risk_to_adult_serious_harm=False, ongoing_contact=False)
    assert past.act_now == "do_not_share"


def test_under_a_scheme_only_the_police_tell():
    answer = decided(CARER, scheme="csods")
    assert answer.act_now == "seek_advice"
    assert "help_them_apply" in owed(answer)


def test_the_age_assessment_form_is_recommended_and_binds_nobody():
    young = {
        "recipient_role": "home_office", "scheme": "age_assessment",
        "risk_to_child": "none", "confidential": True,
    }  # fmt: skip
    assert decided(young, consent="not_sought").act_now == "seek_consent_first"
    assert decided(young, consent="not_sought").consent_needed == "if_safe"
    assert decided(young, consent="refused").act_now == "seek_advice"


def test_early_help_is_told_of_a_first_sign_without_agreement_but_not_against_a_no():
    sign = {"recipient_role": "early_help", "risk_to_child": "concern", "concern_of": "unmet_need"}
    assert decided(sign, consent="not_sought").act_now == "share_may"
    assert "share_early" in owed(decided(sign, consent="not_sought"))
    assert decided(sign, consent="refused").act_now == "do_not_share"


def test_each_of_the_four_reasons_is_offered_for_not_telling():
    reasons = LIBRARY.packs["sussex_2023"].reasons["not_told"]
    assert set(reasons) == {"child_at_risk", "delay", "others_at_risk", "evidence"}


def test_the_banner_says_when_the_review_was_due_and_that_the_text_is_dated():
    banner = engine().banners[0]
    assert "Its review was due on 1 July 2026." in banner
    assert "a dated text, kept as it was" in banner


@pytest.mark.parametrize("name", SITUATIONS)
def test_a_person_who_is_only_asked_ends_where_the_facts_end(name):
    facts = SITUATIONS[name]
    said = {fact: facts[fact] for fact in AT_THE_START if fact in facts}
    answer, asked = engine().decide(said, would_change=False), 0
    while answer.next is not None:
        for fact in answer.next.facts:
            said[fact] = facts.get(fact, engine().asker.stand_in(fact))
        answer, asked = engine().decide(said, would_change=False), asked + 1

    assert answer.status is Status.DETERMINED
    assert answer.outcome == decided(facts).act_now
    assert asked <= MOST_QUESTIONS


@pytest.mark.parametrize("edition", ["caldicott_7", "caldicott_8"])
def test_the_principles_owe_duties_and_answer_nothing(edition):
    pack = LIBRARY.packs[edition]
    assert {rule.part for rule in pack.rules} == {Part.DUTY}
    assert not pack.defaults
    assert check_pack(pack).left_out == ()


def test_the_eight_stand_in_place_of_the_seven():
    seven, eight = LIBRARY.packs["caldicott_7"], LIBRARY.packs["caldicott_8"]
    assert (seven.status, seven.superseded_by) == ("historic", "caldicott_8")
    assert [len(each.checklists[0].items) for each in (seven, eight)] == [7, 8]


def test_the_duty_to_share_is_weighed_where_nobody_agreed():
    assert "weigh_the_duty_to_share" in owed(decided(LANDLORD))
    assert "weigh_the_duty_to_share" not in owed(decided(LANDLORD, consent="obtained"))


def test_a_principle_is_fulfilled_open_or_does_not_arise():
    record = frozenset({"purpose_stated", "reasons_recorded"})
    facts = LANDLORD | {"identifies_person": False}
    shown = {each.title: each for each in engine().checklists(facts, record)}
    states = {tick.id: tick.state for tick in shown["The eight Caldicott principles"].items}
    assert (states["cal1"], states["cal3"], states["cal2"]) == (
        "fulfilled",
        "open",
        "not_applicable",
    )


@pytest.mark.parametrize("stack", LIBRARY.stacks)
def test_no_stack_shows_a_checklist_twice(stack):
    packs = LIBRARY.stack(stack, TODAY).packs
    titles = [each.title for pack in packs for each in pack.checklists]
    assert len(titles) == len(set(titles))
