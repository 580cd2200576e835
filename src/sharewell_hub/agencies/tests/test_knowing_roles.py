"""The roles of the protocols: each with a paragraph that knows it."""

import pytest

from sharewell_hub.agencies.roles import KEEPS_THE_DIRECTORY, KINDS, ROLES, WAYS, labels_of


@pytest.mark.parametrize("role", ROLES.values(), ids=lambda role: role.code)
def test_every_role_says_what_it_is_for_and_where_it_is_written(role):
    assert role.label
    assert role.says.endswith(".")
    assert role.cites


def test_the_advisers_that_the_protocols_name_are_roles():
    named = {
        "lead_information_officer": "london_2007 3.2.4",
        "child_protection_adviser": "london_2007 3.4.4",
        "nominated_person": "london_2007 3.5.17",
        "designated_safeguarding_lead": "london_2007 3.5.18",
        "named_professional": "london_2007 3.6.8",
        "trust_solicitor": "london_2007 3.6.8",
        "supervisor": "sussex_2023 3.2.10",
        "caldicott_guardian": "sussex_2023 3.2.19",
        "information_manager": "bromley_2017 6.2",
    }
    for code, paragraph in named.items():
        assert paragraph in ROLES[code].cites


def test_whoever_keeps_the_directory_has_a_role_and_every_way_a_paragraph():
    assert set(KEEPS_THE_DIRECTORY) <= set(ROLES)
    assert all(way.cites for way in WAYS.values())
    assert KINDS["school"] == "School or college"
    assert labels_of(["gp", "of_old"]) == ["GP", "of_old"]
