"""Recording: the whole of a decision, for its own agency, on a page, on paper and as data."""

import html
import re
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sharewell_hub.consents.actions import Standing
from sharewell_hub.decisions.actions import Made, supersede_decision
from sharewell_hub.disclosures.answering import Answered, reply_to
from sharewell_hub.disclosures.record import record_of
from sharewell_hub.disclosures.record_annex_b import FIELDS, annex_b
from sharewell_hub.disclosures.record_pdf import drawable, pdf_of
from sharewell_hub.disclosures.tests.conftest import ARMS, HARM, NAME, SAID, decide
from sharewell_hub.logbook.queries import entries
from sharewell_hub.people.queries import name_of

WAYS = ["", "/annex-b"]

# The fields of the ICO data sharing code's Annex B decision form, and where they are on ours.
ANNEX_B = {
    "requester, name and position": "Name and position of the person requesting the data",
    "date": "Date of the request",
    "data requested": "Data requested, or shared",
    "controller relationship": "Relationship between the controllers",
    "agreement": "Is there a data sharing agreement?",
    "purpose": "Purpose of the sharing",
    "lawful basis": "Lawful basis (UK GDPR, Article 6)",
    "why necessary": "Why the sharing is necessary",
    "special-category conditions": "Conditions for special category data",
    "Part 3": "Part 3 of the Data Protection Act 2018 (law enforcement)",
    "legal power": "Legal power to share",
    "DPIA": "Data protection impact assessment",
    "DPO's view": "Data protection officer’s view",
    "retention": "Arrangements for keeping and deleting",
    "security": "Security of the sharing",
    "rights": "Rights of the people concerned, and what they were told",
    "dates": "Date or dates of the sharing",
    "decision": "Decision",
    "reasons": "Reasons",
    "who": "Decision taken by (name and position)",
    "signed": "Signed",
}


def not_shared(practitioner):
    return decide(
        practitioner,
        decided="do_not_share",
        telling="not_told",
        telling_reason="bromley_2017:risk_of_harm",
        why="I want to be certain first.",
    )


def words_of_the_page(browser, path):
    answer = browser.get(path)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", html.unescape(answer.content.decode()))


def test_the_record_holds_everything_from_the_worry_to_the_answer(
    opened, teacher, social_worker, browser_of
):
    reply_to(
        social_worker,
        opened,
        Answered(submission=uuid4(), kind="will_do", words="We visit today."),
    )
    record = record_of(teacher, opened.decision)
    page = words_of_the_page(browser_of(teacher), f"/decisions/{opened.decision_id}")
    (sent,) = record["disclosures"]
    held = [
        NAME, ARMS, SAID, "Decided to share", record["advice"]["sentence"], "My own judgement.",
        record["reasons"][0]["because"], record["reasons"][0]["cites"][0],
        record["packs"]["digest"], record["packs"]["list"][0]["edition"],
        record["packs"]["list"][0]["digest"], sent["reference"], "They decide about enquiries.",
        "To protect a child from harm", "Read in Sharewell after signing in",
        "verified in the partnership’s directory", "We visit today.", "Opened",
        "Checked by the record itself", "check for a newer one",
        *(line["id"] for line in record["log"]),
    ]  # fmt: skip
    assert [one for one in held if one not in page] == []


def test_facts_stand_with_who_said_them_and_when(decision, teacher):
    record = record_of(teacher, decision)
    said = {one["fact"]: one for one in record["asked"]}
    assert set(said) == set(HARM)
    assert said["risk_to_child"]["by"] == teacher.name
    assert said["risk_to_child"]["at"].tzinfo is not None
    presumed = {one["fact"] for one in record["presumed"]}
    assert presumed == set(decision.answer["presumed"])
    assert not presumed & set(said)


