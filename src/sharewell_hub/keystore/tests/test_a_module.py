"""A module: the root key never leaves it, and everything works as with a file."""

import os
import shutil
import stat
import subprocess
from itertools import pairwise
from pathlib import Path
from uuid import uuid4

import pytest

from sharewell.terms.errors import SealBroken
from sharewell_hub.keystore import rotation
from sharewell_hub.keystore.models import AgencyKey
from sharewell_hub.keystore.queries import _agency_opens
from sharewell_hub.keystore.roots import root_key
from sharewell_hub.vault.actions import seal
from sharewell_hub.vault.queries import open_content

LIBRARY = "/usr/lib/softhsm/libsofthsm2.so"
PIN = "918273"


@pytest.fixture(scope="session")
def token(tmp_path_factory):
    """Give a token of Debian's module in software; where it is missing this fails."""
    folder = tmp_path_factory.mktemp("module")
    (folder / "tokens").mkdir()
    conf = folder / "softhsm2.conf"
    conf.write_text(f"directories.tokendir = {folder / 'tokens'}\nobjectstore.backend = file\n")
    os.environ["SOFTHSM2_CONF"] = str(conf)
    tool = shutil.which("softhsm2-util")
    assert tool, "install Debian's package softhsm2, as ./run test --all does"
    subprocess.run(
        [tool, "--init-token", "--free", "--label", "sharewell", "--so-pin", "0000", "--pin", PIN],
        check=True, capture_output=True,
    )  # fmt: skip
    pin = folder / "pin"
    pin.touch(mode=0o600)
    pin.write_text(PIN)
    yield folder
    del os.environ["SOFTHSM2_CONF"]


@pytest.fixture
def module(token, settings):
    """Have a root key of this test in the token."""
    name = f"root-{uuid4().hex[:8]}"
    where = f"module-path={LIBRARY}&pin-source={token / 'pin'}"
    settings.SHAREWELL_ROOT_KEY = f"pkcs11:token=sharewell;object={name}?{where}"
    root_key().begin()
    return root_key()


@pytest.mark.slow
def test_words_are_sealed_and_opened_below_a_key_that_nobody_has_seen(db, module):
    id = seal("words", agency=uuid4(), subject=uuid4(), place="t.words")
    _agency_opens.cache_clear()
    assert open_content(id) == "words"
    assert AgencyKey.objects.get().root == module.current()


@pytest.mark.slow
def test_the_module_makes_the_next_root_key_and_the_one_before_still_unwraps(db, module):
    before = module.current()
    ids = [seal("words", agency=uuid4(), subject=uuid4(), place="t.words") for _ in range(3)]
    assert sum(rotation.rotate_root()) >= 3
    assert module.current() != before
    assert {key.root for key in AgencyKey.objects.all()} == {module.current()}
    _agency_opens.cache_clear()
    assert [open_content(id) for id in ids] == ["words"] * 3


@pytest.mark.slow
def test_an_installation_moves_from_a_file_to_a_module(db, module, settings):
    after = settings.SHAREWELL_ROOT_KEY
    settings.SHAREWELL_ROOT_KEY = before = settings_of_a_file(settings)
    id = seal("words", agency=uuid4(), subject=uuid4(), place="t.words")
    settings.SHAREWELL_ROOT_KEY = after
    list(rotation.rotate_root(before=before))
    _agency_opens.cache_clear()
    assert open_content(id) == "words"


def settings_of_a_file(settings):
    return f"file:{Path(settings.STATIC_ROOT).parent / 'keys' / 'root.key'}"


@pytest.mark.slow
def test_a_changed_wrapping_and_a_root_key_that_is_not_there_fail_closed(module):
    root, wrapped = module.wrap(bytes(32))
    assert module.unwrap(wrapped, root) == bytes(32)
    with pytest.raises(SealBroken, match="does not open"):
        module.unwrap(wrapped[:-1] + bytes([wrapped[-1] ^ 1]), root)
    with pytest.raises(SealBroken, match="not in the token"):
        module.unwrap(wrapped, "another-1")


@pytest.mark.slow
def test_versions_beyond_255_are_still_in_order(module):
    roots = []
    for _ in range(3):
        roots.append(module.current())
        module.begin()
    numbers = [int(root.rpartition("-")[2]) for root in roots]
    assert all(later == earlier + 1 for earlier, later in pairwise(numbers))


@pytest.mark.slow
def test_a_process_that_was_forked_off_begins_anew(module):
    root, wrapped = module.wrap(bytes(32))
    child = os.fork()
    if child == 0:
        ended = 1
        try:
            ended = int(module.unwrap(wrapped, root) != bytes(32))
        finally:
            os._exit(ended)
    assert os.waitpid(child, 0)[1] == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda said: said.replace("token=sharewell", "token=another"), "cannot be opened"),
        (lambda said: said.replace("object=root", "object=nobody"), "no key"),
        (lambda said: said.replace("&pin-source", "&pin"), "does not say pin-source"),
        (lambda said: said.replace(LIBRARY, "/nowhere.so"), "cannot be opened"),
    ],
    ids=["another_token", "no_key", "no_pin", "no_library"],
)
def test_what_is_not_there_is_said(module, settings, change, told):
    settings.SHAREWELL_ROOT_KEY = change(settings.SHAREWELL_ROOT_KEY)
    with pytest.raises(SealBroken, match=told):
        root_key().current()


@pytest.mark.slow
def test_a_pin_that_others_can_read_is_not_used(module, token):
    (token / "pin").chmod(0o644)
    try:
        with pytest.raises(SealBroken, match="can be read by other"):
            module.current()
    finally:
        (token / "pin").chmod(stat.S_IRUSR | stat.S_IWUSR)


def test_a_driver_that_is_not_there_is_said(settings):
    settings.SHAREWELL_ROOT_KEY = "cloud:somewhere"
    with pytest.raises(SealBroken, match="no driver has that name"):
        root_key()
