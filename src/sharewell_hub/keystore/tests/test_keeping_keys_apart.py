"""Keeping keys apart: another database, other roles, and no way from the data to the keys."""

from uuid import uuid4

import psycopg
import pytest
from django.db import connection, connections, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.utils import DatabaseError

from sharewell.terms.errors import SealBroken
from sharewell_hub.keystore.actions import agency_key, destroy_subject_keys, key_for, service_key
from sharewell_hub.keystore.models import AgencyKey, DestroyedKey, IndexKey, SubjectKey
from sharewell_hub.keystore.queries import subject_keys
from sharewell_hub.site import checking, database
from sharewell_hub.site.setting_up import bring_up_to_date
from sharewell_hub.site.tests.databases import clone
from sharewell_hub.vault.actions import seal
from sharewell_hub.vault.models import Content
from sharewell_hub.vault.queries import KEEP_SEALED, open_content
from sharewell_hub.walls.seeing import served_by

OAK, CHILD = uuid4(), uuid4()
SECRET = "postgresql://{}:p@keys.example/sw"


def keystore():
    return connections["keystore"].cursor()


def test_keys_and_words_lie_in_two_databases_and_each_role_enters_its_own(committed_db):
    seal("words", agency=OAK, subject=CHILD, place="t.words")
    with connection.cursor() as data:
        data.execute(
            "select table_name from information_schema.tables where table_name like '%key'"
        )
        assert data.fetchall() == [("exports_recipientkey",)], "public keys of services alone"
    with keystore() as keys:
        keys.execute("select to_regclass('vault_content'), count(*) from keystore_subjectkey")
        assert keys.fetchone() == (None, 1)
    host = connection.settings_dict["HOST"]
    for role in ("sharewell_app", "sharewell_owner"):
        with pytest.raises(psycopg.OperationalError, match="permission denied"):
            psycopg.connect(host=host, user=role, dbname=f"{committed_db}_keys")


@pytest.mark.parametrize(
    "words",
    [
        "delete from keystore_subjectkey",
        "delete from keystore_agencykey",
        "truncate keystore_subjectkey",
        "update keystore_subjectkey set subject = gen_random_uuid()",
        "update keystore_agencykey set agency = gen_random_uuid()",
        "insert into keystore_destroyedkey select id, agency, subject, now() "
        "from keystore_subjectkey",
        "delete from keystore_destroyedkey",
        "drop table keystore_servicekey",
    ],
    ids=["key_removed", "agency_key_removed", "emptied", "given_to_another_subject",
         "given_to_another_agency", "death_invented", "death_forgotten", "dropped"],
)  # fmt: skip
def test_the_application_may_re_wrap_keys_and_nothing_more(db, words):
    key_for(agency=OAK, subject=CHILD)
    with pytest.raises(DatabaseError), transaction.atomic(using="keystore"), keystore() as keys:
        keys.execute(words)


def test_a_key_goes_by_the_keystores_own_function_which_remembers_that_it_was(db):
    key, other = key_for(agency=OAK, subject=CHILD), key_for(agency=OAK, subject=uuid4())
    assert destroy_subject_keys(agency=OAK, subject=CHILD) == 1
    assert subject_keys([key.id, other.id]).keys() == {other.id}
    assert list(DestroyedKey.objects.values_list("id", flat=True)) == [key.id]
    assert destroy_subject_keys(agency=OAK, subject=CHILD) == 0


def test_a_key_is_there_before_the_words_and_stays_when_they_are_rolled_back(committed_db):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        seal("words", agency=OAK, subject=CHILD, place="t.words")
        assert seen_by_somebody_else(committed_db) == 1
        raise ZeroDivisionError
    assert not Content.objects.exists()
    assert SubjectKey.objects.count() == 1


def seen_by_somebody_else(name):
    host = connection.settings_dict["HOST"]
    with psycopg.connect(host=host, user="postgres", dbname=f"{name}_keys") as other:
        return other.execute("select count(*) from keystore.keystore_subjectkey").fetchone()[0]


def test_words_without_a_key_fail_closed_and_are_named(db):
    id = seal("words", agency=OAK, subject=CHILD, place="t.words")
    destroy_subject_keys(agency=OAK, subject=CHILD)
    with pytest.raises(SealBroken, match=f"key of the content {id} is gone"):
        open_content(id)


def test_one_service_key_is_made_and_found_again(db):
    assert service_key("second_step") == service_key("second_step") != service_key("another")


