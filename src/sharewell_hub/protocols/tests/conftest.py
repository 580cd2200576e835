"""What the tests of protocols share: the Marsh in two editions, and somebody who compares them."""

from shutil import copytree

import pytest

from journeys.cast import person
from sharewell_hub.decisions.tests.conftest import MARSHLAND

LESS_IS_SHARED = (
    "risk_to_child in [reasonable_cause_significant_harm, immediate]",
    "risk_to_child = immediate",
)
REVIEWED = 'status = "in_force"\nreview_due = 2028-04-01\nsuperseded_by = "marsh_2020"'
NEXT_YEAR = (
    ("edition of 2020", "edition of 2027"),
    ('status = "in_force"', REVIEWED),
    LESS_IS_SHARED,
)
"""An edition that a policy group should see through: only what is immediate must be shared."""
PLAN = '[stack]\nid = "marsh_2027"\ntitle = "Next year’s edition"\npacks = ["marsh_2027"]\n'


@pytest.fixture
def marsh(settings, tmp_path):
    """Let the service run on the Marsh's packs, with next year's edition beside this year's."""
    folder = tmp_path / "marsh"
    copytree(MARSHLAND, folder)
    copytree(folder / "marsh_2020", folder / "marsh_2027")
    pack = folder / "marsh_2027" / "pack.toml"
    text = pack.read_text().replace('"marsh_2020"', '"marsh_2027"')
    for old, new in NEXT_YEAR:
        assert old in text
        text = text.replace(old, new, 1)
    pack.write_text(text)
    (folder / "stacks" / "marsh_2027.toml").write_text(PLAN)
    settings.SHAREWELL_PACKS = folder
    settings.SHAREWELL_STACK = "marshland"
    return pack


@pytest.fixture
def policy_officer(db):
    """Brings the next edition to the policy and procedures subgroup (Bromley 10.1)."""
    return person("Orla", "Finch", "front-door", "policy_officer")
