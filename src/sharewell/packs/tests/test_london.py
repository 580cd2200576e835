"""The London procedures of 2007: what chapter 3 says, tried in its own examples."""

from datetime import date
from functools import cache

import pytest

from sharewell.deciding import Engine
from sharewell.packs import load_library
from sharewell.packs.checking import check_pack
from sharewell.terms.answer import Status
from sharewell.terms.conditions import UNKNOWN

LIBRARY = load_library()
PACK = LIBRARY.packs["london_2007"]
EXAMPLES = {example.id: example for example in PACK.examples}
GLOSSARY = "london_2007 3.8 "
PROTECTORS = ["statutory_child_protection", "statutory_social_care", "police"]
ASKED_OF_THE_POLICE = {
    "sender": "police",
    "recipient_role": "statutory_social_care",
    "request_based": True,
    "requester_verified": True,
    "purpose_stated": True,
    "confidential": True,
    "risk_to_child": "none",
    "consent": "not_sought",
}
IN_NEED = ASKED_OF_THE_POLICE | {"police_category": "s17", "consent": "obtained"}


@cache
def engine():
    return Engine(LIBRARY.stack("london_2007", date(2026, 11, 22)))


def decide(facts, **others):
    return engine().decide({**facts, **others})


def changed(example, **others):
    return decide(EXAMPLES[example].facts, **others)


def owed(answer):
    return {duty.code for duty in answer.duties if duty.certain}


def test_every_paragraph_and_every_row_of_the_glossary_is_encoded_or_excused():
    numbered = [id for id in PACK.paragraphs if not id.startswith(GLOSSARY)]
    assert len(numbered) == 90
    assert len(PACK.paragraphs) - len(numbered) == 11
    assert check_pack(PACK).left_out == ()
    assert len(PACK.excused) <= 25


def test_the_pack_is_a_dated_text_and_says_so():
    (banner,) = (each for each in engine().banners if "London" in each)
    assert "a dated text, kept as it was" in banner


@pytest.mark.parametrize(
    ("example", "paragraph", "act_now"),
    [
        ("widely_known", "3.3.3", "share_may"),
        ("told_in_counselling", "3.3.3", "seek_consent_first"),
        ("referred_to_hospital", "3.3.13", "share_may"),
        ("common_assessment", "3.3.13", "share_may"),
        ("failure_to_thrive", "3.4.5", "share_may"),
        ("joyriding", "3.4.6", "share_may"),
        ("notifiable_disease", "3.5.9", "share_must"),
        ("court_order", "3.5.9", "share_must"),
    ],
)
def test_the_chapters_own_examples_come_out_as_it_says(example, paragraph, act_now):
    assert f"london_2007 {paragraph}" in EXAMPLES[example].cites
    assert changed(example).act_now == act_now


def test_what_was_told_to_be_passed_on_breaks_no_confidence():
    assert changed("told_to_be_passed_on").act_now == "share_may"
    assert changed("told_to_be_passed_on", told_at_outset=False).act_now == "seek_consent_first"


@pytest.mark.parametrize(
    ("relationship", "duty"),
    [
        ("formal", "treat_everything_as_confidential"),
        ("informal", "keep_what_they_asked_you_to_keep"),
        ("assumed", "check_what_they_assumed"),
    ],
)
def test_each_kind_of_confidential_relationship_asks_something_else(relationship, duty):
    assert duty in owed(decide({"confidential_relationship": relationship}))


def test_a_looked_after_childs_file_waits_for_legal_advice():
    assert changed("looked_after_file").preconditions == ("legal_advice",)
    assert changed("looked_after_file", legal_advice_taken=True).preconditions == ()


@pytest.mark.parametrize("category", ["s47", "risk_management_meeting", "cp_plan"])
def test_the_police_answer_a_request_in_a_category(category):
    assert decide(ASKED_OF_THE_POLICE, police_category=category).act_now == "share_may"


@pytest.mark.parametrize(
    ("consent_written", "risk", "act_now"),
    [
        (False, "none", "do_not_share"),
        (True, "none", "share_may"),
        (False, "reasonable_cause_significant_harm", "share_may"),
    ],
    ids=["on the telephone", "in writing", "overriding need"],
)
def test_for_a_child_in_need_spoken_consent_is_not_enough(consent_written, risk, act_now):
    answer = decide(IN_NEED, consent_written=consent_written, risk_to_child=risk)
    assert answer.act_now == act_now


def test_an_emergency_placement_needs_the_consents_however_urgent():
    placement = ASKED_OF_THE_POLICE | {"police_category": "emergency_placement", "urgent": True}
    assert decide(placement).act_now == "do_not_share"
    assert decide(placement, consent="obtained").act_now == "share_may"