def old_installation(name):
    """Take the tables back to where keys lay beside the data, with words under them."""
    words = seal("as it was", agency=OAK, subject=CHILD, place="t.words")
    agency, subject = AgencyKey.objects.get(), SubjectKey.objects.get()
    host = connection.settings_dict["HOST"]
    with psycopg.connect(host=host, user="postgres", dbname=f"{name}_keys") as keys:
        keys.execute("truncate keystore.keystore_agencykey cascade")
    with connections["owner"].cursor() as owner:
        for words_of_old in (
            "drop table vault_contentfor, vault_matchingcopy, vault_indexrow",
            "drop function vault_reseal, vault_rewrap, vault_erase, vault_digests",
            "drop policy shown on vault_content",
            "drop policy begun on vault_content",
            "drop policy seen_by_tests on vault_content",
            "alter table vault_content drop column agency, drop column subjects, "
            "disable row level security, no force row level security",
            "drop function refuse_to_rewrite_unless_ordered cascade",
            "create trigger append_only before update or delete or truncate on vault_content "
            "for each statement execute function refuse_to_rewrite()",
            "create table vault_agencykey (id uuid primary key, agency uuid, version int, "
            "wrapped bytea, made_at timestamptz)",
            "create table vault_subjectkey (id uuid primary key, agency uuid, subject uuid, "
            "version int, agency_key_id uuid references vault_agencykey, wrapped bytea, "
            "made_at timestamptz)",
            "delete from django_migrations where app = 'vault' and name <> '0001_initial'",
        ):
            owner.execute(words_of_old)
        owner.execute(
            "insert into vault_agencykey values (%s, %s, 1, %s, now())",
            [agency.pk, agency.agency, agency.wrapped],
        )
        owner.execute(
            "insert into vault_subjectkey values (%s, %s, %s, 1, %s, %s, now())",
            [subject.pk, OAK, CHILD, agency.pk, subject.wrapped],
        )
        owner.execute(
            "alter table vault_content add constraint held foreign key (key_id) "
            "references vault_subjectkey"
        )
    return words


def test_an_installation_whose_keys_lay_beside_its_data_hands_them_over_and_opens_as_before(
    committed_db, monkeypatch
):
    words = old_installation(committed_db)
    assert not SubjectKey.objects.exists()
    # Later rooms' tables stand here already, and were made upon what is taken back.
    monkeypatch.setattr(MigrationLoader, "check_consistent_history", lambda *_: None)

    bring_up_to_date()

    with served_by(KEEP_SEALED):
        assert open_content(words) == "as it was"
        row = Content.objects.get(pk=words)
        assert (row.agency, row.subjects) == (OAK, [CHILD])
    with connection.cursor() as data:
        data.execute("select to_regclass('vault_subjectkey'), to_regclass('vault_agencykey')")
        assert data.fetchone() == (None, None)
    with served_by(KEEP_SEALED):
        assert open_content(seal("new", agency=OAK, subject=CHILD, place="t.words")) == "new"
    checking.refuse_missing_migrations()


def test_the_whole_house_of_an_empty_database_is_built_in_both(committed_db):
    with clone():
        assert not AgencyKey.objects.exists()
        assert agency_key(OAK).version == 1
        assert not IndexKey.objects.exists()


@pytest.mark.parametrize(
    ("given", "who", "where"),
    [
        ({"DATABASE_URL": "d"}, "d", "d"),
        ({"DATABASE_URL": "d", "OWNER_DATABASE_URL": "o"}, "d", "o"),
        ({"DATABASE_URL": "d", "OWNER_DATABASE_URL": "o", "KEYSTORE_URL": "k"}, "k", "k"),
        ({"DATABASE_URL": "d", "KEYSTORE_URL": "k", "OWNER_KEYSTORE_URL": "ko"}, "k", "ko"),
    ],
    ids=["one_role", "beside_the_data", "apart_by_one_role", "apart"],
)
def test_keys_are_reached_where_the_settings_say_and_else_beside_the_data(
    monkeypatch, given, who, where
):
    for name, role in given.items():
        monkeypatch.setenv(name, SECRET.format(role))
    assert database.address(database.KEYS_APPLICATION)["USER"] == who
    assert database.address(database.KEYS_OWNER)["USER"] == where
    assert "search_path=keystore" in database.address(database.KEYS_OWNER)["OPTIONS"]["options"]


def test_check_says_in_three_lines_that_keys_lie_beside_the_data(monkeypatch):
    assert checking.keys_beside_the_data() == ""
    monkeypatch.setenv("DATABASE_URL", SECRET.format("d"))
    assert len(checking.keys_beside_the_data().splitlines()) == 3
    monkeypatch.setenv("KEYSTORE_URL", SECRET.format("k").replace("/sw", "/keys"))
    assert checking.keys_beside_the_data() == ""
