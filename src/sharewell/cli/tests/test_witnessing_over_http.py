"""`sharewell witness`: a key of one's own, an address that answers, a memory that survives."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from http.client import HTTPConnection
from threading import Barrier, Thread
from time import time

import pytest
from click.testing import CliRunner

from sharewell.cli import main
from sharewell.cli.remembering import Remembered
from sharewell.cli.serving import server
from sharewell.ledger.checkpoint import Checkpoint
from sharewell.ledger.note import Key, Note, Signer
from sharewell.ledger.tests.publishing import ALONE, LOG_KEY, NOW, OAK, published
from sharewell.ledger.trusting import Policy, opened, write_keys
from sharewell.ledger.witnessing import Witness, ask_for, taken
from sharewell.terms.errors import LogFileRefused

WITNESS = Witness(OAK, (LOG_KEY.key,))


def request(log, old):
    return bytes(ask_for(old, log.note(), log.hashes()))


def post(port, body, path="/add-checkpoint", **headers):
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("POST", path, body, headers)
    answer = connection.getresponse()
    return answer.status, answer.read().decode(), answer.headers["Content-Type"]


@contextmanager
def listening(memory):
    with server(("127.0.0.1", 0), WITNESS, memory, lambda: NOW) as answering:
        thread = Thread(target=answering.serve_forever)
        thread.start()
        yield answering.server_port
        answering.shutdown()
        thread.join()


@pytest.fixture
def files(tmp_path):
    """Give a witness's key, the keys of its logs, and where its memory will be."""
    done = CliRunner().invoke(
        main, ["witness", "key", "witness.oak.example", "--out", str(tmp_path / "key")]
    )
    assert done.exit_code == 0
    (tmp_path / "logs").write_text(write_keys(ALONE))
    return tmp_path, Key.parse(done.stdout.strip())


@contextmanager
def running(folder):
    words = ["--key", "key", "--logs", "logs", "--state", "state", "--port", "0"]
    command = [sys.executable, "-m", "sharewell.cli", "witness", "serve", *words]
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        said = process.stdout.readline()
        try:
            yield process, int(said.rpartition(":")[2] or 0)
        finally:
            process.kill()


def test_a_key_is_made_once_and_only_its_owner_reads_it(files):
    folder, key = files
    assert Signer.parse((folder / "key").read_text().strip()).key == key
    assert (folder / "key").stat().st_mode & 0o777 == 0o600
    again = CliRunner().invoke(main, ["witness", "key", "w", "--out", str(folder / "key")])
    assert again.exit_code == 2
    assert "never written over" in again.stderr
    odd = CliRunner().invoke(main, ["witness", "key", "a b", "--out", str(folder / "new")])
    assert odd.exit_code == 1
    assert not (folder / "new").exists()


def test_what_was_signed_survives_a_witness_that_is_killed(files):
    folder, key = files
    log = published(5)
    with running(folder) as (process, port):
        status, body, _ = post(port, request(log, 0))
        process.kill()
    assert status == 200
    standing = opened(taken(log.note(), body, (key,)), Policy((LOG_KEY.key,), {key: "oak"}, 1))
    assert abs(standing.cosigned[0].at - time()) < 60
    with running(folder) as (process, port):
        assert post(port, request(published(9, what="another"), 0))[:2] == (409, "5\n")
        assert post(port, request(published(9), 5))[0] == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0
        assert "remembers 1 of 1 logs" in process.stderr.read()


def test_two_witnesses_never_share_a_memory(files):
    folder, _ = files
    with running(folder), running(folder) as (second, _port):
        assert second.wait(timeout=20) == 1
        assert second.stderr.read().splitlines()[1] == "Another witness is using it."


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--state", "nowhere/state"], "The system said: No such file or directory."),
        (["--host", "192.0.2.1"], "The system said: Cannot assign requested address."),
        (["--logs", "key"], "Line 1 is neither a log, a witness nor the quorum."),
        (["--key", "logs"], "It is written name+id+base64, with an id that belongs to it "
         "(C2SP signed-note)."),
    ],
    ids=["no_folder", "no_address", "no_logs", "no_key"],
)  # fmt: skip
def test_a_witness_that_cannot_start_says_why_in_three_lines(files, monkeypatch, words, why):
    monkeypatch.chdir(files[0])
    usual = ["--key", "key", "--logs", "logs", "--state", "state", "--port", "0"]
    done = CliRunner().invoke(main, ["witness", "serve", *usual, *words])
    assert done.exit_code == 1
    assert (done.stderr.splitlines()[1], len(done.stderr.splitlines())) == (why, 3)