def test_a_decision_not_to_share_is_a_record_like_any_other(teacher, front_door, browser_of):
    decision = not_shared(teacher)
    page = words_of_the_page(browser_of(teacher), f"/decisions/{decision.pk}")
    for words in (
        "Decided not to share", "Differs from the advice", "I want to be certain first.",
        "Nothing was shared under this decision", "They will not be told now",
    ):  # fmt: skip
        assert words in page
    assert pdf_of(record_of(teacher, decision)).startswith(b"%PDF")


def test_four_things_called_consent_stand_apart(teacher, front_door, browser_of):
    decision = not_shared(teacher)
    lines = {one["code"]: one for one in record_of(teacher, decision)["meanings"]}
    page = words_of_the_page(browser_of(teacher), f"/decisions/{decision.pk}")

    assert list(lines) == [
        "lawful_basis",
        "agreement_to_a_service",
        "confidentiality",
        "being_told",
    ]
    for one in lines.values():
        assert one["stands"] in page and one["says"] in page and one["cites"]
    assert lines["agreement_to_a_service"]["stands"].startswith("Not asked here")
    assert lines["confidentiality"]["stands"].startswith("They ")
    assert lines["being_told"]["stands"].startswith("They will not be told now.")
    assert len({one["stands"] for one in lines.values()}) == 4


def test_checklists_are_ticked_where_nothing_was_shared_and_say_why(
    on_bromley, teacher, front_door
):
    lists = record_of(teacher, not_shared(teacher))["checklists"]
    lines = {line["id"]: line for each in lists for line in each["lines"]}
    assert lines["ck11"]["state"] == "not_applicable"
    assert lines["ck11"]["because"] == "Nothing is shared under this decision."
    assert lines["ck14"]["state"] == "fulfilled"
    assert lines["ck14"]["because"] == "Whether they are told is on record."
    assert all(line["because"] and line["cites"] for line in lines.values())


def test_the_record_says_how_each_text_stands_and_when_its_review_was_due(
    on_bromley, teacher, front_door
):
    texts = record_of(teacher, not_shared(teacher))["packs"]["list"]
    bromley = next(one for one in texts if one["id"] == "bromley_2017")
    assert bromley["stands"] == "A dated text, kept as it was"
    assert bromley["review_due"].isoformat() == "2019-03-01"


def test_every_line_of_the_log_is_the_logs_own(opened, teacher):
    record = record_of(teacher, opened.decision)
    kinds = {line["kind"] for line in record["log"]}
    assert {"worry_recorded", "decided", "disclosed", "limits_accepted", "opened"} <= kinds
    own = {str(entry.pk): bytes(entry.leaf_hash).hex() for entry in entries()}
    assert {line["id"]: line["hash"] for line in record["log"]}.items() <= own.items()


def test_a_superseded_decision_names_the_later_and_the_later_the_earlier(
    decision, teacher, browser_of
):
    draft = {"submission": str(uuid4()), "said": decision.said}
    made = Made(decided="take_advice", standing=Standing(state="refused"), telling="told", why="x")
    later = supersede_decision(teacher, decision, draft, made)
    before, after = record_of(teacher, decision), record_of(teacher, later)
    assert before["chain"]["later"]["id"] == str(later.pk)
    assert [one["id"] for one in after["chain"]["earlier"]] == [str(decision.pk)]
    browser = browser_of(teacher)
    assert "has taken the place" in words_of_the_page(browser, f"/decisions/{decision.pk}")
    assert "Decide again" not in words_of_the_page(browser, f"/decisions/{decision.pk}")
    assert "Decide again" in words_of_the_page(browser, f"/decisions/{later.pk}")


@pytest.mark.parametrize("way", WAYS, ids=["page", "annex_b"])
def test_another_agencys_record_does_not_exist_for_me(way, sent, social_worker, browser_of):
    assert browser_of(social_worker).get(f"/decisions/{sent.decision_id}{way}").status_code == 404
    assert browser_of(social_worker).get(f"/decisions/{uuid4()}{way}").status_code == 404


@pytest.mark.parametrize("way", WAYS, ids=["page", "annex_b"])
def test_signed_out_no_record_is_shown(way, decision, neighbour):
    answer = neighbour.get(f"/decisions/{decision.pk}{way}")
    assert answer.status_code == 302
    assert answer.url.startswith("/sign-in")


