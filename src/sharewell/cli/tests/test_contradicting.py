"""Facts that cannot both be so are named, never averaged, in a file and in a conversation."""

import json
import re

import pytest

from sharewell.deciding.asking import Asker
from sharewell.terms.answer import NextQuestion

PAIRS = {
    "written_agreement_that_nobody_sought": (
        {"consent": "not_sought", "consent_written": True},
        "consent = not_sought and consent_written = true",
    ),
    "a_confidence_that_everybody_knows": (
        {"public_knowledge": True, "confidential": True},
        "public_knowledge = true and confidential = true",
    ),
    "an_applicant_without_a_scheme": (
        {"applicant": "grandparent"},
        "applicant is given and scheme is not given",
    ),
    "a_police_category_of_a_school": (
        {"police_category": "s47", "sender": "school"},
        "police_category is given and sender in [school, early_years, gp, hospital]",
    ),
    "a_worry_where_there_is_none": (
        {"concern_of": "abuse_or_neglect", "risk_to_child": "none"},
        "concern_of is given and risk_to_child = none",
    ),
}
BOTH = NextQuestion("Two at once?", ("consent", "consent_written"), ())
NOT_SOUGHT, WRITTEN, NOT_WRITTEN = "6\n", "1\n", "2\n"


@pytest.mark.parametrize(("facts", "named"), PAIRS.values(), ids=PAIRS)
@pytest.mark.parametrize("as_lines", [False, True], ids=["alone", "in_a_stream"])
def test_two_facts_that_cannot_both_be_so_are_named(reeds, run, facts, named, as_lines):
    given = {"facts": facts, "id": "x"} if as_lines else facts
    ended = run("decide", "-", "--stack", "reeds", input=json.dumps(given))
    assert (ended.exit_code, len(ended.stderr.splitlines())) == (1, 3)
    assert named in ended.stderr.splitlines()[0]
    assert "act_now" not in ended.stdout


def test_a_conversation_names_both_answers_and_asks_again(reeds, run, monkeypatch):
    def asked(asker, missing, settled):
        return None if "consent" in settled else BOTH

    monkeypatch.setattr(Asker, "next", asked)
    typed = NOT_SOUGHT + WRITTEN + NOT_SOUGHT + NOT_WRITTEN
    ended = run("ask", "--stack", "reeds", input=typed)
    told = " ".join(ended.stdout.split())

    (named,) = re.findall("These answers cannot both be so: (.*?) Answer this again.", told)
    assert re.fullmatch("“.*” Not asked yet and “.*” Yes.", named)
    assert told.count("Number: 6") == 2
    assert ended.exit_code == 0, ended.output
