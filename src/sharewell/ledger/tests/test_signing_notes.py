"""Signed notes and keys: the published example, and everything that must not be taken."""

import base64
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sharewell.ledger.checkpoint import Checkpoint, number
from sharewell.ledger.note import LOG, WITNESS, Key, Note, Signer, decoded, read_signatures
from sharewell.ledger.tests.publishing import ELM, LOG_KEY, NOW, OAK, published
from sharewell.ledger.tree import EMPTY
from sharewell.terms.errors import LogFileRefused, NotProved

TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
SECRET = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
LINE = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpR"
    "Zb6KE6RyyBwJnAM=\n"
)
SIGNED = f"{TEXT}\n{LINE}".encode()
SOFA = (
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
    "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q"
    "1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
    "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2"
    "oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n"
)


def test_the_published_note_is_signed_byte_for_byte_and_verified():
    signer = Signer.parse(SECRET)
    assert str(signer.key) == VKEY
    assert signer.secret() == SECRET
    assert bytes(Note(TEXT, (signer.sign(TEXT),))) == SIGNED
    assert Note.parse(SIGNED).by(Key.parse(VKEY)) is not None


def test_the_specifications_cosigned_checkpoint_reads_and_writes_back():
    note = Note.parse(SOFA.encode())
    checkpoint = Checkpoint.parse(note.text)
    assert bytes(note) == SOFA.encode()
    assert str(checkpoint) == note.text
    assert (checkpoint.origin, checkpoint.size) == ("example.com/behind-the-sofa", 20852163)
    assert [each.time() for each in note.signatures] == [None, 1679315147]


def test_a_note_with_empty_lines_ends_at_the_last_of_them():
    text = "one\n\ntwo\n"
    note = Note.parse(bytes(Note(text, (LOG_KEY.sign(text),))))
    assert note.text == text
    assert note.by(LOG_KEY.key)


@pytest.mark.parametrize(
    "written",
    [
        b"",
        b"\n",
        TEXT.encode(),
        SIGNED[:-1],
        SIGNED + b"\n",
        SIGNED.replace(b"\n\n", b"\n"),
        SIGNED.replace(b"If", b"\tIf"),
        SIGNED.replace(b"\n", b"\r\n"),
        SIGNED.replace(b"If", b"I\xff"),
        SIGNED.replace("— ".encode(), b"-- "),
        SIGNED.replace(b"PeterNeumann x", b"Peter+Neumann x"),
        SIGNED.replace(b"PeterNeumann x", "Peter\u2003Neumann x".encode()),
        SIGNED.replace(b"nAM=", b"nAN="),
        SIGNED.replace(b"nAM=", b"nAM"),
        SIGNED.replace(b"nAM=", b"nAM=\n\xe2\x80\x94 someone AAAA"),
        SIGNED + LINE.encode(),
        TEXT.encode() * 2000 + SIGNED,
        f"{TEXT}\n".encode() + b"".join(b"\xe2\x80\x94 w%d AAAAAAAA\n" % n for n in range(65)),
    ],
    ids=[
        "nothing", "an_empty_line", "no_signature", "cut_off", "an_empty_line_below",
        "no_empty_line", "a_tab", "other_line_ends", "not_utf_8", "two_hyphens", "a_plus_in_a_name",
        "an_exotic_space", "loose_bits", "no_padding", "a_short_signature", "one_line_twice",
        "too_large", "too_many_signatures",
    ],
)  # fmt: skip
def test_a_note_that_is_not_written_as_it_must_be_is_not_taken(written):
    with pytest.raises(LogFileRefused):
        Note.parse(written)


@given(some.binary(max_size=300))
def test_bytes_from_anywhere_are_taken_or_refused_and_nothing_else(written):
    with suppress(LogFileRefused):
        assert bytes(Note.parse(written)) == written


@given(some.integers(0, len(SIGNED) - 1), some.integers(1, 255))
def test_a_byte_changed_anywhere_is_noticed(at, change):
    bent = bytearray(SIGNED)
    bent[at] ^= change
    with suppress(LogFileRefused, NotProved):
        assert Note.parse(bytes(bent)).by(Key.parse(VKEY)) is None


def test_signatures_of_unknown_keys_are_left_alone():
    note = Note.parse(SIGNED)
    assert note.by(LOG_KEY.key) is None
    assert note.by(Signer.named("PeterNeumann", LOG, bytes(32)).key) is None


