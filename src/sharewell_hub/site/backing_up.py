"""Backing up and bringing back: the records with their log in one folder, the keys in another."""

import json
import shutil
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connections, transaction
from django.utils import timezone

from sharewell.ledger.checkpoint import PATH, Checkpoint
from sharewell.ledger.note import Note
from sharewell.terms.errors import NotAllowed, SharewellError
from sharewell_hub.keystore.roots import root_key
from sharewell_hub.keystore.roots.file import FileRoot
from sharewell_hub.keystore.router import OWNER_ALIAS
from sharewell_hub.logbook.actions import log
from sharewell_hub.logbook.sequencing import integrate
from sharewell_hub.retention.models import Quarantine
from sharewell_hub.retention.opening import begin
from sharewell_hub.site import database, postgres
from sharewell_hub.site import keys as key_files
from sharewell_hub.site.dumping import HALF_RESTORED, dump, load, mark, tables
from sharewell_hub.site.home import make_private
from sharewell_hub.site.setting_up import bring_up_to_date

RECORDS, KEYS, LOG = "records.dump", "keystore.dump", "log"
MADE = "made.json"
"""Says of a folder what it holds; a folder without it is not a whole backup."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What a backup is: which, of what, when, and the last day on which it may be used."""

    id: str
    of: str
    made_at: str
    expires_on: str = ""
    root: str = ""

    @property
    def at(self) -> datetime:
        """When it was made."""
        return datetime.fromisoformat(self.made_at)

    @property
    def expired(self) -> bool:
        """Tell whether it may be used no longer."""
        return bool(self.expires_on) and self.expires_on < timezone.localdate().isoformat()


def backup(folder: Path, *, keys: Path | None = None) -> list[Path]:
    """Write the records and their log into one folder, the wrapped keys into another.

    The records come first: a key made meanwhile does no harm, words without a key would be lost.

    Returns: the two folders.
    Raises:  NotAllowed where one of them is not empty. StartRefused where a program fails.
    """
    ours, theirs = folder / "records", keys or folder / "keys"
    for each in (ours, theirs):
        if each.exists() and any(each.iterdir()):
            raise _refused(f"There is something in {each} already.", "Name another folder.")
        make_private(each)
    integrate()
    id, now = str(uuid4()), timezone.now()
    dump(ours / RECORDS, "owner", f"--exclude-schema={database.KEYS}")
    for year in sorted(Path(settings.SHAREWELL_LOG_FILES).glob("[0-9]*")):
        _copy_while_it_grows(year, ours / LOG / year.name)
    _write(ours, Made(id=id, of="records", made_at=now.isoformat()))
    dump(theirs / KEYS, OWNER_ALIAS, f"--schema={database.KEYS}")
    last = timezone.localdate(now) + timedelta(days=settings.KEY_BACKUP_DAYS)
    held = {"expires_on": last.isoformat(), "root": root_key().current()}
    _write(theirs, Made(id=id, of="keys", made_at=now.isoformat(), **held))
    with transaction.atomic():
        log("backed_up", object_id=UUID(id), actor=None, agency=None)
    return [ours, theirs]


def drop_expired(folder: Path) -> list[Path]:
    """Destroy the keys of the expired backups in a folder, and say which they were."""
    beside = (*folder.glob(f"*/{MADE}"), *folder.glob(f"*/keys/{MADE}"))
    found = [path.parent for path in beside if _is_expired(path.parent)]
    for each in found:
        (each / KEYS).unlink(missing_ok=True)
    return found


def _is_expired(folder: Path) -> bool:
    """Tell whether keys lie there that may be used no longer; what is not ours is left alone."""
    with suppress(NotAllowed):
        return read(folder).expired and (folder / KEYS).exists()
    return False