@pytest.mark.parametrize("held", [b"", b"{", b"[]", b'{"a": "b"}', b'{"a": 1}', b"\xff"])
def test_a_memory_that_cannot_be_understood_stops_the_witness(tmp_path, held):
    (tmp_path / "state").write_bytes(held)
    with pytest.raises(LogFileRefused, match="not what a witness wrote"):
        Remembered(tmp_path / "state")


def test_a_memory_reads_back_and_leaves_nothing_half_written(tmp_path):
    with Remembered.at(tmp_path / "state") as memory:
        assert memory.keep(None, Checkpoint("a", 1, bytes(32), ("more",)))
        assert memory.keep(None, Checkpoint("b", 2, bytes(32)))
        assert not memory.keep(None, Checkpoint("a", 3, bytes(32)))
    with Remembered.at(tmp_path / "state") as again:
        assert again.last("a") == Checkpoint("a", 1, bytes(32), ("more",))
        assert len(again) == 2
    assert sorted(each.name for each in tmp_path.iterdir()) == ["state", "state.lock"]


def test_the_file_and_its_name_are_on_the_disk_before_it_is_kept(tmp_path, monkeypatch):
    waited, wait = [], os.fsync
    monkeypatch.setattr(
        os, "fsync", lambda held: waited.append(os.readlink(f"/proc/self/fd/{held}")) or wait(held)
    )
    with Remembered.at(tmp_path / "state") as memory:
        memory.keep(None, Checkpoint("a", 1, bytes(32)))
    assert waited == [str(tmp_path / "state.new"), str(tmp_path)]


def test_a_disk_that_does_not_take_it_leaves_the_log_without_a_signature(tmp_path, monkeypatch):
    with Remembered.at(tmp_path / "state") as memory, listening(memory) as port:
        assert post(port, request(published(5), 0))[0] == 200

        def full(descriptor):
            raise OSError("no space left")

        monkeypatch.setattr(os, "fsync", full)
        status, body, _ = post(port, request(published(9), 5))
        assert (status, body) == (500, "Nothing was signed: the disk did not take it.\n")
        assert memory.last(LOG_KEY.key.name).size == 5
        monkeypatch.undo()
        assert post(port, request(published(9), 5))[0] == 200


def test_of_many_requests_at_once_each_size_is_signed_once_in_order(tmp_path):
    with Remembered.at(tmp_path / "state") as memory, listening(memory) as port:
        answers, start = [], Barrier(8)

        def ask(size):
            start.wait(timeout=20)
            answers.append(post(port, request(published(size), 0))[0])

        asking = [Thread(target=ask, args=[size]) for size in range(1, 9)]
        for each in asking:
            each.start()
        for each in asking:
            each.join()
    assert sorted(answers) == [200] + [409] * 7


def test_a_fork_is_kept_as_proof(tmp_path):
    with Remembered.at(tmp_path / "state") as memory, listening(memory) as port:
        post(port, request(published(5), 0))
        forked = published(5, what="another")
        status, body, kind = post(port, request(forked, 5))
        assert (status, body, kind) == (409, "5\n", "text/x.tlog.size")
    (kept,) = tmp_path.glob("state.forked-*")
    assert opened(Note.parse(kept.read_bytes()), ALONE).checkpoint.root == forked.edge.root()


def test_what_is_no_request_is_answered_and_never_logged(tmp_path, capfd):
    with Remembered.at(tmp_path / "state") as memory, listening(memory) as port:
        assert post(port, b"nothing")[0] == 400
        assert post(port, b"nothing", path="/elsewhere")[0] == 404
        assert post(port, b"x" * 200_000)[0] == 413
        assert post(port, None, **{"Content-Length": "-1"})[0] == 413
        connection = HTTPConnection("127.0.0.1", port, timeout=20)
        connection.request("GET", "/")
        assert connection.getresponse().read().decode() == f"{OAK.key}\n"
    assert capfd.readouterr().err == ""
