"""A witness: it signs what grew from what it signed, remembers first, and keeps proof of a fork."""

from threading import Barrier, Lock, Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from sharewell.ledger.checkpoint import Checkpoint
from sharewell.ledger.note import LOG, Note, Signer, read_signatures
from sharewell.ledger.tests.publishing import (
    ALONE,
    ELM,
    LOG_KEY,
    NOW,
    OAK,
    POLICY,
    Published,
    entry,
    published,
)
from sharewell.ledger.tree import EMPTY
from sharewell.ledger.trusting import opened
from sharewell.ledger.witnessing import OF_SIZE, Request, Witness, add_checkpoint, ask_for, taken
from sharewell.terms.errors import LogFileRefused, NotProved

ORIGIN = LOG_KEY.key.name
WITNESS = Witness(OAK, (LOG_KEY.key,))


class Memory:
    """Remembers as a disk would, one step at a time."""

    def __init__(self):
        self.held, self.lock = {}, Lock()

    def last(self, origin):
        return self.held.get(origin)

    def keep(self, before, after):
        with self.lock:
            if self.held.get(after.origin) != before:
                return False
            self.held[after.origin] = after
            return True


def ask(memory, old, log, *, hashes=None, witness=WITNESS):
    body = bytes(ask_for(old, log.note(), log.hashes()))
    if hashes is not None:
        body = bytes(Request(old, hashes, log.note()))
    return add_checkpoint(witness, body, memory=memory, now=lambda: NOW)


def test_a_log_that_grows_is_signed_each_time():
    memory, log = Memory(), Published()
    for size in (0, 3, 3, 256, 700):
        log.add([entry(number) for number in range(log.edge.size, size)])
        before = memory.last(ORIGIN)
        answer = ask(memory, before.size if before else 0, log)
        assert answer.status == 200
        (signature,) = read_signatures(answer.body)
        assert (signature.name, signature.time()) == (OAK.key.name, NOW)
        assert memory.last(ORIGIN) == log.checkpoint()


def test_two_witnesses_answers_make_a_quorum():
    log, note = published(300), published(300).note()
    for signer in (OAK, ELM):
        answer = ask(Memory(), 0, log, witness=Witness(signer, (LOG_KEY.key,)))
        note = taken(note, answer.body, tuple(POLICY.witnesses))
    assert str(opened(note, POLICY)) == "cosigned by 2 of 2 agencies"


def test_an_answer_over_something_else_is_not_taken():
    answer = ask(Memory(), 0, published(4)).body
    with pytest.raises(NotProved):
        taken(published(5).note(), answer, tuple(POLICY.witnesses))
    with pytest.raises(LogFileRefused):
        taken(published(4).note(), "200 OK", tuple(POLICY.witnesses))
    assert len(taken(published(4).note(), answer, (ELM.key,)).signatures) == 1


def test_an_old_size_that_is_not_the_last_is_answered_with_the_last():
    memory = Memory()
    ask(memory, 0, published(5))
    for old in (0, 4):
        answer = ask(memory, old, published(9))
        assert (answer.status, answer.body, answer.kind) == (409, "5\n", OF_SIZE)
    assert ask(Memory(), 5, published(9)).body == "0\n"
    assert memory.last(ORIGIN).size == 5


def test_a_proof_that_does_not_lead_from_the_old_root_is_not_signed():
    memory = Memory()
    ask(memory, 0, published(5))
    rewritten = published(9, what="another")
    for hashes in (None, (), (bytes(32),) * 4):
        assert ask(memory, 5, rewritten, hashes=hashes).status == 422
    assert ask(Memory(), 0, published(5), hashes=(bytes(32),)).status == 422
    assert memory.last(ORIGIN) == published(5).checkpoint()


def test_two_roots_at_one_size_are_refused_and_kept_as_proof():
    memory = Memory()
    ask(memory, 0, published(5))
    rewritten = published(5, what="another")
    answer = ask(memory, 5, rewritten)
    assert (answer.status, answer.body) == (409, "5\n")
    assert opened(answer.forked, ALONE).checkpoint.root == rewritten.edge.root()