def restore(folder: Path, *, keys: Path | None = None, replace: bool = False) -> Quarantine:
    """Bring the records back into quarantine, and the keys only where a folder of them is named.

    What the keystore remembers is newer than any backup: without `keys` it is left as it stands.
    The log's own files are left too, unless those of the backup go further.

    Raises:  NotAllowed where records stand that nobody wants replaced, or the keys have expired.
             StartRefused where a program fails.
    """
    made, old = read(folder / "records"), read(keys) if keys else None
    if old and old.expired:
        raise _refused(
            f"These keys expired on {old.expires_on}: whoever was erased since opens with them.",
            "Use a newer backup of the keys, or leave --keys out where the keystore still stands.",
        )
    _refuse_a_home_without_keys()
    _refuse_keys_of_another_root(old)
    name = connections["owner"].settings_dict["NAME"]
    _server_has(name)
    _make_way("owner", replace=replace)
    if keys:
        _make_way(OWNER_ALIAS, replace=replace)
    _server_has(name)
    mark(HALF_RESTORED)
    load(folder / "records" / RECORDS, "owner")
    if keys:
        load(keys / KEYS, OWNER_ALIAS)
    _take_further_files(folder / "records" / LOG)
    bring_up_to_date()
    row = begin(backup_made_at=made.at, keys_restored=keys is not None)
    mark("")
    return row


def read(folder: Path) -> Made:
    """Read what a folder holds.

    Raises:  NotAllowed where it holds no whole backup.
    """
    try:
        return Made(**json.loads((folder / MADE).read_text()))
    except (OSError, ValueError, TypeError) as fault:
        why = f"{folder} holds no backup, or one that was cut off."
        raise _refused(why, "Name the folder that backup was given.") from fault


def _refuse_a_home_without_keys() -> None:
    """Refuse to begin where the keys that lie in files would be made anew."""
    files = [key_files.root_file(), Path(settings.SHAREWELL_LOG_KEY)]
    missing = [path for path in files if path and not path.exists()]
    if missing:
        raise _refused(
            f"{missing[0]} is not there, and a new one opens and continues nothing.",
            "Put the folder of key files back from where it is kept apart, and begin anew.",
        )


def _refuse_keys_of_another_root(old: Made | None) -> None:
    """Refuse to bring back keys that no root key here opens."""
    root = root_key()
    if old and old.root and isinstance(root, FileRoot) and not root.holds(old.root):
        raise _refused(
            f"These keys lie under the root key {old.root}, and it is not here.",
            f"Put {root.path.name}.{old.root} back beside {root.path.name}, or use a newer backup "
            "of the keys.",
        )


def _write(folder: Path, made: Made) -> None:
    (folder / MADE).write_text(json.dumps(asdict(made), indent=1) + "\n")


def _copy_while_it_grows(year: Path, target: Path) -> None:
    """Copy the files of a year's log: its checkpoint is read before what it vouches for."""
    checkpoint = (year / PATH).read_bytes() if (year / PATH).exists() else b""
    half_done = shutil.ignore_patterns(PATH, "*.[0-9]*")
    shutil.copytree(year, target, ignore=half_done)
    (target / PATH).write_bytes(checkpoint)


def _take_further_files(saved: Path) -> None:
    """Put back the files of each year's log that go further than those that stand."""
    for year in sorted(saved.glob("*")):
        there = Path(settings.SHAREWELL_LOG_FILES) / year.name
        if _size(year) > _size(there):
            shutil.copytree(year, there, dirs_exist_ok=True)


def _size(folder: Path) -> int:
    held = folder / PATH
    return Checkpoint.parse(Note.parse(held.read_bytes()).text).size if held.exists() else -1


def _make_way(alias: str, *, replace: bool) -> None:
    """See that a database has no tables; ours is emptied where that is wanted."""
    if not tables(alias):
        return
    name = connections[alias].settings_dict["NAME"]
    if not (replace and database.embedded()):
        raise _refused(
            f"There are tables in {name} already.",
            "Make empty databases and name them, or add --replace where it is the service’s own.",
        )
    connections.close_all()
    with postgres.connect() as server:
        database.drop_database(server, name)


def _server_has(name: str) -> None:
    """Make our own databases that are missing."""
    if database.embedded():
        connections.close_all()
        with postgres.connect() as server:
            database.make_databases(server, name)


def _refused(why: str, next: str) -> SharewellError:
    return NotAllowed(what="Nothing was backed up or brought back.", why=why, next=next)
