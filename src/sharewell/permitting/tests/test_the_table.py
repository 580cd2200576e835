"""The table: every word in it known, every rule with its paragraph, every role at work."""

import tomllib
from pathlib import Path

import pytest

from sharewell.packs import load_library
from sharewell.permitting.describing import describe
from sharewell.permitting.permission import ASKER_OPENS, BIT, PAST
from sharewell.permitting.table import LINES, READ, RULES, Shows

PROJECT = Path(__file__).parents[4]
PAGE = PROJECT / "docs/reference/who-may-see-what.md"
ROLES = PROJECT / "src/sharewell_hub/agencies/roles.toml"
GROUPS, CLASSES, VERBS = READ["groups"], READ["classes"], READ["verbs"]
ABOUT_A_GROUP = {"label", "like", "roles", "tier", "desk", "operates"}


def test_every_rule_cites_a_paragraph_that_exists():
    packs = load_library().packs
    for rule in RULES.values():
        assert rule.cites, rule.id
        for cite in rule.cites:
            assert cite in packs[cite.partition(" ")[0]].paragraphs, cite


@pytest.mark.parametrize("name", GROUPS)
def test_a_group_of_roles_uses_words_that_exist(name):
    group = GROUPS[name]
    assert set(group) <= ABOUT_A_GROUP | set(CLASSES)
    assert group["tier"] in READ["tiers"]
    assert set(group.get("desk", ())) <= set(CLASSES)
    assert group.get("like", name) in GROUPS
    for of_class in set(group) & set(CLASSES):
        assert set(group[of_class]) <= set(VERBS), of_class


def test_a_role_and_a_kind_stand_in_one_place():
    roles = [role for group in GROUPS.values() for role in group["roles"]]
    kinds = [kind for row in CLASSES.values() for kind in row["kinds"]]
    assert len(roles) == len(set(roles))
    assert len(kinds) == len(set(kinds))
    assert len(LINES) == len(kinds) * len(VERBS)


def test_every_role_that_practitioners_can_have_is_in_the_table():
    can_have = set(tomllib.loads(ROLES.read_text(encoding="utf-8"))["roles"])
    known = {role for group in GROUPS.values() for role in group["roles"]}
    assert can_have <= known
    assert known - can_have == {"system_administrator", "service_identity"}


def test_a_verb_that_a_duty_carries_belongs_to_one_side():
    for name, verb in VERBS.items():
        assert Shows[verb["shows"].upper()] in Shows
        assert verb.get("side", "any") in ("any", "holder", "recipient")
        assert not verb.get("owed") or verb.get("side"), name


def test_every_wall_says_where_a_duty_goes_and_every_gate_can_be_named():
    assert set(PAST) == {rule.id for rule in RULES.values() if rule.of_class == "wall"}
    assert set(ASKER_OPENS) <= set(BIT)


def test_the_page_says_what_the_table_says():
    again = "python -m sharewell.permitting.describing > docs/reference/who-may-see-what.md"
    assert PAGE.read_text(encoding="utf-8") == describe(), again
