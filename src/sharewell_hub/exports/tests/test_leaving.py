"""Leaving: off until switched on, encrypted to a key of one's own, fetched once, gone in a day."""

import csv
import hashlib
import io
import json
import re
import zipfile
from datetime import timedelta
from unittest.mock import patch

import pyrage
import pytest
from django.utils import timezone

from journeys.cast import person, place
from sharewell.terms.errors import FactRefused, NotAllowed, NotFound
from sharewell_hub.agencies.strength import AT
from sharewell_hub.decisions.engine import engine
from sharewell_hub.disclosures.tests.conftest import ARMS, NAME, decide
from sharewell_hub.exports.actions import KEPT_FOR, fetch, make_export, record_key, switch
from sharewell_hub.exports.encrypting import recipient_of
from sharewell_hub.exports.models import Export, ReadyFile, RecipientKey
from sharewell_hub.exports.queries import export_for, usable_keys
from sharewell_hub.exports.retention import sweep
from sharewell_hub.logbook.models import Entry
from sharewell_hub.walls.seeing import seen_by

SECRET = pyrage.x25519.Identity.generate()
PUBLIC = str(SECRET.to_public())
SURE = {"way": "called_switchboard", "source": "The council’s website"}


@pytest.fixture
def officer(db):
    return person("Piers", "Lowe", "oak-school", "lead_information_officer")


@pytest.fixture
def office(db):
    return place("oak-school", "School records system", "school", checked_days_ago=3)


@pytest.fixture
def key(officer, office):
    return record_key(officer, office, recipient=PUBLIC, **SURE)


@pytest.fixture
def allowed(officer, key):
    switch(officer, on=True)
    return key


@pytest.fixture
def made(allowed, teacher, decision):
    return make_export(teacher, decision, allowed)


def opened(held):
    return zipfile.ZipFile(io.BytesIO(pyrage.decrypt(held, [SECRET])))


def kinds():
    return list(Entry.objects.order_by("at").values_list("kind", flat=True))


def test_nothing_leaves_until_somebody_who_answers_for_it_lets_it(
    teacher, officer, decision, key, browser_of
):
    with pytest.raises(NotAllowed):
        make_export(teacher, decision, key)
    with pytest.raises(NotAllowed):
        switch(teacher, on=True)
    assert browser_of(teacher).post("/exports/switch", {"on": "yes"}).status_code == 422
    assert "lets no record leave" in browser_of(teacher).get(
        f"/decisions/{decision.pk}/export").content.decode()  # fmt: skip

    switch(officer, on=True)
    switch(officer, on=True)
    assert make_export(teacher, decision, key)
    switch(officer, on=False)
    with pytest.raises(NotAllowed):
        make_export(teacher, decision, key)
    switched = [kind for kind in kinds() if kind.startswith("exports_")]
    assert switched == ["exports_allowed", "exports_stopped"]


def test_what_was_made_before_the_switch_does_not_leave_after_it(made, officer, teacher):
    switch(officer, on=False)
    with pytest.raises(NotAllowed):
        fetch(teacher, made)


def test_whoever_holds_the_secret_reads_the_same_record_in_each_form(made, teacher, decision):
    held = fetch(teacher, made)
    assert hashlib.sha256(held).hexdigest() == made.digest
    assert held.startswith(b"age-encryption.org/v1\n-> X25519 ")
    files = opened(held)
    told = json.loads(files.read("record.json"))
    assert told["subject"]["name"] == NAME
    again = engine().decide(told["facts"]).as_json()
    for digest in ("pack_digest", "facts_digest", "result_digest"):
        assert told[digest] == again[digest]
    assert files.read("record.pdf").startswith(b"%PDF")
    known = csv.DictReader(io.StringIO(files.read("known.csv").decode("utf-8-sig")))
    assert next(row["words"] for row in known) == ARMS


def test_another_key_opens_nothing_and_no_word_stands_in_the_file(made, teacher):
    held = fetch(teacher, made)
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(held, [pyrage.x25519.Identity.generate()])
    for word in (*NAME.split(), "Bruises", "record.json", "PK\x03\x04", "%PDF"):
        assert word.encode() not in held


def test_a_file_is_fetched_once(made, teacher, browser_of):
    browser = browser_of(teacher)
    assert "Fetch the file" in browser.get(f"/exports/{made.pk}").content.decode()
    assert browser.get(f"/exports/{made.pk}/file").status_code == 405
    first = browser.post(f"/exports/{made.pk}/file")
    assert first.status_code == 200 and opened(first.content)
    assert NAME.split()[1] not in str(first.headers)
    assert browser.post(f"/exports/{made.pk}/file").status_code == 422
    assert not ReadyFile.objects.exists()
    assert kinds()[-2:] == ["exported", "export_fetched"]


def test_after_a_day_the_file_is_gone_fetched_or_not(made, teacher):
    sweep()
    assert ReadyFile.objects.count() == 1
    with patch.object(timezone, "now", return_value=made.made_at + KEPT_FOR):
        with pytest.raises(NotAllowed):
            fetch(teacher, made)
        sweep()
    assert not ReadyFile.objects.exists()
    assert Export.objects.get() == made
    assert kinds()[-1] == "export_expired"