@pytest.mark.parametrize("way", [".json", ".pdf"])
def test_no_record_is_given_out_in_clear(way, sent, teacher, browser_of):
    assert browser_of(teacher).get(f"/decisions/{sent.decision_id}{way}").status_code == 404


def test_no_address_and_no_title_names_anybody(sent, teacher, browser_of):
    browser = browser_of(teacher)
    for way in WAYS:
        answer = browser.get(f"/decisions/{sent.decision_id}{way}")
        assert NAME not in str(answer.headers)
        title = re.search(r"<title>(.*?)</title>", answer.content.decode()).group(1)
        assert not any(part in title for part in NAME.split())


def test_the_same_record_gives_the_same_bytes_on_paper(sent, teacher):
    record = record_of(teacher, sent.decision)
    assert pdf_of(record) == pdf_of(record_of(teacher, sent.decision))


def test_the_paper_is_tagged_for_screen_readers_and_carries_its_fonts(sent, teacher):
    made = pdf_of(record_of(teacher, sent.decision))
    assert b"pdfuaid" in made
    assert b"/StructTreeRoot" in made
    assert b"/Lang" in made
    assert b"/FontFile" in made


HOSTILE = [
    '#panic("x")',
    '#import "/etc/passwd": *',
    "$x$ *bold* _it_ @ref <label> \\u{41} // c /* d */ [a] {b} `raw`",
    "\u202eright to left\u202c \u0000",
    "Zoë Łuczak 李小龙 محمد שלום हिन्दी 🙂",
    "x" * 4000,
]


@pytest.fixture
def paper(decision, teacher):
    return record_of(teacher, decision)


@pytest.mark.parametrize(
    "words", HOSTILE, ids=["command", "import", "markup", "bidi", "scripts", "far_too_long"]
)
def test_whatever_anybody_typed_is_words_on_paper_and_never_a_command(words, decision, teacher):
    record = record_of(teacher, decision)
    record["subject"]["name"] = words
    record["decided"]["why"] = words
    record["worry"]["items"][0]["words"] = words
    assert pdf_of(record).startswith(b"%PDF")


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(max_size=200))
def test_no_text_at_all_can_stop_the_paper(paper, words):
    paper["decided"]["why"] = words
    assert pdf_of(paper).startswith(b"%PDF")


def test_letters_that_cannot_be_drawn_are_counted_and_never_lost_without_a_word(paper):
    told = drawable({"name": "Zoë Łuczak 李小龙", "bidi": "\u202ex", "joined": "Zoe\u0308"})
    assert told == {
        "name": "Zoë Łuczak \ufffd\ufffd\ufffd",
        "bidi": "\ufffdx",
        "joined": "Zoë",
    }


def test_every_field_of_the_icos_form_is_there(sent, teacher, browser_of):
    assert set(ANNEX_B.values()) <= {asks for asks, _, _ in FIELDS}
    page = words_of_the_page(browser_of(teacher), f"/decisions/{sent.decision_id}/annex-b")
    assert [asks for asks in ANNEX_B.values() if asks not in page] == []


def test_where_nothing_is_held_the_form_says_so_and_why(teacher, front_door):
    fields = {one.asks: one for one in annex_b(record_of(teacher, not_shared(teacher)))}
    for asks, field in fields.items():
        assert field.recorded or field.why_not, asks
    assert fields["Decision"].holds == "Decided not to share. It differs from the advice."
    assert not fields["Data protection impact assessment"].recorded
    assert fields["Date or dates of the sharing"].holds.startswith("Nothing was shared")


def test_reading_a_record_changes_nothing(sent, teacher, browser_of):
    before = entries().count()
    browser = browser_of(teacher)
    for way in WAYS:
        browser.get(f"/decisions/{sent.decision_id}{way}")
    assert entries().count() == before
    assert name_of(teacher, sent.decision.subject) == NAME
