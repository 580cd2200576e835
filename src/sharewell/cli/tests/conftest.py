"""A partnership's own small stack, so that the commands' tests lean on no real text."""

import pytest
from click.testing import CliRunner

from sharewell.cli import main
from sharewell.packs.tests.marshland import local_pack

REEDS = """
[defaults.outcome]
value = "seek_advice"
because = "In doubt the warden is asked."
cites = ["1"]
[defaults.consent_needed]
value = "if_safe"
because = "Agreement is sought where it is safe."
cites = ["1"]
[defaults.inform_subject]
value = "yes"
because = "People are told."
cites = ["1"]
[questions.risk_to_child]
ask = "Is a child in danger?"
labels = { immediate = "Yes, now" }
cites = ["2"]
[questions.child_age]
ask = "How old is the child?"
ask_when = { always = true }
presume = 10
dont_know = 10
group = "the_child"
cites = ["2"]
[questions.requester_verified]
ask = "Was the caller known?"
ask_when = { all = ["request_based = true"] }
presume = false
group = "calling"
cites = ["3"]
[questions.purpose_stated]
ask = "Did they say why?"
ask_when = { all = ["request_based = true"] }
presume = false
group = "calling"
cites = ["3"]
[groups.the_child]
ask = "About the child"
cites = ["2"]
[groups.calling]
ask = "About who is asking"
cites = ["3"]
[rules.must]
outcome = "share_must"
when = { all = ["risk_to_child = immediate"] }
because = "A clear risk is shared."
cites = ["2"]
[rules.young]
outcome = "share_may"
when = { all = ["child_age < 5", "risk_to_child != immediate"] }
because = "The youngest cannot ask."
cites = ["2"]
[rules.verify]
precondition = "verify_requester"
holds = true
when = { all = ["request_based = true"] }
because = "A request alone is no authority."
cites = ["3"]
[rules.purpose]
precondition = "purpose_and_power_stated"
holds = true
when = { all = ["request_based = true"] }
because = "A request says why."
cites = ["3"]
[rules.record]
duty = "record_decision"
when = { always = true }
do = "Write it down."
cites = ["4"]
"""
CASES = """
[[case]]
id = "danger"
about = "A child is in danger."
cites = ["2"]
facts = { risk_to_child = "immediate", request_based = false }
expect = { act_now = "share_must", status = "determined" }
[[case]]
id = "young"
about = "A baby."
cites = ["2"]
facts = { risk_to_child = "none", child_age = 0, request_based = true, requester_verified = true }
expect = { held_back = "share_may", preconditions = ["purpose_and_power_stated"] }
[[case]]
id = "asked"
about = "Somebody asks."
cites = ["3"]
facts = { request_based = true }
expect = { preconditions = ["purpose_and_power_stated", "verify_requester"] }
"""


@pytest.fixture
def reeds(tmp_path, monkeypatch):
    """Give the folder of the Reeds' own packs, named by SHAREWELL_PACKS."""
    folder = local_pack(tmp_path, REEDS, joins="[]")
    (folder / "reeds" / "cases.toml").write_text(CASES)
    (folder / "stacks").mkdir()
    plan = '[stack]\nid = "reeds"\ntitle = "The Reeds alone"\npacks = ["reeds"]\n'
    (folder / "stacks" / "reeds.toml").write_text(plan)
    monkeypatch.setenv("SHAREWELL_PACKS", str(folder))
    return folder


@pytest.fixture
def run():
    """Give a way to run a command as it is typed."""

    def typed(*arguments, input=None):
        return CliRunner().invoke(main, [str(each) for each in arguments], input=input)

    return typed