def test_an_empty_log_has_the_root_of_nothing():
    false = Checkpoint(ORIGIN, 0, bytes(32)).signed_by(LOG_KEY)
    body = bytes(Request(0, (), false))
    answer = add_checkpoint(WITNESS, body, memory=Memory(), now=lambda: NOW)
    assert answer.status == 409
    assert Checkpoint(ORIGIN, 0, EMPTY) == Published().checkpoint()


def test_a_log_that_is_not_known_and_one_that_did_not_sign_are_told_apart():
    other = Signer.named("sharewell.example/fenland/2026", LOG, b"f" * 32)
    assert ask(Memory(), 0, published(5, signer=other)).status == 404
    impostor = Signer.named(ORIGIN, LOG, b"i" * 32)
    assert ask(Memory(), 0, published(5, signer=impostor)).status == 403
    note = published(5).note()
    bent = Note(note.text.replace("\n5\n", "\n6\n"), note.signatures)
    answer = add_checkpoint(WITNESS, bytes(Request(0, (), bent)), memory=Memory(), now=lambda: NOW)
    assert answer.status == 403


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"old 0\n\n",
        b"old -1\n\n" + bytes(published(5).note()),
        b"old 00\n\n" + bytes(published(5).note()),
        b"new 0\n\n" + bytes(published(5).note()),
        b"old 0\nAAAA\n\n" + bytes(published(5).note()),
        b"old 6\n\n" + bytes(published(5).note()),
        b"old 0\n" + (b"A" * 43 + b"=\n") * 64 + b"\n" + bytes(published(5).note()),
        b"old 0\n\xff\n\n" + bytes(published(5).note()),
        b"old 0\n" + bytes(published(5).note()),
        b"old 0\n\n" + bytes(published(5).note())[:-1],
    ],
    ids=["nothing", "no_checkpoint", "less_than_none", "a_zero_before", "another_word",
         "a_short_hash", "older_is_larger", "too_many_hashes", "not_text", "no_empty_line",
         "cut_off"],
)  # fmt: skip
def test_a_request_that_is_not_written_as_it_must_be_is_refused(body):
    assert add_checkpoint(WITNESS, body, memory=Memory(), now=lambda: NOW).status == 400


@given(some.binary(max_size=300))
def test_bytes_from_anywhere_are_refused(body):
    assert add_checkpoint(WITNESS, body, memory=Memory(), now=lambda: NOW).status == 400


def test_nothing_is_signed_that_could_not_be_remembered():
    class Full(Memory):
        def keep(self, before, after):
            raise OSError("no space left")

    signed = []
    with pytest.raises(OSError, match="no space"):
        add_checkpoint(
            WITNESS,
            bytes(ask_for(0, published(5).note(), published(5).hashes())),
            memory=Full(),
            now=lambda: signed.append(NOW) or NOW,
        )
    assert signed == []


class Slow(Memory):
    """Keeps only once two have looked."""

    def __init__(self):
        super().__init__()
        self.both = Barrier(2)

    def keep(self, before, after):
        self.both.wait(timeout=10)
        return super().keep(before, after)


@pytest.mark.parametrize("_", range(20))
def test_of_two_requests_at_once_one_is_signed(_):
    memory, answers = Slow(), []

    def race(log):
        answers.append(ask(memory, 0, log))

    logs = (published(5), published(6, what="another"))
    racing = [Thread(target=race, args=[log]) for log in logs]
    for each in racing:
        each.start()
    for each in racing:
        each.join()
    assert sorted(answer.status for answer in answers) == [200, 409]


@settings(max_examples=40)
@given(some.lists(some.tuples(some.integers(0, 40), some.booleans(), some.integers(0, 40))))
def test_whatever_is_asked_a_witness_never_signs_two_histories(asked):
    memory, signed = Memory(), []
    for size, honest, old in asked:
        log = published(size, what="decided" if honest else "another")
        body = bytes(ask_for(min(old, size), log.note(), log.hashes()))
        if add_checkpoint(WITNESS, body, memory=memory, now=lambda: NOW).status == 200:
            signed.append((size, honest))
    sizes = [size for size, _ in signed]
    assert sizes == sorted(sizes)
    assert len({honest for size, honest in signed if size}) < 2