def test_a_request_outside_the_categories_is_declined_and_doubt_goes_to_the_lawyers():
    assert decide(ASKED_OF_THE_POLICE, police_category="none").act_now == "do_not_share"
    doubt = decide(ASKED_OF_THE_POLICE, police_category=UNKNOWN)
    assert doubt.act_now == "seek_advice"
    assert "consult_police_legal_services" in owed(doubt)


def test_what_the_police_gave_waits_for_their_permission():
    assert changed("given_by_the_police").preconditions == ("originator_permission",)
    assert changed("given_by_the_police", originator_permission=True).act_now == "share_may"


def test_education_helps_unless_it_gets_in_the_way_of_its_own_work():
    assert changed("education_assists").act_now == "share_may"
    assert changed("education_assists", london_2007_hampers_own_work=True).act_now == "seek_advice"


def test_whoever_is_unsure_talks_to_the_adviser_and_never_leaves_it():
    answer = changed("unsure")
    assert answer.act_now == "seek_advice"
    assert "talk_to_the_adviser" in owed(answer)


@pytest.mark.parametrize("recipient", PROTECTORS)
def test_nobody_who_protects_is_refused_for_good_while_harm_is_not_asked(recipient):
    asked = {key: value for key, value in ASKED_OF_THE_POLICE.items() if key != "risk_to_child"}
    answer = decide(asked, recipient_role=recipient, police_category="none")
    assert answer.status is Status.ASK
    assert answer.next.facts == ("risk_to_child",)


def test_the_eight_questions_and_the_twelve_are_shown_with_what_does_not_apply():
    eight, twelve = engine().checklists({"court_order": True}, frozenset())
    assert (len(eight.items), len(twelve.items)) == (8, 12)
    left = {item.id for item in eight.items if item.state == "not_applicable"}
    assert left == {"q3", "q6"}


def test_consent_is_left_unsought_for_the_four_reasons_alone():
    assert len(PACK.reasons["consent_not_sought"]) == 4
    assert all(
        each.cites[0] == "london_2007 3.4.2" for each in PACK.reasons["consent_not_sought"].values()
    )


@pytest.mark.parametrize("example", ["competent_child_agrees", "one_parent_agrees"])
def test_the_childs_interests_come_first_whoever_refuses(example):
    assert {"put_the_child_first", "decide_for_the_childs_best_outcome"} <= owed(changed(example))


@pytest.mark.parametrize("who", [{"sender": "school"}, {"profession": "teacher"}])
def test_everybody_in_a_school_shares_in_their_own_right(who):
    assert "education_shares_to_protect" in owed(decide(who, risk_to_child="concern"))


@pytest.mark.parametrize("sender", ["gp", "sexual_health", "substance_misuse"])
def test_trust_in_a_confidential_service_is_weighed_against_sharing(sender):
    unclear = {"confidential": True, "risk_to_child": "concern", "consent": "refused"}
    assert "weigh_trust_in_the_service" in owed(decide(unclear, sender=sender))
    assert "weigh_trust_in_the_service" not in owed(
        decide(unclear, sender=sender, risk_to_child="immediate")
    )


@pytest.mark.parametrize(
    "example",
    ["partner_with_a_piece", "reasonable_cause", "adult_at_risk", "serious_crime", "disorder"],
)
def test_what_normally_justifies_sharing_needs_no_consent(example):
    answer = changed(example, consent="refused")
    assert answer.act_now in ("share_must", "share_may")
    assert answer.consent_needed == "false"


def test_an_assessment_under_statutory_powers_does_not_wait_for_consent():
    assert changed("initial_assessment").act_now == "share_may"
    assert changed("initial_assessment", assessment_type="early_help").act_now != "share_may"


def test_consent_is_sought_even_where_sharing_does_not_rest_on_it():
    asked = changed("doctor_with_clear_risk")
    assert (asked.act_now, asked.consent_needed) == ("share_must", "false")
    assert "seek_consent_if_safe" in owed(asked)


def test_what_identifies_nobody_or_need_not_is_shared_so():
    assert changed("nobody_identified").act_now == "share_may"
    assert changed("anonymous_would_do").act_now == "share_anonymised"


def test_a_doctor_gives_it_promptly_and_justifies_not_giving_it():
    answer = changed("doctor_promptly")
    assert answer.act_now == "share_must"
    assert "be_ready_to_justify_not_disclosing" in owed(answer)


@pytest.mark.parametrize(
    "who", [{"sender": "pharmacy"}, {"profession": "nurse_or_midwife"}, {"profession": "doctor"}]
)
def test_health_professionals_consult_their_named_professional(who):
    assert "consult_the_named_professional" in owed(decide(who))


def test_only_who_needs_to_know_is_told():
    assert changed("partner_with_a_piece").act_now == "share_may"
    assert changed("partner_with_a_piece", need_to_know=False).act_now == "do_not_share"
    assert changed("failure_to_thrive", need_to_know=False).act_now == "seek_advice"
