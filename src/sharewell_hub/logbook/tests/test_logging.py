"""Logging: with the act or not at all, by ids and digests, for ever."""

import json
from uuid import uuid4

import pytest
from click.testing import CliRunner
from django.db import connection, transaction
from django.db.utils import DatabaseError

from sharewell.ledger.leaf import LONGEST, binding, leaf_hash, short
from sharewell_hub.logbook.actions import log
from sharewell_hub.logbook.commands import group
from sharewell_hub.logbook.models import Entry, Pending
from sharewell_hub.logbook.queries import entries, waiting_since
from sharewell_hub.logbook.sequencing import integrate
from sharewell_hub.vault.actions import seal
from sharewell_hub.vault.queries import digest_of

WHO = {"actor": uuid4(), "agency": uuid4()}


def test_an_act_is_one_entry_that_waits_for_its_place(db):
    child, previous = uuid4(), uuid4()
    content = seal("Bruises on both arms.", agency=WHO["agency"], subject=child, place="t.words")
    log(
        "decided",
        object_id=child,
        purpose="safeguarding",
        rules=["bromley_2017:harm"],
        contents=[content],
        previous=previous,
        **WHO,
    )

    (entry,) = entries()
    leaf = json.loads(bytes(entry.leaf))
    assert len(entry.leaf) <= LONGEST
    assert bytes(entry.leaf_hash) == leaf_hash(bytes(entry.leaf))
    assert leaf["on"] == short(child)
    assert leaf["was"] == short(previous)
    assert leaf["binds"] == binding(contents=[digest_of(content)], rules=["bromley_2017:harm"])
    assert Pending.objects.get().entry_id == entry.pk


def test_an_act_that_is_rolled_back_leaves_no_entry(committed_db):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        log("decided", object_id=uuid4(), **WHO)
        raise ZeroDivisionError
    assert not entries().exists()
    assert not Pending.objects.exists()


def test_an_act_outside_a_transaction_cannot_be_logged(committed_db):
    with pytest.raises(RuntimeError, match="its own transaction"):
        log("decided", object_id=uuid4(), **WHO)
    assert not entries().exists()


@pytest.mark.parametrize(
    "words", [{"kind": "Amina Example decided"}, {"kind": "decided", "purpose": "his bruises"}],
    ids=["a_name", "a_sentence"],
)  # fmt: skip
def test_words_cannot_slip_into_an_entry(db, words):
    with pytest.raises(ValueError, match="short code"):
        log(words.pop("kind"), object_id=uuid4(), **WHO, **words)


@pytest.mark.parametrize(
    "words",
    [
        "update logbook_entry set kind = 'x'",
        "delete from logbook_entry",
    ],
    ids=["changed", "removed"],
)
def test_an_entry_is_never_rewritten(db, words):
    log("decided", object_id=uuid4(), **WHO)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(words)
    assert Entry.objects.count() == 1


def test_an_act_of_the_system_itself_names_nobody(db):
    entry = log("letter_sent", object_id=uuid4(), actor=None, agency=None)
    assert set(json.loads(bytes(entry.leaf))) == {"v", "act", "id", "on", "at"}


def test_the_log_can_be_read_in_a_terminal(db):
    log("decided", object_id=uuid4(), **WHO)
    log("disclosed", object_id=uuid4(), **WHO)

    said = CliRunner().invoke(group, ["entries"])

    assert said.exit_code == 0, said.output
    assert [json.loads(line)["act"] for line in said.output.splitlines()] == [
        "decided",
        "disclosed",
    ]


def test_since_when_something_waits_is_known_until_it_has_its_place(db, settings, tmp_path):
    settings.SHAREWELL_LOG_FILES = tmp_path
    assert waiting_since() is None
    first = log("decided", object_id=uuid4(), **WHO)
    log("decided", object_id=uuid4(), **WHO)
    assert waiting_since() == first.at
    integrate()
    assert waiting_since() is None
