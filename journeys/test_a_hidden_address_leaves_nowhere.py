"""A hidden address leaves with no words: each way out is known, and stops it."""

import ast
from uuid import uuid4

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from journeys.cast import person, place
from sharewell.delivering.tests.test_hidden import BETWEEN
from sharewell.terms.errors import PlaceHidden
from sharewell_hub.disclosures.actions import send_disclosure
from sharewell_hub.disclosures.answering import Answered, accept_limits, reply_to
from sharewell_hub.disclosures.models import Disclosure, Reply
from sharewell_hub.disclosures.packing import texts_of
from sharewell_hub.disclosures.tests import conftest as sending
from sharewell_hub.exports.actions import record_key, switch
from sharewell_hub.exports.models import Export
from sharewell_hub.exports.tests.test_leaving import PUBLIC, SURE
from sharewell_hub.logbook.models import Entry
from sharewell_hub.outbox.models import Letter
from sharewell_hub.site.settings.gathering import HUB
from sharewell_hub.walls.seeing import seen_by
from sharewell_hub.whereabouts.actions import put_up_shield, record_place
from sharewell_hub.whereabouts.guarding import refuse_hidden
from sharewell_hub.whereabouts.queries import Place

PLACE = Place(address="14 Wrenfield Rise\nMarlingford", postcode="ZZ9 4QX")
BETRAYED = "They are at 14, wrenfield\nrise now."
STOPPED = "a hidden address stands in the text"
OURS = {
    *("viewer.agency_id", "decision.agency_id", "attempt.agency_id", "row.agency_id"),
    *("subject.agency_id", "agency", "ours", "CANARY"),
}
"""How code says that words stay with the agency whose record they are of."""

FIXED = "a letter has fixed words, a reference and a link"
WAYS_OUT = {
    "disclosures.packing.__init__": "guarded: what is sent; packed() refuses before anything",
    "disclosures.answering._written": "guarded: an answer; reply_to() refuses before anything",
    "exports.actions.make_export": "guarded: a file; parcel_of() refuses before anything",
    "disclosures.placing.tell_places": "the address itself: a hidden one only once un-shielded",
    "disclosures.actions.send_disclosure": FIXED,
    "disclosures.actions.remind": FIXED,
    "disclosures.answering._tell_the_sender": FIXED,
    "agencies.actions.open_recovery": FIXED,
    "glass.telling.tell": FIXED,
    "exports.pages.file": "what make_export has made",
    "logbook.pages._file": "ids and digests",
}
"""Every function through which something leaves an agency, and why no hidden address does."""


def hide(teacher, guardian, subject):
    deputy = person("Yusra", "Haddow", "oak-school", "caldicott_guardian")
    with seen_by(teacher.pk):
        record_place(teacher, subject, PLACE, kind="lives")
    with seen_by(guardian.pk):
        put_up_shield(guardian, subject, [deputy], reason="violence")


@pytest.fixture
def decision(teacher, guardian, front_door):
    """Give a decision to share, about a child whose address is hidden from whoever shares."""
    made = sending.decide(teacher)
    hide(teacher, guardian, made.subject)
    return made


def functions_that_tell():
    """Name every function that writes a letter, makes a file, or seals for another agency."""
    for path in HUB.rglob("*.py"):
        room = path.relative_to(HUB).parts[0]
        if {"tests", "migrations"} & {*path.parts} or room in ("outbox", "demo", "site"):
            continue
        tree = ast.parse(path.read_text())
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and tells(node):
                yield f"{room}.{path.stem}.{node.name}"


def tells(function):
    for node in ast.walk(function):
        if isinstance(node, ast.Constant) and node.value == "Content-Disposition":
            return True
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        if called in ("write_letter", "encrypted"):
            return True
        agency = [ast.unparse(each.value) for each in node.keywords if each.arg == "agency"]
        if called in ("seal", "Sealer", "seal_for_several") and set(agency) - OURS:
            return True
    return False


def test_every_way_out_is_known():
    assert set(functions_that_tell()) == set(WAYS_OUT), "what stops a hidden address there?"


def sent_with(teacher, decision, front_door, **words):
    with seen_by(teacher.pk):
        return sending.sending_of(teacher, decision, front_door, **words)


@pytest.mark.parametrize("box", ["means", "asks", "item-0-needed", "item-0-affects"])
def test_no_word_that_goes_with_it_betrays_the_place(
    browser_of, teacher, decision, front_door, box
):
    boxes = sending.boxes(decision, front_door, **{box: BETRAYED})
    for step in ({}, {"step": "send"}):
        answer = browser_of(teacher).post(f"/decisions/{decision.pk}/share/check", boxes | step)
        page = answer.content.decode()
        assert answer.status_code == 422 and STOPPED in page and "wrenfield\nrise now" in page
        assert "Wrenfield Rise" not in page.replace(BETRAYED, "")
    assert not Disclosure.objects.exists() and not Letter.objects.exists()
    assert Entry.objects.filter(kind="address_stopped").count() == 2


