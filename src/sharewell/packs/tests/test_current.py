"""The stack that decides unless another is named: which packs speak, for whom, and which not."""

from datetime import date
from functools import cache

import pytest

from sharewell.deciding import Engine
from sharewell.packs import load_library

LIBRARY = load_library()
CLEAR_RISK = {
    "sender": "school",
    "recipient_role": "statutory_child_protection",
    "request_based": False,
    "risk_to_child": "reasonable_cause_significant_harm",
    "consent": "refused",
    "consent_by": "parent",
}
WELFARE = {
    **CLEAR_RISK,
    "recipient_role": "practitioner_with_role",
    "risk_to_child": "concern",
    "concern_of": "unmet_need",
    "consent": "not_sought",
}


@cache
def engine(stack="current"):
    return Engine(LIBRARY.stack(stack, date(2026, 11, 22)))


def decided(facts, stack="current", **more):
    return engine(stack).decide({**facts, **more})


def speakers(answer):
    return {reason.pack for reason in answer.reasons}


@pytest.mark.parametrize(
    ("nation", "speaks", "outcome"),
    [
        ("england", "dfe_2024", "share_must"),
        ("scotland", "girfec", "share_must"),
        ("wales", "uk_gdpr_dpa18", "share_may"),
        ("northern_ireland", "uk_gdpr_dpa18", "share_may"),
        ("new_zealand", "uk_gdpr_dpa18", "share_may"),
    ],
)
def test_a_nations_own_guidance_speaks_first_where_there_is_any(nation, speaks, outcome):
    answer = decided(CLEAR_RISK, jurisdiction=nation)

    assert answer.act_now == outcome
    assert answer.reasons[0].pack == speaks


@pytest.mark.parametrize("nation", ["wales", "northern_ireland", "new_zealand", "victoria"])
def test_elsewhere_only_what_holds_for_the_whole_kingdom_speaks_as_principles(nation):
    answer = decided(CLEAR_RISK, jurisdiction=nation)

    assert speakers(answer) == {"uk_gdpr_dpa18"}
    assert any("principles only" in banner for banner in answer.banners)


@pytest.mark.parametrize("nation", ["england", "scotland"])
def test_where_guidance_stands_nothing_says_principles_only(nation):
    answer = decided(CLEAR_RISK, jurisdiction=nation)

    assert not any("principles only" in banner for banner in answer.banners)


def test_england_is_presumed_where_nobody_says_whose_law_applies():
    assert "dfe_2024" in speakers(decided(CLEAR_RISK))


def test_a_duty_only_reported_changes_no_answer_and_shows_what_it_would_become():
    answer = decided(WELFARE)

    assert answer.act_now == "seek_consent_first"
    assert "ca2004_16la" not in speakers(answer)
    assert "include_the_identifier" not in {duty.code for duty in answer.duties}
    assert any("would become: share must" in banner for banner in answer.banners)


def test_a_partnership_may_treat_the_reported_duty_as_in_force():
    answer = decided(WELFARE, stack="ca2004_16la")

    assert answer.act_now == "share_must"
    assert answer.reasons[0].pack == "ca2004_16la"


def test_the_duty_of_england_is_not_shown_in_scotland():
    answer = decided(WELFARE, jurisdiction="scotland")

    assert not any("would become" in banner for banner in answer.banners)


@pytest.mark.parametrize(
    ("pack", "facts"),
    [
        ("family_courts", {"court_order": True, "recipient_role": "court"}),
        (
            "csods",
            {"sender": "police", "scheme": "csods", "recipient_role": "scheme_applicant"},
        ),
        (
            "dvds",
            {"sender": "police", "scheme": "dvds", "recipient_role": "scheme_applicant"},
        ),
        ("pressing_need", {"recipient_role": "employer", "blanket_policy": True}),
        ("gmc", {"sender": "gp"}),
    ],
)
def test_a_text_of_its_own_speaks_only_where_the_facts_call_for_it(pack, facts):
    assert decided(CLEAR_RISK, **facts).reasons[0].pack == pack
    assert pack not in speakers(decided(CLEAR_RISK))


def test_abroad_no_text_of_a_nation_a_court_or_a_profession_speaks():
    answer = decided(CLEAR_RISK, sender="gp", court_order=True, jurisdiction="new_south_wales")

    assert speakers(answer) == {"uk_gdpr_dpa18"}


@pytest.mark.parametrize("stack", ["current", "current_england", "current_scotland"])
def test_what_stands_in_the_default_is_in_force_or_says_that_it_is_not(stack):
    packs = LIBRARY.stack(stack, date(2026, 11, 22)).packs
    reported = {pack.id for pack in packs if not pack.decides}

    assert reported <= {"ca2004_16la"}
    assert all(pack.review_note for pack in packs if pack.status != "in_force")


def test_a_refusal_below_the_threshold_is_respected_and_looked_at_again():
    answer = decided(WELFARE, recipient_role="support_service", consent="refused")

    assert answer.act_now == "do_not_share"
    assert "look_again_at_a_refusal" in {duty.code for duty in answer.duties}


def test_what_cannot_wait_is_not_delayed_by_asking():
    assert decided(WELFARE).act_now == "seek_consent_first"
    assert decided(WELFARE, urgent=True).act_now == "share_may"


def test_a_purpose_that_does_not_fit_is_refused_unless_it_was_agreed():
    other = {"recipient_role": "other_organisation", "purpose_compatible": False}

    assert decided(WELFARE, **other).act_now == "do_not_share"
    assert decided(WELFARE, **other, consent="obtained").act_now == "share_may"


def test_keeping_a_child_safe_comes_before_what_was_agreed():
    """The first question of every text: is sharing likely to safeguard this child?"""
    harm = {**WELFARE, "recipient_role": "statutory_child_protection", "consent": "refused"}

    assert decided(harm).act_now == "share_with_consent_only"
    assert decided(harm, concern_of="abuse_or_neglect").act_now == "share_may"
