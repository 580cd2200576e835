"""Whose signatures count: the log's own, and those of witnesses of different agencies."""

import pytest

from sharewell.ledger.note import LOG, WITNESS, Note, Signer
from sharewell.ledger.tests.publishing import (
    AGENCIES,
    ALONE,
    ELM,
    LOG_KEY,
    NOW,
    OAK,
    OAK_TOO,
    POLICY,
    published,
)
from sharewell.ledger.trusting import Policy, opened, read_keys, write_keys
from sharewell.terms.errors import LogFileRefused, NotProved

KEYS = f"""
# The keys of the Marshland partnership.
log {LOG_KEY.key}
witness oak_school {OAK.key}
witness elm_surgery {ELM.key}
"""


def test_two_agencies_make_a_quorum_and_each_says_when():
    standing = opened(published(5).note(OAK, ELM), POLICY)
    assert str(standing) == "cosigned by 2 of 2 agencies"
    assert {(each.agency, each.at) for each in standing.cosigned} == {
        ("oak_school", NOW),
        ("elm_surgery", NOW),
    }


def test_two_witnesses_of_one_agency_are_one_voice():
    with pytest.raises(NotProved, match="cosigned by 1 of 2 agencies; 2 different"):
        opened(published(5).note(OAK, OAK_TOO), POLICY)


def test_without_witnesses_it_says_that_the_log_signed_alone():
    assert str(opened(published(5).note(), ALONE)) == "signed by the log only"
    assert str(opened(published(5).note(OAK, ELM), ALONE)) == "signed by the log only"


def test_cosignatures_do_not_stand_for_the_logs_own():
    note = published(5).note(OAK, ELM)
    bare = type(note)(note.text, note.signatures[1:])
    with pytest.raises(NotProved, match="did not sign it"):
        opened(bare, POLICY)


def test_another_logs_key_opens_nothing():
    other = Signer.named("sharewell.example/marshland/2025", LOG, b"l" * 32)
    with pytest.raises(NotProved, match="not among the keys"):
        opened(published(5).note(OAK, ELM), Policy((other.key,)))


def test_one_known_log_cannot_sign_for_another():
    other = Signer.named("sharewell.example/fenland/2026", LOG, b"f" * 32)
    text = published(5).note().text
    with pytest.raises(NotProved, match="did not sign it"):
        opened(Note(text, (other.sign(text),)), Policy((LOG_KEY.key, other.key)))


def test_a_forged_cosignature_refuses_the_whole_note():
    note, other = published(5).note(OAK, ELM), published(6).note(OAK)
    forged = note.signed_too(other.signatures[1:])
    with pytest.raises(NotProved, match="not made over this text"):
        opened(forged, POLICY)


def test_a_log_may_have_a_new_key_beside_its_old_one():
    newer = Signer.named(LOG_KEY.key.name, LOG, b"n" * 32)
    policy = Policy((newer.key, LOG_KEY.key))
    assert opened(published(5).note(), policy)
    assert opened(published(5, signer=newer).note(), policy)


@pytest.mark.parametrize(
    ("logs", "witnesses", "quorum", "why"),
    [
        ([OAK], {}, 0, "kind 1"),
        ([LOG_KEY], {LOG_KEY: "oak"}, 0, "witness's of kind 4"),
        ([LOG_KEY], {OAK: "oak"}, 2, "asks for 2 agencies and has 1"),
        ([LOG_KEY], {OAK: "oak"}, -1, "asks for -1"),
        (
            [LOG_KEY],
            {OAK: "oak", Signer.named("other.example", WITNESS, b"o" * 32): "elm"},
            2,
            "stands there for two",
        ),
        (
            [LOG_KEY],
            {Signer.named("w.example", WITNESS, b"l" * 32): "elm"},
            1,
            "stands there for two",
        ),
    ],
    ids=["a_witness_as_log", "a_log_as_witness", "too_few", "fewer_than_none", "one_voice_twice",
         "the_log_witnesses_itself"],
)  # fmt: skip
def test_a_policy_that_could_be_outwitted_is_refused(logs, witnesses, quorum, why):
    with pytest.raises(LogFileRefused, match=why):
        Policy(
            tuple(each.key for each in logs),
            {each.key: agency for each, agency in witnesses.items()},
            quorum,
        )


def test_a_log_whose_years_share_a_key_has_one_name_a_year():
    years = [Signer.named(f"sharewell.example/marshland/{y}", LOG, b"l" * 32) for y in (2026, 2027)]
    policy = Policy(tuple(each.key for each in years))
    assert opened(published(5, signer=years[1]).note(), policy).checkpoint.origin.endswith("2027")


def test_a_file_of_keys_asks_for_two_agencies_unless_it_says_otherwise():
    assert read_keys(KEYS).quorum == 2
    assert read_keys(KEYS + "quorum 1\n").quorum == 1
    assert read_keys(f"log {LOG_KEY.key}\n").quorum == 0


def test_a_file_of_keys_reads_back_as_what_was_written():
    assert read_keys(write_keys(POLICY)) == POLICY
    assert read_keys(KEYS).witnesses.keys() < AGENCIES.keys()


@pytest.mark.parametrize(
    ("keys", "why"),
    [
        ("", "names no log"),
        ("quorum 2", "names no log"),
        (KEYS + "witness oak", "Line 6"),
        (KEYS + "quorum 1\nquorum 1", "Line 7"),
        (KEYS + "quorum two", "Line 6"),
        (KEYS + "quorum 9999", "Line 6"),
        (KEYS + "quorum 3", "asks for 3 agencies and has 2"),
        (f"log {LOG_KEY.key}\nwitness oak_school {OAK.key}", "asks for 2 agencies and has 1"),
        ("log nonsense", "name\\+id\\+base64"),
    ],
)
def test_a_file_of_keys_with_anything_else_in_it_is_refused(keys, why):
    with pytest.raises(LogFileRefused, match=why):
        read_keys(keys)