def test_what_was_recorded_long_ago_can_have_the_place_taken_out(
    browser_of, teacher, guardian, front_door
):
    decision = sending.decide(teacher, items=[sending.an_item(f"Bruises. {BETRAYED}")])
    hide(teacher, guardian, decision.subject)
    path, browser = f"/decisions/{decision.pk}/share/check", browser_of(teacher)
    boxes = sending.boxes(decision, front_door)
    page = browser.post(path, boxes).content.decode()
    assert STOPPED in page and "The words that leave" in page
    left = boxes | {"item-0-words": "Bruises. They are at [an address] now.", "step": "send"}
    assert browser.post(path, left).status_code == 302
    assert Disclosure.objects.count() == 1


def test_the_act_itself_refuses_and_stores_nothing(teacher, decision, front_door):
    said = sent_with(teacher, decision, front_door, means=BETRAYED)
    with seen_by(teacher.pk), pytest.raises(PlaceHidden):
        send_disclosure(teacher, decision, said)
    assert not Disclosure.objects.exists()


def test_every_text_of_a_sending_is_looked_at(teacher, decision, front_door):
    words = {"means": "one", "asks": "two", "item-0-needed": "three", "item-0-affects": "four"}
    said = sent_with(teacher, decision, front_door, **words)
    looked_at = " ".join(texts_of(said).values())
    assert all(each in looked_at for each in [*words.values(), said.items[0].words])


def test_no_answer_carries_the_place_back(browser_of, teacher, decision, front_door, social_worker):
    said = sent_with(teacher, decision, front_door)
    with seen_by(teacher.pk):
        sent = send_disclosure(teacher, decision, said)
    with seen_by(social_worker.pk):
        accept_limits(social_worker, sent)
        with pytest.raises(PlaceHidden):
            answer = Answered(submission=uuid4(), kind="will_do", words=BETRAYED)
            reply_to(social_worker, sent, answer)
    words = {"submission": uuid4(), "kind": "will_do", "words": BETRAYED}
    answer = browser_of(social_worker).post(f"/received/{sent.reference}/answer", words)
    assert answer.status_code == 422 and STOPPED in answer.content.decode()
    assert BETRAYED in answer.content.decode() and not Reply.objects.exists()


def test_no_file_leaves_with_the_place_in_it(browser_of, teacher, guardian, front_door):
    decision = sending.decide(teacher, why=BETRAYED)
    hide(teacher, guardian, decision.subject)
    office = place("oak-school", "School records system", "school", checked_days_ago=3)
    with seen_by(guardian.pk):
        key = record_key(guardian, office, recipient=PUBLIC, **SURE)
        switch(guardian, on=True)
    answer = browser_of(teacher).post(f"/decisions/{decision.pk}/export", {"key": key.pk})
    page = answer.content.decode()
    assert answer.status_code == 422 and STOPPED in page and "“decided”" in page
    assert not Export.objects.exists()


@pytest.fixture
def hidden_subject(decision):
    return decision.subject_id


@effort(max_examples=25)
@given(st.lists(BETWEEN, min_size=7, max_size=7), st.booleans())
def test_however_it_is_typed_it_is_stopped(hidden_subject, between, upper):
    said = "".join(letter + gap for letter, gap in zip("zz94qx ", between, strict=True))
    with pytest.raises(PlaceHidden):
        refuse_hidden(hidden_subject, {"what it means": said.upper() if upper else said})


def test_typed_in_its_form_it_stands_in_no_row_and_no_line(browser_of, teacher, front_door, caplog):
    child = sending.decide(teacher).subject
    browser = browser_of(teacher)
    form = {"kind": "lives", "address": PLACE.address, "postcode": PLACE.postcode}
    assert browser.post(f"/people/{child.pk}/where", form).status_code == 302
    page = browser.post(f"/people/{child.pk}/where/show").content.decode()
    assert PLACE.postcode in page
    title = page.partition("<title>")[2].partition("</title>")[0]
    held = [title, caplog.text]
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname from pg_class where relkind = 'r' and relname !~ '^(pg|sql)_'"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f'select t::text from "{table}" t')
            held += [row for (row,) in cursor.fetchall()]
    assert [each for each in held if PLACE.postcode in each or "Wrenfield" in each] == []


def test_where_nothing_is_hidden_words_are_free(teacher, guardian, front_door):
    decision = sending.decide(teacher)
    with seen_by(teacher.pk):
        record_place(teacher, decision.subject, PLACE, kind="lives")
    said = sent_with(teacher, decision, front_door, means=BETRAYED)
    with seen_by(teacher.pk):
        assert send_disclosure(teacher, decision, said).pk
