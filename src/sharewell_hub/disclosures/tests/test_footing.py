"""The footing of a decision: in the record, on paper, as data, and in the ICO's form."""

import html
import re

import pytest
from django.contrib.auth.models import AnonymousUser

from sharewell_hub.concerns import writing
from sharewell_hub.decisions.engine import engine
from sharewell_hub.decisions.grounds import footing_then, say_where
from sharewell_hub.decisions.queries import engine_of
from sharewell_hub.disclosures.record import record_of
from sharewell_hub.disclosures.record_annex_b import annex_b
from sharewell_hub.disclosures.record_pdf import pdf_of
from sharewell_hub.disclosures.tests.conftest import decide


@pytest.fixture(autouse=True)
def bromley(settings):
    """Decide under one protocol and the law beneath it."""
    settings.SHAREWELL_STACK = "bromley_2017"


def read(browser, path):
    answer = browser.get(path)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", html.unescape(answer.content.decode()))


def lines_of(record):
    return {line["part"]: line for line in record["footing"]["lines"]}


def test_the_record_says_on_what_footing_with_paragraphs_and_how_the_law_stands(
    teacher, browser_of
):
    decision = decide(teacher)
    record = record_of(teacher, decision)
    said = read(browser_of(teacher), f"/decisions/{decision.pk}")
    lines = lines_of(record)
    assert set(lines) == {"article_6", "article_9", "gateway"}
    for line in lines.values():
        assert line["words"] in said
        assert line["because"] in said
        assert line["cites"]
        assert f'/law#law-{line["law"]["id"]}"' in said
    assert record["footing"]["article_8"] in said
    assert record["footing"]["article_8"].startswith("In accordance with the law (")
    assert pdf_of(record).startswith(b"%PDF")


def test_the_codes_are_kept_with_the_decision_and_in_the_record(teacher):
    decision = decide(teacher)
    codes = {part: line["code"] for part, line in lines_of(record_of(teacher, decision)).items()}
    assert codes == decision.answer["basis"]


def test_the_icos_form_is_filled_with_it(teacher, browser_of):
    decision = decide(teacher)
    record = record_of(teacher, decision)
    held = {field.asks: field.holds for field in annex_b(record)}
    lines = lines_of(record)
    assert lines["article_6"]["words"] in held["Lawful basis (UK GDPR, Article 6)"]
    assert lines["article_9"]["words"] in held["Conditions for special category data"]
    assert lines["gateway"]["because"] in held["Legal power to share"]
    assert lines["gateway"]["law"]["title"] in held["Legal power to share"]
    assert record["footing"]["article_8"] in held["Why the sharing is necessary"]
    part_3 = "Part 3 of the Data Protection Act 2018 (law enforcement)"
    assert held[part_3] == "Not relied on."


def test_where_those_packs_are_gone_the_codes_are_still_in_words(teacher):
    decision = decide(teacher)
    kept = decision.answer["basis"] | {"article_6": "6(1)(f)", "gateway": None}
    decision.answer = decision.answer | {"basis": kept}
    told = footing_then(engine_of(teacher, decision), decision)
    lines = {line["part"]: line for line in told["lines"]}
    assert lines["article_6"]["words"] == "Legitimate interests"
    assert lines["article_6"]["cites"] == []
    assert "gateway" not in lines
    assert told["article_8"] == ""


def test_a_record_from_before_there_was_a_footing_says_so(teacher, browser_of):
    decision = decide(teacher)
    decision.answer = decision.answer | {"basis": None}
    assert footing_then(engine_of(teacher, decision), decision)["lines"] == []


def test_where_nothing_leaves_the_record_names_none(teacher, browser_of):
    facts = {"recipient_role": "member_of_public", "risk_to_child": "none"}
    decision = decide(teacher, facts=facts | {"legitimate_purpose": False}, decided="do_not_share")
    assert set(decision.answer["basis"].values()) == {None}
    said = read(browser_of(teacher), f"/decisions/{decision.pk}")
    assert "By the advice nothing leaves, or the packs name none for it." in said
    held = {field.asks: field for field in annex_b(record_of(teacher, decision))}
    assert not held["Legal power to share"].recorded


def test_where_a_practitioner_works_is_taken_down_unless_they_said_it(teacher):
    draft = writing.new_draft()
    writing.begin(draft, "share")
    say_where(AnonymousUser(), engine(), draft)
    assert "sender" not in writing.facts_of(draft)
    say_where(teacher, engine(), draft)
    assert writing.facts_of(draft)["sender"] == "school"
    said = writing.new_draft()
    writing.say(said, 2, {"sender": "voluntary"})
    say_where(teacher, engine(), said)
    assert writing.facts_of(said) == {"sender": "voluntary"}
