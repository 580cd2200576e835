"""What must be so before the service opens; each refusal says what, why and what next."""

from importlib import import_module

from django.conf import settings
from django.core.checks import run_checks
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import OperationalError
from django.utils import timezone

from sharewell.packs import load_library
from sharewell.terms.errors import PackRefused, SealBroken, StartRefused
from sharewell_hub.keystore.roots import root_key
from sharewell_hub.keystore.router import ALIAS, ROOM
from sharewell_hub.site import database, keys
from sharewell_hub.site.home import refuse_full_disk

TOO_STRONG = """
select case
    when rolsuper then 'is a superuser'
    when rolbypassrls then 'may pass by row-level security'
    when rolcreaterole then 'may make other roles'
    when exists (
        select from pg_class join pg_namespace on pg_namespace.oid = relnamespace
        where relkind in ('r', 'p') and nspname = current_schema()
          and pg_has_role(current_user, relowner, 'usage')
    ) then 'owns tables'
end
from pg_roles where rolname = current_user
"""
WHOSE = {
    "default": ("its database", "DATABASE_URL"),
    ALIAS: ("the database of its keys", "KEYSTORE_URL"),
}


def refuse_what_is_wrong() -> None:
    """Check everything, in the order in which it would hurt.

    Raises:  StartRefused at the first thing that is wrong.
    """
    for check in (
        refuse_full_disk,
        refuse_unreachable_database,
        refuse_strong_role,
        refuse_missing_migrations,
        refuse_what_came_back,
        refuse_unsafe_keys,
        refuse_faulty_packs,
        refuse_faulty_settings,
    ):
        check()


def refuse_a_demo_elsewhere() -> None:
    """Refuse to put invented people, with a password that everybody knows, among real ones."""
    if not database.embedded():
        raise StartRefused(
            what="The demo was not started: it would use the database of DATABASE_URL.",
            why="Its people are invented, their password is public, and --fresh throws all away.",
            next="Leave DATABASE_URL out for a demo, or leave --demo out.",
        )


def refuse_unreachable_database() -> None:
    """Refuse when nothing answers at the address of the database, or of the keys'."""
    for connection in _both():
        try:
            connection.ensure_connection()
        except OperationalError as error:
            whose, name = WHOSE[connection.alias]
            raise StartRefused(
                what=f"The service was not started: {whose} cannot be reached.",
                why=str(error).strip().splitlines()[-1],
                next=f"See that the server runs and that {name} names it and a role that may "
                "sign in.",
            ) from error


def refuse_strong_role() -> None:
    """Refuse to work as a role that could change what must not be changed."""
    for connection in _both():
        with connection.cursor() as cursor:
            cursor.execute(TOO_STRONG)
            (reason,) = cursor.fetchone()
        if reason:
            name = WHOSE[connection.alias][1]
            raise StartRefused(
                what="The service was not started: its database role is too strong.",
                why=f"The role {connection.settings_dict['USER']} {reason}, so it could rewrite "
                "records that are never to be edited.",
                next=f"Let {name} name a plain login role, and OWNER_{name} the owner.",
            )


def refuse_missing_migrations() -> None:
    """Refuse tables that are older than the service."""
    plan = [step for connection in _both() for step in _missing(connection)]
    if plan:
        raise StartRefused(
            what=f"The service was not started: {len(plan)} migrations are missing.",
            why=f"The tables are older than this version, beginning with {plan[0][0]}.",
            next="Run sharewell-hub migrate, then start again.",
        )


def _missing(connection: BaseDatabaseWrapper) -> list[tuple[object, bool]]:
    """List the migrations that a database lacks; the keystore needs its own room's alone."""
    executor = MigrationExecutor(connection)
    room = ROOM if connection.alias == ALIAS else None
    return list(executor.migration_plan(executor.loader.graph.leaf_nodes(room)))


def _both() -> list[BaseDatabaseWrapper]:
    return [connections[alias] for alias in WHOSE]


def refuse_what_came_back() -> None:
    """Refuse records from a backup in which what was erased since may stand again."""
    import_module("sharewell_hub.site.coming_back").refuse_what_came_back()


def refuse_unsafe_keys() -> None:
    """Refuse a root key that is missing, damaged or open to others."""
    try:
        root_key().current()
    except SealBroken as broken:
        raise StartRefused(
            what="The service was not started: the vault's root key cannot be used.",
            why=broken.why,
            next=broken.next,
        ) from broken
    if not (keys.folder() / keys.SIGNING).exists():
        raise StartRefused(
            what="The service was not started: the key that signs cookies is missing.",
            why=f"There is no {keys.SIGNING} in {keys.folder()}.",
            next="Run sharewell-hub migrate, which makes one; everybody signs in again.",
        )


def keys_beside_the_data() -> str:
    """Say in three lines that keys lie beside what they open; nothing where they do not."""
    if database.keys_apart():
        return ""
    return (
        "The service will start, but its keys lie in the same database as what they open.\n"
        "KEYSTORE_URL is not set apart: one backup holds both, and what was erased can be read "
        "again from an old one.\n"
        "Make a second database and set KEYSTORE_URL and OWNER_KEYSTORE_URL (docs/guides/keys.md)."
    )


def refuse_faulty_packs() -> None:
    """Refuse an area's own packs that cannot be used; ours are held to their examples by tests."""
    if settings.SHAREWELL_PACKS is None:
        return
    try:
        load_library(settings.SHAREWELL_PACKS).stack(settings.SHAREWELL_STACK, timezone.localdate())
    except PackRefused as refused:
        raise StartRefused(
            what="The service was not started: a pack in SHAREWELL_PACKS cannot be used.",
            why=f"{refused.what} {refused.why}",
            next=refused.next,
        ) from refused


def refuse_faulty_settings() -> None:
    """Refuse settings, tables or addresses in which Django finds a fault."""
    serious = [fault for fault in run_checks() if fault.is_serious()]
    if serious:
        raise StartRefused(
            what="The service was not started: it is put together wrongly.",
            why=f"{serious[0].msg} ({len(serious)} in all)",
            next=serious[0].hint or "Put it right, then start again.",
        )
