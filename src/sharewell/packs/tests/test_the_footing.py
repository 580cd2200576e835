"""The packs of the footing: what the texts say of powers and conditions, where it stands."""

from datetime import date

import pytest

from sharewell.deciding import Engine
from sharewell.packs import load_library

ENGINE = Engine(load_library().stack("bromley_2017", date(2026, 11, 22)))
CARE = {"recipient_role": "statutory_social_care", "request_based": True}
CARE |= {"requester_verified": True, "consent": "obtained", "consent_covers": True}


def ground(part, **facts):
    return getattr(ENGINE.decide(facts).basis, part)


@pytest.mark.parametrize(
    ("facts", "power", "cite"),
    [
        (
            {
                **{"sender": "school", "recipient_role": "early_help", "risk_to_child": "concern"},
                **{"concern_of": "unmet_need", "consent": "obtained", "consent_covers": True},
            },
            "ca2004_s10",
            "london_2007 3.2.2",
        ),
        (
            {**CARE, "sender": "school", "risk_to_child": "none"},
            "ca1989_s27",
            "london_2007 3.6.16",
        ),
        (
            {**CARE, "sender": "gp", "risk_to_child": "none", "assessment_type": "s17"},
            "ca1989_s17",
            "sussex_2023 3.2.6",
        ),
        (
            {**CARE, "sender": "gp", "risk_to_child": "none", "assessment_type": "s47"},
            "ca1989_s47",
            "london_2007 3.5.4",
        ),
        (
            {
                **{"sender": "school", "recipient_role": "statutory_child_protection"},
                **{"risk_to_child": "immediate"},
            },
            "education_act_2002",
            "london_2007 3.6.17",
        ),
        (
            {
                **{"sender": "voluntary", "recipient_role": "statutory_child_protection"},
                **{"risk_to_child": "immediate", "consent": "refused"},
            },
            "common_law",
            "london_2007 3.3.5",
        ),
        (
            {
                **{"sender": "police", "recipient_role": "person_at_risk"},
                **{"risk_to_child": "none", "risk_to_adult_serious_harm": True},
            },
            "common_law_police",
            "sussex_2023 3.2.26",
        ),
    ],
    ids=[
        *("co_operation", "asked_to_help", "child_in_need", "enquiry", "education"),
        *("confidence_outweighed", "police"),
    ],
)
def test_each_power_of_the_texts_is_named_where_it_stands(facts, power, cite):
    found = ground("gateway", **facts)
    assert found.code == power
    assert cite in found.cites


def test_what_is_not_of_a_special_category_needs_no_condition():
    facts = {"sender": "school", "recipient_role": "police", "risk_to_child": "immediate"}
    assert ground("article_9", **facts, special_category=False).code == "none"
    assert ground("article_9", **facts, special_category=True).code == "9(2)(g)"
    assert ground("article_9", **facts).code == "9(2)(g)"


def test_social_care_is_provided_under_its_own_condition():
    found = ground("article_9", **CARE, sender="gp", risk_to_child="none", assessment_type="s17")
    assert (found.code, found.cites) == ("9(2)(h)", ("sussex_2023 3.2.6",))
