"""Rotating keys, splitting the root key and holding the drill, each with its line in the log."""

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import NAMESPACE_OID, UUID, uuid5

from django.db import transaction

from sharewell.terms.errors import SealBroken
from sharewell_hub.custody.queries import PLACE, canary
from sharewell_hub.custody.recovering import joined, put_back, write_shares
from sharewell_hub.keystore import rotation
from sharewell_hub.keystore.models import AgencyKey, SubjectKey
from sharewell_hub.keystore.queries import OpenKey
from sharewell_hub.keystore.roots import root_key
from sharewell_hub.keystore.wrapping import unwrap
from sharewell_hub.logbook.actions import log
from sharewell_hub.vault.actions import seal
from sharewell_hub.vault.matching import rotate_index
from sharewell_hub.vault.models import Content
from sharewell_hub.vault.queries import KEEP_SEALED, open_row
from sharewell_hub.vault.resealing import reseal
from sharewell_hub.walls.seeing import served_by

Told = Callable[[int], object]
CANARY = uuid5(NAMESPACE_OID, "sharewell canary")
SAYS = "The canary sings."


@transaction.atomic
def rotate_root_key(told: Told = int, *, before: str = "") -> int:
    """Re-wrap every agency's key by a next root key, or go on with one begun, and log it."""
    many = _counted(rotation.rotate_root(before=before), told)
    log("root_key_rotated", object_id=_id_of_root(), actor=None, agency=None)
    return many


@transaction.atomic
def rotate_agency_key(agency: UUID, told: Told = int) -> int:
    """Re-wrap every subject's key of an agency by its next key, and log it."""
    many = _counted(rotation.rotate_agency(agency), told)
    log("agency_key_rotated", object_id=agency, actor=None, agency=agency)
    return many


@transaction.atomic
def rotate_index_key(agency: UUID, told: Told = int) -> int:
    """Index an agency's subjects anew under its next index key, and log it."""
    many = _counted(rotate_index(agency), told)
    log("index_key_rotated", object_id=agency, actor=None, agency=agency)
    return many


@transaction.atomic
def rotate_subject_key(agency: UUID, subject: UUID, told: Told = int) -> int:
    """Seal what an agency holds about a subject anew; log each content, bound to both digests."""
    many = 0
    for each in reseal(agency=agency, subject=subject):
        log(
            "content_resealed",
            object_id=each.content,
            actor=None,
            agency=agency,
            rules=[f"was:{each.before}"],
            contents=[each.content],
        )
        told(1)
        many += 1
    return many


@transaction.atomic
def split_root_key(folder: Path) -> list[Path]:
    """Write three shares of the root key, any two of which give it back, and log it.

    Raises:  NotAllowed where a module holds it, or a share lies there already.
    """
    paths = write_shares(folder)
    log("root_key_split", object_id=_id_of_root(), actor=None, agency=None)
    return paths


@transaction.atomic
def recover_root_key(first: Path, second: Path) -> Path:
    """Put the root key back from two shares, and log it.

    Raises:  SealBroken when they do not give it. NotAllowed where a key lies there already.
    """
    path = put_back(joined(first, second))
    log("root_key_recovered", object_id=_id_of_root(), actor=None, agency=None)
    return path


@transaction.atomic
def hold_drill(first: Path, second: Path) -> bool:
    """Recover the root key into memory, open a canary from the root down with it, and log it."""
    held = canary() or _new_canary()
    try:
        sang = _opened_by(joined(first, second), held) == SAYS
    except SealBroken:
        sang = False
    log(
        "drill_held",
        object_id=_id_of_root(),
        actor=None,
        agency=None,
        purpose="succeeded" if sang else "failed",
        contents=[held.pk],
    )
    return sang


def _new_canary() -> Content:
    with served_by(KEEP_SEALED):
        return Content.objects.get(pk=seal(SAYS, agency=CANARY, subject=CANARY, place=PLACE))


def _opened_by(root: bytes, canary: Content) -> str:
    """Open the canary by nothing but this root key and what lies wrapped."""
    key = SubjectKey.objects.select_related("agency_key").get(pk=UUID(str(canary.key_id)))
    above: AgencyKey = key.agency_key
    agency = unwrap(root, bytes(above.wrapped), of=above.pk)
    opens = unwrap(agency, bytes(key.wrapped), of=key.pk)
    return open_row(canary, OpenKey(key.pk, key.agency, key.subject, key.version, opens)).decode()


def _counted(steps: Iterator[int], told: Told) -> int:
    """Add up what each step did, telling it as it is done."""
    many = 0
    for step in steps:
        told(step)
        many += step
    return many


def _id_of_root() -> UUID:
    return uuid5(NAMESPACE_OID, root_key().current())
