"""Sealing: what was sealed opens in its own place, and nowhere else."""

from uuid import uuid4

import psycopg
import pytest
from django.db import connection, connections, transaction
from django.db.utils import DatabaseError
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as some

from sharewell.terms.errors import SealBroken
from sharewell_hub.keystore.models import AgencyKey, SubjectKey
from sharewell_hub.keystore.queries import subject_keys
from sharewell_hub.site import keys
from sharewell_hub.vault.actions import Sealer, seal
from sharewell_hub.vault.models import Content
from sharewell_hub.vault.queries import digest_of, open_content, open_many

OAK, ELM, CHILD, OTHER_CHILD = uuid4(), uuid4(), uuid4(), uuid4()
NAME = "Zebulon Quillfeather-Marchbanks"


def sealed_name(**changes):
    return seal(
        changes.pop("text", NAME),
        **{"agency": OAK, "subject": CHILD, "place": "people_subject.name"} | changes,
    )


def as_the_owner(words, *values):
    """Change rows as somebody who owns the tables could, past the trigger."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("alter table vault_content disable trigger append_only")
        cursor.execute(words, values)


@effort(max_examples=40)
@given(words=some.text(some.characters(exclude_categories=["Cs"]), max_size=3000))
def test_whatever_was_written_comes_back_letter_for_letter(db, words):
    assert open_content(sealed_name(text=words)) == words


def test_the_same_words_never_look_the_same_twice(db):
    first, second = sealed_name(), sealed_name()
    assert digest_of(first) != digest_of(second)


def test_the_words_stand_in_no_table(committed_db):
    sealed_name()
    with psycopg.connect(
        host=connections["default"].settings_dict["HOST"], user="postgres", dbname=committed_db
    ) as server:
        tables = server.execute(
            "select format('%I.%I', schemaname, tablename) from pg_tables "
            "where schemaname not in ('pg_catalog', 'information_schema')"
        ).fetchall()
        dump = "\n".join(
            str(row) for (table,) in tables for row in server.execute(f"select * from {table}")
        )
        raw = b"".join(bytes(v) for (v,) in server.execute("select sealed from vault_content"))
    assert "vault_content" in str(tables)
    assert "Zebulon" not in dump
    assert b"Zebulon" not in raw


def test_two_rows_whose_words_were_swapped_both_fail(committed_db):
    mine, theirs = sealed_name(), sealed_name(subject=OTHER_CHILD, text="Somebody else")
    as_the_owner(
        "update vault_content set sealed = case id when %s then "
        "(select sealed from vault_content where id = %s) else "
        "(select sealed from vault_content where id = %s) end",
        mine, theirs, mine,
    )  # fmt: skip
    for id in (mine, theirs):
        with pytest.raises(SealBroken, match=str(id)):
            open_content(id)


@pytest.mark.parametrize(
    "change",
    [
        "sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1)",
        "sealed = substring(sealed for 10)",
        "sealed = ''",
        "place = 'people_subject.address'",
    ],
    ids=["one_bit", "cut_short", "emptied", "moved_to_another_column"],
)
def test_a_changed_row_fails_closed_and_is_named(committed_db, change):
    id = sealed_name()
    as_the_owner(f"update vault_content set {change}")
    with pytest.raises(SealBroken, match=str(id)) as refusal:
        open_content(id)
    assert NAME not in str(refusal.value)


def test_a_row_handed_to_another_subjects_key_fails(committed_db):
    mine = sealed_name()
    sealed_name(subject=OTHER_CHILD)
    as_the_owner(
        "update vault_content set key_id = %s", SubjectKey.objects.get(subject=OTHER_CHILD).pk
    )
    with pytest.raises(SealBroken):
        open_content(mine)


def test_with_another_root_key_nothing_opens(db, settings, tmp_path):
    id = sealed_name()
    other = tmp_path / "root.key"
    other.write_bytes(bytes(32))
    other.chmod(0o600)
    settings.SHAREWELL_ROOT_KEY = f"file:{other}"
    with pytest.raises(SealBroken, match="does not open"):
        open_content(id)


@pytest.mark.parametrize(
    ("held", "mode", "told"),
    [
        (None, 0, "is not at"),
        (bytes(32), 0o644, "can be read by other users"),
        (bytes(31), 0o600, "does not have 32 bytes"),
    ],
    ids=["lost", "open_to_others", "damaged"],
)
def test_a_root_key_that_cannot_be_trusted_is_not_used(db, settings, tmp_path, held, mode, told):
    path = tmp_path / "root.key"
    if held is not None:
        path.write_bytes(held)
        path.chmod(mode)
    settings.SHAREWELL_ROOT_KEY = f"file:{path}"
    with pytest.raises(SealBroken, match=told):
        sealed_name()
    assert not Content.objects.exists()


def test_a_content_that_is_gone_is_named_and_nothing_is_shown(db):
    there, gone = sealed_name(), uuid4()
    with pytest.raises(SealBroken, match=str(gone)):
        open_many([there, gone])


def test_many_open_at_once_in_one_question_to_each_database(db, django_assert_num_queries):
    ids = [sealed_name(text=f"item {n}") for n in range(20)]
    keystore = connections["keystore"]
    with django_assert_num_queries(1), django_assert_num_queries(1, connection=keystore):
        words = open_many(ids)
    assert [words[id] for id in ids] == [f"item {n}" for n in range(20)]


def test_one_agency_and_subject_share_a_key_and_others_have_their_own(db):
    for agency, subject in ((OAK, CHILD), (OAK, CHILD), (OAK, OTHER_CHILD), (ELM, CHILD)):
        sealed_name(agency=agency, subject=subject)
    assert AgencyKey.objects.count() == 2
    assert SubjectKey.objects.count() == 3


def test_words_for_another_agency_open_under_that_agencys_key(db):
    sealed_name()
    copy = seal(NAME, agency=ELM, subject=OTHER_CHILD, place="disclosures_item.text")
    assert open_content(copy) == NAME
    (key,) = subject_keys([Content.objects.get(pk=copy).key_id]).values()
    assert (key.agency, key.subject) == (ELM, OTHER_CHILD)


def test_a_sealer_stores_nothing_until_it_keeps_and_then_all_of_it_at_once(
    db, django_assert_num_queries
):
    sealer = Sealer(agency=OAK, subject=CHILD)
    ids = [sealer.seal(f"item {n}", "disclosures_item.text") for n in range(20)]
    assert not Content.objects.filter(pk__in=ids).exists()
    with django_assert_num_queries(1):
        sealer.keep()
    words = open_many(ids)
    assert [words[id] for id in ids] == [f"item {n}" for n in range(20)]


@pytest.mark.parametrize(
    "words", ["update vault_content set place = 'x'", "delete from vault_content",
              "truncate vault_content cascade"],
    ids=["changed", "removed", "emptied"],
)  # fmt: skip
def test_the_application_may_add_sealed_words_but_never_rewrite_them(db, words):
    sealed_name()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(words)


def test_not_even_the_owner_rewrites_by_accident(committed_db):
    sealed_name()
    with pytest.raises(DatabaseError, match="append-only"), connections["owner"].cursor() as owner:
        owner.execute("delete from vault_content")


def test_the_key_files_are_for_their_owner_alone(db):
    sealed_name()
    for name in (keys.ROOT, keys.SIGNING):
        assert (keys.folder() / name).stat().st_mode & 0o777 == 0o600