def test_a_wrong_signature_of_a_known_key_is_proof_of_nothing():
    note = Note(TEXT + "more\n", Note.parse(SIGNED).signatures)
    with pytest.raises(NotProved, match="not made over this text"):
        note.by(Key.parse(VKEY))


def test_a_logs_signature_with_bytes_before_it_is_not_its_signature():
    (signature,) = Note.parse(SIGNED).signatures
    longer = type(signature)(signature.name, signature.id, bytes(8) + signature.signed)
    with pytest.raises(NotProved):
        Note(TEXT, (longer,)).by(Key.parse(VKEY))


def test_a_witness_signs_the_time_too():
    log = published(3, OAK)
    note = Note.parse(log.files["checkpoint"])
    signature = note.by(OAK.key)
    assert signature.time() == NOW
    later = type(signature)(
        signature.name, signature.id, (NOW + 1).to_bytes(8) + signature.signed[8:]
    )
    with pytest.raises(NotProved):
        note.signed_too([later]).by(OAK.key)


@pytest.mark.parametrize("at", [1 << 63, 300_000_000_000])
def test_a_time_that_no_calendar_has_is_not_taken(at):
    note = published(3, OAK).note()
    with pytest.raises(NotProved):
        note.signed_too([OAK.sign(note.text, at)]).by(OAK.key)


def test_a_logs_key_does_not_stand_for_a_witness_with_the_same_bytes():
    as_log = Signer.named(OAK.key.name, LOG, b"o" * 32)
    assert as_log.key.id != OAK.key.id
    assert published(3, OAK).note(OAK).by(as_log.key) is None


def test_a_newer_cosignature_takes_the_older_ones_place():
    note = published(3).note(OAK, ELM)
    newer = note.signed_too([OAK.sign(note.text, NOW + 60)])
    assert len(newer.signatures) == 3
    assert newer.by(OAK.key).time() == NOW + 60


@pytest.mark.parametrize(
    "vkey",
    [
        "",
        "PeterNeumann",
        VKEY.replace("c74f20a3", "c74f20a4"),
        VKEY.replace("Peter", "Petra"),
        VKEY.replace("10TW", "10TX"),
        VKEY + "A",
        VKEY.replace("PeterNeumann", "Peter Neumann"),
        VKEY.replace("+ARpc", "+BRpc"),
        f"{VKEY}\n",
    ],
)
def test_a_key_that_is_not_whole_is_not_taken(vkey):
    with pytest.raises(LogFileRefused, match=r"key was not taken|not base64"):
        Key.parse(vkey)


def test_a_private_key_that_is_not_whole_is_not_taken():
    other_id = SECRET.replace("c74f20a3", "c74f20a4")
    for written in ("", SECRET[:-4], SECRET.removeprefix("PRIVATE+KEY+"), VKEY, other_id):
        with pytest.raises(LogFileRefused):
            Signer.parse(written)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\nb", "a\u2003b", "a\x00b"])
def test_a_name_that_would_break_a_line_is_no_name(name):
    with pytest.raises(LogFileRefused):
        Signer.named(name, WITNESS, bytes(32))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a\n1\n",
        f"a\n1\n{'A' * 43}=",
        f"\n1\n{'A' * 43}=\n",
        f"a\n01\n{'A' * 43}=\n",
        f"a\n+1\n{'A' * 43}=\n",
        f"a\n٣\n{'A' * 43}=\n",
        f"a\n-1\n{'A' * 43}=\n",
        f"a\n{1 << 63}\n{'A' * 43}=\n",
        f"a\n1\n{'A' * 42}==\n",
        f"a\n1\n{'A' * 43}=\n\n",
    ],
)
def test_a_checkpoint_that_is_not_written_as_it_must_be_is_not_taken(text):
    with pytest.raises(LogFileRefused):
        Checkpoint.parse(text)


def test_extension_lines_are_signed_and_kept():
    text = f"a\n0\n{base64.b64encode(EMPTY).decode()}\nmore\n"
    assert str(Checkpoint.parse(text)) == text
    assert Checkpoint.parse(text).extensions == ("more",)


def test_a_log_signs_no_checkpoint_but_its_own():
    with pytest.raises(ValueError, match="of its own"):
        published(3).checkpoint().signed_by(OAK)


def test_numbers_and_base64_are_written_in_one_way_only():
    assert number("0") == 0
    assert number(str((1 << 63) - 1)) == (1 << 63) - 1
    with pytest.raises(LogFileRefused):
        decoded("AA=\n=")
    with pytest.raises(LogFileRefused):
        read_signatures("")
