"""Making keys and destroying them; the room that orders it logs it."""

from typing import NamedTuple
from uuid import UUID, uuid4

from django.db import connections, transaction

from sharewell_hub.keystore.models import AgencyKey, IndexKey, ServiceKey, SubjectKey
from sharewell_hub.keystore.queries import OpenKey, agency_opens, apart, index_keys, opened
from sharewell_hub.keystore.roots import root_key
from sharewell_hub.keystore.roots.file import FileRoot
from sharewell_hub.keystore.router import ALIAS
from sharewell_hub.keystore.wrapping import new_key, wrap

ROOT = "root"
DERIVED_BEFORE = {"second_step": b"sharewell second step"}
"""What keys of the service were derived from the root key by, before they lay here."""


class Newest(NamedTuple):
    """An agency's newest index key and its version."""

    version: int
    opens: bytes


def key_for(*, agency: UUID, subject: UUID) -> OpenKey:
    """Find the newest key for this agency and subject, making it the first time.

    It is committed in the keystore before anything is sealed by it: a key without words is
    harmless, and words without a key are lost.
    """
    kept = SubjectKey.objects.select_related("agency_key").order_by("-version")
    found = kept.filter(agency=agency, subject=subject).first()
    return opened(found) if found else add_version(agency=agency, subject=subject, after=0)


def add_version(*, agency: UUID, subject: UUID, after: int) -> OpenKey:
    """Make the next version of a subject's key, unless somebody else just did."""
    with transaction.atomic(using=ALIAS):
        stand_still(agency)
        above = agency_key(agency)
        SubjectKey.objects.bulk_create(
            [
                SubjectKey(
                    agency=agency, subject=subject, version=after + 1, agency_key=above,
                    wrapped=wrap(agency_opens(above), new_key()),
                )
            ],
            ignore_conflicts=True,
        )  # fmt: skip
    kept = SubjectKey.objects.select_related("agency_key").filter(agency=agency, subject=subject)
    return opened(kept.order_by("-version")[0])


def newest_index_key(agency: UUID) -> Newest:
    """Find an agency's newest index key, making it the first time."""
    found = index_keys(agency)
    if not found:
        add_index_key(agency, after=0)
        found = index_keys(agency)
    return Newest(*next(iter(found.items())))


def add_index_key(agency: UUID, *, after: int) -> None:
    """Make the next version of an agency's index key, unless somebody else just did."""
    with transaction.atomic(using=ALIAS):
        stand_still(agency)
        above = agency_key(agency)
        wrapped = wrap(agency_opens(above), new_key())
        key = IndexKey(agency=agency, version=after + 1, agency_key=above, wrapped=wrapped)
        IndexKey.objects.bulk_create([key], ignore_conflicts=True)


def agency_key(agency: UUID) -> AgencyKey:
    """Find an agency's newest key, making it the first time."""
    kept = AgencyKey.objects.filter(agency=agency).order_by("-version")
    return kept.first() or add_agency_key(agency, after=0)


def add_agency_key(agency: UUID, *, after: int) -> AgencyKey:
    """Make the next version of an agency's key, unless somebody else just did."""
    with transaction.atomic(using=ALIAS):
        stand_still(ROOT)
        root, wrapped = root_key().wrap(new_key())
        key = AgencyKey(agency=agency, version=after + 1, root=root, wrapped=wrapped)
        AgencyKey.objects.bulk_create([key], ignore_conflicts=True)
    return AgencyKey.objects.filter(agency=agency).order_by("-version")[0]


def service_key(name: str) -> bytes:
    """Find the service's own key for something, making it the first time."""
    if not ServiceKey.objects.filter(name=name).exists():
        with transaction.atomic(using=ALIAS):
            stand_still(ROOT)
            root, wrapped = root_key().wrap(_before(name) or new_key())
            key = ServiceKey(id=uuid4(), name=name, root=root, wrapped=wrapped)
            ServiceKey.objects.bulk_create([key], ignore_conflicts=True)
    kept = ServiceKey.objects.get(name=name)
    return root_key().unwrap(bytes(kept.wrapped), kept.root)


def _before(name: str) -> bytes | None:
    """Derive what a key was before it lay here, from a root key that lies in a file."""
    root = root_key()
    if name not in DERIVED_BEFORE or not isinstance(root, FileRoot):
        return None
    return root.derived(DERIVED_BEFORE[name])


def destroy_subject_keys(*, agency: UUID, subject: UUID) -> int:
    """Destroy every version of a subject's keys, leaving their ids behind, and say how many."""
    return sum(_ask("keystore_destroy", agency, each) for each in (subject, apart(subject)))


def drop_superseded_subject_key(id: UUID) -> int:
    """Destroy a version of a subject's key that has a newer one."""
    return _ask("keystore_drop_subject_key", id)


def drop_superseded_agency_keys(agency: UUID) -> int:
    """Destroy the versions of an agency's key that have a newer one and wrap nothing."""
    return _ask("keystore_drop_agency_keys", agency)


def drop_superseded_index_keys(agency: UUID) -> int:
    """Destroy the versions of an agency's index key that have a newer one."""
    return _ask("keystore_drop_index_keys", agency)


def stand_still(what: UUID | str, *, alone: bool = False) -> None:
    """Until this transaction ends, let nobody rotate what wraps; whoever rotates is alone."""
    how = "" if alone else "_shared"
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(
            f"select pg_advisory_xact_lock{how}(hashtextextended(%s, 0))", [f"keystore {what}"]
        )


def _ask(function: str, *values: UUID) -> int:
    """Call one of the keystore's own functions, the only way in which a key leaves it."""
    with connections[ALIAS].cursor() as cursor:
        cursor.callproc(function, list(values))
        (many,) = cursor.fetchone()
    return int(many)