def test_a_file_leaves_only_for_an_own_service_whose_key_was_made_sure_of(
    allowed, teacher, decision, front_door, lead_information_officer, office
):
    theirs = record_key(lead_information_officer, front_door, recipient=PUBLIC, **SURE)
    with pytest.raises(NotAllowed):
        make_export(teacher, decision, theirs)
    long_ago = timezone.now() - timedelta(days=400)
    RecipientKey.objects.filter(pk=allowed.pk).update(verified_at=long_ago)
    assert usable_keys(teacher) == []
    RecipientKey.objects.filter(pk=allowed.pk).update(verified_at=timezone.now())
    type(office).objects.filter(pk=office.pk).update(verified_on=long_ago.date())
    assert usable_keys(teacher) == []


def test_a_new_key_takes_the_place_of_the_old(key, officer, office, teacher):
    other = record_key(
        officer, office, recipient=str(pyrage.x25519.Identity.generate().to_public()), **SURE
    )
    assert usable_keys(teacher) == [other]
    assert RecipientKey.objects.get(pk=key.pk).withdrawn_by == officer
    assert kinds()[-2:] == ["key_withdrawn", "key_verified"]


def test_other_roles_record_no_key(teacher, office, browser_of):
    with pytest.raises(NotAllowed):
        record_key(teacher, office, recipient=PUBLIC, **SURE)
    said = {"recipient": PUBLIC, **SURE}
    assert browser_of(teacher).post(f"/directory/{office.pk}/key", said).status_code == 422
    assert browser_of(teacher).post(f"/directory/{office.pk}/key/withdraw").status_code == 403
    assert not RecipientKey.objects.exists()


@pytest.mark.parametrize(
    "written",
    ["", "age1", PUBLIC[:-1], PUBLIC[:-1] + "b", "ssh-ed25519 AAAA", str(SECRET)],
    ids=["nothing", "its_beginning", "cut_short", "mistyped", "another_kind", "the_secret_half"],
)
def test_what_is_no_public_key_is_refused_and_not_repeated(written, officer, office, browser_of):
    with pytest.raises(FactRefused) as refusal:
        recipient_of(written)
    assert len(written) < 9 or written not in str(refusal.value)
    said = {"recipient": written, **SURE}
    answer = browser_of(officer).post(f"/directory/{office.pk}/key", said)
    assert answer.status_code == 422
    assert len(written) < 9 or written not in answer.content.decode()
    assert not RecipientKey.objects.exists()


def test_a_key_is_recorded_on_its_services_page(officer, office, browser_of):
    browser = browser_of(officer)
    said = {"recipient": f" {PUBLIC.upper()} ", **SURE}
    assert browser.post(f"/directory/{office.pk}/key", said).status_code == 302
    page = browser.get(f"/directory/{office.pk}/key").content.decode()
    assert PUBLIC in page and officer.name in page
    assert browser.post(f"/directory/{office.pk}/key/withdraw").status_code == 302
    assert "It has none" in browser.get(f"/directory/{office.pk}/key").content.decode()


def test_from_the_record_to_the_file_through_the_pages(allowed, teacher, decision, browser_of):
    browser = browser_of(teacher)
    address = f"/decisions/{decision.pk}/export"
    assert address in browser.get(f"/decisions/{decision.pk}").content.decode()
    assert browser.post(address, {"key": "neither"}).status_code == 422
    sent = browser.post(address, {"key": str(allowed.pk)})
    assert re.fullmatch(r"/exports/[0-9a-f-]{36}", sent.url)
    assert sent.url in browser.get("/exports").content.decode().replace("&#x2F;", "/")
    assert opened(browser.post(f"{sent.url}/file").content)


def test_an_open_screen_long_after_signing_in_takes_nothing_out(
    allowed, made, teacher, decision, browser_of
):
    browser = browser_of(teacher)
    browser.get("/desk")
    session = browser.session
    session[AT] -= 12 * 60
    session.save()
    for asked in (f"/decisions/{decision.pk}/export", f"/exports/{made.pk}/file"):
        answer = browser.post(asked, {"key": str(allowed.pk)})
        assert answer.status_code == 403
        assert "take this out of Sharewell" in answer.content.decode()
    assert Export.objects.count() == 1 and ReadyFile.objects.count() == 1


def test_another_agencys_exports_do_not_exist_for_me(made, social_worker, browser_of):
    browser = browser_of(social_worker)
    assert browser.get(f"/exports/{made.pk}").status_code == 404
    assert browser.post(f"/exports/{made.pk}/file").status_code == 404
    assert browser.get(f"/decisions/{made.decision_id}/export").status_code == 404
    with pytest.raises(NotFound):
        export_for(social_worker, made.pk)
    with seen_by(social_worker.pk):
        assert not Export.objects.exists()
        assert not ReadyFile.objects.exists()


def test_another_agencys_record_is_not_packed(allowed, teacher, social_worker):
    with pytest.raises(NotFound):
        make_export(teacher, decide(social_worker), allowed)
    assert not Export.objects.exists()
