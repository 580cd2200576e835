"""Starting: refused, in three sentences, wherever a record could be lost or betrayed."""

import shutil
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import connections
from django.http import HttpResponse
from django.urls import path

from sharewell.terms.errors import StartRefused
from sharewell_hub.site import checking, keys
from sharewell_hub.site.home import home, make_home, refuse_full_disk
from sharewell_hub.site.serving import refuse_taken_port
from sharewell_hub.site.setting_up import refuse_a_second_root_key
from sharewell_hub.site.tests.test_telling import quiet_socket
from sharewell_hub.vault.actions import seal

USES = {"default": "sharewell_app", "keystore": "sharewell_keys_app"}
OWNS = {"default": "sharewell_owner", "keystore": "sharewell_keys_owner"}

urlpatterns = [path("forgotten", lambda request: HttpResponse())]


def refused(check, words):
    with pytest.raises(StartRefused, match=words) as refusal:
        check()
    told = refusal.value
    assert told.what.endswith(".")
    assert "not" in told.what.lower()
    assert told.why and told.next
    return told


@pytest.fixture(params=["default", "keystore"], ids=["records", "keys"])
def connection(request):
    """Give the connection to each of the two databases in turn."""
    return connections[request.param]


@pytest.fixture
def signed_in_as(committed_db, connection, monkeypatch):
    """Have the service connect as another role."""

    def connect(role):
        monkeypatch.setitem(connection.settings_dict, "USER", role)
        connection.close()

    yield connect
    monkeypatch.undo()
    connection.close()


@pytest.fixture
def owner(committed_db):
    with connections["owner"].cursor() as cursor:
        yield cursor


@pytest.fixture
def keys_owner(committed_db):
    with connections["keystore_owner"].cursor() as cursor:
        yield cursor


def test_with_everything_in_place_nothing_is_refused(committed_db):
    checking.refuse_what_is_wrong()


@pytest.mark.parametrize(
    ("role", "reason"),
    [("postgres", "is a superuser"), ("owner", "owns tables")],
    ids=["superuser", "owner"],
)
def test_a_role_that_is_too_strong_is_refused(signed_in_as, connection, role, reason):
    signed_in_as(OWNS[connection.alias] if role == "owner" else role)
    assert reason in refused(checking.refuse_strong_role, "role is too strong").why


@pytest.mark.parametrize(
    ("power", "reason"),
    [("bypassrls", "pass by row-level security"), ("createrole", "make other roles")],
    ids=["passes_row_level_security", "makes_roles"],
)
def test_a_role_with_a_power_too_many_is_refused(signed_in_as, connection, power, reason):
    signed_in_as("postgres")
    with connection.cursor() as cursor:
        cursor.execute(f"drop role if exists try_{power}")
        cursor.execute(f"create role try_{power} login {power} in role {USES[connection.alias]}")
    signed_in_as(f"try_{power}")
    assert reason in refused(checking.refuse_strong_role, "role is too strong").why
    signed_in_as("postgres")
    with connection.cursor() as cursor:
        cursor.execute(f"drop role try_{power}")


def test_a_database_that_does_not_answer_is_refused(
    committed_db, connection, monkeypatch, tmp_path
):
    monkeypatch.setitem(connection.settings_dict, "HOST", str(tmp_path))
    connection.close()
    refused(checking.refuse_unreachable_database, "cannot be reached")
    monkeypatch.undo()


def test_tables_older_than_the_service_are_refused(owner):
    owner.execute("delete from django_migrations where app = 'vault' and name like '0003%'")
    told = refused(checking.refuse_missing_migrations, "migrations are missing")
    assert "sharewell-hub migrate" in told.next


def test_a_full_disk_is_refused(monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=1_000_000))
    assert "1 MB are free" in refused(refuse_full_disk, "is full").why


@pytest.mark.parametrize(
    ("held", "mode"), [(None, 0), (bytes(32), 0o640)], ids=["missing", "open_to_others"]
)
def test_an_unsafe_root_key_is_refused(settings, tmp_path, held, mode):
    key = tmp_path / "root.key"
    if held:
        key.write_bytes(held)
        key.chmod(mode)
    settings.SHAREWELL_ROOT_KEY = f"file:{key}"
    refused(checking.refuse_unsafe_keys, "root key cannot be used")


def test_a_missing_signing_key_is_refused(committed_db, monkeypatch, tmp_path):
    monkeypatch.setattr(keys, "folder", lambda: tmp_path)
    refused(checking.refuse_unsafe_keys, "signs cookies is missing")


def test_a_second_root_key_is_never_made_while_words_lie_under_the_first(
    owner, keys_owner, monkeypatch, tmp_path
):
    seal("words", agency=uuid4(), subject=uuid4(), place="t.words")
    monkeypatch.setattr(keys, "folder", lambda: tmp_path)
    refused(lambda: refuse_a_second_root_key(owner, keys_owner), "root key is gone")


def test_a_local_pack_that_cannot_be_used_is_refused(settings, tmp_path):
    broken = tmp_path / "marlingford_2026"
    broken.mkdir(parents=True)
    (broken / "pack.toml").write_text("[pack]\nid = 'another'\n")
    settings.SHAREWELL_PACKS = tmp_path
    refused(checking.refuse_faulty_packs, "cannot be used")


def test_a_demo_among_real_people_is_refused(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://sharewell_app@db.example/sharewell")
    refused(checking.refuse_a_demo_elsewhere, "demo was not started")


def test_a_home_that_cannot_be_written_is_refused(own_home, monkeypatch):
    (own_home.parent / "file").write_text("")
    monkeypatch.setenv("SHAREWELL_HOME", str(own_home.parent / "file" / "home"))
    home.cache_clear()
    refused(make_home, "cannot be used")


@pytest.mark.slow
def test_help_starts_nothing(own_home, at_home):
    for command in ("serve", "migrate", "check", "demo", "log"):
        assert at_home("-m", "sharewell_hub.site.cli", command, "--help").wait(60) == 0
    assert not own_home.exists()


def test_an_address_without_a_door_is_refused(settings):
    settings.ROOT_URLCONF = __name__
    refused(checking.refuse_faulty_settings, "put together wrongly")


def test_a_port_that_is_taken_is_refused():
    with quiet_socket() as port:
        refused(lambda: refuse_taken_port(port), "cannot be used")
