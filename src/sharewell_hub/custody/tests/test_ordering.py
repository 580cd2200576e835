"""Ordering: each order about keys is one act with its line in the log, and can be rehearsed."""

import json
from uuid import uuid4

import pytest
from click.testing import CliRunner

from sharewell.ledger.leaf import binding
from sharewell.terms.errors import NotAllowed, SealBroken
from sharewell_hub.custody import actions
from sharewell_hub.custody.commands import group
from sharewell_hub.keystore.models import AgencyKey
from sharewell_hub.keystore.queries import _agency_opens
from sharewell_hub.keystore.roots import root_key
from sharewell_hub.keystore.roots.file import write
from sharewell_hub.keystore.wrapping import new_key
from sharewell_hub.logbook.queries import entries
from sharewell_hub.vault.actions import seal
from sharewell_hub.vault.matching import keep_for_matching
from sharewell_hub.vault.queries import digest_of, open_content

OAK, AMY = uuid4(), uuid4()


@pytest.fixture(autouse=True)
def root_file(settings, tmp_path):
    """Give a root key of the test's own."""
    path = tmp_path / "root.key"
    write(path, new_key())
    settings.SHAREWELL_ROOT_KEY = f"file:{path}"
    return path


@pytest.fixture
def words(db):
    return seal("words", agency=OAK, subject=AMY, place="t.words")


def ordered(*arguments):
    answer = CliRunner().invoke(group, [str(each) for each in arguments])
    assert answer.exception is None or isinstance(answer.exception, SystemExit), answer.exception
    return answer


@pytest.fixture
def shares(db, tmp_path):
    answer = ordered("split", tmp_path / "shares")
    assert answer.exit_code == 0
    return sorted((tmp_path / "shares").iterdir())


@pytest.mark.parametrize(
    ("order", "kind"),
    [
        (["root"], "root_key_rotated"),
        (["agency", OAK], "agency_key_rotated"),
        (["index", OAK], "index_key_rotated"),
        (["subject", OAK, AMY], "content_resealed"),
    ],
    ids=["root", "agency", "index", "subject"],
)
def test_each_rotation_keeps_the_words_and_is_logged_once(words, order, kind):
    keep_for_matching(agency=OAK, subject=AMY, known={"surname": "Quillfeather"})
    answer = ordered("rotate", *order)
    assert "Done: " in answer.output and "Done: 0" not in answer.output
    _agency_opens.cache_clear()
    assert open_content(words) == "words"
    assert [entry.kind for entry in entries()] == [kind]


def test_sealing_anew_binds_the_digest_before_and_the_one_after(words):
    before = digest_of(words)
    ordered("rotate", "subject", OAK, AMY)
    (entry,) = entries()
    bound = binding(contents=[digest_of(words)], rules=[f"was:{before}"])
    assert json.loads(bytes(entry.leaf))["binds"] == bound


def test_three_shares_are_for_their_owner_alone_and_are_not_written_over(shares, tmp_path):
    assert [path.stat().st_mode & 0o777 for path in shares] == [0o600] * 3
    with pytest.raises(NotAllowed, match="shares in"):
        actions.split_root_key(tmp_path / "shares")
    assert entries().filter(kind="root_key_split").count() == 1


def test_a_lost_root_key_comes_back_from_any_two_shares(words, shares, root_file):
    held = root_file.read_bytes()
    for first, second in ((0, 1), (2, 0), (1, 2)):
        root_file.unlink()
        ordered("recover", shares[first], shares[second])
        assert root_file.read_bytes() == held
        assert root_file.stat().st_mode & 0o777 == 0o600
    _agency_opens.cache_clear()
    assert open_content(words) == "words"


def test_a_root_key_that_is_there_is_not_written_over(shares):
    with pytest.raises(NotAllowed, match="lies at"):
        actions.recover_root_key(*shares[:2])


def test_the_drill_opens_a_canary_by_two_shares_and_its_date_is_kept(shares, root_file):
    root_file.rename(root_file.with_name("away"))
    root_file.with_name("away").rename(root_file)
    assert "never" in ordered("status").output
    for first, second in ((0, 1), (1, 2)):
        answer = ordered("drill", shares[first], shares[second])
        assert answer.exit_code == 0 and "succeeded" in answer.output
    told = ordered("status").output
    assert "never" not in told and root_key().current() in told
    assert entries().filter(kind="drill_held").count() == 2


def test_a_drill_with_shares_of_the_key_before_fails_and_says_so(words, shares):
    ordered("drill", *shares[:2])
    ordered("rotate", "root")
    answer = ordered("drill", *shares[:2])
    assert answer.exit_code == 1
    assert len(answer.stderr.strip().splitlines()) == 3
    assert json.loads(bytes(entries().last().leaf))["to"] == "failed"


def test_a_share_that_was_changed_recovers_nothing(shares, root_file):
    root_file.unlink()
    shares[0].write_text(shares[0].read_text().replace("1 of 3", "2 of 3"))
    with pytest.raises(SealBroken, match="changed or mistyped"):
        actions.recover_root_key(*shares[:2])
    assert not root_file.exists()


def test_status_counts_keys_and_names_nobody(words):
    told = ordered("status").output
    assert "1 agencies, 1 subjects" in told
    assert str(AMY) not in told and str(AgencyKey.objects.get().agency) not in told
